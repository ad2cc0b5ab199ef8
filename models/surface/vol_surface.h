#pragma once

#include "models/core/ids.h"
#include "models/core/result.h"
#include "models/core/time.h"
#include "models/market/instrument.h"
#include "models/surface/essvi.h"
#include "models/surface/svi.h"
#include "models/surface/time_weights.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

// Where a slice's forward came from.
enum class ForwardSource
{
    Venue,
    Future,
    PutCallParity,
    Interpolated
};

struct ForwardPoint
{
    Timestamp expiry{};
    double years = 0.0;
    double forwardUsd = 0.0;
    ForwardSource source = ForwardSource::Venue;
    bool operator==(const ForwardPoint&) const = default;
};

// One market quote as the fit saw it.
struct SmileQuote
{
    std::size_t instrument = 0; // index into the snapshot's table
    double strike = 0.0;
    double k = 0.0;               // ln(strike / forward)
    std::optional<double> bidVol; // fractions
    std::optional<double> askVol;
    std::optional<double> markVol;
    std::optional<double> targetVol; // what was fitted: mid vol, else mark vol
    double weight = 0.0;             // 0: left out, see reason
    std::string leftOutBecause;      // empty when used
    bool bounds = false; // two-sided and sound: its bid and ask bound the fit; no bidVol: bid below intrinsic
    bool operator==(const SmileQuote&) const = default;
};

struct SviSlice
{
    Timestamp expiry{};
    double years = 0.0;
    double forward = 0.0;
    ForwardSource forwardSource = ForwardSource::Venue;
    SviParams params;                // reproduce the slice whatever the method
    std::optional<EssviSlice> essvi; // the same slice where the method is eSSVI
    int points = 0;                  // quotes used
    double rmseVolPoints = 0.0;      // weighted, in vol points
    double insideBidAsk = 0.0;      // share of sound two-sided quotes, |delta| 0.05..0.95, whose bid..ask holds the fit
    double minButterfly = 0.0;      // least Durrleman g on the check grid
    double atmVol = 0.0;            // at k = 0
    double skew25d = 0.0;           // vol of the 25-delta put minus that of the 25-delta call, fraction
    double butterfly25d = 0.0;      // mean of both minus atmVol, fraction
    std::vector<SmileQuote> quotes; // by strike, both used and left out
    int keptTimes = 0;              // in how many fits in a row it stayed as it was

    [[nodiscard]] double volAtK(double k) const;
    [[nodiscard]] double volAtStrike(double strike) const;
};

// A slice that could not be fitted, with its reason.
struct FailedSlice
{
    Timestamp expiry{};
    std::string reason;
};

// Volatility surface of one underlying at one snapshot. Between slices total variance is linear in time at constant k;
// before the first it is proportional to time, after the last the forward variance stays (spec F4). Time is weighted as
// the user says.
struct VolSurface
{
    std::string underlying;
    SnapshotId basis;
    Timestamp asOf{};
    std::string method;           // "raw SVI per expiry" or "eSSVI over all expiries", and how they compared
    std::vector<SviSlice> slices; // rising expiry
    std::vector<FailedSlice> failed;
    std::vector<ForwardPoint> forwards; // of every listed expiry
    double minCalendar = 0.0;           // least w(k, next) - w(k, previous) on the check grid
    double fitMilliseconds = 0.0;
    int slicesKept = 0;                    // as an earlier surface had them
    TimeWeights timeWeights;               // of the interpolation between the slices; the slices know none
    std::vector<std::string> dataWarnings; // why the chain as a whole is not to be trusted; empty: sound

    [[nodiscard]] bool arbitrageFree() const;
    [[nodiscard]] bool empty() const { return slices.empty(); }
    [[nodiscard]] const SviSlice* slice(Timestamp expiry) const; // null: not fitted
    [[nodiscard]] std::optional<double> totalVariance(double k, double years) const;
    [[nodiscard]] std::optional<double> vol(double strike, Timestamp expiry) const; // uses forwardAt
    [[nodiscard]] std::optional<double> forwardAt(Timestamp expiry) const;          // log-linear in time between points
};

using VolSurfacePtr = std::shared_ptr<const VolSurface>;

// Strike at which undiscounted Black-Scholes delta of the given type is |delta| on this slice.
[[nodiscard]] std::optional<double> strikeAtDelta(const SviSlice& slice, OptionType type, double absDelta);

} // namespace ballast
