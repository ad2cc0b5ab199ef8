#include "models/items/trades_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace ballast;

namespace {

HedgeTrade trade(const std::string& name, Side side, double quantity)
{
    HedgeTrade trade;
    trade.instrument = {deribitVenue, name};
    trade.side = side;
    trade.quantity = quantity;
    trade.limitPrice = 0.038;
    trade.expectedPrice = 0.0375;
    trade.spreadUsd = 10.0;
    trade.feeUsd = 5.0;
    trade.exposure.deltaCoin = side == Side::Buy ? quantity : -quantity;
    return trade;
}

HedgeProposal proposal()
{
    HedgeProposal proposal;
    proposal.trades = {trade("BTC-27FEB26-60000-P", Side::Buy, 20.3), trade("BTC-PERPETUAL", Side::Sell, 650000.0)};
    return proposal;
}

} // namespace

class TestTradesModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_model = std::make_unique<TradesModel>();
        m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(),
                                                              QAbstractItemModelTester::FailureReportingMode::Fatal);
        m_model->setProposal(proposal());
        m_model->setEditable(true);
    }

    void cleanup()
    {
        m_tester.reset();
        m_model.reset();
    }

    void editedQuantity_emitsSignedQuantitiesOfAllLegs()
    {
        QSignalSpy edited(m_model.get(), &TradesModel::quantitiesEdited);

        QVERIFY(m_model->setData(m_model->index(0, TradesModel::Quantity), QStringLiteral("18.5"), Qt::EditRole));

        QCOMPARE(edited.count(), 1);
        QCOMPARE(edited.at(0).at(0).value<std::vector<double>>(), (std::vector{18.5, -650000.0}));
    }

    void uncheckedLeg_countsAsZeroAndStaysListed()
    {
        QSignalSpy edited(m_model.get(), &TradesModel::quantitiesEdited);

        QVERIFY(m_model->setData(m_model->index(1, TradesModel::Include), Qt::Unchecked, Qt::CheckStateRole));
        HedgeProposal left = proposal();
        left.trades.pop_back();
        m_model->setRecomputed(left);

        QCOMPARE(edited.count(), 1);
        QCOMPARE(m_model->quantities(), (std::vector{20.3, 0.0}));
        QCOMPARE(m_model->legCount(), 2);
        QCOMPARE(m_model->index(1, TradesModel::Quantity).data(item_role::Raw).toDouble(), 650000.0);
    }

    void delta_isNamedByTheRuleThatItFollows_data()
    {
        QTest::addColumn<DeltaChoice>("rule");
        QTest::addColumn<QString>("head");
        QTest::addColumn<double>("firstLeg");
        QTest::addColumn<QString>("sumSays");
        const QString move = QStringLiteral("The whole book's band moves by −2.50 coin");
        QTest::newRow("Black-76") << DeltaChoice::BlackScholes << QStringLiteral("Delta") << 20.3 << QString();
        QTest::newRow("net") << DeltaChoice::Net << QStringLiteral("Δ net") << 7.0 << QString();
        QTest::newRow("moneyness") << DeltaChoice::StickyMoneyness << QStringLiteral("Δ mny") << 18.1 << move;
        QTest::newRow("skew stickiness") << DeltaChoice::MinVariance << QStringLiteral("Δ skew") << 18.1 << move;
    }

    void delta_isNamedByTheRuleThatItFollows()
    {
        QFETCH(DeltaChoice, rule);
        QFETCH(QString, head);
        QFETCH(double, firstLeg);
        QFETCH(QString, sumSays);
        HedgeProposal ruled = proposal();
        ruled.policy.delta = rule;
        ruled.trades[0].exposure.netDeltaCoin = 7.0;
        ruled.trades[0].policyDeltaCoin = 18.1;
        ruled.trades[1].policyDeltaCoin = 1.0;
        BandOutcome band;
        band.band.kind = BandKind::Delta;
        band.before = 3.0;
        band.after = 0.5;
        ruled.bands = {band};

        m_model->setProposal(ruled);

        const auto column = static_cast<int>(TradesModel::Delta);
        QVERIFY(m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().startsWith(head));
        QCOMPARE(m_model->index(0, column).data(item_role::Raw).toDouble(), firstLeg);
        const QString says = m_model->index(2, column).data(Qt::ToolTipRole).toString();
        QVERIFY2(sumSays.isEmpty() ? says.isEmpty() : says.endsWith(sumSays), qPrintable(says));
    }

    void limit_toolTipHasPricesAndCosts()
    {
        QCOMPARE(m_model->index(0, TradesModel::Limit).data(Qt::ToolTipRole).toString(),
                 QStringLiteral("Limit 0.0380 BTC, expected 0.0375, mark —\n"
                                "Spread 10 USD, fees 5 USD"));
    }

    void notANumber_isRefusedAndTheOldQuantityStays_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::newRow("word") << QStringLiteral("ten");
        QTest::newRow("negative") << QStringLiteral("-3");
        QTest::newRow("not finite") << QStringLiteral("inf");
        QTest::newRow("empty") << QString();
    }

    void notANumber_isRefusedAndTheOldQuantityStays()
    {
        QFETCH(QString, typed);
        QSignalSpy edited(m_model.get(), &TradesModel::quantitiesEdited);
        QSignalSpy refused(m_model.get(), &TradesModel::quantityRefused);

        QVERIFY(!m_model->setData(m_model->index(0, TradesModel::Quantity), typed, Qt::EditRole));

        QCOMPARE(edited.count(), 0);
        QCOMPARE(refused.count(), 1);
        QCOMPARE(m_model->quantities().front(), 20.3);
    }

    void closedProposal_cannotBeEdited()
    {
        m_model->setEditable(false);

        QVERIFY(!m_model->setData(m_model->index(0, TradesModel::Quantity), 3.0, Qt::EditRole));
        QVERIFY(!m_model->flags(m_model->index(0, TradesModel::Quantity)).testFlag(Qt::ItemIsEditable));
    }

    void outdatedProposal_isMuted()
    {
        QVERIFY(!m_model->index(0, TradesModel::Limit).data(item_role::Muted).isValid());

        m_model->setOutdated(true);

        QVERIFY(m_model->index(0, TradesModel::Limit).data(item_role::Muted).toBool());
        QVERIFY(m_model->index(2, TradesModel::Fees).data(item_role::Muted).toBool());
    }

    void lastRow_sumsTheIncludedLegs()
    {
        m_model->setData(m_model->index(1, TradesModel::Include), Qt::Unchecked, Qt::CheckStateRole);

        QCOMPARE(m_model->index(2, TradesModel::Instrument).data().toString(), QStringLiteral("1 leg"));
        QCOMPARE(m_model->index(2, TradesModel::Delta).data(item_role::Raw).toDouble(), 20.3);
        QCOMPARE(m_model->index(2, TradesModel::Spread).data(item_role::Raw).toDouble(), 10.0);
    }

    void prices_stateTheirUnit()
    {
        QCOMPARE(m_model->index(0, TradesModel::PriceUnit).data().toString(), QStringLiteral("BTC"));
        QCOMPARE(m_model->index(1, TradesModel::PriceUnit).data().toString(), QStringLiteral("USD"));
    }

private:
    std::unique_ptr<TradesModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

QTEST_GUILESS_MAIN(TestTradesModel)
#include "tst_trades_model.moc"
