#include "models/risk/funding_accrual.h"
#include "tests/risk/risk_cases.h"

#include <QTest>

#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

const InstrumentId perpetual{deribitVenue, "BTC-PERPETUAL"};

SnapshotPtr marketWith(std::string_view time, std::optional<double> rate)
{
    MarketSnapshot market =
        *MarketBuilder(time).perpetual("BTC-PERPETUAL", 1e5 - 0.5, 1e5 + 0.5).index("BTC", 1e5).build();
    for (Quote& quote : market.quotes)
        quote.fundingRate8h = rate;
    return std::make_shared<const MarketSnapshot>(market);
}

RiskReport longMillion(const SnapshotPtr& market)
{
    return reportOf(market, BookBuilder().line("BTC-PERPETUAL", 1e6).build());
}

} // namespace

class TestFundingAccrual : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // A million USD long at a basis point per eight hours pays a hundred dollars in eight hours.
    void longPaysAPositiveRate()
    {
        const auto market = marketWith("2026-01-01T00:00:00Z", 1e-4);
        FundingSums sums;

        accrueFunding(sums, longMillion(market), *market, std::chrono::hours(8));
        QVERIFY(std::abs(sums.at(perpetual) + 100.0) < 1e-9);
        accrueFunding(sums, longMillion(market), *market, std::chrono::hours(4));

        QVERIFY(std::abs(sums.at(perpetual) + 150.0) < 1e-9);
    }

    void betweenTwoMarkets_bothRatesCountHalf()
    {
        const auto before = marketWith("2026-01-01T00:00:00Z", 3e-4);
        const auto after = marketWith("2026-01-01T16:00:00Z", -1e-4);

        const auto payments = fundingBetween(longMillion(before), *before, *after);

        QCOMPARE(payments.size(), std::size_t{1});
        QCOMPARE(payments[0].instrument, perpetual);
        QVERIFY(std::abs(payments[0].usd + 200.0) < 1e-9);
    }

    void noRate_isNoFunding()
    {
        const auto before = marketWith("2026-01-01T00:00:00Z", {});
        const auto after = marketWith("2026-01-01T16:00:00Z", {});

        QVERIFY(fundingBetween(longMillion(before), *before, *after).empty());
    }

    void since_isTheDifference()
    {
        const auto payments = fundingSince({{perpetual, -10.0}}, {{perpetual, -25.0}, {{deribitVenue, "X"}, 4.0}});

        QCOMPARE(payments.size(), std::size_t{2});
        QVERIFY(fundingSince({{perpetual, -10.0}}, {{perpetual, -10.0}}).empty());
        double sum = 0.0;
        for (const FundingPayment& each : payments)
            sum += each.usd;
        QCOMPARE(sum, -11.0);
    }
};

QTEST_GUILESS_MAIN(TestFundingAccrual)
#include "tst_funding_accrual.moc"
