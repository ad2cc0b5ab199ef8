#include "models/items/chain_model.h"
#include "models/market/instrument_name.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace ballast;

namespace {

ChainSide side(double bid, double position = 0.0)
{
    ChainSide side;
    side.instrument = 1;
    side.bid = bid;
    side.bidVol = 0.81;
    side.delta = 0.4;
    side.gamma = 2e-5;
    side.openInterest = 12.0;
    side.position = position;
    return side;
}

ChainView chain(double bidOfSixty = 0.05)
{
    ChainView view;
    view.underlying = "BTC";
    view.expiry = *parseExpiryLabel("27FEB26");
    view.days = 21.44;
    view.forward = 63761.8;
    view.indexUsd = 63718.97;
    view.atmVol = 0.856;
    view.rows = {{60000.0, side(bidOfSixty), side(0.06, -40.0)},
                 {64000.0, side(0.08), {}},
                 {65000.0, side(0.07, 60.0), side(0.09)}};
    return view;
}

ChainUnits units()
{
    return {QStringLiteral("BTC"), 4, *parseExpiryLabel("6FEB26")};
}

} // namespace

class TestChainModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_model = std::make_unique<ChainModel>();
        m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(),
                                                              QAbstractItemModelTester::FailureReportingMode::Fatal);
        m_model->setChain(chain(), units());
    }

    void cleanup()
    {
        m_tester.reset();
        m_model.reset();
    }

    void forward_hasARowOfItsOwnBetweenTheStrikes()
    {
        QCOMPARE(m_model->rowCount(), 4);
        QCOMPARE(m_model->forwardRow(), 1);
        QCOMPARE(m_model->index(1, ChainModel::strikeColumn).data(item_role::Raw).toDouble(), 63761.8);
        QCOMPARE(m_model->index(1, 0).data().toString(), QStringLiteral("Forward 27FEB26"));
        QCOMPARE(m_model->index(1, 7).data().toString(), QStringLiteral("index +0.07 %, ATM 85.6, 21 d 10 h"));
        QVERIFY(!m_model->strikeAt(1));
        QCOMPARE(m_model->strikeAt(2), std::optional(64000.0));
        QCOMPARE(m_model->rowOfStrike(65000.0), std::optional(3));
    }

    void inTheMoneySide_isTinted()
    {
        const int itm = static_cast<int>(ItemTint::InTheMoney);

        QCOMPARE(m_model->index(0, 4).data(item_role::Tint).toInt(), itm);
        QVERIFY(!m_model->index(0, 8).data(item_role::Tint).isValid());
        QVERIFY(!m_model->index(3, 4).data(item_role::Tint).isValid());
        QCOMPARE(m_model->index(3, 8).data(item_role::Tint).toInt(), itm);
    }

    void quotesInPercentAndOwnPositionAtTheEdges()
    {
        QCOMPARE(m_model->index(0, 2).data(item_role::Raw).toDouble(), 81.0);
        QCOMPARE(m_model->index(0, 12).data(item_role::Raw).toDouble(), -40.0);
        QCOMPARE(m_model->index(3, 0).data(item_role::Raw).toDouble(), 60.0);
        QCOMPARE(m_model->index(0, 0).data(Qt::DisplayRole).toString(), QString());
        QVERIFY(m_model->index(0, 0).data(Qt::DisplayRole).isValid());
    }

    void unlistedSide_isMissingWithItsReason()
    {
        const QModelIndex bid = m_model->index(2, 7);

        QVERIFY(!bid.data(item_role::Raw).isValid());
        QCOMPARE(bid.data(item_role::Reason).toString(), QStringLiteral("not listed"));
    }

    void tick_updatesWithoutReset()
    {
        QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
        QSignalSpy reset(m_model.get(), &QAbstractItemModel::modelReset);

        m_model->setChain(chain(0.0515), units());

        QCOMPARE(changed.count(), 1);
        QCOMPARE(reset.count(), 0);
        QCOMPARE(m_model->index(0, 4).data(item_role::Raw).toDouble(), 0.0515);
    }

    void otherColumns_switchWithoutReset()
    {
        QSignalSpy reset(m_model.get(), &QAbstractItemModel::modelReset);
        QSignalSpy header(m_model.get(), &QAbstractItemModel::headerDataChanged);

        m_model->setShownColumns(ChainColumns::Size);

        QCOMPARE(reset.count(), 0);
        QCOMPARE(header.count(), 1);
        QCOMPARE(m_model->headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("OI"));
        QCOMPARE(m_model->index(0, 1).data(item_role::Raw).toDouble(), 12.0);
    }

    void gamma_isShownPerPercentMove()
    {
        m_model->setShownColumns(ChainColumns::Greeks);

        QCOMPARE(m_model->index(0, 3).data(item_role::Raw).toDouble(), 2e-5 * 637.618);
    }

private:
    std::unique_ptr<ChainModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

QTEST_GUILESS_MAIN(TestChainModel)
#include "tst_chain_model.moc"
