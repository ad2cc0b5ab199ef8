#pragma once

#include "app/feeds/transport/feed_loop.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast {

enum class PublicVenue
{
    Okx,
    Bybit,
    Binance
};
[[nodiscard]] const char* publicVenueWord(PublicVenue venue); // "OKX"

struct PublicVenueSettings
{
    PublicVenue venue = PublicVenue::Okx;
    std::vector<std::string> currencies{"BTC", "ETH"};
    std::string instead{}; // "host:port" that stands for all hosts of the venue; empty: the venue's own
    std::optional<std::filesystem::path> authorities{}; // instead of the system's; this machine only
    Milliseconds shortestWait{500};                     // before the first retry
    std::uint64_t seed = 1;
    Environment environment = processEnvironment;
};

// One link of a venue, ready to be started.
struct PublicLink
{
    std::string name; // "Bybit options"
    FeedLoopSettings loop;
    std::unique_ptr<FeedPipeline> pipeline;
};

// The links that a venue's public data take: OKX one, Bybit one for options and one for linear contracts, Binance one
// for prices and one for books. Errors: an address that is none.
[[nodiscard]] Result<std::vector<PublicLink>> publicLinks(const PublicVenueSettings& settings);

} // namespace ballast
