#include "models/surface/essvi.h"
#include "models/surface/slice_kernels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace ballast {
namespace {

constexpr double rhoBound = 0.995;
constexpr int rhoSteps = 9;
constexpr int psiSteps = 4;
constexpr int descents = 40;  // evaluations of the simplex
constexpr double kept = 1e-9; // inside the conditions, relatively
constexpr int greatestLifts = 200;
constexpr double liftOfAnchor = 1.02; // where the money itself is cheaper than an expiry before
constexpr double never = std::numeric_limits<double>::infinity();

struct Range
{
    double low = 0.0;
    double high = 0.0;
};

class SliceSearch
{
public:
    SliceSearch(const EssviInput& input, const SliceRows& rows, const std::optional<EssviSlice>& earlier)
        : m_input(input), m_rows(rows), m_earlier(earlier)
    {}

    [[nodiscard]] std::optional<EssviSlice> best() const;

private:
    struct Trial
    {
        double rho = 0.0;
        double share = 0.0; // of psi's range
        double cost = never;
    };

    [[nodiscard]] EssviSlice at(double rho, double psi) const
    {
        return {m_input.anchorW - rho * psi * m_input.anchorK, rho, psi};
    }
    [[nodiscard]] bool allowed(const EssviSlice& slice) const
    {
        return slice.theta > 0.0 && essviFreeOfButterfly(slice) &&
               (!m_earlier || essviFreeOfCalendar(*m_earlier, slice));
    }
    [[nodiscard]] Range psiRange(double rho) const;
    [[nodiscard]] EssviSlice slice(const Trial& trial) const;
    [[nodiscard]] Trial tried(double rho, double share) const;
    [[nodiscard]] Trial between(const Trial& from, const Trial& to, double share) const
    {
        return tried(from.rho + share * (to.rho - from.rho), from.share + share * (to.share - from.share));
    }
    [[nodiscard]] Trial descended(const Trial& start) const;

    const EssviInput& m_input;
    const SliceRows& m_rows; // of its samples
    const std::optional<EssviSlice>& m_earlier;
};

// psi between what the earlier slice's wings ask for and the tightest upper bound; theta moves with psi, hence twice.
Range SliceSearch::psiRange(double rho) const
{
    const double tilt = 1.0 + std::abs(rho);
    Range range{0.0, 4.0 / tilt};
    if (m_earlier) {
        range.low =
            m_earlier->psi * std::max((1.0 + m_earlier->rho) / (1.0 + rho), (1.0 - m_earlier->rho) / (1.0 - rho));
    }
    // psi^2 tilt <= 4 (w* - rho psi k*) and psi <= (w* - rho psi k*) psi1 / theta1, both solved for psi
    const double lean = rho * m_input.anchorK;
    const double root = std::sqrt(4.0 * lean * lean + 4.0 * tilt * m_input.anchorW);
    range.high = std::min(range.high, (root - 2.0 * lean) / tilt);
    if (m_earlier) {
        const double ratio = m_earlier->psi / m_earlier->theta;
        const double denominator = 1.0 + lean * ratio;
        if (denominator > 0.0)
            range.high = std::min(range.high, m_input.anchorW * ratio / denominator);
    }
    range.low *= 1.0 + kept;
    range.high *= 1.0 - kept;
    return range;
}

EssviSlice SliceSearch::slice(const Trial& trial) const
{
    const Range range = psiRange(trial.rho);
    return at(trial.rho, range.low + trial.share * (range.high - range.low));
}

SliceSearch::Trial SliceSearch::tried(double rho, double share) const
{
    Trial trial{std::clamp(rho, -rhoBound, rhoBound), std::clamp(share, 0.0, 1.0), never};
    const Range range = psiRange(trial.rho);
    if (!(range.high > range.low))
        return trial;
    const EssviSlice slice = at(trial.rho, range.low + trial.share * (range.high - range.low));
    if (!allowed(slice))
        return trial;
    trial.cost = sviCost(m_rows, toForm(toRaw(slice)));
    return trial;
}

// Nelder and Mead, 1965.
SliceSearch::Trial SliceSearch::descended(const Trial& start) const
{
    std::array<Trial, 3> simplex{start, tried(start.rho + (start.rho > 0.0 ? -0.06 : 0.06), start.share),
                                 tried(start.rho, start.share + (start.share > 0.5 ? -0.06 : 0.06))};
    for (int i = 0; i < descents; ++i) {
        std::ranges::sort(simplex, {}, &Trial::cost);
        const Trial centre{0.5 * (simplex[0].rho + simplex[1].rho), 0.5 * (simplex[0].share + simplex[1].share), 0.0};
        const Trial reflected = between(simplex[2], centre, 2.0);
        if (reflected.cost < simplex[0].cost) {
            const Trial expanded = between(simplex[2], centre, 3.0);
            simplex[2] = expanded.cost < reflected.cost ? expanded : reflected;
        } else if (reflected.cost < simplex[1].cost) {
            simplex[2] = reflected;
        } else {
            const Trial contracted = between(simplex[2], centre, 0.5);
            if (contracted.cost < simplex[2].cost) {
                simplex[2] = contracted;
            } else {
                simplex[1] = between(simplex[0], simplex[1], 0.5);
                simplex[2] = between(simplex[0], simplex[2], 0.5);
            }
        }
    }
    return *std::ranges::min_element(simplex, {}, &Trial::cost);
}

std::optional<EssviSlice> SliceSearch::best() const
{
    Trial best;
    for (int i = 0; i < rhoSteps; ++i) {
        const double rho = -0.96 + 1.92 * i / (rhoSteps - 1);
        for (int j = 0; j < psiSteps; ++j) {
            const Trial trial = tried(rho, (j + 0.5) / psiSteps);
            if (trial.cost < best.cost)
                best = trial;
        }
    }
    if (m_earlier) { // the room may be a sliver around the earlier rho
        const Trial same = tried(m_earlier->rho, 0.5);
        if (same.cost < best.cost)
            best = same;
    }
    if (best.cost == never)
        return std::nullopt;
    return slice(descended(best));
}

} // namespace

double essviTotalVariance(const EssviSlice& slice, double k)
{
    const double tilted = slice.psi / slice.theta * k;
    const double root = std::sqrt((tilted + slice.rho) * (tilted + slice.rho) + 1.0 - slice.rho * slice.rho);
    return 0.5 * slice.theta * (1.0 + slice.rho * tilted + root);
}

SviParams toRaw(const EssviSlice& slice)
{
    const double phi = slice.psi / slice.theta;
    const double width = 1.0 - slice.rho * slice.rho;
    return {0.5 * slice.theta * width, 0.5 * slice.psi, slice.rho, -slice.rho / phi, std::sqrt(width) / phi};
}

bool essviFreeOfButterfly(const EssviSlice& slice)
{
    const double tilt = 1.0 + std::abs(slice.rho);
    return slice.psi * tilt < 4.0 && slice.psi * slice.psi * tilt <= 4.0 * slice.theta;
}

bool essviMeetsNecessaryCalendar(const EssviSlice& earlier, const EssviSlice& later)
{
    return later.theta >= earlier.theta && later.psi * (1.0 + later.rho) >= earlier.psi * (1.0 + earlier.rho) &&
           later.psi * (1.0 - later.rho) >= earlier.psi * (1.0 - earlier.rho);
}

bool essviFreeOfCalendar(const EssviSlice& earlier, const EssviSlice& later)
{
    return essviMeetsNecessaryCalendar(earlier, later) && later.psi / later.theta <= earlier.psi / earlier.theta;
}

double powerLawPhi(double theta, double eta, double gamma)
{
    return eta / (std::pow(theta, gamma) * std::pow(1.0 + theta, 1.0 - gamma));
}

std::optional<std::vector<EssviSlice>> fitEssvi(std::span<const EssviInput> expiries)
{
    std::vector<EssviSlice> slices;
    std::optional<EssviSlice> earlier;
    for (EssviInput input : expiries) {
        const SliceRows rows(input.samples);
        auto slice = SliceSearch(input, rows, earlier).best();
        for (int lift = 0; !slice && lift < greatestLifts; ++lift) {
            input.anchorW *= liftOfAnchor;
            slice = SliceSearch(input, rows, earlier).best();
        }
        if (!slice)
            return std::nullopt;
        slices.push_back(*slice);
        earlier = slice;
    }
    return slices;
}

} // namespace ballast
