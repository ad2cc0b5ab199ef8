#include "app/venue/fault_script.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    const auto script = ballast::parseFaultScript({reinterpret_cast<const char*>(data), size});
    if (script)
        static_cast<void>(script->certificate());
    return 0;
}
