#include "models/pricing/quantlib/anchors.h"

#include <ql/experimental/volatility/sviinterpolation.hpp>
#include <ql/pricingengines/blackcalculator.hpp>
#include <ql/pricingengines/blackformula.hpp>

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>

namespace ballast {
namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
constexpr double volAccuracy = 1e-12;
constexpr int mostIterations = 200;

QuantLib::Option::Type qlType(OptionType type)
{
    return type == OptionType::Call ? QuantLib::Option::Call : QuantLib::Option::Put;
}

double priceOr(const BlackTerms& t, double rootT)
{
    return QuantLib::blackFormula(qlType(t.type), t.strike, t.forward, t.vol * rootT);
}

} // namespace

void anchorGreeks(const BlackColumns& in, const std::array<std::span<double>, anchorGreekCount>& out)
{
    for (std::size_t i = 0; i < in.forward.size(); ++i) {
        try {
            const double forward = in.forward[i];
            const double years = in.years[i];
            const QuantLib::BlackCalculator calculator(qlType(in.type[i]), in.strike[i], forward,
                                                       in.vol[i] * std::sqrt(years), 1.0);
            out[0][i] = calculator.value();
            out[1][i] = calculator.deltaForward();
            out[2][i] = calculator.gammaForward();
            out[3][i] = calculator.vega(years);
            out[4][i] = calculator.theta(forward, years);
            out[5][i] = calculator.strikeSensitivity();
            out[6][i] = calculator.rho(years);
        } catch (const std::exception&) {
            for (const auto& column : out)
                column[i] = nothing;
        }
    }
}

void anchorImpliedVols(const ContractColumns& in, std::span<const double> priceUsd, std::span<double> vol)
{
    for (std::size_t i = 0; i < in.forward.size(); ++i) {
        try {
            vol[i] = QuantLib::blackFormulaImpliedStdDevLiRS(qlType(in.type[i]), in.strike[i], in.forward[i],
                                                             priceUsd[i], 1.0, 0.0, QuantLib::Null<QuantLib::Real>(),
                                                             1.0, volAccuracy, mostIterations) /
                     std::sqrt(in.years[i]);
        } catch (const std::exception&) {
            vol[i] = nothing;
        }
    }
}

void anchorRevaluation(std::span<const HeldOption> options, const FactorMoves& moves, std::span<double> pnlUsd)
try {
    for (const HeldOption& held : options) {
        const double rootT = std::sqrt(held.terms.years);
        const double now = priceOr(held.terms, rootT);
        for (std::size_t n = 0; n < pnlUsd.size(); ++n) {
            const double shift = moves.volShift.empty() ? 0.0 : moves.volShift[n];
            BlackTerms moved = held.terms;
            moved.forward *= moves.forwardFactor[n];
            moved.vol = moved.vol * moves.volFactor[n] + shift;
            pnlUsd[n] += held.coins * (priceOr(moved, rootT) - now);
        }
    }
} catch (const std::exception&) {
    std::ranges::fill(pnlUsd, nothing);
}

std::optional<ReferenceSvi> anchorSvi(const std::vector<double>& strikes, const std::vector<double>& vols,
                                      double forward, double years, const ReferenceSvi& start)
try {
    const QuantLib::ext::shared_ptr<QuantLib::OptimizationMethod> method;
    const QuantLib::ext::shared_ptr<QuantLib::EndCriteria> end;
    QuantLib::SviInterpolation fit(strikes.begin(), strikes.end(), vols.begin(), years, forward, start.a, start.b,
                                   start.sigma, start.rho, start.m, false, false, false, false, false, false, end,
                                   method, 1e-8, false, 1);
    fit.update();
    return ReferenceSvi{fit.a(), fit.b(), fit.sigma(), fit.rho(), fit.m(), fit.rmsError()};
} catch (const std::exception&) {
    return std::nullopt;
}

} // namespace ballast
