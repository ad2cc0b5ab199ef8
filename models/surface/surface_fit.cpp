#include "models/surface/surface_fit.h"
#include "models/surface/option_groups.h"
#include "models/surface/smile_quotes.h"
#include "models/surface/svi_bands.h"
#include "models/surface/svi_calibration.h"
#include "models/surface/svi_joint_fit.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

namespace ballast {
namespace {

constexpr int outlierRounds = 2;

struct FittedSmile
{
    SviFit fit;
    std::vector<SmileQuote> quotes;
    QuotedRange quoted;
    std::vector<SviBand> bands;
    SviParams alone; // without neighbours
};

QuotedRange quotedRange(std::span<const SviSample> samples)
{
    if (samples.empty())
        return {};
    const auto [first, last] = std::ranges::minmax_element(samples, {}, &SviSample::k);
    return {first->k, last->k};
}

// The slice alone: outliers are found here.
Result<FittedSmile> fitAlone(std::vector<SmileQuote> quotes, double years)
{
    for (int round = 0;; ++round) {
        const std::vector<SviSample> samples = sviSamples(quotes, years);
        const auto start = searchSvi(samples);
        if (!start)
            return start.error();
        FittedSmile smile;
        smile.quoted = quotedRange(samples);
        smile.bands = sviBands(quotes, years);
        const JointSlice slice{smile.bands, *start, smile.quoted};
        smile.alone = fitSviJointly({&slice, 1}).params.front();
        smile.quotes = quotes;
        if (round == outlierRounds || leaveOutOutliers(quotes, smile.alone, years) == 0)
            return smile;
    }
}

// A quote of the core, |delta| in 0.05..0.95, that is two-sided and sound.
bool judgesTheFit(const SmileQuote& quote, double years)
{
    const auto vol = quote.markVol ? quote.markVol : quote.targetVol;
    return quote.bounds && vol && inCore(quote.k, *vol, years);
}

void measureResiduals(SviSlice& slice)
{
    double squares = 0.0;
    double weights = 0.0;
    int judging = 0;
    int held = 0;
    for (const SmileQuote& quote : slice.quotes) {
        const double vol = slice.volAtK(quote.k);
        if (judgesTheFit(quote, slice.years)) {
            ++judging;
            held += quote.bidVol.value_or(0.0) <= vol && vol <= *quote.askVol ? 1 : 0;
        }
        if (quote.weight <= 0.0)
            continue;
        const double error = vol - *quote.targetVol;
        ++slice.points;
        squares += quote.weight * error * error;
        weights += quote.weight;
    }
    slice.rmseVolPoints = weights > 0.0 ? 100.0 * std::sqrt(squares / weights) : 0.0;
    slice.insideBidAsk = judging > 0 ? static_cast<double>(held) / judging : 0.0;
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

// Every slice alone first; then from the last expiry to the first, each below the later one and, where it costs
// nothing, above the earlier one.
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
        auto smile = fitAlone(smileQuotes(m_snapshot, group, *forward), forward->years);
        if (!smile) {
            m_surface.failed.push_back({group.expiry, smile.error().message});
            return;
        }
        m_smiles.push_back(std::move(*smile));
        m_forwards.push_back(*forward);
    }

    [[nodiscard]] VolSurface take()
    {
        std::vector<JointSlice> joint;
        for (const FittedSmile& smile : m_smiles)
            joint.push_back({smile.bands, smile.alone, smile.quoted});
        const JointFit fit = fitSviJointly(joint);
        double leastCalendar = std::numeric_limits<double>::infinity();
        for (std::size_t i = 0; i < m_smiles.size(); ++i) {
            m_smiles[i].fit.params = fit.params[i];
            m_smiles[i].fit.minButterfly = fit.minButterfly[i];
            if (i + 1 < m_smiles.size())
                leastCalendar = std::min(leastCalendar, fit.minCalendar[i]);
            m_surface.slices.push_back(toSlice(m_smiles[i], m_forwards[i]));
        }
        m_surface.minCalendar = m_smiles.size() > 1 ? leastCalendar : 0.0;
        return std::move(m_surface);
    }

private:
    const MarketSnapshot& m_snapshot;
    VolSurface m_surface;
    std::vector<FittedSmile> m_smiles; // rising expiry
    std::vector<ForwardPoint> m_forwards;
};

} // namespace

Result<VolSurface> fitSurface(const MarketSnapshot& snapshot, std::string_view underlying, std::stop_token stop)
{
    const auto start = std::chrono::steady_clock::now();
    SurfaceBuilder builder(snapshot, underlying);
    const std::vector<OptionGroup> groups = optionGroups(snapshot, underlying);
    for (const OptionGroup& group : groups) {
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
