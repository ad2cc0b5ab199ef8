#include "app/session/desktop_program.h"

int main(int argc, char** argv)
{
    return ballast::runDesktop(argc, argv);
}
