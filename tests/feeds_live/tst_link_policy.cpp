#include "app/feeds/live/clock_skew.h"
#include "app/feeds/live/credit_bucket.h"
#include "app/feeds/live/reconnect_policy.h"
#include "app/feeds/live/request_ledger.h"

#include <QtTest>

#include <set>

using namespace ballast;
using namespace std::chrono_literals;

namespace {

const Timestamp start = *parseIso8601("2026-02-05T10:00:00Z");

std::int64_t micros(Timestamp at)
{
    return toUnixMilliseconds(at) * 1000;
}

} // namespace

class LinkPolicyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Reliability row 5, this and the next two.
    void firstRetry_comesWithinASecond()
    {
        for (std::uint64_t seed = 0; seed < 1'000; ++seed) {
            ReconnectPolicy policy({}, seed);
            const auto wait = policy.broken(start) - start;
            QVERIFY(wait >= 500ms && wait <= 1s);
        }
    }

    void backOff_doublesToHalfAMinuteAndStaysInBounds()
    {
        ReconnectPolicy policy({}, 7);
        Milliseconds nominal = 1s;
        for (int failure = 0; failure < 1'000; ++failure) {
            const auto wait = policy.broken(start) - start;
            QVERIFY(wait >= nominal / 2 && wait <= nominal);
            nominal = std::min<Milliseconds>(2 * nominal, 30s);
        }
        QCOMPARE(policy.failures(), 1'000);
    }

    void jitter_spreadsClients()
    {
        std::set<std::int64_t> waits;
        for (std::uint64_t seed = 0; seed < 200; ++seed) {
            ReconnectPolicy policy({}, seed);
            waits.insert((policy.broken(start) - start).count());
        }
        QVERIFY(waits.size() > 100);
    }

    void sameSeed_sameWaits()
    {
        ReconnectPolicy left({}, 42);
        ReconnectPolicy right({}, 42);
        for (int i = 0; i < 50; ++i)
            QVERIFY(left.broken(start) == right.broken(start));
    }

    void stableLink_startsTheBackOffAnew()
    {
        ReconnectPolicy policy({}, 1);
        for (int i = 0; i < 8; ++i)
            static_cast<void>(policy.broken(start));
        policy.connected(start);
        QVERIFY(policy.broken(start + 59s) - (start + 59s) >= 15s); // not stable yet
        policy.connected(start + 100s);
        QVERIFY(policy.broken(start + 160s) - (start + 160s) <= 1s);
        QCOMPARE(policy.reconnects(), std::uint64_t(2));
    }

    void venueThatWantsRest_getsIt()
    {
        ReconnectPolicy policy({}, 1);
        QVERIFY(policy.broken(start, 5s) >= start + 5s);
    }

    void retryBudget_burstsThenPaces()
    {
        RetryBudget budget(3, 2s);
        QVERIFY(budget.take(start) == start);
        QVERIFY(budget.take(start) == start);
        QVERIFY(budget.take(start) == start);
        QVERIFY(budget.take(start) == start + 2s);
        QVERIFY(budget.take(start) == start + 4s);
        QVERIFY(budget.take(start + 60s) == start + 60s);
    }

    void subscribeCredits_sevenAtOnceThenRefilled()
    {
        CreditBucket bucket = deribit_limits::subscribes();
        int sent = 0;
        while (bucket.tryTake(start))
            ++sent;
        QCOMPARE(sent, 7);                                   // 70 % of 30,000 at 3,000 each
        QVERIFY(bucket.availableAt(start) == start + 429ms); // 3,000 at 7,000 a second
        QVERIFY(!bucket.tryTake(start + 428ms));
        QVERIFY(bucket.tryTake(start + 429ms));
        QVERIFY(!bucket.tryTake(start + 430ms));
    }

    void requestCredits_neverBeyondTheVenuesLimit()
    {
        CreditBucket bucket = deribit_limits::requests();
        double venue = 50'000;
        Timestamp last = start;
        for (Timestamp now = start; now < start + 60s; now += 1ms) {
            venue = std::min(50'000.0, venue + 10.0 * static_cast<double>((now - last).count()));
            last = now;
            while (bucket.tryTake(now))
                venue -= 500;
            QVERIFY(venue >= 0.3 * 50'000 - 1e-6);
        }
    }

    void clockThatStepsBack_refillsNothingAndGoesOnFromThere()
    {
        CreditBucket bucket = deribit_limits::listings();
        QVERIFY(bucket.tryTake(start));
        QVERIFY(!bucket.tryTake(start - 1h));
        QVERIFY(!bucket.tryTake(start - 1h + 1'400ms));
        QVERIFY(bucket.tryTake(start - 1h + 1'430ms));
        bucket.force(start - 1h + 1'430ms);
        QVERIFY(bucket.credits(start - 1h + 1'430ms) < 0.0);
    }

    void ledger_givesBackWhatWasNotAnswered()
    {
        RequestLedger ledger;
        PendingRequest listing;
        listing.kind = RequestKind::Instruments;
        listing.subject = "BTC";
        const auto first = ledger.open(listing, start, 10s);
        const auto second = ledger.open({}, start + 1s, 10s);
        QVERIFY(second > first);
        QVERIFY(*ledger.nextDeadline() == start + 10s);
        QVERIFY(ledger.expire(start + 9s).empty());
        const auto late = ledger.expire(start + 10s);
        QCOMPARE(late.size(), std::size_t(1));
        QCOMPARE(late.front().subject, std::string("BTC"));
        QVERIFY(!ledger.close(first));
        QVERIFY(ledger.close(second).has_value());
        ledger.clear();
        QVERIFY(ledger.open({}, start, 1s) > second);
    }

    void skew_isBelievedFromTheQuickestExchange()
    {
        ClockSkew clock;
        QVERIFY(!clock.skew());
        // 400 ms there and back, the way there three times as long: 100 ms of error.
        clock.exchange(start, micros(start + 1'800ms), micros(start + 1'800ms), start + 400ms);
        QVERIFY(*clock.skew() == 1'600ms);
        clock.exchange(start, micros(start + 1'505ms), micros(start + 1'505ms), start + 10ms);
        QVERIFY(*clock.skew() == 1'500ms);
        QVERIFY(*clock.roundTrip() == 10ms);
        QVERIFY(clock.venueTime(start) == start + 1'500ms);
    }

    void skew_forgetsAfterEightExchanges()
    {
        ClockSkew clock;
        clock.exchange(start, micros(start + 5s), micros(start + 5s), start);
        for (int i = 0; i < 8; ++i)
            clock.exchange(start, micros(start + 1ms), micros(start + 1ms), start + 2ms);
        QVERIFY(*clock.skew() == 0ms);
    }

    void nonsenseTimes_areNoExchange()
    {
        ClockSkew clock;
        clock.exchange(start, 1, 2, start + 1ms); // as documentation prints them
        clock.exchange(start, micros(start + 2ms), micros(start + 1ms), start + 3ms);
        clock.exchange(start, micros(start), micros(start), start - 1ms);
        QVERIFY(!clock.skew());
    }
};

QTEST_GUILESS_MAIN(LinkPolicyTest)
#include "tst_link_policy.moc"
