#include "models/pricing/quantlib/reference_pricer.h"

#include <ql/experimental/volatility/sviinterpolation.hpp>
#include <ql/patterns/observable.hpp>
#include <ql/pricingengines/blackcalculator.hpp>
#include <ql/pricingengines/blackformula.hpp>
#include <ql/time/date.hpp>
#include <ql/time/daycounters/actual365fixed.hpp>

#include <cmath>
#include <exception>

namespace ballast {
namespace {

// Debian builds QuantLib with Boost 1.74. Newer Boost headers change the layout of Observer: programs still link, then
// hang.
static_assert(sizeof(QuantLib::Observer) == 56,
              "QuantLib::Observer has another layout than the library: Boost must be 1.74");

QuantLib::Option::Type qlType(OptionType type)
{
    return type == OptionType::Call ? QuantLib::Option::Call : QuantLib::Option::Put;
}

bool usable(const BlackTerms& t)
{
    return t.forward > 0.0 && t.strike > 0.0 && t.years > 0.0 && t.vol > 0.0;
}

QuantLib::BlackCalculator calculator(const BlackTerms& t)
{
    return {qlType(t.type), t.strike, t.forward, t.vol * std::sqrt(t.years), 1.0};
}

// d(delta)/dT by central difference: the calculator has no charm.
double bumpedCharm(const BlackTerms& t)
{
    const double h = 1e-5 * t.years;
    BlackTerms later = t;
    BlackTerms earlier = t;
    later.years += h;
    earlier.years -= h;
    return -(calculator(later).deltaForward() - calculator(earlier).deltaForward()) / (2.0 * h);
}

double bumpedGammaSlope(const BlackTerms& t)
{
    const double h = 1e-5 * t.forward;
    BlackTerms up = t;
    BlackTerms down = t;
    up.forward += h;
    down.forward -= h;
    return (calculator(up).gammaForward() - calculator(down).gammaForward()) / (2.0 * h);
}

double bumpedVegaSlope(const BlackTerms& t, double BlackTerms::*input, double h)
{
    BlackTerms up = t;
    BlackTerms down = t;
    up.*input += h;
    down.*input -= h;
    return (calculator(up).vega(t.years) - calculator(down).vega(t.years)) / (2.0 * h);
}

} // namespace

// The one place where QuantLib's exceptions are caught.
std::optional<double> referencePrice(const BlackTerms& t)
try {
    return usable(t) ? std::optional(calculator(t).value()) : std::nullopt;
} catch (const std::exception&) {
    return std::nullopt;
}

std::optional<BlackValues> referenceValues(const BlackTerms& t)
try {
    if (!usable(t))
        return std::nullopt;
    const auto calc = calculator(t);
    BlackValues v;
    v.price = calc.value();
    v.delta = calc.deltaForward();
    v.gamma = calc.gammaForward();
    v.vega = calc.vega(t.years);
    v.theta = -v.vega * t.vol / (2.0 * t.years);
    v.vanna = bumpedVegaSlope(t, &BlackTerms::forward, 1e-5 * t.forward);
    v.volga = bumpedVegaSlope(t, &BlackTerms::vol, 1e-5 * t.vol);
    v.charm = bumpedCharm(t);
    v.speed = bumpedGammaSlope(t);
    v.rho = calc.strikeSensitivity() * -t.strike * t.years;
    return v;
} catch (const std::exception&) {
    return std::nullopt;
}

std::optional<double> referenceImpliedVol(double forward, double strike, double years, OptionType type, double priceUsd)
try {
    const double deviation = QuantLib::blackFormulaImpliedStdDevLiRS(qlType(type), strike, forward, priceUsd, 1.0, 0.0,
                                                                     QuantLib::Null<QuantLib::Real>(), 1.0, 1e-12, 200);
    return deviation / std::sqrt(years);
} catch (const std::exception&) {
    return std::nullopt;
}

double referenceYears(int fromYear, int fromMonth, int fromDay, int toYear, int toMonth, int toDay)
{
    const QuantLib::Date from(fromDay, static_cast<QuantLib::Month>(fromMonth), fromYear);
    const QuantLib::Date to(toDay, static_cast<QuantLib::Month>(toMonth), toYear);
    return QuantLib::Actual365Fixed().yearFraction(from, to);
}

std::optional<ReferenceSvi> referenceSvi(const std::vector<double>& strikes, const std::vector<double>& vols,
                                         double forward, double years, const ReferenceSvi& start)
try {
    const QuantLib::ext::shared_ptr<QuantLib::OptimizationMethod> method;
    const QuantLib::ext::shared_ptr<QuantLib::EndCriteria> end;
    QuantLib::SviInterpolation fit(strikes.begin(), strikes.end(), vols.begin(), years, forward, start.a, start.b,
                                   start.sigma, start.rho, start.m, false, false, false, false, false, false, end,
                                   method, 1e-8, false, 50);
    fit.update();
    return ReferenceSvi{fit.a(), fit.b(), fit.sigma(), fit.rho(), fit.m(), fit.rmsError()};
} catch (const std::exception&) {
    return std::nullopt;
}

std::size_t observerBytes()
{
    return sizeof(QuantLib::Observer);
}

} // namespace ballast
