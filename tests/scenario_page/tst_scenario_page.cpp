#include "tests/scenario_page/lab_sample.h"
#include "tests/ui/desk_sample.h"
#include "ui/panels/chain_panel.h"
#include "ui/scenario/chart_panels.h"
#include "ui/scenario/compare_panel.h"
#include "ui/scenario/editor_panel.h"
#include "ui/scenario/feedback_panel.h"
#include "ui/scenario/leg_drop.h"
#include "ui/scenario/legs_panel.h"
#include "ui/scenario/limit_dialog.h"
#include "ui/scenario/map_panel.h"
#include "ui/scenario/picture_export.h"
#include "ui/scenario/risk_panels.h"
#include "ui/scenario/scenario_content.h"
#include "ui/scenario/scenario_hub.h"
#include "ui/scenario/scenario_page.h"
#include "ui/scenario/tree_panel.h"
#include "ui/scenario/work_strip.h"
#include "widgets/banner.h"
#include "widgets/combo_button.h"
#include "widgets/heatmap_view.h"
#include "widgets/histogram_view.h"
#include "widgets/line_chart.h"
#include "widgets/page_tabs.h"
#include "widgets/slider_row.h"
#include "widgets/table_view.h"
#include "widgets/theming.h"
#include "widgets/tornado_bars.h"
#include "widgets/waterfall_bars.h"

#include <QAbstractScrollArea>
#include <QCheckBox>
#include <QComboBox>
#include <QDropEvent>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace ballast;
using ballast::test::deskSample;
using ballast::test::LabSample;
using ballast::test::labSample;
using ballast::test::showLab;

namespace {

// The sample with its what-if book taken away.
LabSample liveOnly()
{
    LabSample sample = labSample();
    sample.whatIf = {};
    return sample;
}

ScenarioNodeId nodeNamed(const std::string& name)
{
    for (const ScenarioNode& node : labSample().scenarios.set->nodes)
        if (node.name == name)
            return node.id;
    return {};
}

} // namespace

class TestScenarioPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theming::apply(*qApp, Theme::dark(), Typography::standard()); }

    void init()
    {
        m_selection = std::make_unique<Selection>();
        m_page = std::make_unique<ScenarioPage>(m_selection.get());
        m_page->resize(1920, 900);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        for (Panel* const panel : m_page->panels())
            panel->showPicture(deskSample().picture);
        showLab(*m_page->hub(), labSample());
    }

    void cleanup()
    {
        m_page.reset();
        m_selection.reset();
    }

    void sizes_renderInBothThemes_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<bool>("dark");
        QTest::newRow("wide-dark") << 1920 << true;
        QTest::newRow("wide-light") << 1920 << false;
        QTest::newRow("tabs-dark") << 1921 << true; // what stands behind
        QTest::newRow("middle-dark") << 1440 << true;
        QTest::newRow("narrow-dark") << 1276 << true;
    }

    // Also the way to look at the page: BALLAST_PICTURES names a folder to keep them in.
    void sizes_renderInBothThemes()
    {
        QFETCH(int, width);
        QFETCH(bool, dark);
        QTemporaryDir temporary;
        const QString folder = qEnvironmentVariable("BALLAST_PICTURES", temporary.path());
        Theming::apply(*qApp, dark ? Theme::dark() : Theme::light(), Typography::standard());
        m_page->resize(width, 900);
        QCoreApplication::processEvents();
        if (width == 1921)
            for (QWidget* const panel : QList<QWidget*>{m_page->explain(), m_page->limits(), m_page->feedback()})
                panel->parentWidget()->raise();
        QCoreApplication::processEvents();

        const QPixmap picture = m_page->grab();

        QCOMPARE(picture.deviceIndependentSize().toSize().width(), width);
        QVERIFY(picture.save(folder + QStringLiteral("/scenarios-") + QString::fromUtf8(QTest::currentDataTag()) +
                             QStringLiteral(".png")));
        Theming::apply(*qApp, Theme::dark(), Typography::standard());
    }

    void whatIfBook_isFramedAndBannered()
    {
        QVERIFY(m_page->banner()->isVisible());
        QVERIFY(m_page->banner()->accessibleName().contains(QStringLiteral("Crash and put spread")));
        const QImage picture = m_page->grab().toImage();
        const QColor frame = Theme::of().criticalFill;
        QCOMPARE(picture.pixelColor(1, 500), frame);
        QCOMPARE(picture.pixelColor(picture.width() - 2, 500), frame);

        showLab(*m_page->hub(), liveOnly());

        QVERIFY(!m_page->banner()->isVisible());
        QVERIFY(m_page->grab().toImage().pixelColor(1, 500) != frame);
    }

    void dragOfASlider_tellsEveryPositionAndOneEdit()
    {
        SliderRow* const spot = m_page->editor()->row(ShockField::Spot);
        QSignalSpy edited(m_page->hub(), &ScenarioHub::fieldEdited);
        const QPoint at(int(spot->width() * 0.45), spot->height() / 2);

        QTest::mousePress(spot, Qt::LeftButton, {}, at);
        QTest::mouseMove(spot, at + QPoint(6, 0));
        QTest::mouseMove(spot, at + QPoint(12, 0));
        QTest::mouseRelease(spot, Qt::LeftButton, {}, at + QPoint(12, 0));

        QVERIFY(edited.count() >= 3);
        for (int i = 0; i + 1 < edited.count(); ++i)
            QCOMPARE(edited.at(i).at(4).value<EditStage>(), EditStage::Dragging);
        QCOMPARE(edited.last().at(4).value<EditStage>(), EditStage::Step);
        QCOMPARE(edited.last().at(3).toDouble(), edited.at(edited.count() - 2).at(3).toDouble());
    }

    void typedShock_isCheckedBeforeItIsTold()
    {
        SliderRow* const spot = m_page->editor()->row(ShockField::Spot);
        QSignalSpy edited(m_page->hub(), &ScenarioHub::fieldEdited);
        QSignalSpy said(m_page->hub(), &ScenarioHub::said);

        Q_EMIT spot->typed(QStringLiteral("-150"));
        QCOMPARE(edited.count(), 0);
        QCOMPARE(said.count(), 1);
        QVERIFY(!spot->field()->toolTip().isEmpty());
        Q_EMIT spot->typed(QStringLiteral("-15"));

        QCOMPARE(edited.count(), 1);
        QCOMPARE(edited.at(0).at(3).toDouble(), -0.15);
        QVERIFY(spot->field()->toolTip().isEmpty());
    }

    void measuredEpisode_isReadOnly()
    {
        LabSample sample = labSample();
        for (const ScenarioNode& node : sample.scenarios.set->nodes)
            if (node.origin == ScenarioOrigin::Episode && !node.isFolder())
                sample.scenarios.chosen = node.id;
        showLab(*m_page->hub(), sample);
        QSignalSpy edited(m_page->hub(), &ScenarioHub::fieldEdited);

        QTest::keyClick(m_page->editor()->row(ShockField::Spot), Qt::Key_Right);

        QCOMPARE(edited.count(), 0);
        QVERIFY(m_page->editor()->row(ShockField::Spot)->field()->isReadOnly());
    }

    void targetUnderlying_getsAShockOfItsOwn()
    {
        m_page->editor()->target()->setCurrentText(QStringLiteral("ETH"));
        QSignalSpy edited(m_page->hub(), &ScenarioHub::fieldEdited);

        QTest::keyClick(m_page->editor()->row(ShockField::VolPoints), Qt::Key_Right);

        QVERIFY(edited.count() >= 1);
        QCOMPARE(edited.at(0).at(1).value<std::string>(), std::string("ETH"));
    }

    void cellOfTheMap_becomesTheScenario()
    {
        QSignalSpy edited(m_page->hub(), &ScenarioHub::wholeEdited);
        HeatmapView* const view = m_page->map()->view();
        const BookMap& map = *labSample().picture->map;

        QTest::mouseClick(view, Qt::LeftButton, {}, view->cellRect(2, 3).center().toPoint());

        QCOMPARE(edited.count(), 1);
        const Scenario scenario = edited.at(0).at(1).value<Scenario>();
        QCOMPARE(shockFor(scenario, "BTC").spot, map.columns.values[2]);
        QCOMPARE(shockFor(scenario, "BTC").volPoints, map.rows.values[3]);
        QCOMPARE(shockFor(scenario, "BTC").skew25d, 6.0); // the rest stays
    }

    void map_showsThePicture()
    {
        const HeatmapMatrix& matrix = m_page->map()->view()->matrix();
        const BookMap& map = *labSample().picture->map;

        QCOMPARE(matrix.rows.size(), qsizetype(map.rows.values.size()));
        QCOMPARE(*matrix.rows.at(4).cells.at(5), *map.at(4, 5) / 1000.0);
        QCOMPARE(matrix.now, std::optional(QPoint(8, 8)));
        QVERIFY(matrix.chosen.has_value());
    }

    void curves_haveDatesBreakEvensAndTheDistribution()
    {
        const ChartContent& chart = m_page->curves()->chart()->content();

        QCOMPARE(chart.curves.size(), 4);
        QVERIFY(chart.density.has_value());
        QCOMPARE(chart.curves.last().role, CurveRole::Main);
    }

    void factors_sumWithTheirInteractionToTheScenario()
    {
        const QList<TornadoRow> rows = contributionRows(*labSample().picture);
        double sum = 0.0;
        for (qsizetype i = 0; i + 1 < rows.size(); ++i)
            sum += *rows.at(i).up;

        QVERIFY(rows.size() >= 3);
        QVERIFY(std::abs(sum - *rows.last().up) < 1e-9 * std::max(1.0, std::abs(sum)));
    }

    void explain_waterfallEndsAtTheSum()
    {
        WaterfallBars* const bars = m_page->explain()->bars();
        const PnlExplain& explain = *labSample().picture->explain->explain;
        m_page->explain()->parentWidget()->raise();

        QVERIFY(std::abs(m_page->hub()->picture()->explain->explain->parts.total() - explain.pnlUsd) < 0.01);
        double sum = 0.0;
        for (const WaterfallStep& step : explainSteps(explain))
            sum += step.value;
        QVERIFY(std::abs(sum - explain.pnlUsd) < 0.01);
        QVERIFY(bars);
    }

    void unexplainedBeyondTheBound_isAlarming()
    {
        PnlExplain explain;
        explain.parts.delta = 1000.0;
        explain.parts.unexplained = 80.0;
        explain.pnlUsd = 1080.0;
        explain.grossUsd = 1080.0;
        explain.unexplainedShare = 80.0 / 1080.0;
        QVERIFY(explainSteps(explain).last().alarming);

        explain.unexplainedShare = 0.03;

        QVERIFY(!explainSteps(explain).last().alarming);
    }

    void var_histogramHoldsEveryScenario()
    {
        const VarReport& report = *labSample().picture->var->books.at(1);
        const HistogramContent content = varHistogram(report);
        double count = 0.0;
        for (const double each : content.counts)
            count += each;

        QCOMPARE(count, double(report.pnlUsd.size()));
        QCOMPARE(content.marks.size(), 2);
        QVERIFY(content.marks.at(0).low.has_value());
        QVERIFY(content.marks.at(1).at >= content.marks.at(0).at); // VaR is the smaller loss
    }

    void hedgeThis_asksForTheLossThenHandsOver()
    {
        QSignalSpy confirmed(m_page->hub(), &ScenarioHub::hedgeConfirmed);
        ComparePanel* const compare = m_page->compare();
        const int row = *compare->model()->rowOfNode(nodeNamed("Crash with skew"));
        QVERIFY(compare->model()->canHedge(row));

        compare->hedgeRow(row);
        auto* const dialog = m_page->findChild<QInputDialog*>();
        QVERIFY(dialog);
        dialog->setDoubleValue(90'000.0);
        dialog->accept();

        QCOMPARE(confirmed.count(), 1);
        QCOMPARE(confirmed.at(0).at(0).value<Scenario>().name, std::string("Crash with skew"));
        QCOMPARE(confirmed.at(0).at(1).toDouble(), 90'000.0);
    }

    void droppedLeg_isAdded()
    {
        QMimeData legs;
        legs.setData(QString::fromLatin1(legsMimeType), QByteArrayLiteral("BTC-PERPETUAL"));
        QSignalSpy added(m_page->hub(), &ScenarioHub::legAdded);

        QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &legs, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_page->legs(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(20, 20), Qt::CopyAction, &legs, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_page->legs(), &drop);

        QCOMPARE(added.count(), 1);
        QCOMPARE(added.at(0).at(0).toString(), QStringLiteral("BTC-PERPETUAL"));
    }

    // From the chain of any page: the page's tab takes the leg, or brings the page when the drag rests on it.
    void legDroppedOnTheTab_isAdded()
    {
        PageTabs tabs;
        tabs.setPages({QStringLiteral("Desk"), QStringLiteral("Scenarios")});
        tabs.resize(tabs.sizeHint());
        auto* const target = new LegDrop(&tabs, 1);
        connect(target, &LegDrop::dropped, m_page.get(), &ScenarioPage::addDropped);
        QSignalSpy added(m_page->hub(), &ScenarioHub::legAdded);
        QSignalSpy wanted(target, &LegDrop::pageWanted);
        QMimeData legs;
        legs.setData(QString::fromLatin1(legsMimeType), QByteArrayLiteral("BTC-PERPETUAL"));
        const QPoint there = tabs.pageRect(1).center();
        const QPoint elsewhere = tabs.pageRect(0).center();

        QDragEnterEvent enter(elsewhere, Qt::CopyAction, &legs, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&tabs, &enter);
        QVERIFY(enter.isAccepted());
        QDragMoveEvent beside(elsewhere, Qt::CopyAction, &legs, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&tabs, &beside);
        QVERIFY(!beside.isAccepted());
        QDragMoveEvent over(there, Qt::CopyAction, &legs, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&tabs, &over);
        QVERIFY(over.isAccepted());
        QTRY_COMPARE(wanted.count(), 1); // rested: the page comes, nothing is added yet
        QCOMPARE(added.count(), 0);
        QDropEvent drop(QPointF(there), Qt::CopyAction, &legs, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&tabs, &drop);

        QCOMPARE(added.count(), 1);
        QCOMPARE(added.at(0).at(0).toString(), QStringLiteral("BTC-PERPETUAL"));
        QCOMPARE(added.at(0).at(1).toDouble(), 1.0);
        QCOMPARE(wanted.count(), 2);
    }

    void somethingElseOnTheTab_isRefused()
    {
        PageTabs tabs;
        tabs.setPages({QStringLiteral("Desk"), QStringLiteral("Scenarios")});
        tabs.resize(tabs.sizeHint());
        auto* const target = new LegDrop(&tabs, 1);
        QSignalSpy dropped(target, &LegDrop::dropped);
        QMimeData text;
        text.setText(QStringLiteral("BTC-PERPETUAL"));

        QDragEnterEvent enter(tabs.pageRect(1).center(), Qt::CopyAction, &text, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&tabs, &enter);

        QVERIFY(!enter.isAccepted());
        QCOMPARE(dropped.count(), 0);
    }

    void typedLeg_isAdded()
    {
        QSignalSpy added(m_page->hub(), &ScenarioHub::legAdded);
        m_page->legs()->addField()->setText(QStringLiteral("BTC-PERPETUAL -50000"));

        QTest::keyClick(m_page->legs()->addField(), Qt::Key_Return);

        QCOMPARE(added.count(), 1);
        QCOMPARE(added.at(0).at(1).toDouble(), -50'000.0);
        QVERIFY(m_page->legs()->addField()->text().isEmpty());
    }

    void deleteKey_removesTheLeg()
    {
        QSignalSpy removed(m_page->hub(), &ScenarioHub::legRemoved);
        m_page->legs()->table()->selectRow(0);

        QTest::keyClick(m_page->legs()->table(), Qt::Key_Delete);

        QCOMPARE(removed.count(), 1);
    }

    void undoKeys_askForUndoAndRedo()
    {
        QSignalSpy undone(m_page->hub(), &ScenarioHub::undoWanted);
        QSignalSpy redone(m_page->hub(), &ScenarioHub::redoWanted);
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        m_page->tree()->tree()->setFocus();

        QTest::keyClick(m_page->tree()->tree(), Qt::Key_Z, Qt::ControlModifier);
        QTest::keyClick(m_page->tree()->tree(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);

        QCOMPARE(undone.count(), 1);
        QCOMPARE(redone.count(), 1);
    }

    void longWork_showsProgressAndCancel()
    {
        auto* const strip = m_page->findChild<WorkStrip*>();
        QVERIFY(strip && !strip->isVisible());
        QSignalSpy cancelled(m_page->hub(), &ScenarioHub::cancelWanted);

        m_page->hub()->showRunning(true);
        m_page->hub()->showProgress(QStringLiteral("map"), 40, 221);
        QVERIFY(!strip->isVisible()); // not for what is over within a second
        QTRY_VERIFY(strip->isVisible());
        QTest::mouseClick(strip->findChild<QPushButton*>(), Qt::LeftButton);
        QCOMPARE(cancelled.count(), 1);
        m_page->hub()->showRunning(false);

        QVERIFY(!strip->isVisible());
    }

    void export_writesPngAndPdf()
    {
        QTemporaryDir folder;
        const QString png = folder.filePath(QStringLiteral("map.png"));
        const QString pdf = folder.filePath(QStringLiteral("map.pdf"));

        QVERIFY(writePicture(*m_page->map()->view(), QStringLiteral("Map"), PictureFile::Png, png));
        QVERIFY(writePicture(*m_page->map()->view(), QStringLiteral("Map"), PictureFile::Pdf, pdf));

        QVERIFY(!QImage(png).isNull());
        QFile file(pdf);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().startsWith("%PDF-"));
        QVERIFY(!writePicture(*m_page->map()->view(), QStringLiteral("Map"), PictureFile::Png,
                              folder.filePath(QStringLiteral("missing/map.png"))));
    }

    void limitDialog_acceptsSoundLimitsOnly()
    {
        LimitDialog dialog({}, false);
        QSignalSpy entered(&dialog, &LimitDialog::limitEntered);

        dialog.accept();
        QCOMPARE(entered.count(), 0);
        QVERIFY(!dialog.problem()->text().isEmpty());
        dialog.hardUpper()->setText(QStringLiteral("many"));
        dialog.accept();
        QCOMPARE(entered.count(), 0);
        dialog.hardUpper()->setText(QStringLiteral("250,000"));
        dialog.accept();

        QCOMPARE(entered.count(), 1);
        QCOMPARE(entered.at(0).at(0).value<Limit>().hard.upper, std::optional(250'000.0));
    }

    void limitHistory_isShownInADialog()
    {
        const LimitUses history{"BTC delta", {{deskSample().now, 8.0, LimitState::Ok, 2.0}}};

        Q_EMIT m_page->hub()->limitHistoryRead(history);

        auto* const dialog = m_page->limits()->findChild<QDialog*>();
        QVERIFY(dialog);
        QVERIFY(dialog->windowTitle().contains(QStringLiteral("BTC delta")));
        QCOMPARE(dialog->findChild<TableView*>()->model()->rowCount(), 1);
    }

    void focusableWidgets_haveAccessibleNames()
    {
        for (const QWidget* const widget : m_page->findChildren<QWidget*>()) {
            const auto* const button = qobject_cast<const QAbstractButton*>(widget);
            if (!(widget->focusPolicy() & Qt::TabFocus) || !widget->isVisible() || isViewport(widget))
                continue;
            const bool named = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
            QVERIFY2(named, widget->metaObject()->className());
        }
    }

private:
    static bool isViewport(const QWidget* widget)
    {
        const auto* const area = qobject_cast<const QAbstractScrollArea*>(widget->parentWidget());
        return area && area->viewport() == widget;
    }

    std::unique_ptr<Selection> m_selection;
    std::unique_ptr<ScenarioPage> m_page;
};

QTEST_MAIN(TestScenarioPage)
#include "tst_scenario_page.moc"
