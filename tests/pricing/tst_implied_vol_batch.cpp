#include "tests/pricing/batch_cases.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace ballast;
using namespace ballast::test;

namespace {

const double noQuote = std::numeric_limits<double>::quiet_NaN();

struct SolvedSide
{
    std::vector<double> vol;
    std::vector<QuoteVolStatus> status;
};

SolvedSide solve(const OptionTable& options, const std::vector<double>& prices, const std::vector<double>& start = {})
{
    SolvedSide side{std::vector<double>(prices.size(), -1.0),
                    std::vector<QuoteVolStatus>(prices.size(), QuoteVolStatus::NoQuote)};
    const QuoteColumns columns{prices, start, side.vol, side.status};
    impliedVols(options.contracts(), {&columns, 1});
    return side;
}

std::vector<double> pricesOf(const OptionTable& options)
{
    std::vector<double> prices;
    for (std::size_t i = 0; i < options.size(); ++i)
        prices.push_back(blackPrice(options.terms(i)));
    return prices;
}

// Moneyness 0.05 to 20, an hour to three years, vol 1 % to 500 %, calls and puts.
OptionTable roundTripGrid()
{
    OptionTable options;
    for (const double moneyness : {.05, .1, .3, .5, .8, .95, .99, .999, 1., 1.001, 1.01, 1.05, 1.3, 2., 5., 10., 20.}) {
        for (const double years : {1. / 8760., 1. / 365., 7. / 365., 30. / 365., .25, 1., 3.}) {
            for (const double vol : {.01, .02, .05, .1, .2, .35, .5, .8, 1.2, 2., 3., 5.}) {
                for (const auto type : {OptionType::Call, OptionType::Put})
                    options.add({1e5, 1e5 / moneyness, years, vol, type});
            }
        }
    }
    return options;
}

// Out-of-the-money options within two deviations: a chain as it is quoted.
OptionTable liquidChain(std::uint64_t seed)
{
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> deviations(-2.0, 2.0);
    std::uniform_real_distribution<double> logYears(std::log(1.0 / 365.0), std::log(1.0));
    std::uniform_real_distribution<double> vol(.2, 1.5);
    OptionTable options;
    for (int i = 0; i < 5003; ++i) {
        BlackTerms t{7e4, 0.0, std::exp(logYears(random)), vol(random), OptionType::Call};
        t.strike = t.forward * std::exp(deviations(random) * t.vol * std::sqrt(t.years));
        t.type = t.strike < t.forward ? OptionType::Put : OptionType::Call;
        options.add(t);
    }
    return options;
}

QuoteVolStatus scalarStatus(const OptionTable& o, std::size_t i, double price)
{
    switch (impliedVol(o.forward[i], o.strike[i], o.years[i], o.type[i], price).status) {
    case VolStatus::Ok:
        return QuoteVolStatus::Ok;
    case VolStatus::BelowIntrinsic:
        return QuoteVolStatus::BelowIntrinsic;
    case VolStatus::AboveMaximum:
        return QuoteVolStatus::AboveMaximum;
    case VolStatus::Undetermined:
        break;
    }
    return QuoteVolStatus::Undetermined;
}

} // namespace

class ImpliedVolBatchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // 1e-10, plus what a few roundings of the price do to the vol: in the money and near the maximum the price's last
    // digit carries less than that.
    void roundTrip_findsTheVolThatThePriceDetermines()
    {
        const OptionTable options = roundTripGrid();
        const auto prices = pricesOf(options);
        onEveryInstructionSet([&](const std::string& name) {
            const SolvedSide found = solve(options, prices);
            int solved = 0;
            for (std::size_t i = 0; i < options.size(); ++i) {
                QCOMPARE(found.status[i], scalarStatus(options, i, prices[i]));
                if (found.status[i] != QuoteVolStatus::Ok)
                    continue;
                const double rounding =
                    prices[i] * std::numeric_limits<double>::epsilon() / blackValues(options.terms(i)).vega;
                QVERIFY2(std::abs(found.vol[i] - options.vol[i]) <= 1e-10 + 4.0 * rounding,
                         qPrintable(QStringLiteral("%1: strike %2 years %3 vol %4 off by %5")
                                        .arg(QString::fromStdString(name))
                                        .arg(options.strike[i])
                                        .arg(options.years[i])
                                        .arg(options.vol[i])
                                        .arg(found.vol[i] - options.vol[i])));
                ++solved;
            }
            QVERIFY(solved > 1900);
        });
    }

    void liquidChain_isSolvedTo1e11()
    {
        const OptionTable options = liquidChain(11);
        const auto prices = pricesOf(options);
        onEveryInstructionSet([&](const std::string& name) {
            const SolvedSide found = solve(options, prices);
            for (std::size_t i = 0; i < options.size(); ++i) {
                QCOMPARE(found.status[i], QuoteVolStatus::Ok);
                QVERIFY2(std::abs(found.vol[i] - options.vol[i]) <= 1e-11, name.c_str());
            }
        });
    }

    // Wings down to a price of 1e-10 of the forward.
    void wings_areSolvedTo1e8()
    {
        std::mt19937_64 random(12);
        std::uniform_real_distribution<double> deviations(2.0, 6.3);
        OptionTable options;
        for (int i = 0; i < 4001; ++i) {
            BlackTerms t{3e3, 0.0, .1, .7, i % 2 == 0 ? OptionType::Call : OptionType::Put};
            const double sign = t.type == OptionType::Call ? 1.0 : -1.0;
            t.strike = t.forward * std::exp(sign * deviations(random) * t.vol * std::sqrt(t.years));
            if (blackPrice(t) >= 1e-10 * t.forward)
                options.add(t);
        }
        QVERIFY(options.size() > 2000);
        const SolvedSide found = solve(options, pricesOf(options));
        for (std::size_t i = 0; i < options.size(); ++i)
            QVERIFY(found.status[i] == QuoteVolStatus::Ok && std::abs(found.vol[i] - options.vol[i]) <= 1e-8);
    }

    // Whatever the start, the answer is the same: near, far off, useless or missing.
    void warmStarts_changeNothingButTheTime_data()
    {
        QTest::addColumn<double>("factor");
        for (const double factor : {1.0, 1.01, .9, 2.0, .3, 10.0, 1e-9, 1e9, -1.0, 0.0})
            QTest::newRow(qPrintable(QString::number(factor))) << factor;
        QTest::newRow("not a number") << noQuote;
    }
    void warmStarts_changeNothingButTheTime()
    {
        QFETCH(double, factor);
        const OptionTable options = liquidChain(13);
        std::vector<double> start = options.vol;
        for (std::size_t i = 0; i < start.size(); i += 1 + i % 3)
            start[i] *= factor;

        const SolvedSide found = solve(options, pricesOf(options), start);

        for (std::size_t i = 0; i < options.size(); ++i) {
            QCOMPARE(found.status[i], QuoteVolStatus::Ok);
            QVERIFY(std::abs(found.vol[i] - options.vol[i]) <= 1e-11);
        }
    }

    void bidAskAndMark_areSolvedAtOnce()
    {
        const OptionTable options = liquidChain(14);
        const auto mark = pricesOf(options);
        std::vector<double> bid = mark;
        std::vector<double> ask = mark;
        for (std::size_t i = 0; i < mark.size(); ++i) {
            bid[i] = i % 5 == 0 ? noQuote : mark[i] * .98;
            ask[i] = mark[i] * 1.02;
        }
        std::array<SolvedSide, 3> sides;
        std::vector<QuoteColumns> columns;
        const std::vector<double>* prices[] = {&bid, &ask, &mark};
        for (std::size_t s = 0; s < sides.size(); ++s) {
            sides[s] = {std::vector<double>(mark.size()), std::vector<QuoteVolStatus>(mark.size())};
            columns.push_back({*prices[s], {}, sides[s].vol, sides[s].status});
        }

        impliedVols(options.contracts(), columns);

        for (std::size_t i = 0; i < mark.size(); ++i) {
            QCOMPARE(sides[0].status[i], i % 5 == 0 ? QuoteVolStatus::NoQuote : QuoteVolStatus::Ok);
            QCOMPARE(std::isnan(sides[0].vol[i]), i % 5 == 0);
            QVERIFY(i % 5 == 0 || sides[0].vol[i] < sides[2].vol[i]);
            QVERIFY(sides[2].vol[i] < sides[1].vol[i]);
            QVERIFY(std::abs(sides[2].vol[i] - options.vol[i]) <= 1e-11);
        }
    }

    void pricesWithoutAVol_haveAStatus_data()
    {
        QTest::addColumn<double>("price");
        QTest::addColumn<bool>("call");
        QTest::addColumn<QString>("status");
        const auto row = [](const char* name, double price, bool call, const char* status) {
            QTest::newRow(name) << price << call << QString::fromLatin1(status);
        };
        row("call under intrinsic", 9.99, true, "below-intrinsic");
        row("call at intrinsic", 10.0, true, "undetermined");
        row("call at the forward", 110.0, true, "above-maximum");
        row("put above the strike", 100.5, false, "above-maximum");
        row("put for nothing", 0.0, false, "undetermined");
        row("negative put", -1.0, false, "below-intrinsic");
        row("no quote", noQuote, true, "no-quote");
        row("infinite", std::numeric_limits<double>::infinity(), true, "undetermined");
        row("a price", 15.0, true, "ok");
    }
    void pricesWithoutAVol_haveAStatus()
    {
        QFETCH(double, price);
        QFETCH(bool, call);
        QFETCH(QString, status);
        OptionTable options;
        for (int i = 0; i < 9; ++i)
            options.add({110.0, 100.0, .25, .5, call ? OptionType::Call : OptionType::Put});
        std::vector<double> prices(9, blackPrice(options.terms(0)));
        prices[3] = price;

        const SolvedSide found = solve(options, prices);

        QCOMPARE(QString::fromLatin1(quoteVolStatusWord(found.status[3])), status);
        QCOMPARE(std::isnan(found.vol[3]), status != QLatin1String("ok"));
        QCOMPARE(found.status[2], QuoteVolStatus::Ok);
        QCOMPARE(found.status[4], QuoteVolStatus::Ok);
    }

    void anyBits_giveAPositiveVolOrAStatus()
    {
        onEveryInstructionSet([&](const std::string& name) {
            std::mt19937_64 random(15);
            const OptionTable options = anyTable(20000, 16);
            std::vector<double> prices;
            std::vector<double> start;
            for (std::size_t i = 0; i < options.size(); ++i) {
                prices.push_back(random() % 3 == 0 ? options.forward[i] * .5 : anyDouble(random));
                start.push_back(anyDouble(random));
            }
            for (const bool warm : {false, true}) {
                const SolvedSide found = solve(options, prices, warm ? start : std::vector<double>());
                for (std::size_t i = 0; i < options.size(); ++i) {
                    const bool ok = found.status[i] == QuoteVolStatus::Ok;
                    QVERIFY2(ok ? std::isfinite(found.vol[i]) && found.vol[i] > 0.0 : std::isnan(found.vol[i]),
                             qPrintable(QStringLiteral("%1: F %2 K %3 T %4 price %5 vol %6 status %7")
                                            .arg(QString::fromStdString(name))
                                            .arg(options.forward[i])
                                            .arg(options.strike[i])
                                            .arg(options.years[i])
                                            .arg(prices[i])
                                            .arg(found.vol[i])
                                            .arg(QString::fromLatin1(quoteVolStatusWord(found.status[i])))));
                }
            }
        });
    }

    void atTheMoney_isExact()
    {
        OptionTable options;
        for (const double vol : {.01, .1, .5, 1.0, 3.0})
            options.add({5e4, 5e4, .3, vol, OptionType::Put});
        const SolvedSide found = solve(options, pricesOf(options));
        for (std::size_t i = 0; i < options.size(); ++i)
            QVERIFY(std::abs(found.vol[i] - options.vol[i]) < 1e-13);
    }
};

QTEST_GUILESS_MAIN(ImpliedVolBatchTest)
#include "tst_implied_vol_batch.moc"
