#include "models/items/words.h"
#include "models/market/otc_name.h"
#include "tests/ui/desk_sample.h"
#include "ui/panels/chain_panel.h"
#include "ui/panels/fit_panel.h"
#include "ui/panels/frontier_panel.h"
#include "ui/panels/heatmap_panel.h"
#include "ui/panels/journal_panel.h"
#include "ui/panels/outcome_panel.h"
#include "ui/panels/pnl_panel.h"
#include "ui/panels/policy_panel.h"
#include "ui/panels/positions_panel.h"
#include "ui/panels/rich_cheap_panel.h"
#include "ui/panels/smile_grid.h"
#include "ui/panels/smile_panel.h"
#include "ui/panels/smiles_panel.h"
#include "ui/panels/surface_panel.h"
#include "ui/panels/table_export.h"
#include "ui/panels/term_panel.h"
#include "ui/panels/trades_panel.h"
#include "ui/panels/why_panel.h"
#include "widgets/before_after_bars.h"
#include "widgets/combo_button.h"
#include "widgets/expiry_strip.h"
#include "widgets/heatmap_view.h"
#include "widgets/line_chart.h"
#include "widgets/segmented_control.h"
#include "widgets/surface_view.h"
#include "widgets/table_view.h"
#include "widgets/theming.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QTest>

using namespace ballast;
using ballast::test::deskSample;
using ballast::test::deskStudy;

namespace {

template <class SomePanel>
std::unique_ptr<SomePanel> shownAlone(std::unique_ptr<SomePanel> panel)
{
    panel->resize(700, 500);
    panel->show();
    return panel;
}

HedgeScreen screen()
{
    HedgeScreen screen;
    screen.proposal = deskSample().proposal;
    screen.curves = deskSample().curves;
    screen.details = deskStudy();
    screen.approval = deskSample().open;
    screen.now = deskSample().now;
    screen.indexUsd = deskSample().picture->market->index("BTC")->priceUsd;
    return screen;
}

using PanelMaker = std::function<std::unique_ptr<Panel>(Selection*)>;

template <class SomePanel>
PanelMaker maker()
{
    return [](Selection* selection) { return std::make_unique<SomePanel>(selection); };
}

} // namespace

Q_DECLARE_METATYPE(PanelMaker)

class TestPanels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theming::apply(*qApp, Theme::dark(), Typography::standard()); }

    void everyPanel_livesAloneWithoutAndWithAPicture_data()
    {
        QTest::addColumn<PanelMaker>("make");
        QTest::newRow("chain") << maker<ChainPanel>();
        QTest::newRow("positions") << maker<PositionsPanel>();
        QTest::newRow("heatmap") << maker<HeatmapPanel>();
        QTest::newRow("surface") << PanelMaker([](Selection* selection) {
            return std::make_unique<SurfacePanel>(QStringLiteral("surface"), SurfaceSize::Small, selection);
        });
        QTest::newRow("smile") << maker<SmilePanel>();
        QTest::newRow("smiles") << maker<SmilesPanel>();
        QTest::newRow("term") << maker<TermPanel>();
        QTest::newRow("fit") << maker<FitPanel>();
        QTest::newRow("rich and cheap") << maker<RichCheapPanel>();
        QTest::newRow("policy") << maker<PolicyPanel>();
        QTest::newRow("frontier") << maker<FrontierPanel>();
        QTest::newRow("pnl") << maker<PnlPanel>();
        QTest::newRow("trades") << maker<TradesPanel>();
        QTest::newRow("outcome") << maker<OutcomePanel>();
        QTest::newRow("why") << maker<WhyPanel>();
        QTest::newRow("journal") << maker<JournalPanel>();
        QTest::newRow("entry") << maker<JournalEntryPanel>();
    }

    void everyPanel_livesAloneWithoutAndWithAPicture()
    {
        QFETCH(PanelMaker, make);
        Selection selection;
        const std::unique_ptr<Panel> panel = shownAlone(make(&selection));
        QVERIFY(!panel->grab().isNull());

        panel->showPicture(deskSample().picture);
        selection.chooseUnderlying("ETH");
        selection.chooseUnderlying("DOGE"); // not in this market

        QVERIFY(!panel->grab().isNull());
        QVERIFY(!panel->title().isEmpty());
        QVERIFY(!panel->accessibleName().isEmpty());
    }

    void hiddenPanel_waitsUntilItIsShown()
    {
        Selection selection;
        ChainPanel panel(&selection);
        panel.showPicture(deskSample().picture);
        QCOMPARE(panel.model()->rowCount(), 0);

        panel.show();

        QVERIFY(panel.model()->rowCount() > 10);
    }

    void chosenExpiryInTheStrip_movesTheSelection()
    {
        Selection selection;
        const auto panel = shownAlone(std::make_unique<ChainPanel>(&selection));
        panel->showPicture(deskSample().picture);

        panel->expiries()->setCurrentIndex(2);

        QCOMPARE(selection.expiry(), std::optional(deskSample().picture->of("BTC")->chains.at(2).expiry));
    }

    void nearStrikes_hideTheRest()
    {
        Selection selection;
        const auto panel = shownAlone(std::make_unique<ChainPanel>(&selection));
        panel->showPicture(deskSample().picture);

        panel->findChild<ComboButton*>()->setCurrentIndex(1);

        int shown = 0;
        for (int row = 0; row < panel->model()->rowCount(); ++row)
            shown += panel->table()->isRowHidden(row) ? 0 : 1;
        QCOMPARE(shown, 25);
    }

    void filteredPositions_keepTheirGroups()
    {
        Selection selection;
        const auto panel = shownAlone(std::make_unique<PositionsPanel>(&selection));
        panel->showPicture(deskSample().picture);
        const QAbstractItemModel* const rows = panel->tree()->model();
        const QAbstractItemModelTester tester(const_cast<QAbstractItemModel*>(rows),
                                              QAbstractItemModelTester::FailureReportingMode::Fatal);

        panel->filterField()->setText(QStringLiteral("perpetual"));

        QVERIFY(rows->rowCount() >= 1);
        const QModelIndex underlying = rows->index(0, 0);
        QCOMPARE(rows->rowCount(underlying), 1);
        panel->filterField()->clear();
        QVERIFY(rows->rowCount(underlying) > 1);
    }

    void otcLine_offersTheEnginesOfItsKind()
    {
        Selection selection;
        const auto panel = shownAlone(std::make_unique<PositionsPanel>(&selection));
        auto with = std::make_shared<DeskPicture>(*deskSample().picture);
        auto risk = std::make_shared<RiskReport>(*with->risk);
        RiskLine average = risk->lines.front();
        average.position = risk->lines.size();
        average.holding.instrument = {otcVenue, "BTC-27MAR26-70000-C-GEO-20MAR26-1D"};
        average.holding.otc = OtcHolding{};
        average.instrument = *parseOtcName(average.holding.instrument.name);
        risk->lines.push_back(average);
        with->risk = risk;
        panel->showPicture(with);
        std::pair<std::size_t, OtcEngine> chosen{0, OtcEngine::Analytic};
        connect(panel.get(), &PositionsPanel::otcEngineChosen, this,
                [&](std::size_t position, OtcEngine engine) { chosen = {position, engine}; });
        const auto rowOf = [&](const char* name) {
            const QModelIndex source = panel->model()->indexOfInstrument(QString::fromLatin1(name));
            return qobject_cast<const QAbstractProxyModel*>(panel->tree()->model())->mapFromSource(source);
        };

        const std::unique_ptr<QMenu> menu(panel->engineMenu(rowOf("BTC-27MAR26-70000-C-GEO-20MAR26-1D")));

        QVERIFY(menu && menu->actions().size() == 3);
        QVERIFY(menu->actions()[0]->isChecked() && !menu->actions()[1]->isEnabled()); // no grid for a geometric one
        menu->actions()[2]->trigger();
        QCOMPARE(chosen.first, average.position);
        QVERIFY(chosen.second == OtcEngine::MonteCarlo);
        QVERIFY(!panel->engineMenu(rowOf("BTC-PERPETUAL")));
    }

    void collapsedGroup_staysClosedWhenTheBookChanges()
    {
        Selection selection;
        const auto panel = shownAlone(std::make_unique<PositionsPanel>(&selection));
        panel->showPicture(deskSample().picture);
        const QAbstractItemModel* const rows = panel->tree()->model();
        const QModelIndex group = rows->index(0, 0, rows->index(0, 0));
        QVERIFY(panel->tree()->isExpanded(group));
        const QString name = group.data().toString();
        panel->tree()->collapse(group);

        auto smaller = std::make_shared<DeskPicture>(*deskSample().picture);
        auto risk = std::make_shared<RiskReport>(*smaller->risk);
        risk->lines.pop_back();
        smaller->risk = risk;
        panel->showPicture(smaller);

        const QModelIndex again = rows->index(0, 0, rows->index(0, 0));
        QCOMPARE(again.data().toString(), name);
        QVERIFY(!panel->tree()->isExpanded(again));
        QVERIFY(panel->tree()->isExpanded(rows->index(1, 0, rows->index(0, 0))));
    }

    void heatmap_switchesGreekAndAxes()
    {
        Selection selection;
        const auto panel = shownAlone(std::make_unique<HeatmapPanel>(&selection));
        panel->showPicture(deskSample().picture);
        QCOMPARE(panel->title(), QStringLiteral("Vega by strike and expiry"));
        const std::optional<double> vega = panel->view()->matrix().total;

        panel->greeks()->setCurrentIndex(0);
        QCOMPARE(panel->title(), QStringLiteral("Delta by strike and expiry"));
        QVERIFY(panel->view()->matrix().total != vega);
        panel->layouts()->setCurrentIndex(1);

        const ScenarioGrid& grid = *deskSample().picture->of("BTC")->grid;
        const HeatmapMatrix& matrix = panel->view()->matrix();
        QCOMPARE(static_cast<std::size_t>(matrix.columns.size()), grid.axes.spotMoves.size());
        QCOMPARE(static_cast<std::size_t>(matrix.rows.size()), grid.axes.volMoves.size());
        QVERIFY(matrix.now);
        QCOMPARE(*matrix.rows.at(0).cells.at(0),
                 grid.at(0, grid.axes.volMoves.size() - 1) / 1000.0); // highest vol on top
        QVERIFY(std::abs(*matrix.rows.at(matrix.now->y()).cells.at(matrix.now->x())) < 1e-6);
    }

    void surface_highlightsTheChosenExpiry()
    {
        Selection selection;
        const auto panel =
            shownAlone(std::make_unique<SurfacePanel>(QStringLiteral("surface"), SurfaceSize::Small, &selection));
        panel->showPicture(deskSample().picture);
        const VolSurface& surface = *deskSample().picture->of("BTC")->surface;

        selection.chooseStrike(surface.slices.front().expiry, surface.slices.front().forward);
        QCOMPARE(panel->view()->mesh().highlightedRow, std::optional(0));
        selection.chooseExpiry(surface.slices.back().expiry);

        QCOMPARE(panel->view()->mesh().highlightedRow,
                 std::optional(static_cast<int>(panel->view()->mesh().ys.size()) - 1));
    }

    void clickOnTheSurface_choosesExpiryAndStrike()
    {
        Selection selection;
        const auto panel =
            shownAlone(std::make_unique<SurfacePanel>(QStringLiteral("surface"), SurfaceSize::Small, &selection));
        panel->showPicture(deskSample().picture);

        Q_EMIT panel->view()->nodeClicked(0, 16);

        const SviSlice& nearest = deskSample().picture->of("BTC")->surface->slices.front();
        QCOMPARE(selection.expiry(), std::optional(nearest.expiry));
        QVERIFY(std::abs(*selection.strike() / nearest.forward - 1.0) < 0.02); // the middle column is about the money
    }

    void smallSmile_choosesItsExpiry()
    {
        Selection selection;
        const auto panel = shownAlone(std::make_unique<SmilesPanel>(&selection));
        panel->showPicture(deskSample().picture);

        Q_EMIT panel->grid()->smileChosen(9);

        QCOMPARE(selection.expiry(), std::optional(deskSample().picture->of("BTC")->surface->slices.back().expiry));
        QVERIFY(panel->grid()->smiles().at(9).chosen);
    }

    void smile_showsQuotesAndOwnPositions()
    {
        Selection selection;
        const auto panel = shownAlone(std::make_unique<SmilePanel>(&selection));
        panel->showPicture(deskSample().picture);
        const auto& lines = deskSample().picture->risk->lines;
        const auto option = std::find_if(lines.begin(), lines.end(), [](const RiskLine& each) {
            return each.instrument && isOption(*each.instrument) && each.instrument->underlying == "BTC";
        });
        QVERIFY(option != lines.end());
        const RiskLine& line = *option;

        selection.chooseUnderlying(line.instrument->underlying);
        selection.chooseStrike(*line.instrument->expiry, *line.instrument->strike);

        const ChartContent& content = panel->chart()->content();
        QVERIFY(!content.whiskers.isEmpty());
        QVERIFY(std::any_of(content.markers.begin(), content.markers.end(),
                            [&](const ChartMarker& marker) { return marker.x == *line.instrument->strike; }));
        QCOMPARE(panel->expiries()->currentText(), expiryText(*line.instrument->expiry));
        panel->kinds()->setCurrentIndex(1);
        QCOMPARE(panel->title(), QStringLiteral("Term structure"));
    }

    void richCheap_choosesTheInstrument()
    {
        Selection selection;
        const auto panel = shownAlone(std::make_unique<RichCheapPanel>(&selection));
        panel->showPicture(deskSample().picture);
        QVERIFY(panel->table()->model()->rowCount() > 20);

        panel->table()->selectRow(4);

        QVERIFY(selection.expiry() && selection.strike());
        const QString chosen = panel->table()->model()->index(4, 0).data().toString();
        QVERIFY(chosen.startsWith(expiryText(*selection.expiry())));
    }

    void policy_keepsTheLastValidNumber()
    {
        Selection selection;
        const auto panel = shownAlone(std::make_unique<PolicyPanel>(&selection));
        panel->showPolicy(deskSample().policy);
        QSignalSpy edited(panel.get(), &PolicyPanel::policyEdited);

        panel->legsField()->setText(QStringLiteral("many"));
        QTest::keyClick(panel->legsField(), Qt::Key_Return);
        QCOMPARE(edited.count(), 0);
        QCOMPARE(panel->policy().maxLegs, std::optional(6));
        QVERIFY(panel->legsField()->property("invalid").toBool());
        panel->legsField()->setText(QStringLiteral("4"));
        QTest::keyClick(panel->legsField(), Qt::Key_Return);

        QCOMPARE(edited.count(), 1);
        QCOMPARE(panel->policy().maxLegs, std::optional(4));
        QVERIFY(!panel->legsField()->property("invalid").toBool());
    }

    void editedBand_goesIntoTheProposal()
    {
        Selection selection;
        const auto panel = shownAlone(std::make_unique<PolicyPanel>(&selection));
        panel->showPolicy(deskSample().policy);
        panel->showPicture(deskSample().picture);
        QSignalSpy proposed(panel.get(), &PolicyPanel::proposeRequested);

        QVERIFY(panel->bands()->setData(panel->bands()->index(0, PolicyBandsModel::Upper), QStringLiteral("1.25"),
                                        Qt::EditRole));
        QTest::mouseClick(panel->proposeButton(), Qt::LeftButton);

        QCOMPARE(proposed.count(), 1);
        QCOMPARE(proposed.at(0).at(0).value<HedgePolicy>().bands.at(0).upper, std::optional(1.25));
    }

    void hedgePanels_showTheProposal()
    {
        QVERIFY2(!deskSample().proposal->trades.empty(), deskSample().proposal->message.c_str());
        Selection selection;
        const auto outcome = shownAlone(std::make_unique<OutcomePanel>(&selection));
        const auto frontier = shownAlone(std::make_unique<FrontierPanel>(&selection));
        const auto pnl = shownAlone(std::make_unique<PnlPanel>(&selection));
        pnl->showPicture(deskSample().picture);
        QCOMPARE(pnl->chart()->content().curves.first().name, QStringLiteral("book")); // alone, with its break-evens

        outcome->showHedge(screen());
        frontier->showHedge(screen());
        pnl->showHedge(screen());

        QVERIFY(outcome->bars()->rows().size() >= 3);
        QCOMPARE(static_cast<std::size_t>(frontier->chart()->content().curves.at(0).points.size()),
                 deskStudy()->frontier.size());
        QVERIFY(pnl->chart()->content().curves.size() >= 3); // and break-evens
        const QList<ChartCurve> curves = pnl->chart()->content().curves;
        for (qsizetype i = 0; i < curves.at(0).points.size(); ++i)
            QVERIFY(std::abs(curves.at(0).points.at(i).y() - curves.at(1).points.at(i).y() -
                             curves.at(2).points.at(i).y()) < 1e-9);
    }

    void recomputedTrades_keepTheLegThatWasLeftOut()
    {
        Selection selection;
        const auto panel = shownAlone(std::make_unique<TradesPanel>(&selection));
        panel->showHedge(screen());
        const int legs = panel->model()->legCount();
        QVERIFY(
            panel->model()->setData(panel->model()->index(0, TradesModel::Include), Qt::Unchecked, Qt::CheckStateRole));

        auto fewer = std::make_shared<HedgeProposal>(*deskSample().proposal);
        fewer->trades.erase(fewer->trades.begin());
        HedgeScreen recomputed = screen();
        recomputed.proposal = fewer;
        panel->showHedge(recomputed);

        QCOMPARE(panel->model()->legCount(), legs);
        QCOMPARE(panel->model()->quantities().front(), 0.0);
    }

    void exportedCells_cannotBeFormulas()
    {
        QStandardItemModel model(1, 2);
        model.setItem(0, 0, new QStandardItem(QStringLiteral("=HYPERLINK(\"x\")")));
        model.setItem(0, 1, new QStandardItem(QStringLiteral("a,b")));

        const QString csv = tableAsCsv(model);

        QVERIFY(csv.contains(QStringLiteral("\"'=HYPERLINK(\"\"x\"\")\"")) ||
                csv.contains(QStringLiteral("'=HYPERLINK")));
        QVERIFY(csv.contains(QStringLiteral("\"a,b\"")));
    }

    void exportedPositions_carryFullPrecisionOfEveryLine()
    {
        Selection selection;
        const auto panel = shownAlone(std::make_unique<PositionsPanel>(&selection));
        panel->showPicture(deskSample().picture);

        const QString csv = tableAsCsv(*panel->model());

        const QStringList lines = csv.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QVERIFY(lines.size() > static_cast<qsizetype>(deskSample().picture->risk->lines.size()));
        const double delta = deskSample().picture->risk->byUnderlying.front().total.deltaCoin;
        QVERIFY(std::any_of(lines.begin(), lines.end(), [&](const QString& line) {
            const QStringList cells = line.split(QLatin1Char(','));
            return cells.at(0) == QStringLiteral("BTC") && cells.at(4).toDouble() == delta;
        }));
    }
};

QTEST_MAIN(TestPanels)
#include "tst_panels.moc"
