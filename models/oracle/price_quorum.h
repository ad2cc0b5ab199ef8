#pragma once

#include "models/core/time.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast {

enum class SourceKind
{
    VenueTicker,
    VenueIndex,
    OwnMid,
    Chainlink,
    Pyth,
    SecurityModule
};

// How old a price may be, and how far off by design.
struct SourceRules
{
    Milliseconds lateAfter{2'000};
    Milliseconds staleAfter{10'000};
    double deviation = 0.0; // what the feed lets pass before it speaks, as a fraction
    double liquidity = 1.0; // relative; weights go with its root
    bool operator==(const SourceRules&) const = default;
};
[[nodiscard]] SourceRules sourceRules(SourceKind kind);
// A Chainlink feed's own heartbeat and deviation: late after the heartbeat, stale after its grace.
[[nodiscard]] SourceRules chainlinkRules(Milliseconds heartbeat, double deviation);

struct PriceReading
{
    std::string source; // "deribit index", "chainlink BTC/USD"
    SourceRules rules;
    std::optional<double> price; // nullopt: the source says that it has none
    Timestamp at{};
    std::optional<double> confidence; // one standard error, in the price's unit
    bool operator==(const PriceReading&) const = default;
};

enum class SourceState
{
    Healthy,
    Late,    // amber: counts, with its weight gone down
    Stale,   // red
    Invalid, // red: no positive finite price, or from the future
    Outlier, // red: far from what the others say
};
[[nodiscard]] const char* sourceStateWord(SourceState state);
[[nodiscard]] bool isRed(SourceState state);

struct JudgedSource
{
    std::string source;
    SourceState state = SourceState::Invalid;
    std::optional<double> price;
    std::optional<Milliseconds> age;
    double weight = 0.0;            // share, 0 for red ones
    std::optional<double> robustZ;  // against all fresh sources
    std::optional<double> offsetBp; // from the consensus
    bool agrees = false;            // within the agreement band
    SourceRules rules{};            // that it was judged by
    bool operator==(const JudgedSource&) const = default;
};

struct QuorumRules
{
    double madFloor = 0.0002; // 2 bp of the median
    double outlierZ = 5.0;    // dropped beyond, from four sources on
    std::size_t outlierCount = 4;
    double clamp = 0.005;          // around the median, always
    double agreementBand = 0.0025; // 25 bp
    double baseError = 0.0002;     // c0: no source is better than this
    std::size_t wantedSources = 3; // n_min of the confidence
    Milliseconds futureTolerance{2'000};
    bool operator==(const QuorumRules&) const = default;
};

struct Quorum
{
    std::optional<double> price; // nullopt: no source may be used
    double confidence = 0.0;     // 0 to 1
    double effectiveSources = 0.0;
    std::size_t healthy = 0; // not red
    std::size_t red = 0;
    std::vector<JudgedSource> sources; // in the order given
};

// One price from several sources: stale and absurd ones out, the rest by weighted median with weights
// liquidity^0.5 exp(-age / limit) / (c^2 + c0^2), c with the feed's deviation taken as uniform noise, dev^2 / 3.
[[nodiscard]] Quorum agreeOnPrice(const std::vector<PriceReading>& readings, Timestamp now,
                                  const QuorumRules& rules = {});

struct PriceWithoutSource
{
    std::string source;
    std::optional<double> price; // of the others; nullopt: they have none
    std::optional<double> changeBp;
};
// The consensus without each source in turn.
[[nodiscard]] std::vector<PriceWithoutSource> leaveOneOut(const std::vector<PriceReading>& readings, Timestamp now,
                                               const QuorumRules& rules = {});

struct DeskPrice
{
    double price = 0.0;
    bool isLastGood = false; // no source may be used: this was the last consensus
    Milliseconds age{0};     // of that consensus
    double costFactor = 1.0; // what expected costs are widened by
    bool operator==(const DeskPrice&) const = default;
};

// Goes on with the last good price when every source is late: costs half as high again at once, and as much more each
// minute, up to five times.
class LastGoodPrice
{
public:
    [[nodiscard]] std::optional<DeskPrice> update(const Quorum& quorum, Timestamp now);

private:
    std::optional<double> m_price;
    Timestamp m_at{};
};

} // namespace ballast
