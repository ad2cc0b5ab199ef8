#include "models/margin/derive_standard.h"
#include "tests/margin/margin_cases.h"

#include <QTest>

using namespace ballast;
using namespace ballast::test;

namespace {

constexpr double price = 100000.0;

DeriveExpiry expiryWith(std::vector<DeriveOption> options)
{
    return {30.0 / 365.0, price, 0.0, 0.0, 1.0, std::move(options)};
}

DeriveExpiryMargin marginOf(std::vector<DeriveOption> options)
{
    return deriveExpiryMargin(expiryWith(std::move(options)), price, deriveStandardParameters());
}

constexpr auto call = OptionType::Call;
constexpr auto put = OptionType::Put;

bool cents(double actual, double expected)
{
    const bool ok = std::abs(actual - expected) < 0.006;
    if (!ok)
        qWarning("actual %.6f, expected %.2f", actual, expected);
    return ok;
}

} // namespace

class DeriveStandardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Spec B4, worked.
    void shortCall_matchesSpec()
    {
        const DeriveExpiryMargin m = marginOf({{110000.0, call, 0.5, -1.0}});

        QVERIFY(cents(m.initial(), -15275.43));
        QVERIFY(cents(m.maintenance(), -11275.43));
    }

    void shortPut_matchesSpec()
    {
        const DeriveExpiryMargin m = marginOf({{90000.0, put, 0.5, -1.0}});

        QVERIFY(cents(m.initial(), -14827.69));
        QVERIFY(cents(m.maintenance(), -10827.69));
    }

    void spread_isBoundedByItsWidth()
    {
        const DeriveExpiryMargin m = marginOf({{100000.0, call, 0.5, -1.0}, {110000.0, call, 0.5, 1.0}});

        QVERIFY(cents(m.isolatedInitial, -20713.77));
        QVERIFY(cents(m.boundedInitial, -10000.0));
        QVERIFY(cents(m.initial(), -10000.0));
    }

    void ratioSpread_fallsBackToIsolated()
    {
        const DeriveExpiryMargin m = marginOf({{100000.0, call, 0.5, -2.0}, {110000.0, call, 0.5, 1.0}});

        QVERIFY(cents(m.boundedInitial, -140000.0));
        QVERIFY(cents(m.initial(), -41427.54));
    }

    void report_countsRequirementPositive()
    {
        const DeriveStandardMargin model(deriveStandardParameters());
        const MarginInputs book = inputsOf(
            {optionLeg(call, 110000.0, price, 30.0, 0.5, -1.0), spotLeg(price, 1.0), perpetualLeg(price, -2.0)}, 500.0);

        const MarginReport report = model.report(book);

        QVERIFY(cents(report.initialUsd, 15275.43 + 0.066 * 200000.0));
        QVERIFY(cents(report.maintenanceUsd, 11275.43 + 0.05 * 200000.0));
        QVERIFY(near(report.balanceMaintenanceUsd, 500.0 + 75000.0));
        QVERIFY(near(report.balanceInitialUsd, 500.0 + 75000.0 * 0.93));
    }

    void stableBelowPeg_chargesShortsAndPerps()
    {
        DeriveAccount account;
        account.spot = price;
        account.perpPrice = price;
        account.perpAmount = -2.0;
        account.stableUsd = 0.95;
        account.expiries = {expiryWith({{110000.0, call, 0.5, -1.0}, {120000.0, call, 0.5, 4.0}})};

        const DeriveMarketMargin m = deriveMarketMargin(account, deriveStandardParameters());

        QVERIFY(near(m.depeg, -0.04 * 2.0 * price * 3.0));
    }

    void unsureOracle_chargesInitialOnly()
    {
        DeriveAccount account;
        account.spot = account.perpPrice = price;
        account.perpAmount = 1.0;
        account.perpConfidence = 0.5;

        const DeriveMarketMargin m = deriveMarketMargin(account, deriveStandardParameters());

        QVERIFY(near(m.confidence, -0.5 * price));
        QVERIFY(near(m.maintenance(), -0.05 * price));
    }
};

QTEST_GUILESS_MAIN(DeriveStandardTest)
#include "tst_derive_standard.moc"
