#include "app/feeds/simulated/expiry_calendar.h"
#include "app/feeds/simulated/simulated_market.h"
#include "app/feeds/simulated/strike_grid.h"
#include "app/feeds/simulated/tick_prices.h"
#include "app/feeds/simulated/week_clock.h"
#include "models/market/calendar.h"
#include "models/market/instrument_name.h"

#include <QTest>

#include <map>

using namespace ballast;
using namespace std::chrono_literals;

namespace {

Timestamp at(const char* text)
{
    return parseIso8601(text).value();
}

std::map<Timestamp, std::set<double>> strikesOf(const MarketSnapshot& picture, const std::string& underlying)
{
    std::map<Timestamp, std::set<double>> strikes;
    for (const Instrument& instrument : picture.instruments->all()) {
        if (isOption(instrument) && instrument.underlying == underlying)
            strikes[*instrument.expiry].insert(*instrument.strike);
    }
    return strikes;
}

SimulatedMarket marketAt(const char* start)
{
    SimulationSettings settings;
    settings.start = at(start);
    return SimulatedMarket(settings);
}

} // namespace

class TestSimulatedListing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void february2026_listsWhatTheVenueListed()
    {
        std::vector<std::string> labels;
        for (const Timestamp expiry : listedExpiries({}, at("2026-02-05T21:29:37Z")))
            labels.push_back(expiryLabel(expiry));

        // BTC expiries of the recorded Deribit chain at this moment.
        const std::vector<std::string> recorded{"6FEB26",  "7FEB26",  "8FEB26",  "9FEB26",  "13FEB26", "20FEB26",
                                                "27FEB26", "27MAR26", "26JUN26", "25SEP26", "25DEC26"};
        for (const std::string& label : recorded)
            QVERIFY2(std::ranges::find(labels, label) != labels.end(), label.c_str());
        QVERIFY(labels.size() <= 12);
    }

    void everyDayOfThreeYears_listsTenToTwelveAndDropsNothingEarly()
    {
        std::vector<Timestamp> listed;
        for (Timestamp now = at("2026-01-01T08:00:00Z"); now < at("2029-01-01T00:00:00Z"); now += 24h) {
            const auto next = listedExpiries(listed, now);
            QVERIFY2(next.size() >= 10 && next.size() <= 12,
                     (toIso8601(now) + " " + std::to_string(next.size())).c_str());
            for (const Timestamp expiry : listed)
                QVERIFY(expiry <= now || std::ranges::binary_search(next, expiry));
            QVERIFY(next.front() > now);
            QVERIFY(std::ranges::all_of(
                next, [](Timestamp e) { return std::chrono::floor<std::chrono::days>(e) + 8h == e; }));
            listed = next;
        }
    }

    void monthAndQuarterEnds_areLastFridays()
    {
        QVERIFY(isMonthEnd(at("2026-02-27T08:00:00Z")));
        QVERIFY(!isQuarterEnd(at("2026-02-27T08:00:00Z")));
        QVERIFY(isQuarterEnd(at("2026-03-27T08:00:00Z")));
        QVERIFY(!isMonthEnd(at("2026-03-20T08:00:00Z")));
        QVERIFY(!isMonthEnd(at("2026-03-31T08:00:00Z")));
    }

    void everyExpiry_listsFortyToEightyStrikesAroundTheMoney_data()
    {
        QTest::addColumn<QString>("underlying");
        QTest::newRow("BTC") << QStringLiteral("BTC");
        QTest::newRow("ETH") << QStringLiteral("ETH");
    }

    void everyExpiry_listsFortyToEightyStrikesAroundTheMoney()
    {
        QFETCH(QString, underlying);
        const SimulatedMarket market;
        const std::string name = underlying.toStdString();
        const double spot = market.current()->index(name)->priceUsd;

        const auto listed = strikesOf(*market.current(), name);

        QVERIFY(listed.size() >= 10 && listed.size() <= 12);
        for (const auto& [expiry, strikes] : listed) {
            const std::string where = expiryLabel(expiry) + " " + std::to_string(strikes.size());
            QVERIFY2(strikes.size() >= 40 && strikes.size() <= 80, where.c_str());
            QVERIFY2(*strikes.begin() < 0.8 * spot && *strikes.rbegin() > 1.2 * spot, where.c_str());
            const auto above = strikes.upper_bound(spot);
            const double nearStep = *above - *std::prev(above);
            const double farStep = *strikes.rbegin() - *std::prev(strikes.end(), 2);
            QVERIFY2(nearStep < farStep && nearStep < 0.06 * spot, where.c_str());
        }
    }

    void laterStrikes_fallOnTheGridOfTheFirstListing()
    {
        const std::vector<double> mantissas{1.0, 2.0, 5.0};
        const auto first = strikesAround(63'700.0, 63'700.0, 45.0, mantissas);
        const auto later = strikesAround(41'300.0, 63'700.0, 45.0, mantissas);

        QVERIFY(first.contains(64'000.0) && first.contains(65'000.0) && !first.contains(64'500.0));
        for (auto strike = later.begin(); std::next(strike) != later.end(); ++strike)
            QVERIFY(*std::next(strike) - *strike >= 1'000.0);
        QVERIFY(strikesAround(41'300.0, 41'300.0, 45.0, mantissas).contains(41'000.0));
    }

    void eightOClock_expiredLeaveAndANewDailyAppears()
    {
        auto market = marketAt("2026-02-10T07:59:59.900Z");
        const auto before = market.current();
        const auto after = market.step(100ms);

        QVERIFY(before->quote({deribitVenue, "BTC-10FEB26-63000-C"}) != nullptr);
        QVERIFY(after->quote({deribitVenue, "BTC-10FEB26-63000-C"}) == nullptr);
        const std::string newest = "BTC-14FEB26-63000-P";
        QVERIFY(before->quote({deribitVenue, newest}) == nullptr);
        QVERIFY(after->quote({deribitVenue, newest}) != nullptr && after->quote({deribitVenue, newest})->ask);
        // What stays listed keeps its quote, its open interest and its volume.
        const InstrumentId kept{deribitVenue, "BTC-27MAR26-64000-C"};
        QVERIFY(after->quote(kept)->openInterest == before->quote(kept)->openInterest);
    }

    void spotFalls_newStrikesBelowAreListedAndOldOnesStay()
    {
        SimulatedMarket market;
        const auto before = strikesOf(*market.current(), "BTC");

        market.trigger(Episode::FlashCrash);
        const auto after = strikesOf(*market.step(12min), "BTC");

        for (const auto& [expiry, strikes] : before)
            QVERIFY(std::ranges::includes(after.at(expiry), strikes));
        const auto front = before.begin()->first;
        QVERIFY(*after.at(front).begin() < *before.at(front).begin());
    }

    void ticks_roundOntoTheSchedule_data()
    {
        QTest::addColumn<double>("price");
        QTest::addColumn<double>("below");
        QTest::addColumn<double>("above");
        QTest::addColumn<double>("down");
        QTest::addColumn<double>("up");
        QTest::newRow("small") << 0.00034 << 0.0003 << 0.0004 << 0.0003 << 0.0004;
        QTest::newRow("on tick") << 0.0003 << 0.0003 << 0.0003 << 0.0002 << 0.0004;
        QTest::newRow("just below the step") << 0.00496 << 0.0049 << 0.0050 << 0.0049 << 0.0050;
        QTest::newRow("at the step") << 0.0050 << 0.0050 << 0.0050 << 0.0049 << 0.0055;
        QTest::newRow("large") << 0.0751 << 0.0750 << 0.0755 << 0.0750 << 0.0755;
    }

    void ticks_roundOntoTheSchedule()
    {
        QFETCH(double, price);
        const TickSchedule schedule{0.0001, {{0.005, 0.0005}}};

        QTEST(tickAtOrBelow(price, schedule), "below");
        QTEST(tickAtOrAbove(price, schedule), "above");
        QTEST(nextTickDown(price, schedule), "down");
        QTEST(nextTickUp(price, schedule), "up");
    }

    void busyTime_equalsCalendarTimeOverWeeksAndRunsSlowerAtWeekends()
    {
        const Timestamp friday = at("2026-02-06T08:00:00Z");
        QCOMPARE(busyYearsBetween(friday, friday + 21 * 24h), yearsBetween(friday, friday + 21 * 24h));
        const Timestamp saturday = at("2026-02-07T00:00:00Z");
        QVERIFY(busyYearsBetween(saturday, saturday + 48h) < 0.75 * yearsBetween(saturday, saturday + 48h));
        QVERIFY(busyYearsBetween(saturday + 48h, saturday + 96h) > 1.1 * yearsBetween(saturday, saturday + 48h));
    }
};

QTEST_GUILESS_MAIN(TestSimulatedListing)
#include "tst_simulated_listing.moc"
