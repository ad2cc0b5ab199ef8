#include "models/items/positions_model.h"
#include "models/market/instrument_name.h"
#include "models/market/otc_name.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace ballast;

namespace {

RiskLine line(std::string_view name, double quantity, double delta, const std::string& account = "main")
{
    RiskLine line;
    line.instrument = *parseDeribitName(name);
    line.holding.instrument = line.instrument->id;
    line.holding.quantity = quantity;
    line.holding.account = account;
    LineValues values;
    values.markUsd = 1234.5;
    values.vol = 0.7;
    values.exposure.deltaCoin = delta;
    values.exposure.vegaUsd = 100.0 * delta;
    values.pnlUsd = -50.0;
    line.values = values;
    return line;
}

RiskLine failed(std::string_view name, double quantity)
{
    RiskLine bad = line(name, quantity, 0.0);
    bad.values = Error{Errc::NoQuote, "neither bid nor ask"};
    return bad;
}

std::shared_ptr<const RiskReport> report(double firstDelta = 8.0)
{
    RiskReport report;
    report.asOf = *parseExpiryLabel("6FEB26");
    report.byUnderlying = {{"BTC", 63000.0, {}, 0.0, 0, 0}};
    report.lines = {line("BTC-27FEB26-60000-P", -40.0, firstDelta),
                    line("BTC-27FEB26-50000-P", 60.0, -3.0, "fund"),
                    line("BTC-27MAR26-70000-C", 55.0, 22.0),
                    line("BTC-PERPETUAL", -580000.0, -9.2),
                    failed("BTC-27MAR26-58000-P", 5.0),
                    line("ETH-27FEB26-3000-C", 100.0, 50.0)};
    return std::make_shared<const RiskReport>(std::move(report));
}

double raw(const QModelIndex& index, int column)
{
    return index.siblingAtColumn(column).data(item_role::Raw).toDouble();
}

} // namespace

class TestPositionsModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_model = std::make_unique<PositionsModel>();
        m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(),
                                                              QAbstractItemModelTester::FailureReportingMode::Fatal);
        m_model->setReport(report());
    }

    void cleanup()
    {
        m_tester.reset();
        m_model.reset();
    }

    void tree_isUnderlyingThenExpiryThenLine()
    {
        const QModelIndex btc = m_model->index(0, 0, {});
        const QModelIndex february = m_model->index(0, 0, btc);
        const QModelIndex put = m_model->index(0, 0, february);

        QCOMPARE(m_model->rowCount(), 2);
        QCOMPARE(btc.data().toString(), QStringLiteral("BTC"));
        QCOMPARE(m_model->rowCount(btc), 3);
        QCOMPARE(february.data().toString(), QStringLiteral("27FEB26"));
        QCOMPARE(put.data().toString(), QStringLiteral("27FEB26-60000-P"));
        QCOMPARE(m_model->index(2, 0, btc).data().toString(), QStringLiteral("Futures and perpetual"));
    }

    void groups_carrySumsWithinOneUnderlying()
    {
        const QModelIndex btc = m_model->index(0, 0, {});

        QCOMPARE(raw(btc, PositionsModel::Delta), 8.0 - 3.0 + 22.0 - 9.2);
        QCOMPARE(raw(m_model->index(0, 0, btc), PositionsModel::Delta), 5.0);
        QCOMPARE(raw(btc, PositionsModel::Pnl), -200.0);
    }

    void failedLine_keepsItsQuantityAndSaysWhy()
    {
        const QModelIndex bad = m_model->indexOfInstrument(QStringLiteral("BTC-27MAR26-58000-P"));

        QCOMPARE(raw(bad, PositionsModel::Quantity), 5.0);
        QVERIFY(!bad.siblingAtColumn(PositionsModel::Delta).data(item_role::Raw).isValid());
        QCOMPARE(bad.siblingAtColumn(PositionsModel::Pnl).data().toString(), QStringLiteral("no quote"));
        QCOMPARE(bad.siblingAtColumn(PositionsModel::Delta).data(Qt::ToolTipRole).toString(),
                 QStringLiteral("neither bid nor ask"));
        QVERIFY(m_model->index(0, 0, {}).data(item_role::Unit).toString().contains(QStringLiteral("without 1 line")));
    }

    void staleLine_isMutedWithItsAge()
    {
        auto old = std::make_shared<RiskReport>(*report());
        old->lines[0].state = QuoteState::Stale;
        old->lines[0].quotedAt = old->asOf - std::chrono::seconds(74);

        m_model->setReport(old);

        const QModelIndex pnl =
            m_model->indexOfInstrument(QStringLiteral("BTC-27FEB26-60000-P")).siblingAtColumn(PositionsModel::Pnl);
        QCOMPARE(pnl.data().toString(), QStringLiteral("74 s"));
        QVERIFY(pnl.data(item_role::Clock).toBool());
        QVERIFY(pnl.siblingAtColumn(PositionsModel::Delta).data(item_role::Muted).toBool());
    }

    void otcLine_hangsUnderItsExpiryAndNamesItsEngine()
    {
        auto with = std::make_shared<RiskReport>(*report());
        RiskLine otc = line("BTC-27FEB26-60000-P", 4.0, 1.5);
        otc.holding.instrument = {otcVenue, "BTC-27FEB26-60000-P-DO-50000-R250"};
        otc.holding.otc = OtcHolding{OtcEngine::MonteCarlo, std::nullopt, false};
        otc.instrument = *parseOtcName(otc.holding.instrument.name);
        otc.values->otc = OtcLine{};
        otc.values->otc->standardErrorUsd = 12.5;
        with->lines.push_back(otc);

        m_model->setReport(with);

        const QModelIndex row = m_model->indexOfInstrument(QStringLiteral("BTC-27FEB26-60000-P-DO-50000-R250"));
        QCOMPARE(row.parent().data().toString(), QStringLiteral("27FEB26"));
        QCOMPARE(row.data().toString(), QStringLiteral("60000-P DO 50k"));
        QCOMPARE(row.data(item_role::Unit).toString(), QStringLiteral("mc"));
        const QString tip = row.data(Qt::ToolTipRole).toString();
        for (const char* part : {"down-and-out put", "50,000", "rebate 250", "no venue margin", "12.50 USD"})
            QVERIFY2(tip.contains(QString::fromLatin1(part)), qPrintable(tip));
        QCOMPARE(raw(row, PositionsModel::Vega), 150.0);
    }

    void deltaColumn_namesItsRule()
    {
        const auto head = [this](int role) { return m_model->headerData(PositionsModel::Delta, Qt::Horizontal, role).toString(); };
        QVERIFY(head(Qt::DisplayRole).startsWith(QStringLiteral("Delta")));
        auto with = std::make_shared<RiskReport>(*report());
        with->delta.rule = SmileDeltaRule::MinimumVariance;

        m_model->setReport(with);

        QVERIFY(head(Qt::DisplayRole).startsWith(QStringLiteral("Δ minv")));
        QVERIFY(head(Qt::ToolTipRole).contains(QStringLiteral("not fitted")));
        with = std::make_shared<RiskReport>(*with);
        with->delta.netOfPremium = true;
        with->lines[0].values->exposure.netDeltaCoin = 6.5;
        m_model->setReport(with);
        QCOMPARE(raw(m_model->indexOfInstrument(QStringLiteral("BTC-27FEB26-60000-P")), PositionsModel::Delta), 6.5);
    }

    void inverseFuture_isShownInCoins()
    {
        const QModelIndex perpetual = m_model->indexOfInstrument(QStringLiteral("BTC-PERPETUAL"));

        QCOMPARE(raw(perpetual, PositionsModel::Quantity), -9.2);
        QVERIFY(perpetual.siblingAtColumn(PositionsModel::Quantity)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .contains(QStringLiteral("580,000")));
    }

    void sameLines_updateInPlaceAndKeepPersistentIndexes()
    {
        const QPersistentModelIndex put = m_model->indexOfInstrument(QStringLiteral("BTC-27FEB26-60000-P"));
        QSignalSpy reset(m_model.get(), &QAbstractItemModel::modelReset);
        QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);

        m_model->setReport(report(9.0));

        QCOMPARE(reset.count(), 0);
        QCOMPARE(changed.count(), 3); // the underlying, its expiry, the line
        QCOMPARE(raw(put, PositionsModel::Delta), 9.0);
    }

    void otherLines_reset()
    {
        auto shorter = std::make_shared<RiskReport>(*report());
        shorter->lines.pop_back();
        QSignalSpy reset(m_model.get(), &QAbstractItemModel::modelReset);

        m_model->setReport(shorter);

        QCOMPARE(reset.count(), 1);
        QCOMPARE(m_model->rowCount(), 1);
    }

    void byAccount_groupsUnderTheAccounts()
    {
        m_model->setGrouping(PositionGrouping::ByAccount);

        const QModelIndex btc = m_model->index(0, 0, {});
        QCOMPARE(m_model->rowCount(btc), 2);
        QCOMPARE(m_model->index(0, 0, btc).data().toString(), QStringLiteral("fund"));
        QCOMPARE(raw(m_model->index(0, 0, btc), PositionsModel::Delta), -3.0);
    }

    void unknownInstrument_standsOutsideTheTotals()
    {
        auto odd = std::make_shared<RiskReport>(*report());
        odd->lines[0].instrument.reset();
        odd->lines[0].values = Error{Errc::NotFound, "not listed in this market"};

        m_model->setReport(odd);

        QCOMPARE(m_model->index(2, 0, {}).data().toString(), QStringLiteral("Not in this market"));
        QVERIFY(!m_model->index(2, PositionsModel::Delta, {}).data(item_role::Raw).isValid());
    }

private:
    std::unique_ptr<PositionsModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

QTEST_GUILESS_MAIN(TestPositionsModel)
#include "tst_positions_model.moc"
