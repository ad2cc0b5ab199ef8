#include "models/items/roles.h"
#include "models/items/violation_model.h"
#include "tests/support/market_builder.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace ballast;

namespace {

SnapshotPtr market()
{
    return test::MarketBuilder("2026-02-05T21:29:00Z")
        .option("BTC-27FEB26-60000-C", {.bid = 0.10, .ask = 0.11})
        .option("BTC-27FEB26-65000-C", {.bid = 0.09, .ask = 0.095})
        .option("BTC-27FEB26-70000-C", {.bid = 0.03, .ask = 0.035})
        .build();
}

ShownViolation butterfly(double profitUsd, std::optional<double> sizeCoins)
{
    const Timestamp expiry = test::timeOf("2026-02-27T08:00:00Z");
    ShownViolation shown;
    shown.found = {QuoteArbitrageKind::Butterfly, expiry, {{0, 1.0}, {1, -2.0}, {2, 1.0}}, profitUsd, sizeCoins};
    shown.marks = {{0, expiry, 60000.0, 0.3, 0.06, 0.9}, {1, expiry, 65000.0, 0.5, 0.06, 1.0}};
    return shown;
}

} // namespace

class TestViolationModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void row_namesLegsSizeAndWorth()
    {
        ViolationModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);

        model.setRows(*market(), {butterfly(12.5, 4.0)});

        QCOMPARE(model.index(0, ViolationModel::Kind).data().toString(), QStringLiteral("butterfly"));
        QCOMPARE(model.index(0, ViolationModel::Legs).data().toString(),
                 QStringLiteral("buy 27FEB26-60000-C, sell 2 × 27FEB26-65000-C, buy 27FEB26-70000-C"));
        QCOMPARE(model.index(0, ViolationModel::Worth).data(item_role::Raw).toDouble(), 50.0);
        QCOMPARE(model.rowHolding(test::timeOf("2026-02-27T08:00:00Z"), 65000.0), std::optional(0));
        QVERIFY(!model.rowHolding(test::timeOf("2026-02-27T08:00:00Z"), 99000.0));
    }

    void unknownSize_isMissingNotZero()
    {
        ViolationModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);

        model.setRows(*market(), {butterfly(12.5, std::nullopt)});

        for (const int column : {ViolationModel::Size, ViolationModel::Worth}) {
            QVERIFY(!model.index(0, column).data(item_role::Raw).isValid());
            QVERIFY(!model.index(0, column).data(item_role::Reason).toString().isEmpty());
        }
    }

    void otherPrices_updateInPlace()
    {
        ViolationModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setRows(*market(), {butterfly(12.5, 4.0)});
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);

        model.setRows(*market(), {butterfly(13.0, 4.0)});

        QCOMPARE(reset.count(), 0);
        QCOMPARE(model.index(0, ViolationModel::PerUnit).data(item_role::Raw).toDouble(), 13.0);
        model.clear();
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(!model.violationAt(0));
    }
};

QTEST_GUILESS_MAIN(TestViolationModel)
#include "tst_violation_model.moc"
