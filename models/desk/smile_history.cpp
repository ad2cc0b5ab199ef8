#include "models/desk/smile_history.h"

#include "models/pricing/black76.h"

#include <array>
#include <cmath>

namespace ballast {
namespace {

constexpr std::size_t mostSmileSteps = 2'000;
constexpr std::size_t mostOptionSteps = 20'000;
constexpr double shortestYears = 2.0 / 365.0; // nearer expiries move by their settlement, not by their smile
constexpr std::array callDeltas{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};

// The call of one strike before and after, with no time passing: what the forward and the smile did, nothing else.
std::optional<OptionStep> optionStep(const SviSlice& before, const SviSlice& after, double strike)
{
    const double vol = before.volAtStrike(strike);
    const double volAfter = after.volAtStrike(strike);
    if (!(vol > 0.0) || !(volAfter > 0.0))
        return std::nullopt;
    const BlackTerms then{before.forward, strike, before.years, vol, OptionType::Call};
    const BlackTerms now{after.forward, strike, before.years, volAfter, OptionType::Call};
    const BlackValues values = blackValues(then);
    return OptionStep{{values.delta, values.vega, before.forward, before.years},
                      blackPrice(now) - values.price,
                      after.forward - before.forward};
}

template <class T>
void keep(std::deque<T>& steps, T step, std::size_t most)
{
    steps.push_back(std::move(step));
    if (steps.size() > most)
        steps.pop_front();
}

} // namespace

void SmileHistory::record(const VolSurfacePtr& surface)
{
    if (!surface || surface->empty())
        return;
    OfUnderlying& known = m_known[surface->underlying];
    if (known.last) {
        const Milliseconds gone = surface->asOf - known.last->asOf;
        if (gone >= Milliseconds(0) && gone < m_spacing)
            return;
        if (gone < Milliseconds(0) || gone > m_longestGap)
            known = {};
        else
            compare(known, *surface);
    }
    known.last = surface;
    ++known.surfaces;
    m_motions.clear();
    for (const auto& [underlying, each] : m_known)
        m_motions.push_back(fitted(underlying, each));
}

void SmileHistory::compare(OfUnderlying& known, const VolSurface& after)
{
    for (const SviSlice& now : after.slices) {
        const SviSlice* old = known.last->slice(now.expiry);
        const auto step = smileStep(*known.last, after, now.expiry);
        if (old == nullptr || !step || now.years < shortestYears)
            continue;
        keep(known.smiles, *step, mostSmileSteps);
        for (const double delta : callDeltas) {
            const auto strike = strikeAtDelta(*old, OptionType::Call, delta);
            if (const auto option = strike ? optionStep(*old, now, *strike) : std::nullopt)
                keep(known.options, *option, mostOptionSteps);
        }
    }
}

SmileMotion SmileHistory::fitted(const std::string& underlying, const OfUnderlying& known)
{
    SmileMotion motion{underlying};
    motion.surfaces = known.surfaces;
    if (known.smiles.size() >= leastSmileSteps) {
        const std::vector<SmileStep> steps(known.smiles.begin(), known.smiles.end());
        const auto fit = fitSkewStickiness(steps);
        if (fit && fit->standardError <= widestStickinessError)
            motion.stickiness = fit;
    }
    if (known.options.size() >= leastOptionSteps) {
        const std::vector<OptionStep> steps(known.options.begin(), known.options.end());
        motion.minimumVariance = fitMinimumVariance(steps);
    }
    return motion;
}

} // namespace ballast
