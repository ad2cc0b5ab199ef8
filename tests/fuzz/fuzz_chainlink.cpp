#include "app/feeds/live/eth_rpc.h"
#include "models/oracle/chainlink.h"

#include <cmath>
#include <cstdlib>

// Any bytes as a node's answer, and as the contract's words inside one.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    using namespace ballast;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto hex = ethCallAnswer(bytes, 1);
    for (const std::string_view words : {hex ? std::string_view(*hex) : std::string_view(), bytes}) {
        static_cast<void>(decodeDecimals(words));
        const auto round = decodeLatestRoundData(words);
        if (!round)
            continue;
        const auto price =
            priceOf(*round, ChainlinkFeed{"BTC/USD", "0x00", 8}, fromUnixMilliseconds(1'700'000'000'000));
        if (price && !(std::isfinite(*price) && *price > 0.0))
            std::abort();
    }
    static_cast<void>(ethCallRequest(1, bytes, bytes));
    return 0;
}
