#include "models/surface/smile_dynamics.h"

#include <Eigen/QR>

#include <cmath>

namespace ballast {
namespace {

double perUnitMove(const MinimumVarianceTerms& terms)
{
    return terms.vega / (terms.forward * std::sqrt(terms.years));
}

} // namespace

const char* deltaRuleWord(SmileDeltaRule rule)
{
    switch (rule) {
    case SmileDeltaRule::StickyStrike:
        return "sticky strike";
    case SmileDeltaRule::StickyMoneyness:
        return "sticky moneyness";
    case SmileDeltaRule::SkewStickiness:
        return "skew stickiness";
    case SmileDeltaRule::MinimumVariance:
        return "minimum variance";
    }
    return "sticky strike";
}

double skewAtTheMoney(const SviSlice& slice)
{
    const double w = sviTotalVariance(slice.params, 0.0);
    return w > 0.0 && slice.years > 0.0 ? sviFirstDerivative(slice.params, 0.0) / (2.0 * std::sqrt(w * slice.years))
                                        : 0.0;
}

double skewStickinessDelta(const SkewDeltaTerms& terms, double ratio)
{
    return terms.delta + terms.vega * (ratio - 1.0) * terms.skew / terms.forward;
}

std::optional<SmileStep> smileStep(const VolSurface& before, const VolSurface& after, Timestamp expiry)
{
    const SviSlice* old = before.slice(expiry);
    const SviSlice* now = after.slice(expiry);
    if (old == nullptr || now == nullptr || !(old->forward > 0.0) || !(now->forward > 0.0))
        return std::nullopt;
    return SmileStep{now->volAtK(0.0) - old->volAtK(0.0), std::log(now->forward / old->forward), skewAtTheMoney(*old)};
}

std::optional<SkewStickiness> fitSkewStickiness(std::span<const SmileStep> steps)
{
    double xx = 0.0;
    double xy = 0.0;
    double yy = 0.0;
    for (const SmileStep& step : steps) {
        const double x = step.skew * step.logForwardChange;
        xx += x * x;
        xy += x * step.atmVolChange;
        yy += step.atmVolChange * step.atmVolChange;
    }
    if (steps.size() < 2 || !(xx > 0.0))
        return std::nullopt;
    const double ratio = xy / xx;
    const double left = std::max(yy - ratio * xy, 0.0);
    return SkewStickiness{ratio, std::sqrt(left / static_cast<double>(steps.size() - 1) / xx),
                          static_cast<int>(steps.size())};
}

double minimumVarianceDelta(const MinimumVarianceTerms& terms, const MinimumVarianceCoefficients& coefficients)
{
    return terms.delta + perUnitMove(terms) * (coefficients.a + coefficients.b * terms.delta +
                                               coefficients.c * terms.delta * terms.delta);
}

std::optional<MinimumVarianceFit> fitMinimumVariance(std::span<const OptionStep> steps)
{
    const auto rows = static_cast<Eigen::Index>(steps.size());
    if (rows < 4)
        return std::nullopt;
    Eigen::MatrixXd x(rows, 3);
    Eigen::VectorXd y(rows);
    for (Eigen::Index i = 0; i < rows; ++i) {
        const OptionStep& step = steps[static_cast<std::size_t>(i)];
        const double unit = perUnitMove(step.before) * step.forwardChange;
        x.row(i) << unit, unit * step.before.delta, unit * step.before.delta * step.before.delta;
        y[i] = step.priceChange - step.before.delta * step.forwardChange;
    }
    const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> factor(x);
    if (factor.rank() < 3)
        return std::nullopt;
    const Eigen::Vector3d found = factor.solve(y);
    MinimumVarianceFit fit{{found[0], found[1], found[2]}, 0.0, static_cast<int>(rows)};
    if (y.squaredNorm() > 0.0)
        fit.gain = 1.0 - (y - x * found).squaredNorm() / y.squaredNorm();
    return fit;
}

} // namespace ballast
