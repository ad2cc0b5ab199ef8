#include "models/surface/surface_fit.h"
#include "models/surface/option_groups.h"
#include "models/surface/smile_quotes.h"
#include "models/surface/svi_calibration.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <ranges>

namespace ballast {
namespace {

constexpr int outlierRounds = 2;

struct FittedSmile
{
    SviFit fit;
    std::vector<SmileQuote> quotes;
    QuotedRange quoted;
};

QuotedRange quotedRange(std::span<const SviSample> samples)
{
    if (samples.empty())
        return {};
    const auto [first, last] = std::ranges::minmax_element(samples, {}, &SviSample::k);
    return {first->k, last->k};
}

Result<FittedSmile> fitSmile(std::vector<SmileQuote> quotes, double years, const FittedSmile* later)
{
    const auto ceiling = later != nullptr ? std::optional(later->fit.params) : std::nullopt;
    const auto laterQuoted = later != nullptr ? std::optional(later->quoted) : std::nullopt;
    for (int round = 0;; ++round) {
        const std::vector<SviSample> samples = sviSamples(quotes, years);
        const QuotedRange quoted = quotedRange(samples);
        const auto fit = calibrateSvi(samples, arbitrageGrid(quoted, laterQuoted), ceiling);
        if (!fit)
            return fit.error();
        if (round == outlierRounds || leaveOutOutliers(quotes, fit->params, years) == 0)
            return FittedSmile{*fit, std::move(quotes), quoted};
    }
}

void measureResiduals(SviSlice& slice)
{
    double squares = 0.0;
    double weights = 0.0;
    int twoSided = 0;
    int held = 0;
    for (const SmileQuote& quote : slice.quotes) {
        if (quote.weight <= 0.0)
            continue;
        const double vol = slice.volAtK(quote.k);
        const double error = vol - *quote.targetVol;
        ++slice.points;
        squares += quote.weight * error * error;
        weights += quote.weight;
        if (quote.bidVol && quote.askVol) {
            ++twoSided;
            held += *quote.bidVol <= vol && vol <= *quote.askVol ? 1 : 0;
        }
    }
    slice.rmseVolPoints = weights > 0.0 ? 100.0 * std::sqrt(squares / weights) : 0.0;
    slice.insideBidAsk = twoSided > 0 ? static_cast<double>(held) / twoSided : 0.0;
}

void measureSmile(SviSlice& slice)
{
    slice.atmVol = slice.volAtK(0.0);
    const auto put = strikeAtDelta(slice, OptionType::Put, 0.25);
    const auto call = strikeAtDelta(slice, OptionType::Call, 0.25);
    if (!put || !call)
        return;
    const double putVol = slice.volAtStrike(*put);
    const double callVol = slice.volAtStrike(*call);
    slice.skew25d = putVol - callVol;
    slice.butterfly25d = 0.5 * (putVol + callVol) - slice.atmVol;
}

SviSlice toSlice(const FittedSmile& smile, const ForwardPoint& forward)
{
    SviSlice slice;
    slice.expiry = forward.expiry;
    slice.years = forward.years;
    slice.forward = forward.forwardUsd;
    slice.forwardSource = forward.source;
    slice.params = smile.fit.params;
    slice.minButterfly = smile.fit.minButterfly;
    slice.quotes = smile.quotes;
    measureResiduals(slice);
    measureSmile(slice);
    return slice;
}

const ForwardPoint* forwardOf(const std::vector<ForwardPoint>& forwards, Timestamp expiry)
{
    const auto it = std::ranges::find(forwards, expiry, &ForwardPoint::expiry);
    return it == forwards.end() ? nullptr : &*it;
}

// Slices from the last expiry to the first, each kept below the later one: the later smile is quoted farther out and
// says what the earlier one's wings, which nobody quotes there, may be.
class SurfaceBuilder
{
public:
    SurfaceBuilder(const MarketSnapshot& snapshot, std::string_view underlying) : m_snapshot(snapshot)
    {
        m_surface.underlying = underlying;
        m_surface.basis = snapshot.id;
        m_surface.asOf = snapshot.asOf;
        m_surface.method = "raw SVI per expiry";
        m_surface.forwards = impliedForwards(snapshot, underlying);
    }

    void add(const OptionGroup& group)
    {
        const ForwardPoint* forward = forwardOf(m_surface.forwards, group.expiry);
        if (forward == nullptr) {
            m_surface.failed.push_back({group.expiry, "no forward: no venue price, future, call-put pair or index"});
            return;
        }
        if (!(forward->years > 0.0)) {
            m_surface.failed.push_back({group.expiry, "expires within this second"});
            return;
        }
        auto smile = fitSmile(smileQuotes(m_snapshot, group, *forward), forward->years, m_later ? &*m_later : nullptr);
        if (!smile) {
            m_surface.failed.push_back({group.expiry, smile.error().message});
            return;
        }
        if (m_later)
            m_leastCalendar = std::min(m_leastCalendar, smile->fit.minCalendar);
        m_surface.slices.push_back(toSlice(*smile, *forward));
        m_later = std::move(*smile);
    }

    [[nodiscard]] VolSurface take()
    {
        std::ranges::reverse(m_surface.slices);
        std::ranges::reverse(m_surface.failed);
        m_surface.minCalendar = m_surface.slices.size() > 1 ? m_leastCalendar : 0.0;
        return std::move(m_surface);
    }

private:
    const MarketSnapshot& m_snapshot;
    VolSurface m_surface;
    std::optional<FittedSmile> m_later;
    double m_leastCalendar = std::numeric_limits<double>::infinity();
};

} // namespace

Result<VolSurface> fitSurface(const MarketSnapshot& snapshot, std::string_view underlying, std::stop_token stop)
{
    const auto start = std::chrono::steady_clock::now();
    SurfaceBuilder builder(snapshot, underlying);
    const std::vector<OptionGroup> groups = optionGroups(snapshot, underlying);
    for (const OptionGroup& group : std::views::reverse(groups)) {
        if (stop.stop_requested())
            return Error{Errc::Cancelled, "surface fit was cancelled"};
        builder.add(group);
    }
    VolSurface surface = builder.take();
    surface.fitMilliseconds =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    return surface;
}

} // namespace ballast
