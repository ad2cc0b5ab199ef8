#include "tests/pricing/batch_cases.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace ballast;
using namespace ballast::test;

namespace {

constexpr std::array<const char*, 10> names{"price", "delta", "gamma", "vega",  "theta",
                                            "vanna", "volga", "charm", "speed", "rho"};

struct GreekTable
{
    std::array<std::vector<double>, 14> c;
    std::vector<PriceStatus> status;
};

GreekTable greeksOf(const OptionTable& options, Settlement settlement)
{
    GreekTable g;
    for (auto& column : g.c)
        column.assign(options.size(), 0.0);
    g.status.assign(options.size(), PriceStatus::BadInput);
    const std::vector<Settlement> settlements(options.size(), settlement);
    optionGreeks(options.columns(), settlements,
                 {g.c[0], g.c[1], g.c[2], g.c[3], g.c[4], g.c[5], g.c[6], g.c[7], g.c[8], g.c[9], g.c[10], g.c[11],
                  g.c[12], g.c[13], g.status});
    return g;
}

// Largest difference in units of the values' natural sizes; names the worst column.
struct Worst
{
    double error = 0.0;
    const char* column = "";
};

Worst largestDifference(const OptionTable& options, const ValueTable& found,
                        const std::function<std::array<double, 10>(std::size_t)>& expected)
{
    Worst worst;
    for (std::size_t i = 0; i < options.size(); ++i) {
        const auto scale = scalesOf(options.terms(i));
        const auto right = expected(i);
        const auto row = found.row(i);
        for (std::size_t c = 0; c < names.size(); ++c) {
            const double error = std::abs(row[c] - right[c]) / scale[c];
            if (!(error <= worst.error))
                worst = {error, names[c]};
        }
    }
    return worst;
}

QByteArray say(const Worst& worst)
{
    return QByteArray(worst.column) + " differs by " + QByteArray::number(worst.error);
}

} // namespace

class BlackBatchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyInstructionSet_givesTheScalarValues()
    {
        const OptionTable options = randomTable(20003, 1);
        int sets = 0;
        onEveryInstructionSet([&](const std::string& name) {
            const ValueTable found = valuesOf(options);
            const Worst worst =
                largestDifference(options, found, [&](std::size_t i) { return rowOf(blackValues(options.terms(i))); });
            QVERIFY2(worst.error <= 1e-12, (QByteArray::fromStdString(name) + ": " + say(worst)).constData());
            ++sets;
        });
        QVERIFY(sets >= 1);
    }

    void instructionSets_agreeWithEachOther()
    {
        const OptionTable options = randomTable(5001, 2);
        const ValueTable chosen = valuesOf(options);
        onEveryInstructionSet([&](const std::string& name) {
            const Worst worst =
                largestDifference(options, valuesOf(options), [&](std::size_t i) { return chosen.row(i); });
            QVERIFY2(worst.error <= 1e-13, (QByteArray::fromStdString(name) + ": " + say(worst)).constData());
        });
    }

    void priceAlone_equalsThePriceAmongTheValues()
    {
        const OptionTable options = randomTable(777, 3);
        const ValueTable values = valuesOf(options);
        std::vector<double> price(options.size());
        std::vector<PriceStatus> status(options.size());

        blackPrices(options.columns(), price, status);

        for (std::size_t i = 0; i < options.size(); ++i)
            QVERIFY(std::abs(price[i] - values.columns[0][i]) <= 1e-14 * options.forward[i]);
    }

    // Each length has a last, partial vector of its own; what lies behind it must stay untouched.
    void everyBatchLength_isPricedWhole()
    {
        const OptionTable all = randomTable(40, 4);
        for (std::size_t n = 0; n <= all.size(); ++n) {
            std::vector<double> price(all.size(), -1.0);
            std::vector<PriceStatus> status(all.size(), PriceStatus::BadInput);
            const BlackColumns part{std::span(all.forward).first(n), std::span(all.strike).first(n),
                                    std::span(all.years).first(n), std::span(all.vol).first(n),
                                    std::span(all.type).first(n)};

            blackPrices(part, std::span(price).first(n), std::span(status).first(n));

            for (std::size_t i = 0; i < all.size(); ++i) {
                QCOMPARE(status[i], i < n ? PriceStatus::Ok : PriceStatus::BadInput);
                if (i < n)
                    QVERIFY(std::abs(price[i] - blackPrice(all.terms(i))) <= 1e-12 * all.forward[i]);
                else
                    QCOMPARE(price[i], -1.0);
            }
        }
    }

    void farOutOfTheMoney_keepsRelativePrecision()
    {
        OptionTable options;
        for (const double strike : {150.0, 300.0, 1000.0, 1e4, 1e5}) {
            options.add({100.0, strike, .25, .6, OptionType::Call});
            options.add({100.0, 1e4 / strike, .25, .6, OptionType::Put});
        }
        const ValueTable found = valuesOf(options);
        for (std::size_t i = 0; i < options.size(); ++i) {
            const double right = blackPrice(options.terms(i));
            QVERIFY(right > 0.0);
            QVERIFY2(std::abs(found.columns[0][i] / right - 1.0) < 1e-11,
                     qPrintable(QStringLiteral("%1 not %2").arg(found.columns[0][i]).arg(right)));
        }
    }

    void limits_data()
    {
        QTest::addColumn<double>("forward");
        QTest::addColumn<double>("strike");
        QTest::addColumn<double>("years");
        QTest::addColumn<double>("vol");
        QTest::addColumn<bool>("call");
        QTest::addColumn<double>("price");
        QTest::addColumn<double>("delta");
        const auto row = [](const char* name, const BlackTerms& t, double price, double delta) {
            QTest::newRow(name) << t.forward << t.strike << t.years << t.vol << (t.type == OptionType::Call) << price
                                << delta;
        };
        const auto call = OptionType::Call;
        const auto put = OptionType::Put;
        row("expired call in the money", {110., 100., -.1, .5, call}, 10., 1.);
        row("expired put in the money", {90., 100., -.1, .5, put}, 10., -1.);
        row("expired call out of the money", {90., 100., 0., .5, call}, 0., 0.);
        row("no time, at the money", {100., 100., 0., .5, call}, 0., .5);
        row("no vol call", {110., 100., 1., 0., call}, 10., 1.);
        row("no vol put", {110., 100., 1., 0., put}, 0., 0.);
        row("negative vol", {110., 100., 1., -.2, call}, 10., 1.);
        row("tiny vol", {110., 100., 1., 1e-300, call}, 10., 1.);
        row("huge vol call", {110., 100., 1., 1e300, call}, 110., 1.);
        row("huge vol put", {110., 100., 1., 1e300, put}, 100., 0.);
        row("huge time", {110., 100., 1e300, 1., call}, 110., 1.);
        row("tiny strike call", {100., 1e-300, 1., .5, call}, 100., 1.);
        row("tiny strike put", {100., 1e-300, 1., .5, put}, 0., 0.);
        row("huge strike call", {100., 1e300, 1., .5, call}, 0., 0.);
        row("huge strike put", {100., 1e300, 1., .5, put}, 1e300, -1.);
        row("strike of nothing", {100., 0., 1., .5, call}, 100., 1.);
        row("forward of nothing", {0., 100., 1., .5, put}, 100., -1.);
        row("subnormal strike", {100., 5e-324, 1., .5, call}, 100., 1.);
        row("deep in the money", {1e6, 1., .1, .5, call}, 999999., 1.);
    }
    void limits()
    {
        QFETCH(double, forward);
        QFETCH(double, strike);
        QFETCH(double, years);
        QFETCH(double, vol);
        QFETCH(bool, call);
        QFETCH(double, price);
        QFETCH(double, delta);
        const BlackTerms terms{forward, strike, years, vol, call ? OptionType::Call : OptionType::Put};
        OptionTable options = randomTable(4, 5);
        options.add(terms); // ordinary neighbours in the same vector

        const ValueTable found = valuesOf(options);

        QCOMPARE(found.status[4], PriceStatus::Ok);
        QCOMPARE(found.columns[0][4], price);
        QCOMPARE(found.columns[1][4], delta);
        for (const double value : found.row(4))
            QVERIFY(std::isfinite(value));
        QVERIFY(std::abs(found.columns[0][0] - blackPrice(options.terms(0))) <= 1e-12 * options.forward[0]);
    }

    void anyBits_giveFiniteValuesOrAStatus()
    {
        onEveryInstructionSet([&](const std::string& name) {
            const OptionTable options = anyTable(20000, 6);
            const ValueTable found = valuesOf(options);
            const GreekTable greeks = greeksOf(options, Settlement::Inverse);
            int priced = 0;
            for (std::size_t i = 0; i < options.size(); ++i) {
                bool finite = true;
                for (const double value : found.row(i))
                    finite = finite && std::isfinite(value);
                QVERIFY2(finite == (found.status[i] == PriceStatus::Ok), name.c_str());
                bool finiteGreeks = true;
                for (const auto& column : greeks.c)
                    finiteGreeks = finiteGreeks && std::isfinite(column[i]);
                QVERIFY2(finiteGreeks == (greeks.status[i] == PriceStatus::Ok), name.c_str());
                priced += finite ? 1 : 0;
            }
            QVERIFY(priced > 1000);
        });
    }

    void badInput_hasAStatusAndNaN()
    {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const double infinity = std::numeric_limits<double>::infinity();
        OptionTable options;
        options.add({nan, 100., 1., .5, OptionType::Call});
        options.add({100., infinity, 1., .5, OptionType::Put});
        options.add({100., 100., nan, .5, OptionType::Call});
        options.add({100., 100., 1., infinity, OptionType::Call});
        options.add({-1., 100., 1., .5, OptionType::Put});
        const ValueTable found = valuesOf(options);
        for (std::size_t i = 0; i < options.size(); ++i) {
            QCOMPARE(found.status[i], PriceStatus::BadInput);
            QVERIFY(std::isnan(found.columns[0][i]));
        }
        QCOMPARE(QLatin1String(priceStatusWord(PriceStatus::BadInput)), QLatin1String("bad-input"));
    }

    // Spec F2, worked numbers: F = 100k, T = 30/365, vol 50 %.
    void inverseOptions_haveNetDeltaAndCoinGamma()
    {
        OptionTable options;
        const double years = 30. / 365.;
        options.add({1e5, 1.1e5, years, .5, OptionType::Call});
        options.add({1e5, 9e4, years, .5, OptionType::Put});
        options.add({1e5, 1e5, years, .5, OptionType::Call});

        const GreekTable g = greeksOf(options, Settlement::Inverse);

        const double netDelta[] = {.25376085, -.22820135, .47143116};
        for (std::size_t i = 0; i < options.size(); ++i)
            QVERIFY(std::abs(g.c[3][i] - netDelta[i]) < 5e-9);
        QVERIFY(std::abs(g.c[13][0] - 1.826518e-10) < 5e-17);
        QVERIFY(std::abs(g.c[12][0] - .25376085 / 1e5) < 1e-13);
    }

    void deskUnits_equalTheScalarOnes()
    {
        OptionTable options = randomTable(2001, 7);
        options.add({1e5, 1e5, .3 / 365., .6, OptionType::Call}); // theta of a last part of a day
        options.add({1e5, 2e5, .3 / 365., .6, OptionType::Call});
        for (const auto settlement : {Settlement::Inverse, Settlement::Linear}) {
            const GreekTable g = greeksOf(options, settlement);
            for (std::size_t i = 0; i < options.size(); ++i) {
                const BlackTerms t = options.terms(i);
                const Greeks right = optionGreeks(t, settlement);
                const auto scale = scalesOf(t);
                const double expected[] = {right.priceUsd, right.priceCoin, right.delta, right.netDelta,
                                           right.gamma,    right.vega,      right.theta, right.vanna,
                                           right.volga,    right.charm,     right.speed, right.rho};
                const double sizes[] = {scale[0],
                                        1.0,
                                        1.0,
                                        1.0,
                                        scale[2],
                                        scale[3] / 100,
                                        scale[4],
                                        scale[5] / 100,
                                        scale[6] / 1e4,
                                        scale[7],
                                        scale[8],
                                        scale[9] / 100};
                for (std::size_t c = 0; c < 12; ++c)
                    QVERIFY2(std::abs(g.c[c][i] - expected[c]) <= 1e-12 * sizes[c],
                             qPrintable(QStringLiteral("column %1: %2 not %3").arg(c).arg(g.c[c][i]).arg(expected[c])));
            }
        }
    }

    // dc/dF and d2c/dF2 against differences of c = V / F.
    void coinDerivatives_agreeWithBumps()
    {
        const BlackTerms t{1e5, 1.05e5, .2, .6, OptionType::Put};
        const auto coin = [&](double forward) {
            BlackTerms moved = t;
            moved.forward = forward;
            return blackPrice(moved) / forward;
        };
        OptionTable options;
        options.add(t);
        const GreekTable g = greeksOf(options, Settlement::Inverse);
        const double h = 20.0;
        const double slope = (coin(t.forward + h) - coin(t.forward - h)) / (2.0 * h);
        const double curve = (coin(t.forward + h) - 2.0 * coin(t.forward) + coin(t.forward - h)) / (h * h);
        QVERIFY(std::abs(g.c[12][0] / slope - 1.0) < 1e-6);
        QVERIFY(std::abs(g.c[13][0] / curve - 1.0) < 1e-4);
    }
};

QTEST_GUILESS_MAIN(BlackBatchTest)
#include "tst_black_batch.moc"
