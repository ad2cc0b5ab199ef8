#pragma once

#include "models/core/ids.h"
#include "models/core/result.h"
#include "models/market/portfolio.h"
#include "models/market/snapshot.h"
#include "models/pricing/greeks.h"
#include "models/risk/delta_convention.h"
#include "models/risk/otc_line.h"
#include "models/surface/vol_surface.h"

#include <optional>
#include <string>
#include <vector>

namespace ballast {

// Which vol a line is priced on.
enum class VolChoice
{
    Mark,
    Model
};

// Exposures of a line, a group or the book. deltaUsd and below add up over underlyings; the coin figures only within
// one.
struct Exposure
{
    double valueUsd = 0.0;     // options: quantity x price; futures and perpetuals: unrealised P&L (no premium is held)
    double deltaCoin = 0.0;    // under the report's delta rule (Black-76 with a sticky strike unless said), coins
    double netDeltaCoin = 0.0; // premium-adjusted, coins
    double deltaUsd = 0.0;     // deltaCoin x forward
    double gammaCoinPerUsd = 0.0;
    double gammaCoin1pct = 0.0; // coins of delta per 1 % move
    double gammaUsd1pct = 0.0;  // USD of delta per 1 % move
    double vegaUsd = 0.0;       // per vol point
    double thetaUsdDay = 0.0;
    double vannaCoin = 0.0;    // coins per vol point
    double vannaUsd1pct = 0.0; // USD of vega per 1 % move: vanna x forward / 100
    double volgaUsd = 0.0;     // USD per vol point squared
    double charmCoinDay = 0.0; // coins per day
    bool operator==(const Exposure&) const = default;
};

void add(Exposure& sum, const Exposure& part);

// Adds `shift` coins per coin to every delta of `coins` coins.
void addDeltaShift(Exposure& exposure, double shift, double coins, double forwardUsd);

// What a screen calls the delta: coins, net of premium where the convention says so.
[[nodiscard]] double shownDeltaCoin(const Exposure& exposure, const DeltaConvention& convention);

// Where a line's price and vol came from: what the venue does not say is worked out, and shown as such.
enum class PriceSource
{
    VenueMark,
    Mid,
    Model,
    Index
};
enum class VolSource
{
    VenueMark,
    MarkPrice,
    MidPrice,
    Surface
};

// What one line is worth and risks, in numbers that were all computed from one market.
struct LineValues
{
    double mark = 0.0;         // instrument's quote unit
    double markUsd = 0.0;      // USD per coin (options) or the price itself
    double forward = 0.0;      // USD
    double years = 0.0;        // 0 for spot and perpetual
    std::optional<double> vol; // fraction; options only
    Greeks unit; // per coin, Black-76 whatever the delta rule; netDelta of an inverse option is delta less the mark in
                 // coin
    Exposure exposure;            // of the whole line
    std::optional<double> pnlUsd; // against the average price; nullopt: no average price known
    PriceSource priceSource = PriceSource::VenueMark;
    std::optional<VolSource> volSource;        // options only
    double deltaShift = 0.0;                   // coins per coin that the delta rule adds to unit.delta
    SmileLean lean;                            // what made it
    std::optional<OtcLine> otc = std::nullopt; // OTC options only
    bool operator==(const LineValues&) const = default;
};

// One position with its values or the reason why it has none: one bad line does not blank the book.
struct RiskLine
{
    std::size_t position = 0; // row in the portfolio
    Position holding;
    std::optional<Instrument> instrument; // nullopt: unknown name
    Result<LineValues> values = Error{Errc::NoQuote, "not priced yet"};
    QuoteState state = QuoteState::Live;
    Timestamp quotedAt{}; // age of the price is asOf - quotedAt
    bool operator==(const RiskLine&) const = default;
};

struct UnderlyingRisk
{
    std::string underlying;
    std::optional<double> indexUsd;
    Exposure total;
    double pnlUsd = 0.0; // of the lines with an average price
    int linesPriced = 0;
    int linesFailed = 0;
    bool operator==(const UnderlyingRisk&) const = default;
};

struct ExpiryRisk
{
    std::string underlying;
    std::optional<Timestamp> expiry; // nullopt: spot and perpetuals
    double days = 0.0;
    Exposure total;
    bool operator==(const ExpiryRisk&) const = default;
};

// Vega by time to expiry. The bucket holds (fromDays, toDays], as a policy's bands do; the last one has no end
// (infinity).
struct VegaBucket
{
    std::string underlying;
    std::string label; // "<= 7 d", "7-30 d", ...
    double fromDays = 0.0;
    double toDays = 0.0;
    double vegaUsd = 0.0;
    bool operator==(const VegaBucket&) const = default;
};

// The whole book against one market.
struct RiskReport
{
    SnapshotId basis;
    Timestamp asOf{};
    VolChoice vol = VolChoice::Mark;
    DeltaConvention delta;        // what every delta of the report is
    std::vector<RiskLine> lines;  // in the portfolio's order
    Exposure totals;              // only the USD figures are meaningful over several underlyings
    std::optional<double> pnlUsd; // nullopt: no line knows its average price
    std::vector<UnderlyingRisk> byUnderlying;
    std::vector<ExpiryRisk> byExpiry;
    std::vector<VegaBucket> vegaBuckets;
    int linesFailed = 0;
    bool operator==(const RiskReport&) const = default;
};

} // namespace ballast
