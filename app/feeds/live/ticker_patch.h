#pragma once

#include "app/feeds/market_events.h"

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ballast {

enum class TickerField
{
    Bid,
    Ask,
    BidAmount,
    AskAmount,
    Mark,
    Last,
    BidIv,
    AskIv,
    MarkIv,
    UnderlyingPrice,
    OpenInterest,
    Volume24h,
    FundingRate8h,
    Index,
    Delta,
    Gamma,
    Vega,
    Theta,
    Rho,
};
inline constexpr std::size_t tickerFieldCount = 19;

enum class PatchKind
{
    Whole,  // everything there is: what is not named is missing
    Change, // news to a Whole; worthless without one
    Part,   // one of several channels of an instrument: stands for itself
};

// Some fields of one instrument, normalised; nullopt clears a field.
struct TickerPatch
{
    std::string instrument;
    PatchKind kind = PatchKind::Part;
    Timestamp at{}; // the epoch: the venue prints no time
    std::vector<std::pair<TickerField, std::optional<double>>> values;
    bool operator==(const TickerPatch&) const = default;

    void set(TickerField field, std::optional<double> value) { values.emplace_back(field, value); }
};

[[nodiscard]] std::optional<double>& fieldOf(TickerUpdate& update, TickerField field);

// Adds patches up to whole tickers. Holds one line an instrument.
class TickerMerger
{
public:
    // The whole ticker after the patch; nullopt for a change without a base or older than it.
    [[nodiscard]] std::optional<TickerUpdate> apply(const TickerPatch& patch);
    // A whole ticker or part of one from another channel.
    void note(const TickerUpdate& update);
    void forget(const std::string& instrument) { m_lines.erase(instrument); }
    // After a break of the link: changes need a new base; parts stay.
    void dropBases();

    [[nodiscard]] std::size_t size() const { return m_lines.size(); }

private:
    struct Line
    {
        TickerUpdate known;
        bool hasBase = false;
    };

    std::unordered_map<std::string, Line> m_lines;
};

} // namespace ballast
