#include "tests/support/stopped_token.h"

#include <memory>

namespace ballast::test {

std::stop_token stoppedToken()
{
    // On the heap: g++ 12 takes a local stop_source for uninitialised.
    const auto source = std::make_unique<std::stop_source>();
    source->request_stop();
    return source->get_token();
}

} // namespace ballast::test
