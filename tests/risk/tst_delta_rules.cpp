#include "models/market/instrument_name.h"
#include "models/risk/greek_heatmap.h"
#include "tests/risk/risk_cases.h"

#include <QTest>

#include <array>
#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

constexpr double years = 30.0 / 365.0;
constexpr SviParams smile{0.004, 0.05, -0.35, 0.02, 0.12};
constexpr double forward = 100000.0;
const std::array strikes{80000.0, 95000.0, 100000.0, 112000.0, 130000.0};

bool near(double found, double expected, double tolerance)
{
    if (std::abs(found - expected) <= tolerance)
        return true;
    qWarning("found %.10g, expected %.10g", found, expected);
    return false;
}

VolSurfacePtr skewedSurface(double at = forward)
{
    SviSlice slice;
    slice.expiry = *parseExpiryLabel("31JAN26");
    slice.years = years;
    slice.forward = at;
    slice.params = smile;
    VolSurface surface;
    surface.underlying = "BTC";
    surface.asOf = timeOf(workedTime);
    surface.slices.push_back(slice);
    surface.forwards.push_back({slice.expiry, years, at, ForwardSource::Venue});
    return std::make_shared<const VolSurface>(surface);
}

double callAt(double f, double strike, double vol)
{
    return blackPrice({f, strike, years, vol, OptionType::Call});
}

DeltaConvention conventionOf(SmileDeltaRule rule, bool fitted = true)
{
    DeltaConvention convention{rule, false, {}};
    if (fitted)
        convention.motions = {
            {"BTC", SkewStickiness{1.6, 0.1, 40}, MinimumVarianceFit{{-0.25, 0.10, -0.10}, 0.3, 500}, 41}};
    return convention;
}

struct Unit
{
    double vol = 0.0;
    Greeks greeks;
    double shift = 0.0;

    [[nodiscard]] double delta() const { return greeks.delta + shift; }
};

Unit unitOf(double strike, const DeltaConvention& convention)
{
    const VolSurfacePtr surface = skewedSurface();
    const Timestamp expiry = *parseExpiryLabel("31JAN26");
    Unit unit;
    unit.vol = *surface->vol(strike, expiry);
    unit.greeks = optionGreeks({forward, strike, years, unit.vol, OptionType::Call}, Settlement::Linear);
    const SmileLean lean = smileLean(convention, "BTC", surface.get(), strike, expiry);
    unit.shift = lean.deltaShift(unit.greeks.delta, unit.greeks.vega, forward, years);
    return unit;
}

// Central difference of the price with the vol that comes with the move.
template <class VolAt>
double repriced(double strike, VolAt volAt)
{
    const double h = 1e-4 * forward;
    return (callAt(forward + h, strike, volAt(forward + h)) - callAt(forward - h, strike, volAt(forward - h))) /
           (2.0 * h);
}

RiskReport reportWith(const DeltaConvention& convention, const PortfolioPtr& book)
{
    const std::vector<VolSurfacePtr> surfaces{skewedSurface()};
    return computeRisk({workedMarket().build(), book, surfaces, VolChoice::Mark, convention}, {}).value();
}

} // namespace

// What is called delta, through the risk report.
class TestDeltaRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Spec F7, worked: delta .528569, vega 11,407.98 per 1.00, S 100,000, 30 days.
    void workedNumbers_areReproduced()
    {
        const SmileLean hullWhite{0.0, MinimumVarianceCoefficients{-0.25, 0.10, -0.10}};
        QVERIFY(near(0.528569 + hullWhite.deltaShift(0.528569, 114.0798, 1e5, years), 0.439005, 1e-6));
        const SmileLean skew{(1.5 - 1.0) * -0.10, std::nullopt};
        QVERIFY(near(skew.deltaShift(0.528569, 114.0798, 1e5, years), -0.0057, 5e-6));
    }

    void stickyMoneyness_isTheDeltaOfARepricedSmileThatMovesAlong()
    {
        for (const double strike : strikes) {
            const double found = unitOf(strike, conventionOf(SmileDeltaRule::StickyMoneyness)).delta();
            const double expected = repriced(
                strike, [&](double f) { return skewedSurface(f)->vol(strike, *parseExpiryLabel("31JAN26")).value(); });
            QVERIFY(near(found, expected, 2e-6));
        }
    }

    void skewStickiness_isTheDeltaOfARepricedSmile()
    {
        const double skew = skewAtTheMoney(skewedSurface()->slices.front());
        for (const double strike : strikes) {
            const Unit unit = unitOf(strike, conventionOf(SmileDeltaRule::SkewStickiness));
            const double expected =
                repriced(strike, [&](double f) { return unit.vol + (1.6 - 1.0) * skew * std::log(f / forward); });
            QVERIFY(near(unit.delta(), expected, 2e-6));
        }
    }

    // Hull and White: E[d vol] = dS / (S sqrt T) (a + b delta + c delta^2).
    void minimumVariance_isTheDeltaOfARepricedOption()
    {
        for (const double strike : strikes) {
            const Unit unit = unitOf(strike, conventionOf(SmileDeltaRule::MinimumVariance));
            const double d = unit.greeks.delta;
            const double slope = (-0.25 + 0.10 * d - 0.10 * d * d) / std::sqrt(years);
            const double expected = repriced(strike, [&](double f) { return unit.vol + slope * (f / forward - 1.0); });
            QVERIFY(near(unit.delta(), expected, 2e-6));
        }
    }

    void notFitted_isBlack76AndSaysSo()
    {
        for (const SmileDeltaRule rule : {SmileDeltaRule::SkewStickiness, SmileDeltaRule::MinimumVariance}) {
            const DeltaConvention convention = conventionOf(rule, false);
            QVERIFY(near(unitOf(95000.0, convention).shift, 0.0, 1e-15));
            QVERIFY(deltaNote(convention, "BTC").find("not fitted: default") != std::string::npos);
        }
        QVERIFY(deltaNote(conventionOf(SmileDeltaRule::SkewStickiness, false), "BTC").find("default 1.0") !=
                std::string::npos);
        QVERIFY(deltaNote(conventionOf(SmileDeltaRule::SkewStickiness), "BTC").find("1.60") != std::string::npos);
    }

    void ruleMovesEveryDeltaAndNothingElse()
    {
        const RiskReport plain = reportWith({}, mixedBook());
        const RiskReport ruled = reportWith(conventionOf(SmileDeltaRule::StickyMoneyness), mixedBook());
        QVERIFY(ruled.delta.rule == SmileDeltaRule::StickyMoneyness);
        double shift = 0.0;
        for (std::size_t i = 0; i < plain.lines.size(); ++i) {
            const LineValues& before = *plain.lines[i].values;
            const LineValues& after = *ruled.lines[i].values;
            QVERIFY(before.unit == after.unit); // Black-76 stays beside it
            const double moved = after.exposure.deltaCoin - before.exposure.deltaCoin;
            const bool bitcoinOption =
                isOption(*plain.lines[i].instrument) && plain.lines[i].instrument->underlying == "BTC";
            QVERIFY(bitcoinOption == (moved != 0.0));
            QVERIFY(near(after.exposure.netDeltaCoin - before.exposure.netDeltaCoin, moved, 1e-12));
            QVERIFY(near(after.exposure.deltaUsd - before.exposure.deltaUsd, moved * before.forward, 1e-6));
            QCOMPARE(after.exposure.gammaUsd1pct, before.exposure.gammaUsd1pct);
            QCOMPARE(after.exposure.valueUsd, before.exposure.valueUsd);
            shift += bitcoinOption ? moved : 0.0;
        }
        QVERIFY(near(ruled.byUnderlying[0].total.deltaCoin - plain.byUnderlying[0].total.deltaCoin, shift, 1e-9));
        const GreekHeatmap map = greekHeatmap(ruled, "BTC", HeatGreek::Delta, 11);
        double options = 0.0;
        for (const RiskLine& line : ruled.lines)
            options += isOption(*line.instrument) && line.instrument->underlying == "BTC"
                           ? line.values->exposure.deltaCoin
                           : 0.0;
        QVERIFY(near(map.total, options, 1e-9));
        QCOMPARE(map.deltaName, std::string("sticky moneyness"));
    }

    void netOfPremium_goesWithEveryRule()
    {
        for (const SmileDeltaRule rule : {SmileDeltaRule::StickyStrike, SmileDeltaRule::MinimumVariance}) {
            DeltaConvention convention = conventionOf(rule);
            convention.netOfPremium = true;
            const RiskReport report = reportWith(convention, mixedBook());
            const LineValues& call = *report.lines[0].values; // inverse, ten coins
            QVERIFY(near(shownDeltaCoin(call.exposure, convention), call.exposure.deltaCoin - 10.0 * call.mark, 1e-9));
            QVERIFY(deltaName(convention).starts_with("net, "));
        }
    }

    void words_goRoundTrip()
    {
        for (const SmileDeltaRule rule : {SmileDeltaRule::StickyStrike, SmileDeltaRule::StickyMoneyness,
                                          SmileDeltaRule::SkewStickiness, SmileDeltaRule::MinimumVariance})
            QVERIFY(deltaRuleOfKey(deltaRuleKey(rule)) == rule);
        QVERIFY(!deltaRuleOfKey("sticky"));
    }
};

QTEST_GUILESS_MAIN(TestDeltaRules)
#include "tst_delta_rules.moc"
