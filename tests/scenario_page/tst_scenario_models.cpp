#include "models/items/book_difference_model.h"
#include "models/items/limit_history_model.h"
#include "models/items/limits_model.h"
#include "models/items/loop_rounds_model.h"
#include "models/items/scenario_table_model.h"
#include "models/items/scenario_tree_model.h"
#include "models/items/var_days_model.h"
#include "models/items/whatif_legs_model.h"
#include "tests/scenario_page/lab_sample.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace ballast;
using ballast::test::LabSample;
using ballast::test::labSample;

namespace {

constexpr auto fatal = QAbstractItemModelTester::FailureReportingMode::QtTest;

QModelIndex scenarioIndex(const ScenarioTreeModel& model, const std::string& name)
{
    for (const ScenarioNode& node : model.scenarios()->nodes)
        if (node.name == name && !node.isFolder())
            return model.indexOf(node.id);
    return {};
}

} // namespace

class TestScenarioModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tree_listsFoldersScenariosAndTheirPnl()
    {
        ScenarioTreeModel model;
        const QAbstractItemModelTester tester(&model, fatal);
        const LabSample& sample = labSample();

        model.setScenarios(sample.scenarios.set, "BTC");
        model.setPicture(sample.picture);

        QCOMPARE(model.rowCount(), 3);
        const QModelIndex crash = scenarioIndex(model, "Crash with skew");
        QVERIFY(crash.isValid());
        QCOMPARE(crash.siblingAtColumn(ScenarioTreeModel::Spot).data(item_role::Raw).toDouble(), -12.0);
        const ComparedScenario* const row = sample.picture->row(sample.scenarios.chosen);
        QVERIFY(row);
        QCOMPARE(crash.siblingAtColumn(ScenarioTreeModel::Pnl).data(item_role::Raw).toDouble(),
                 *row->cells[1].pnlUsd / 1000.0);
    }

    void tree_editOfOwnScenario_isCheckedAndTold()
    {
        ScenarioTreeModel model;
        const QAbstractItemModelTester tester(&model, fatal);
        model.setScenarios(labSample().scenarios.set, "BTC");
        QSignalSpy edited(&model, &ScenarioTreeModel::fieldEdited);
        QSignalSpy refused(&model, &ScenarioTreeModel::refused);
        const QModelIndex spot = scenarioIndex(model, "Crash with skew").siblingAtColumn(ScenarioTreeModel::Spot);

        QVERIFY(model.setData(spot, QStringLiteral("-20 %"), Qt::EditRole));
        QVERIFY(!model.setData(spot, QStringLiteral("-120"), Qt::EditRole));
        QVERIFY(!model.setData(spot, QStringLiteral("much"), Qt::EditRole));

        QCOMPARE(edited.count(), 1);
        QCOMPARE(edited.at(0).at(3).toDouble(), -0.2);
        QCOMPARE(refused.count(), 2);
    }

    void tree_measuredEpisode_isNotEditable()
    {
        ScenarioTreeModel model;
        model.setScenarios(labSample().scenarios.set, "BTC");
        for (const ScenarioNode& node : model.scenarios()->nodes) {
            if (node.isFolder() || node.origin == ScenarioOrigin::Own)
                continue;
            const QModelIndex spot = model.indexOf(node.id).siblingAtColumn(ScenarioTreeModel::Spot);
            QVERIFY(!spot.flags().testFlag(Qt::ItemIsEditable));
            QVERIFY(!model.setData(spot, QStringLiteral("-1"), Qt::EditRole));
        }
    }

    void tree_newPicture_updatesInPlace()
    {
        ScenarioTreeModel model;
        const QAbstractItemModelTester tester(&model, fatal);
        model.setScenarios(labSample().scenarios.set, "BTC");
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);

        model.setPicture(labSample().picture);

        QCOMPARE(reset.count(), 0);
    }

    void table_showsThreeBooksAndTheirTotals()
    {
        ScenarioTableModel model;
        const QAbstractItemModelTester tester(&model, fatal);

        model.setPicture(labSample().picture);

        const auto scenarios = static_cast<int>(labSample().picture->comparison->rows.size());
        QCOMPARE(model.rowCount(), scenarios + 4);
        const std::optional<int> row = model.rowOfNode(labSample().scenarios.chosen);
        QVERIFY(row);
        for (const int column : {ScenarioTableModel::Book, ScenarioTableModel::WhatIf, ScenarioTableModel::Hedged})
            QVERIFY(model.index(*row, column).data(item_role::Raw).isValid());
        QVERIFY(!model.nodeAt(scenarios).has_value());
        QVERIFY(model.index(scenarios, ScenarioTableModel::Book).data(item_role::Raw).toDouble() < 0.0);
    }

    void estimatedLines_areSaidAndWarnOf()
    {
        const std::string note = "BTC-31JAN26-110000-C-UO-130000: estimated from Greeks: no grid";
        ScenarioPicture picture = *labSample().picture;
        ScenarioComparison comparison = *picture.comparison;
        for (ComparedScenario& row : comparison.rows)
            row.cells[picture.shown].estimates = {note};
        picture.comparison = std::make_shared<const ScenarioComparison>(std::move(comparison));
        const auto estimated = std::make_shared<const ScenarioPicture>(std::move(picture));
        ScenarioTableModel table;
        ScenarioTreeModel tree;
        tree.setScenarios(labSample().scenarios.set, "BTC");

        table.setPicture(estimated);
        tree.setPicture(estimated);

        const ScenarioNodeId chosen = labSample().scenarios.chosen;
        const int column = estimated->shown == 0
                               ? ScenarioTableModel::Book
                               : (estimated->hasWhatIf() ? ScenarioTableModel::WhatIf : ScenarioTableModel::Hedged);
        const QModelIndex cell = table.index(*table.rowOfNode(chosen), column);
        const QModelIndex leaf = tree.indexOf(chosen).siblingAtColumn(ScenarioTreeModel::Pnl);
        for (const QModelIndex& each : {cell, leaf}) {
            QVERIFY(each.data(Qt::ToolTipRole).toString().contains(QString::fromStdString(note)));
            QVERIFY(each.data(item_role::Warn).toBool());
        }
        table.setPicture(labSample().picture);
        QVERIFY(!cell.data(item_role::Warn).toBool());
    }

    void table_offersAHedgeOnLosingRowsOnly()
    {
        ScenarioTableModel model;
        model.setPicture(labSample().picture);
        int losing = 0;

        for (const ComparedScenario& row : labSample().picture->comparison->rows) {
            const bool loses = row.cells[1].pnlUsd.value_or(0.0) < 0.0;
            QCOMPARE(model.canHedge(*model.rowOfNode(row.node)), loses);
            losing += loses ? 1 : 0;
        }
        QVERIFY(losing > 0);
    }

    void legs_listEditsThenTheWholeBook()
    {
        WhatIfLegsModel model;
        const QAbstractItemModelTester tester(&model, fatal);

        model.setBook(labSample().whatIf.book);
        model.setPicture(labSample().picture);
        QCOMPARE(model.rowCount(), 3);
        QVERIFY(model.index(0, WhatIfLegsModel::Delta).data(item_role::Raw).isValid());
        model.setShown(LegsShown::WholeBook);

        QCOMPARE(model.rowCount(), static_cast<int>(whatIfLines(*labSample().whatIf.book).size()));
        model.setBook(std::nullopt);
        QCOMPARE(model.rowCount(), 0);
    }

    void legs_editIsCheckedAndTold_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<bool>("taken");
        QTest::newRow("quantity") << int(WhatIfLegsModel::Quantity) << QStringLiteral("-12.5") << true;
        QTest::newRow("true minus") << int(WhatIfLegsModel::Quantity) << QStringLiteral("−3") << true;
        QTest::newRow("zero quantity") << int(WhatIfLegsModel::Quantity) << QStringLiteral("0") << false;
        QTest::newRow("no number") << int(WhatIfLegsModel::Quantity) << QStringLiteral("ten") << false;
        QTest::newRow("price") << int(WhatIfLegsModel::Price) << QStringLiteral("0.0325") << true;
        QTest::newRow("no price") << int(WhatIfLegsModel::Price) << QString() << true;
        QTest::newRow("negative price") << int(WhatIfLegsModel::Price) << QStringLiteral("-1") << false;
    }

    void legs_editIsCheckedAndTold()
    {
        QFETCH(int, column);
        QFETCH(QString, typed);
        QFETCH(bool, taken);
        WhatIfLegsModel model;
        model.setBook(labSample().whatIf.book);
        QSignalSpy quantity(&model, &WhatIfLegsModel::quantityEdited);
        QSignalSpy price(&model, &WhatIfLegsModel::priceEdited);
        QSignalSpy refused(&model, &WhatIfLegsModel::refused);

        QCOMPARE(model.setData(model.index(0, column), typed, Qt::EditRole), taken);

        QCOMPARE(quantity.count() + price.count(), taken ? 1 : 0);
        QCOMPARE(refused.count(), taken ? 0 : 1);
    }

    void varDays_listTheWorstFirst()
    {
        VarDaysModel model;
        const QAbstractItemModelTester tester(&model, fatal);

        model.setReport(labSample().picture->var->books.at(1));

        QCOMPARE(model.rowCount(), 10);
        QVERIFY(model.index(0, VarDaysModel::Pnl).data(item_role::Raw).toDouble() <=
                model.index(9, VarDaysModel::Pnl).data(item_role::Raw).toDouble());
        QVERIFY(model.index(0, VarDaysModel::Moves).data().toString().contains(QStringLiteral("BTC")));
        model.setReport(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    void limits_showBothBooksAndTheirState()
    {
        LimitsModel model;
        const QAbstractItemModelTester tester(&model, fatal);

        model.setPicture(labSample().picture);

        QCOMPARE(model.rowCount(), 4);
        QVERIFY(model.index(3, LimitsModel::Live).data(item_role::Raw).isValid()); // VaR came from the slow part
        QVERIFY(model.index(0, LimitsModel::WhatIf).data(item_role::Raw).isValid());
    }

    void limitHistory_listsTheNewestFirst()
    {
        const Timestamp start = fromUnixMilliseconds(1'770'000'000'000);
        const LimitUses history{"BTC delta",
                                {{start, 8.0, LimitState::Ok, 2.0},
                                 {start + Milliseconds(60'000), 11.0, LimitState::Hard, -1.0},
                                 {start + Milliseconds(120'000), std::nullopt, LimitState::Unknown, std::nullopt}}};
        const LimitHistoryModel model(history);
        const QAbstractItemModelTester tester(const_cast<LimitHistoryModel*>(&model), fatal);

        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.index(2, LimitHistoryModel::Value).data(item_role::Raw).toDouble(), 8.0);
        QVERIFY(!model.index(0, LimitHistoryModel::Value).data(item_role::Raw).isValid());
        QCOMPARE(model.index(1, LimitHistoryModel::State).data().toString(),
                 QString::fromUtf8(limitStateWord(LimitState::Hard)));
    }

    void loopRounds_listEveryRound()
    {
        LoopRoundsModel model;
        const QAbstractItemModelTester tester(&model, fatal);
        LoopResult result;
        result.rounds = {{1, -0.12, -4e6, 1e5, 0.01, -0.13, -2e5}, {2, -0.13, -5e6, 1.2e5, 0.012, -0.132, -2.2e5}};

        model.setResult(result);

        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(1, LoopRoundsModel::Forced).data(item_role::Raw).toDouble(), -5000.0);
        model.setResult(std::nullopt);
        QCOMPARE(model.rowCount(), 0);
    }

    void bookDifference_listsWhatDiffers()
    {
        const WhatIfBook& book = *labSample().whatIf.book;
        BookDifferenceModel model(compareBooks(*book.base, *resultingBook(book)));
        const QAbstractItemModelTester tester(&model, fatal);
        int different = 0;

        for (int row = 0; row < model.rowCount(); ++row)
            different += model.index(row, BookDifferenceModel::Difference).data(item_role::Raw).toDouble() != 0.0;

        QVERIFY(different >= 2 && different <= 3);
    }
};

QTEST_GUILESS_MAIN(TestScenarioModels)
#include "tst_scenario_models.moc"
