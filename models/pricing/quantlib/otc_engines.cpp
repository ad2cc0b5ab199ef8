#include "models/pricing/quantlib/otc_engines.h"

#include "models/pricing/quantlib/quantlib_otc_pricer.h"

#include <ql/exercise.hpp>
#include <ql/instruments/asianoption.hpp>
#include <ql/instruments/dividendbarrieroption.hpp>
#include <ql/instruments/vanillaoption.hpp>
#include <ql/pricingengines/asian/analytic_discr_geom_av_price.hpp>
#include <ql/pricingengines/asian/fdblackscholesasianengine.hpp>
#include <ql/pricingengines/asian/mc_discr_arith_av_price.hpp>
#include <ql/pricingengines/asian/mc_discr_geom_av_price.hpp>
#include <ql/pricingengines/asian/turnbullwakemanasianengine.hpp>
#include <ql/pricingengines/barrier/analyticbarrierengine.hpp>
#include <ql/pricingengines/barrier/fdblackscholesbarrierengine.hpp>
#include <ql/pricingengines/barrier/mcbarrierengine.hpp>
#include <ql/pricingengines/vanilla/fdblackscholesvanillaengine.hpp>
#include <ql/processes/blackscholesprocess.hpp>
#include <ql/quotes/simplequote.hpp>
#include <ql/settings.hpp>
#include <ql/termstructures/volatility/equityfx/blackconstantvol.hpp>
#include <ql/termstructures/yield/flatforward.hpp>
#include <ql/time/calendars/nullcalendar.hpp>
#include <ql/time/daycounter.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace ballast {
namespace {

namespace ql = QuantLib;

// QuantLib counts whole days; our times are to the millisecond. The life of a contract is cut into this many "days",
// and the day counter gives back the years: fixings lie within 1 / 200,000 of the life of where they belong.
constexpr int stepsOfLife = 100'000;
constexpr ql::Size barrierTimeSteps = 800; // the error of a barrier goes with the time step: 0.3 % of the premium here
constexpr ql::Size timeSteps = 100;
constexpr ql::Size priceSteps = 201;
constexpr ql::Size dampingSteps = 5;
constexpr ql::Size asianPriceSteps = 101; // a plane of prices and averages
constexpr ql::Size averageSteps = 101;

ql::Date today()
{
    return {2, ql::January, 1902};
}

class LifeSteps : public ql::DayCounter
{
public:
    explicit LifeSteps(double yearsPerStep) : DayCounter(ql::ext::shared_ptr<DayCounter::Impl>(new Impl(yearsPerStep)))
    {}

private:
    class Impl final : public DayCounter::Impl
    {
    public:
        explicit Impl(double yearsPerStep) : m_yearsPerStep(yearsPerStep) {}
        [[nodiscard]] std::string name() const override { return "steps of the contract's life"; }
        [[nodiscard]] ql::Time yearFraction(const ql::Date& from, const ql::Date& to, const ql::Date&,
                                            const ql::Date&) const override
        {
            return static_cast<double>(to - from) * m_yearsPerStep;
        }

    private:
        double m_yearsPerStep;
    };
};

// The market of one contract in QuantLib's objects.
struct Stage
{
    explicit Stage(const OtcContract& c) : yearsPerStep(c.years / stepsOfLife)
    {
        if (ql::Settings::instance().evaluationDate() != today())
            ql::Settings::instance().evaluationDate() = today();
        const LifeSteps steps(yearsPerStep);
        const double carry = std::log(c.forward / c.spot) / c.years;
        const auto spot = ql::ext::make_shared<ql::SimpleQuote>(c.spot);
        const auto zero = ql::ext::make_shared<ql::FlatForward>(today(), 0.0, steps);
        const auto yield = ql::ext::make_shared<ql::FlatForward>(today(), -carry, steps);
        const auto vol = ql::ext::make_shared<ql::BlackConstantVol>(today(), ql::NullCalendar(), c.vol, steps);
        process = ql::ext::make_shared<ql::BlackScholesMertonProcess>(
            ql::Handle<ql::Quote>(spot), ql::Handle<ql::YieldTermStructure>(yield),
            ql::Handle<ql::YieldTermStructure>(zero), ql::Handle<ql::BlackVolTermStructure>(vol));
        payoff = ql::ext::make_shared<ql::PlainVanillaPayoff>(
            c.type == OptionType::Call ? ql::Option::Call : ql::Option::Put, c.strike);
    }

    [[nodiscard]] ql::Date at(double years) const
    {
        const double steps = std::round(years / yearsPerStep);
        return today() + static_cast<ql::Date::serial_type>(std::clamp(steps, 1.0, double(stepsOfLife)));
    }
    [[nodiscard]] static ql::Date expiry() { return today() + stepsOfLife; }

    double yearsPerStep;
    ql::ext::shared_ptr<ql::GeneralizedBlackScholesProcess> process;
    ql::ext::shared_ptr<ql::StrikedTypePayoff> payoff;
};

OtcPrice simulated(const ql::Instrument& option)
{
    return {option.NPV(), option.errorEstimate()};
}

Error noEngine(const char* style, OtcEngine engine)
{
    return {Errc::Unsupported, std::string(style) + " has no engine '" + otcEngineWord(engine) + "'"};
}

ql::Barrier::Type barrierType(BarrierKind kind)
{
    switch (kind) {
    case BarrierKind::UpOut:
        return ql::Barrier::UpOut;
    case BarrierKind::UpIn:
        return ql::Barrier::UpIn;
    case BarrierKind::DownOut:
        return ql::Barrier::DownOut;
    case BarrierKind::DownIn:
        return ql::Barrier::DownIn;
    }
    return ql::Barrier::UpOut;
}

ql::ext::shared_ptr<ql::PricingEngine> asianEngine(const Stage& stage, const OtcContract& c, OtcEngine engine)
{
    const bool arithmetic = c.terms.average == AverageKind::Arithmetic;
    switch (engine) {
    case OtcEngine::Analytic:
        if (arithmetic)
            return ql::ext::make_shared<ql::TurnbullWakemanAsianEngine>(stage.process);
        return ql::ext::make_shared<ql::AnalyticDiscreteGeometricAveragePriceAsianEngine>(stage.process);
    case OtcEngine::FiniteDifferences:
        if (arithmetic && c.pastFixings == 0)
            return ql::ext::make_shared<ql::FdBlackScholesAsianEngine>(stage.process, timeSteps, asianPriceSteps,
                                                                       averageSteps);
        return {};
    case OtcEngine::MonteCarlo:
        if (arithmetic)
            return ql::MakeMCDiscreteArithmeticAPEngine<ql::PseudoRandom>(stage.process)
                .withSamples(otcSimulatedPaths)
                .withAntitheticVariate()
                .withControlVariate()
                .withSeed(otcSimulationSeed);
        return ql::MakeMCDiscreteGeometricAPEngine<ql::PseudoRandom>(stage.process)
            .withSamples(otcSimulatedPaths)
            .withAntitheticVariate()
            .withSeed(otcSimulationSeed);
    }
    return {};
}

} // namespace

Result<OtcPrice> barrierPrice(const OtcContract& contract, OtcEngine engine)
{
    const Stage stage(contract);
    const auto exercise = ql::ext::make_shared<ql::EuropeanExercise>(Stage::expiry());
    const auto type = barrierType(contract.terms.barrier);
    if (engine == OtcEngine::FiniteDifferences) { // the finite-difference engine takes this class only
        ql::DividendBarrierOption option(type, contract.terms.barrierUsd, contract.terms.rebateUsd, stage.payoff,
                                         exercise, {}, {});
        option.setPricingEngine(ql::ext::make_shared<ql::FdBlackScholesBarrierEngine>(stage.process, barrierTimeSteps,
                                                                                      priceSteps, dampingSteps));
        return OtcPrice{option.NPV()};
    }
    ql::BarrierOption option(type, contract.terms.barrierUsd, contract.terms.rebateUsd, stage.payoff, exercise);
    if (engine == OtcEngine::Analytic) {
        option.setPricingEngine(ql::ext::make_shared<ql::AnalyticBarrierEngine>(stage.process));
        return OtcPrice{option.NPV()};
    }
    option.setPricingEngine(ql::MakeMCBarrierEngine<ql::PseudoRandom>(stage.process)
                                .withSteps(otcSimulatedSteps)
                                .withAntitheticVariate()
                                .withSamples(otcSimulatedPaths)
                                .withSeed(otcSimulationSeed));
    return simulated(option);
}

Result<OtcPrice> asianPrice(const OtcContract& contract, OtcEngine engine)
{
    const Stage stage(contract);
    const auto pricing = asianEngine(stage, contract, engine);
    if (!pricing)
        return contract.terms.average == AverageKind::Geometric ? noEngine("a geometric average", engine)
                                                                : noEngine("an average with past fixings", engine);
    std::vector<ql::Date> fixings;
    for (const double years : contract.fixingYears)
        fixings.push_back(stage.at(years));
    const bool arithmetic = contract.terms.average == AverageKind::Arithmetic;
    const double past =
        arithmetic ? contract.pastFixings * contract.pastAverage : std::pow(contract.pastAverage, contract.pastFixings);
    ql::DiscreteAveragingAsianOption option(arithmetic ? ql::Average::Arithmetic : ql::Average::Geometric, past,
                                            static_cast<ql::Size>(contract.pastFixings), fixings, stage.payoff,
                                            ql::ext::make_shared<ql::EuropeanExercise>(Stage::expiry()));
    option.setPricingEngine(pricing);
    return engine == OtcEngine::MonteCarlo ? simulated(option) : OtcPrice{option.NPV()};
}

Result<OtcPrice> americanPrice(const OtcContract& contract, OtcEngine engine)
{
    if (engine != OtcEngine::FiniteDifferences)
        return noEngine("an American option", engine);
    const Stage stage(contract);
    ql::VanillaOption option(stage.payoff, ql::ext::make_shared<ql::AmericanExercise>(today(), Stage::expiry()));
    option.setPricingEngine(
        ql::ext::make_shared<ql::FdBlackScholesVanillaEngine>(stage.process, timeSteps, priceSteps, dampingSteps));
    return OtcPrice{option.NPV()};
}

} // namespace ballast
