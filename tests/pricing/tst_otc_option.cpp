#include "models/pricing/quantlib/quantlib_otc_pricer.h"

#include <QTest>

#include <array>
#include <cmath>
#include <random>

using namespace ballast;

namespace {

const QuantLibOtcPricer pricer{};

OtcContract barrierOf(BarrierKind kind, OptionType type, double strike, double level, double vol)
{
    OtcContract c;
    c.terms.style = OtcStyle::Barrier;
    c.terms.barrier = kind;
    c.terms.barrierUsd = level;
    c.type = type;
    c.strike = strike;
    c.spot = 100.0;
    c.years = 0.5;
    c.forward = 100.0 * std::exp(0.04 * c.years); // Haug: r 8 %, b 4 %
    c.vol = vol;
    return c;
}

OtcContract asianOf(AverageKind kind, OptionType type, double strike, int fixings)
{
    OtcContract c;
    c.terms.style = OtcStyle::Asian;
    c.terms.average = kind;
    c.type = type;
    c.strike = strike;
    c.spot = 100.0;
    c.years = 1.0;
    c.forward = 100.0 * std::exp(0.03);
    c.vol = 0.2;
    for (int i = 1; i <= fixings; ++i)
        c.fixingYears.push_back(c.years * i / fixings);
    return c;
}

double usd(const OtcContract& contract, OtcEngine engine = OtcEngine::Analytic)
{
    const auto price = otcPrice(pricer, contract, engine);
    if (!price)
        qWarning("%s", price.error().message.c_str());
    return price ? price->usd : std::nan("");
}

double vanilla(const OtcContract& c)
{
    return blackPrice({c.forward, c.strike, c.years, c.vol, c.type});
}

bool near(double found, double expected, double tolerance)
{
    if (std::abs(found - expected) <= tolerance)
        return true;
    qWarning("found %.10g, expected %.10g", found, expected);
    return false;
}

struct Simulated
{
    double mean = 0.0;
    double error = 0.0;
};

// Plain simulation on `steps` even steps, no bridge, no control: shares nothing with the engines.
template <class Payoff>
Simulated simulate(const OtcContract& c, int steps, int paths, Payoff payoff)
{
    std::mt19937_64 random(7);
    std::normal_distribution<double> normal;
    const double dt = c.years / steps;
    const double drift = std::log(c.forward / c.spot) / c.years * dt - 0.5 * c.vol * c.vol * dt;
    std::vector<double> path(static_cast<std::size_t>(steps));
    double sum = 0.0;
    double squares = 0.0;
    for (int i = 0; i < paths; ++i) {
        double x = std::log(c.spot);
        for (double& level : path) {
            x += drift + c.vol * std::sqrt(dt) * normal(random);
            level = std::exp(x);
        }
        const double paid = payoff(path);
        sum += paid;
        squares += paid * paid;
    }
    const double mean = sum / paths;
    return {mean, std::sqrt((squares / paths - mean * mean) / paths)};
}

} // namespace

class OtcOptionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Haug, The Complete Guide to Option Pricing Formulas, 2nd ed., table 4-13: S 100, T 0.5, r 8 %, b 4 %, rebate 3.
    // A knock-in pays everything at expiry, so its price without discounting is the printed one times e^(r T).
    void haugKnockIns_areReproduced_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<double>("level");
        QTest::addColumn<bool>("call");
        QTest::addColumn<double>("strike");
        QTest::addColumn<double>("at25");
        QTest::addColumn<double>("at30");
        const int down = static_cast<int>(BarrierKind::DownIn);
        const int up = static_cast<int>(BarrierKind::UpIn);
        QTest::newRow("down 95 call 90") << down << 95.0 << true << 90.0 << 7.7627 << 9.0093;
        QTest::newRow("down 95 call 100") << down << 95.0 << true << 100.0 << 4.0109 << 5.1370;
        QTest::newRow("down 95 call 110") << down << 95.0 << true << 110.0 << 2.0576 << 2.8517;
        QTest::newRow("down 100 call 90") << down << 100.0 << true << 90.0 << 13.8333 << 14.8816;
        QTest::newRow("down 100 call 100") << down << 100.0 << true << 100.0 << 7.8494 << 9.2045;
        QTest::newRow("up 105 call 90") << up << 105.0 << true << 90.0 << 14.1112 << 15.2098;
        QTest::newRow("up 105 call 100") << up << 105.0 << true << 100.0 << 8.4482 << 9.7278;
        QTest::newRow("up 105 call 110") << up << 105.0 << true << 110.0 << 4.5910 << 5.8350;
        QTest::newRow("down 95 put 90") << down << 95.0 << false << 90.0 << 2.9586 << 3.8769;
        QTest::newRow("down 95 put 100") << down << 95.0 << false << 100.0 << 6.5677 << 7.7989;
        QTest::newRow("down 95 put 110") << down << 95.0 << false << 110.0 << 11.9752 << 13.3078;
        QTest::newRow("up 105 put 90") << up << 105.0 << false << 90.0 << 1.4653 << 2.0658;
        QTest::newRow("up 105 put 100") << up << 105.0 << false << 100.0 << 3.3721 << 4.4226;
        QTest::newRow("up 105 put 110") << up << 105.0 << false << 110.0 << 7.0846 << 8.3686;
    }
    void haugKnockIns_areReproduced()
    {
        QFETCH(int, kind);
        QFETCH(double, level);
        QFETCH(bool, call);
        QFETCH(double, strike);
        QFETCH(double, at25);
        QFETCH(double, at30);
        const double undiscounted = std::exp(0.08 * 0.5);
        for (const auto& [vol, printed] : {std::pair(0.25, at25), std::pair(0.30, at30)}) {
            OtcContract c = barrierOf(static_cast<BarrierKind>(kind), call ? OptionType::Call : OptionType::Put, strike,
                                      level, vol);
            c.terms.rebateUsd = 3.0;
            QVERIFY(near(usd(c) / undiscounted, printed, 1e-4));
        }
    }

    void knockInAndKnockOut_areTheListedOption()
    {
        for (const OptionType type : {OptionType::Call, OptionType::Put}) {
            for (const double strike : {85.0, 100.0, 120.0}) {
                for (const double level : {90.0, 96.0}) {
                    const OtcContract in = barrierOf(BarrierKind::DownIn, type, strike, level, 0.6);
                    const OtcContract out = barrierOf(BarrierKind::DownOut, type, strike, level, 0.6);
                    QVERIFY(near(usd(in) + usd(out), vanilla(in), 1e-9));
                }
                for (const double level : {104.0, 130.0}) {
                    const OtcContract in = barrierOf(BarrierKind::UpIn, type, strike, level, 0.6);
                    const OtcContract out = barrierOf(BarrierKind::UpOut, type, strike, level, 0.6);
                    QVERIFY(near(usd(in) + usd(out), vanilla(in), 1e-9));
                }
            }
        }
    }

    void barrierEngines_agree()
    {
        for (const BarrierKind kind : {BarrierKind::UpOut, BarrierKind::UpIn}) {
            OtcContract c = barrierOf(kind, OptionType::Call, 100.0, 125.0, 0.4);
            c.terms.rebateUsd = 2.0;
            const double exact = usd(c);
            QVERIFY(near(usd(c, OtcEngine::FiniteDifferences), exact, 0.01));
            const auto mc = otcPrice(pricer, c, OtcEngine::MonteCarlo);
            QVERIFY(mc.ok() && mc->standardErrorUsd && *mc->standardErrorUsd > 0.0);
            QVERIFY(near(mc->usd, exact, 4.0 * *mc->standardErrorUsd));
        }
    }

    // Watched at n moments only, the barrier acts as one shifted by exp(0.5826 vol sqrt(dt)) (Broadie, Glasserman and
    // Kou 1997): the simulation at the shifted level against the closed form of continuous watching.
    void barrier_agreesWithAnIndependentSimulation()
    {
        const OtcContract c = barrierOf(BarrierKind::DownOut, OptionType::Call, 95.0, 88.0, 0.5);
        constexpr int steps = 500;
        const double shifted = 88.0 * std::exp(0.5826 * c.vol * std::sqrt(c.years / steps));
        const Simulated mc = simulate(c, steps, 6000, [&](const std::vector<double>& path) {
            for (const double level : path)
                if (level <= shifted)
                    return 0.0;
            return std::max(path.back() - c.strike, 0.0);
        });
        QVERIFY(near(usd(c), mc.mean, 3.0 * mc.error));
    }

    // Clewlow and Strickland, Implementing Derivatives Models, p. 118: ten fixings, r 6 %, q 3 %, vol 20 %.
    void geometricAverage_isThePublishedOne()
    {
        const OtcContract c = asianOf(AverageKind::Geometric, OptionType::Call, 100.0, 10);
        QVERIFY(near(usd(c) * std::exp(-0.06), 5.3425606635, 1e-8));
        const auto mc = otcPrice(pricer, c, OtcEngine::MonteCarlo);
        QVERIFY(mc.ok());
        QVERIFY(near(mc->usd, usd(c), 4.0 * *mc->standardErrorUsd));
    }

    // Levy 1997 in Clewlow and Strickland (eds.), Exotic Options: put, S 90, K 87, q 6 %, r 2.5 %, vol 13 %, eleven
    // months, the first fixing now.
    void arithmeticAverage_isThePublishedOne_data()
    {
        QTest::addColumn<int>("fixings");
        QTest::addColumn<double>("printed");
        QTest::newRow("2") << 2 << 1.3942835683;
        QTest::newRow("4") << 4 << 1.5852442983;
        QTest::newRow("8") << 8 << 1.66970673;
        QTest::newRow("12") << 12 << 1.6980019214;
        QTest::newRow("26") << 26 << 1.7255070456;
        QTest::newRow("52") << 52 << 1.7401553533;
    }
    void arithmeticAverage_isThePublishedOne()
    {
        QFETCH(int, fixings);
        QFETCH(double, printed);
        OtcContract c;
        c.terms.style = OtcStyle::Asian;
        c.type = OptionType::Put;
        c.strike = 87.0;
        c.spot = 90.0;
        c.years = 11.0 / 12.0;
        c.forward = 90.0 * std::exp((0.025 - 0.06) * c.years);
        c.vol = 0.13;
        c.pastFixings = 1;
        c.pastAverage = 90.0;
        for (int i = 1; i < fixings; ++i)
            c.fixingYears.push_back(c.years * i / (fixings - 1));
        const double discount = std::exp(-0.025 * c.years);
        const auto mc = otcPrice(pricer, c, OtcEngine::MonteCarlo);
        QVERIFY(mc.ok());
        QVERIFY(near(mc->usd * discount, printed, 3.0 * *mc->standardErrorUsd + 2e-3));
        QVERIFY(near(usd(c) * discount, printed, 2e-2)); // Turnbull-Wakeman matches two moments only
    }

    void asianCallLessPut_isTheForwardOfTheAverage()
    {
        for (const double strike : {80.0, 100.0, 125.0}) {
            const OtcContract call = asianOf(AverageKind::Arithmetic, OptionType::Call, strike, 12);
            const OtcContract put = asianOf(AverageKind::Arithmetic, OptionType::Put, strike, 12);
            double average = 0.0;
            for (const double t : call.fixingYears)
                average += call.spot * std::exp(0.03 * t) / 12.0;
            QVERIFY(near(usd(call) - usd(put), average - strike, 1e-6));
        }
    }

    void arithmeticEngines_agreeWithAnIndependentSimulation()
    {
        OtcContract c = asianOf(AverageKind::Arithmetic, OptionType::Call, 105.0, 24);
        c.vol = 0.6;
        const Simulated mc = simulate(c, 24, 60000, [&](const std::vector<double>& path) {
            double sum = 0.0;
            for (const double level : path)
                sum += level;
            return std::max(sum / 24.0 - c.strike, 0.0);
        });
        const auto engine = otcPrice(pricer, c, OtcEngine::MonteCarlo);
        QVERIFY(engine.ok());
        QVERIFY(*engine->standardErrorUsd < 0.2 * mc.error * std::sqrt(60000.0 / otcSimulatedPaths)); // the control
        QVERIFY(near(engine->usd, mc.mean, 3.0 * mc.error));
        QVERIFY(near(usd(c), mc.mean, 0.025 * mc.mean)); // what two moments miss at 60 % over a year
        QVERIFY(near(usd(c, OtcEngine::FiniteDifferences), mc.mean, 3.0 * mc.error + 0.03));
    }

    // In contango the put is worth exercising early, the call never is; both are at least the listed option.
    void american_isWorthAtLeastTheEuropean()
    {
        OtcContract c = barrierOf(BarrierKind::UpOut, OptionType::Put, 110.0, 0.0, 0.3);
        c.terms.style = OtcStyle::American;
        c.forward = 108.0;
        QVERIFY(usd(c, OtcEngine::FiniteDifferences) > vanilla(c) + 0.2);
        QVERIFY(usd(c, OtcEngine::FiniteDifferences) >= c.strike - c.spot);
        c.type = OptionType::Call;
        QVERIFY(near(usd(c, OtcEngine::FiniteDifferences), vanilla(c), 0.02));
        const auto refused = otcPrice(pricer, c, OtcEngine::MonteCarlo);
        QVERIFY(!refused.ok() && refused.error().code == Errc::Unsupported);
    }

    // A knock-in far beyond which nothing is left to knock is the listed option: its bumped Greeks are Black-76's.
    void bumpedGreeks_ofACertainKnockIn_areBlack76()
    {
        OtcContract c = barrierOf(BarrierKind::UpIn, OptionType::Call, 105.0, 99.0, 0.5);
        const auto bumped = otcGreeks(pricer, c, OtcEngine::Analytic);
        QVERIFY(bumped.ok());
        const Greeks g = optionGreeks({c.forward, c.strike, c.years, c.vol, c.type}, Settlement::Linear);
        QVERIFY(near(bumped->greeks.delta, g.delta, 1e-4));
        QVERIFY(near(bumped->greeks.gamma, g.gamma, 1e-3 * g.gamma));
        QVERIFY(near(bumped->greeks.vega, g.vega, 1e-3 * g.vega));
        QVERIFY(near(bumped->greeks.vanna, g.vanna, 1e-2 * std::abs(g.vanna)));
        QVERIFY(near(bumped->greeks.theta, g.theta, 1e-2 * std::abs(g.theta)));
        QVERIFY(near(bumped->greeks.charm, g.charm, 2e-2 * std::abs(g.charm)));
    }

    void simulatedGreeks_areNearTheAnalyticOnes()
    {
        const OtcContract c = asianOf(AverageKind::Arithmetic, OptionType::Call, 100.0, 10);
        const auto exact = otcGreeks(pricer, c, OtcEngine::Analytic);
        const auto mc = otcGreeks(pricer, c, OtcEngine::MonteCarlo);
        QVERIFY(exact.ok() && mc.ok());
        QVERIFY(near(mc->greeks.delta, exact->greeks.delta, 0.01));
        QVERIFY(near(mc->greeks.vega, exact->greeks.vega, 0.03 * exact->greeks.vega));
        QVERIFY(mc->standardErrorUsd.has_value() && !exact->standardErrorUsd.has_value());
    }

    // The same seed: the same number to the last bit.
    void simulation_repeatsItself()
    {
        const OtcContract c = asianOf(AverageKind::Arithmetic, OptionType::Call, 100.0, 10);
        const QuantLibOtcPricer another; // remembers nothing of the first
        QCOMPARE(otcPrice(another, c, OtcEngine::MonteCarlo)->usd, usd(c, OtcEngine::MonteCarlo));
    }

    void slowPrices_areRememberedByContractAndEngine()
    {
        const OtcContract c = asianOf(AverageKind::Arithmetic, OptionType::Call, 100.0, 10);
        OtcContract other = c;
        other.terms.stepDays = 2; // no part of the hash
        other.fixingYears.pop_back();
        const double first = usd(c, OtcEngine::MonteCarlo);
        QVERIFY(usd(other, OtcEngine::MonteCarlo) != first);
        QVERIFY(usd(c, OtcEngine::FiniteDifferences) != first);
        QCOMPARE(usd(c, OtcEngine::MonteCarlo), first);
    }

    void unmovedContract_isItself()
    {
        const OtcContract c = asianOf(AverageKind::Arithmetic, OptionType::Call, 100.0, 10);
        QVERIFY(movedContract(c, {c.forward, c.vol, 0.0}) == c);
    }

    void movedThroughTheBarrier_paysTheRebate()
    {
        OtcContract c = barrierOf(BarrierKind::UpOut, OptionType::Call, 100.0, 110.0, 0.4);
        c.terms.rebateUsd = 4.0;
        QCOMPARE(usd(movedContract(c, {1.2 * c.forward, c.vol, 0.1})), 4.0);
        QCOMPARE(usd(movedContract(c, {105.0, c.vol, 1.0})), 5.0); // settled without touching
        c.barrierHit = true;
        QCOMPARE(usd(c), 0.0); // the rebate was paid when it was hit
        c.terms.barrier = BarrierKind::UpIn;
        QCOMPARE(usd(c), vanilla(c));
    }

    void fixingsOnTheWay_areTakenOnTheStraightLine()
    {
        const OtcContract c = asianOf(AverageKind::Arithmetic, OptionType::Call, 100.0, 4);
        const OtcContract half = movedContract(c, {c.forward * 1.1, c.vol, 0.5});
        QCOMPARE(half.pastFixings, 2);
        QCOMPARE(half.fixingYears.size(), std::size_t{2});
        const double then = half.spot;
        QVERIFY(near(half.pastAverage, 0.5 * (0.5 * (c.spot + then) + then), 1e-9));
        const OtcContract settled = movedContract(c, {120.0, c.vol, 1.0});
        QVERIFY(near(usd(settled), 0.25 * (105.0 + 110.0 + 115.0 + 120.0) - 100.0, 1e-9));
    }

    // Arbitrary bit patterns: a finite price or a reason, never a NaN, never an exception.
    void arbitraryContracts_haveAPriceOrAReason()
    {
        std::mt19937_64 random(11);
        const std::array<double, 12> odd{0.0, -1.0,         1e-300, 1e300,
                                         1.0, 100.0,        0.5,    1e-9,
                                         1e9, std::nan(""), 5e-324, std::numeric_limits<double>::infinity()};
        const auto pick = [&](double usual) { return random() % 3 == 0 ? odd[random() % odd.size()] : usual; };
        int priced = 0;
        for (int i = 0; i < 3000; ++i) {
            OtcContract c = random() % 2 == 0
                                ? barrierOf(static_cast<BarrierKind>(random() % 4), OptionType::Put, 100, 95, 0.5)
                                : asianOf(static_cast<AverageKind>(random() % 2), OptionType::Call, 100, 3);
            c.strike = pick(c.strike);
            c.spot = pick(c.spot);
            c.forward = pick(c.forward);
            c.years = pick(c.years);
            c.vol = pick(c.vol);
            c.terms.barrierUsd = pick(c.terms.barrierUsd);
            const auto price = otcPrice(pricer, c, OtcEngine::Analytic);
            QVERIFY(!price || std::isfinite(price->usd));
            QVERIFY(price.ok() || !price.error().message.empty());
            priced += price.ok() ? 1 : 0;
        }
        QVERIFY(priced > 500);
    }
};

QTEST_GUILESS_MAIN(OtcOptionTest)
#include "tst_otc_option.moc"
