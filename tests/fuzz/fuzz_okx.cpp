#include "app/feeds/live/okx_messages.h"
#include "app/feeds/live/venue_names.h"
#include "tests/fuzz/venue_bytes.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    ballast::OkxDecoder decoder;
    ballast::test::conflate(decoder.decode({reinterpret_cast<const char*>(data), size}), ballast::parseOkxName);
    return 0;
}
