#include "app/feeds/live/bybit_messages.h"
#include "tests/fuzz/venue_bytes.h"

// A link has one category; the same bytes must do no harm on any.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    using namespace ballast;
    for (const auto category :
         {BybitCategory::Spot, BybitCategory::Linear, BybitCategory::Inverse, BybitCategory::Option}) {
        BybitDecoder decoder(category);
        test::conflate(decoder.decode({reinterpret_cast<const char*>(data), size}),
                       [category](std::string_view name) { return parseBybitName(name, category); });
    }
    return 0;
}
