#include "models/desk/chain_view.h"

#include "models/pricing/greeks.h"
#include "models/surface/surface_fit.h"
#include "tests/desk/desk_cases.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

const ChainRow& rowAt(const ChainView& view, double strike)
{
    const auto row = std::ranges::find(view.rows, strike, &ChainRow::strike);
    if (row == view.rows.end())
        throw std::out_of_range("no such strike");
    return *row;
}

bool near(std::optional<double> actual, double expected, double tolerance)
{
    return actual && std::abs(*actual - expected) <= tolerance;
}

constexpr std::string_view chainTime = "2026-01-01T08:00:00Z";

} // namespace

class TestChainView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void expiries_riseAndStrikesRise()
    {
        const auto views = chainViews(*smileMarket().build(), "BTC", nullptr, {});

        QCOMPARE(views.size(), 3u);
        QVERIFY(std::ranges::is_sorted(views, {}, &ChainView::expiry));
        QCOMPARE(views[0].days, 15.0);
        QCOMPARE(views[0].rows.size(), 21u);
        for (const ChainView& view : views) {
            QVERIFY(std::ranges::is_sorted(view.rows, {}, &ChainRow::strike));
            QCOMPARE(view.indexUsd, std::optional(100000.0));
        }
        QCOMPARE(views[1].forward, std::optional(100400.0));
    }

    void volsWithoutVenueVols_areSolvedFromPrices()
    {
        const auto view = chainViews(*smileMarket().build(), "BTC", nullptr, {})[1];

        const double vol = smileVol(110000.0, 100400.0, 29.0 / 365.0);
        for (const ChainSide& side : {rowAt(view, 110000.0).call, rowAt(view, 110000.0).put}) {
            QVERIFY(near(side.bidVol, vol - 0.01, 1e-9));
            QVERIFY(near(side.markVol, vol, 1e-9));
            QVERIFY(near(side.askVol, vol + 0.01, 1e-9));
            QVERIFY(!side.modelVol);
        }
    }

    void greeks_areThoseOfTheMarkVol()
    {
        const auto view = chainViews(*smileMarket().build(), "BTC", nullptr, {})[1];

        const double vol = smileVol(90000.0, 100400.0, 29.0 / 365.0);
        const Greeks put = optionGreeks({100400.0, 90000.0, 29.0 / 365.0, vol, OptionType::Put}, Settlement::Inverse);
        const ChainSide& side = rowAt(view, 90000.0).put;
        QVERIFY(near(side.delta, put.delta, 1e-9));
        QVERIFY(near(side.gamma, put.gamma, 1e-12));
        QVERIFY(near(side.vega, put.vega, 1e-7));
        QVERIFY(near(side.theta, put.theta, 1e-7));
        QVERIFY(*side.delta < 0.0 && *rowAt(view, 90000.0).call.delta > 0.0);
    }

    void venueVols_areTakenBeforeSolvedOnes()
    {
        const auto market = MarketBuilder(chainTime)
                                .option("BTC-31JAN26-100000-C", {.bid = .05,
                                                                 .ask = .06,
                                                                 .mark = .055,
                                                                 .bidIv = .41,
                                                                 .askIv = .52,
                                                                 .markIv = .47,
                                                                 .underlying = 1e5})
                                .build();

        const ChainSide call = chainViews(*market, "BTC", nullptr, {})[0].rows[0].call;

        QCOMPARE(call.bidVol, std::optional(.41));
        QCOMPARE(call.markVol, std::optional(.47));
        QCOMPARE(call.askVol, std::optional(.52));
    }

    void venueVolOfZero_isNoVol()
    {
        const auto market = MarketBuilder(chainTime)
                                .option("BTC-31JAN26-100000-C",
                                        {.bid = .05, .bidIv = 0.0, .askIv = 0.0, .markIv = 0.0, .underlying = 1e5})
                                .build();

        const ChainSide call = chainViews(*market, "BTC", nullptr, {})[0].rows[0].call;

        QVERIFY(call.bidVol && *call.bidVol > 0.3);
        QVERIFY(!call.askVol);
        QVERIFY(!call.markVol);
        QVERIFY(!call.delta);
    }

    void settlementWindow_decaysTheDelta()
    {
        const auto deltaAt = [](const char* time) {
            const auto market = MarketBuilder(time)
                                    .option("BTC-31JAN26-50000-C", {.mark = .5, .markIv = .5, .underlying = 1e5})
                                    .build();
            return *chainViews(*market, "BTC", nullptr, {})[0].rows[0].call.delta;
        };

        QCOMPARE(deltaAt("2026-01-31T07:15:00Z"), 1.0);
        QVERIFY(std::abs(deltaAt("2026-01-31T07:45:00Z") - 0.5) < 1e-9); // half of the average is known
    }

    void priceBelowIntrinsic_hasNoVolButKeepsItsPrice()
    {
        const auto market =
            MarketBuilder(chainTime).option("BTC-31JAN26-50000-C", {.bid = .49, .ask = .52, .underlying = 1e5}).build();

        const ChainSide call = chainViews(*market, "BTC", nullptr, {})[0].rows[0].call;

        QCOMPARE(call.bid, std::optional(.49));
        QVERIFY(!call.bidVol);
        QVERIFY(call.askVol);
        QVERIFY(call.solvedVols.bid.status == QuoteVolStatus::BelowIntrinsic);
        QVERIFY(call.solvedVols.ask.status == QuoteVolStatus::Ok);
        QVERIFY(call.solvedVols.mark.status == QuoteVolStatus::NoQuote);
    }

    void fittedSurface_givesModelAndAtmVol()
    {
        const auto market = smileMarket().build();
        const auto surface = fitSurface(*market, "BTC", {});
        QVERIFY(surface.ok());

        const auto views = chainViews(*market, "BTC", &*surface, {});

        for (const ChainView& view : views) {
            QVERIFY(near(view.atmVol, smileVol(*view.forward, *view.forward, view.days / 365.0), 5e-4));
            for (const ChainRow& row : view.rows) {
                const double vol = smileVol(row.strike, *view.forward, view.days / 365.0);
                QVERIFY(near(row.call.modelVol, vol, 2e-3));
                QCOMPARE(row.call.modelVol, row.put.modelVol);
            }
        }
    }

    void optionWithoutMark_takesGreeksFromTheModel()
    {
        const auto quoted = smileMarket();
        auto gap = quoted;
        gap.option("BTC-30JAN26-105000-C", {.underlying = 100400.0});
        const auto surface = fitSurface(*quoted.build(), "BTC", {});

        const auto view = chainViews(*gap.build(), "BTC", &*surface, {})[1];

        const ChainSide& call = rowAt(view, 105000.0).call;
        QVERIFY(!call.mark && !call.markVol && !call.bidVol);
        QVERIFY(call.modelVol);
        const ChainSide whole = rowAt(chainViews(*quoted.build(), "BTC", nullptr, {})[1], 105000.0).call;
        QVERIFY(near(call.delta, *whole.delta, 2e-3));
    }

    void positions_areSummedOverLines()
    {
        const auto book = BookBuilder()
                              .line("BTC-30JAN26-110000-C", 20.0)
                              .line("BTC-30JAN26-110000-C", -7.5)
                              .line("BTC-30JAN26-110000-P", 3.0)
                              .line("BTC-6MAR26-58000-P", 4.0)
                              .line("BTC-PERPETUAL", 1000.0)
                              .build();

        const auto views = chainViews(*smileMarket().build(), "BTC", nullptr, *book);

        QCOMPARE(rowAt(views[1], 110000.0).call.position, 12.5);
        QCOMPARE(rowAt(views[1], 110000.0).put.position, 3.0);
        double all = 0.0;
        for (const ChainView& view : views) {
            for (const ChainRow& row : view.rows)
                all += row.call.position + row.put.position;
        }
        QCOMPARE(all, 15.5);
    }

    void unlistedSide_isEmpty()
    {
        const auto market =
            MarketBuilder(chainTime).option("BTC-31JAN26-100000-P", {.mark = .05, .underlying = 1e5}).build();

        const ChainRow row = chainViews(*market, "BTC", nullptr, {})[0].rows[0];

        QVERIFY(!row.call.instrument);
        QVERIFY(row.put.instrument);
        QCOMPARE(row.call, ChainSide{});
    }

    void expiredOptions_areNotShown()
    {
        const auto market = MarketBuilder(chainTime)
                                .option("BTC-1JAN26-100000-C", {.mark = .05, .underlying = 1e5})
                                .option("BTC-31DEC25-100000-C", {.mark = .05, .underlying = 1e5})
                                .build();

        QVERIFY(chainViews(*market, "BTC", nullptr, {}).empty());
    }

    void coinSettledOption_isShownBeforeTheDollarSettledOne()
    {
        const auto market = MarketBuilder(chainTime)
                                .option("BTC_USDC-31JAN26-100000-C", {.mark = 5700.0, .underlying = 1e5})
                                .option("BTC-31JAN26-100000-C", {.mark = .057, .underlying = 1e5})
                                .option("BTC_USDC-31JAN26-101000-C", {.mark = 5300.0, .underlying = 1e5})
                                .build();

        const auto rows = chainViews(*market, "BTC", nullptr, {})[0].rows;

        QCOMPARE(rows.size(), 2u);
        QCOMPARE(rows[0].call.mark, std::optional(.057));
        QCOMPARE(rows[1].call.mark, std::optional(5300.0));
        QVERIFY(rows[1].call.markVol && *rows[1].call.markVol > 0.4 && *rows[1].call.markVol < 0.6);
    }

    void crossedQuote_isANamedState()
    {
        const auto market =
            MarketBuilder(chainTime)
                .option("BTC-31JAN26-100000-C", {.bid = .06, .ask = .05, .mark = .055, .underlying = 1e5})
                .build();

        QCOMPARE(chainViews(*market, "BTC", nullptr, {})[0].rows[0].call.state, QuoteState::Crossed);
    }

    void emptyMarket_hasNoChains()
    {
        QVERIFY(chainViews(*MarketBuilder(chainTime).build(), "BTC", nullptr, {}).empty());
        QVERIFY(chainViews(MarketSnapshot{}, "BTC", nullptr, {}).empty());
        QVERIFY(chainViews(*smileMarket().build(), "SOL", nullptr, {}).empty());
    }
};

QTEST_GUILESS_MAIN(TestChainView)
#include "tst_chain_view.moc"
