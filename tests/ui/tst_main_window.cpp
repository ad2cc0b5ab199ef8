#include "models/items/words.h"
#include "tests/scenario_page/lab_sample.h"
#include "tests/ui/desk_sample.h"
#include "ui/dialogs/kill_dialogs.h"
#include "ui/dialogs/tour.h"
#include "ui/main_actions.h"
#include "ui/main_window.h"
#include "ui/pages.h"
#include "ui/panels/chain_panel.h"
#include "ui/panels/heatmap_panel.h"
#include "ui/panels/journal_panel.h"
#include "ui/panels/policy_panel.h"
#include "ui/panels/positions_panel.h"
#include "ui/panels/trades_panel.h"
#include "ui/panels/why_panel.h"
#include "ui/scenario/scenario_page.h"
#include "widgets/banner.h"
#include "widgets/decision_block.h"
#include "widgets/proposal_strip.h"
#include "widgets/segmented_control.h"
#include "widgets/table_view.h"
#include "widgets/theming.h"
#include "widgets/tile_strip.h"
#include "widgets/top_bar.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QDropEvent>
#include <QLineEdit>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSortFilterProxyModel>
#include <QTemporaryDir>
#include <QTabBar>
#include <QTest>

using namespace ballast;
using ballast::test::deskSample;
using ballast::test::DeskSample;
using ballast::test::deskStudy;

namespace {

void show(MainWindow& window, const DeskSample& sample)
{
    window.showPolicy(sample.policy);
    window.showPicture(sample.picture);
    window.showFeeds(sample.feeds);
    window.showJournal(sample.journal);
    window.showClock(sample.now);
    ballast::test::showLab(*window.scenarios()->hub(), ballast::test::labSample());
}

void offer(MainWindow& window, const DeskSample& sample)
{
    window.showProposal(sample.proposal, sample.curves);
    window.showHedgeDetails(deskStudy());
    window.showApproval(sample.open);
}

QString pathOf(const QWidget* widget)
{
    QStringList path;
    for (; widget; widget = widget->parentWidget())
        path.prepend(QString::fromLatin1(widget->metaObject()->className()) + QLatin1Char(' ') + widget->objectName());
    return path.join(QStringLiteral(" > "));
}

// Scroll areas hand the focus of their viewports on.
bool isViewport(const QWidget* widget)
{
    const auto* const area = qobject_cast<const QAbstractScrollArea*>(widget->parentWidget());
    return area && area->viewport() == widget;
}

QPushButton* buttonNamed(const QWidget& parent, const QString& text)
{
    for (QPushButton* const button : parent.findChildren<QPushButton*>())
        if (button->text().contains(text))
            return button;
    return nullptr;
}

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theming::apply(*qApp, Theme::dark(), Typography::standard()); }

    void init()
    {
        m_window = std::make_unique<MainWindow>();
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        show(*m_window, deskSample());
    }

    void cleanup() { m_window.reset(); }

    // Also the way to look at the pages: BALLAST_PICTURES names a folder to keep them in.
    void everyPage_rendersInBothThemes_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("dark") << true;
        QTest::newRow("light") << false;
    }

    void everyPage_rendersInBothThemes()
    {
        QFETCH(bool, dark);
        Theming::apply(*qApp, dark ? Theme::dark() : Theme::light(), Typography::standard());
        QTemporaryDir temporary;
        const QString folder = qEnvironmentVariable("BALLAST_PICTURES", temporary.path());
        offer(*m_window, deskSample());
        const double strike = m_window->desk()->chain()->model()->chain().rows.at(10).strike;
        m_window->selection()->chooseStrike(m_window->desk()->chain()->model()->chain().expiry, strike);

        for (const Page* const page : m_window->pages()) {
            m_window->showPage(static_cast<int>(m_window->pages().indexOf(page)));
            QCoreApplication::processEvents();
            const QPixmap picture = m_window->grab();

            QCOMPARE(picture.deviceIndependentSize().toSize(), QSize(1920, 1080));
            QVERIFY(picture.save(folder + QLatin1Char('/') + page->id() +
                                 (dark ? QStringLiteral("-dark.png") : QStringLiteral("-light.png"))));
        }
        Theming::apply(*qApp, Theme::dark(), Typography::standard());
    }

    void everyState_renders_data()
    {
        QTest::addColumn<QString>("state");
        for (const char* const state : {"empty", "spot-vol", "halted", "void", "infeasible", "middle", "narrow",
                                        "ether", "tour", "surface-1280", "surface-1280-light", "surface-stale"})
            QTest::newRow(state) << QString::fromLatin1(state);
    }

    void everyState_renders()
    {
        QFETCH(QString, state);
        QTemporaryDir temporary;
        const QString folder = qEnvironmentVariable("BALLAST_PICTURES", temporary.path());
        if (state == QStringLiteral("empty")) {
            m_window = std::make_unique<MainWindow>();
            m_window->show();
        }
        offerIn(state);
        QCoreApplication::processEvents();
        const QPixmap picture = m_window->grab();

        QVERIFY(!picture.isNull());
        QVERIFY(picture.save(folder + QStringLiteral("/state-") + state + QStringLiteral(".png")));
        Theming::apply(*qApp, Theme::dark(), Typography::standard());
    }

    void rearrangedPage_keepsTheFirstTabsInFront()
    {
        m_window->showPage(1);
        m_window->resize(1280, 800);
        QCoreApplication::processEvents();

        QStringList front;
        for (const QTabBar* const tabs : m_window->surface()->findChildren<QTabBar*>(Qt::FindDirectChildrenOnly))
            if (tabs->isVisible())
                front << tabs->tabText(tabs->currentIndex());
        front.sort();
        QCOMPARE(front, (QStringList{QStringLiteral("Rich and cheap"), QStringLiteral("Term structure")}));
    }

    void picture_fillsTilesAndTitle()
    {
        QVERIFY(m_window->windowTitle().contains(QStringLiteral("SIMULATED")));
        QCOMPARE(m_window->tiles()->tiles().at(0).label, QStringLiteral("Book"));
        QVERIFY(m_window->tiles()->tiles().at(4).gauge.has_value());
    }

    void chosenLine_movesTheChainAndTheSmile()
    {
        const DeskSample& sample = deskSample();
        const RiskLine* option = nullptr;
        for (const RiskLine& line : sample.picture->risk->lines)
            if (line.instrument && isOption(*line.instrument) && line.instrument->underlying == "BTC")
                option = &line;
        QVERIFY(option);
        PositionsPanel* const positions = m_window->desk()->positions();

        const QModelIndex source = positions->model()->indexOfInstrument(words(option->holding.instrument.name));
        const auto* const proxy = qobject_cast<const QSortFilterProxyModel*>(positions->tree()->model());
        positions->tree()->setCurrentIndex(proxy->mapFromSource(source));

        QCOMPARE(m_window->selection()->expiry(), option->instrument->expiry);
        ChainPanel* const chain = m_window->desk()->chain();
        QCOMPARE(chain->model()->chain().expiry, *option->instrument->expiry);
        QCOMPARE(chain->table()->currentIndex().row(), *chain->model()->rowOfStrike(*option->instrument->strike));
    }

    void tick_keepsSelectionAndScroll()
    {
        ChainPanel* const chain = m_window->desk()->chain();
        const ChainView shown = chain->model()->chain();
        m_window->selection()->chooseStrike(shown.expiry, shown.rows.at(3).strike);
        chain->table()->verticalScrollBar()->setValue(2);
        const int scroll = chain->table()->verticalScrollBar()->value();
        const int row = chain->table()->currentIndex().row();

        m_window->showPicture(deskSample().nextPicture);

        QCOMPARE(chain->table()->verticalScrollBar()->value(), scroll);
        QCOMPARE(chain->table()->currentIndex().row(), row);
        QCOMPARE(m_window->selection()->strike(), std::optional(shown.rows.at(3).strike));
    }

    void proposal_canBeApprovedFromStripAndBlock()
    {
        offer(*m_window, deskSample());
        QSignalSpy approved(m_window.get(), &MainWindow::approveRequested);

        QTest::mouseClick(buttonNamed(*m_window->proposalStrip(), QStringLiteral("Approve")), Qt::LeftButton);
        m_window->showPage(2);
        QTest::mouseClick(buttonNamed(*m_window->hedge()->why()->decision(), QStringLiteral("Approve")),
                          Qt::LeftButton);

        QCOMPARE(approved.count(), 2);
    }

    void blockedApproval_saysWhyAndAsksForNothing()
    {
        ApprovalView blocked = deskSample().open;
        blocked.canApprove = false;
        blocked.checks[0] = {"Prices fresh", false, "oldest 74 s"};
        QSignalSpy approved(m_window.get(), &MainWindow::approveRequested);
        m_window->showProposal(deskSample().proposal);

        m_window->showApproval(blocked);
        QTest::keyClick(m_window.get(), Qt::Key_Return, Qt::ControlModifier);

        QCOMPARE(m_window->proposalStrip()->content().blockedReason, QStringLiteral("Prices fresh: oldest 74 s"));
        QVERIFY(!buttonNamed(*m_window->proposalStrip(), QStringLiteral("Approve"))->isEnabled());
        QCOMPARE(approved.count(), 0);
    }

    void writing_isNotYetApproved()
    {
        ApprovalView writing = deskSample().open;
        writing.state = ProposalState::Writing;
        writing.canApprove = false;
        m_window->showProposal(deskSample().proposal);

        m_window->showApproval(writing);

        QCOMPARE(m_window->proposalStrip()->content().phase, ProposalPhase::Writing);
        QCOMPARE(m_window->hedge()->why()->decision()->content().phase, DecisionPhase::None);
        m_window->showPage(2);
        QCOMPARE(m_window->hedge()->why()->decision()->content().phase, DecisionPhase::Writing);
    }

    void clock_stepsTheCountdown()
    {
        offer(*m_window, deskSample());
        QCOMPARE(m_window->proposalStrip()->content().secondsLeft, 24);

        m_window->showClock(deskSample().now + std::chrono::seconds(5));

        QCOMPARE(m_window->proposalStrip()->content().secondsLeft, 19);
    }

    void editedQuantity_isAskedForWithAllLegs()
    {
        offer(*m_window, deskSample());
        m_window->showPage(2);
        TradesModel* const trades = m_window->hedge()->trades()->model();
        QVERIFY(trades->legCount() > 0);
        QSignalSpy edited(m_window.get(), &MainWindow::quantitiesEdited);

        QVERIFY(trades->setData(trades->index(0, TradesModel::Quantity), QStringLiteral("1.5"), Qt::EditRole));

        QCOMPARE(edited.count(), 1);
        QCOMPARE(edited.at(0).at(0).value<std::vector<double>>().size(), deskSample().proposal->trades.size());
        QCOMPARE(std::abs(edited.at(0).at(0).value<std::vector<double>>().front()), 1.5);
    }

    void f9_proposesWithThePolicyOnScreen()
    {
        QSignalSpy proposed(m_window.get(), &MainWindow::proposeRequested);

        QTest::keyClick(m_window.get(), Qt::Key_F9);

        QCOMPARE(proposed.count(), 1);
        QCOMPARE(proposed.at(0).at(0).value<HedgePolicy>(), deskSample().policy);
    }

    void whileProposing_asksOnlyOnce()
    {
        QSignalSpy proposed(m_window.get(), &MainWindow::proposeRequested);

        m_window->showProposing(true);
        QTest::keyClick(m_window.get(), Qt::Key_F9);

        QCOMPARE(proposed.count(), 0);
        QCOMPARE(m_window->proposalStrip()->content().phase, ProposalPhase::Working);
    }

    void killSwitch_asksWithTheFocusOnCancel()
    {
        QSignalSpy killed(m_window.get(), &MainWindow::killRequested);

        QTest::mouseClick(buttonNamed(*m_window->topBar(), QStringLiteral("Kill switch")), Qt::LeftButton);
        auto* const dialog = m_window->findChild<KillDialog*>();
        QVERIFY(dialog);
        QVERIFY(dialog->cancelButton()->isDefault());
        QTest::keyClick(dialog, Qt::Key_Return);

        QCOMPARE(killed.count(), 0);
        QTRY_VERIFY(!m_window->findChild<KillDialog*>());
    }

    void killChord_actsAtOnce()
    {
        QSignalSpy killed(m_window.get(), &MainWindow::killRequested);

        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);

        QCOMPARE(killed.count(), 1);
    }

    void halted_showsTheBannerAndBlocksApproval()
    {
        offer(*m_window, deskSample());
        QSignalSpy approved(m_window.get(), &MainWindow::approveRequested);

        m_window->showKillSwitch({true, deskSample().now, "three orders cancelled"});
        QTest::keyClick(m_window.get(), Qt::Key_Return, Qt::ControlModifier);

        QVERIFY(m_window->haltedBanner()->isVisible());
        QCOMPARE(approved.count(), 0);
        QCOMPARE(m_window->proposalStrip()->content().blockedReason, QStringLiteral("Halted by the kill switch"));
        m_window->showKillSwitch({});
        QVERIFY(!m_window->haltedBanner()->isVisible());
    }

    // The palette lists every action, so the rule is found there as in the menu.
    void deltaRule_isChosenByItsAction()
    {
        SmileDeltaRule rule = SmileDeltaRule::StickyStrike;
        bool net = false;
        connect(m_window.get(), &MainWindow::deltaChoiceChosen, this, [&](SmileDeltaRule chosen, bool netOfPremium) {
            rule = chosen;
            net = netOfPremium;
        });
        const auto action = [this](const char* text) -> QAction* {
            for (QAction* const each : m_window->actions()->all())
                if (each->text().contains(QString::fromLatin1(text)))
                    return each;
            return nullptr;
        };
        QVERIFY(action("minimum variance") && action("net of the option"));

        action("minimum variance")->trigger();
        QCOMPARE(rule, SmileDeltaRule::MinimumVariance);
        action("net of the option")->trigger();
        QCOMPARE(rule, SmileDeltaRule::MinimumVariance);
        QVERIFY(net);

        m_window->showDeltaChoice(SmileDeltaRule::StickyMoneyness, false);
        QVERIFY(action("sticky moneyness")->isChecked() && !action("minimum variance")->isChecked());
        QVERIFY(!action("net of the option")->isChecked());
    }

    void shortcuts_doNotClash()
    {
        QHash<QKeySequence, QString> taken;
        for (const QAction* const action : m_window->actions()->all()) {
            if (action->shortcut().isEmpty())
                continue;
            QVERIFY2(!taken.contains(action->shortcut()), qPrintable(action->text() + taken.value(action->shortcut())));
            taken.insert(action->shortcut(), action->text());
        }
        QVERIFY(taken.size() > 15);
        QSet<QString> mnemonics;
        for (const QAction* const menu : m_window->actions()->menuBar()->actions()) {
            const QString letter = menu->text().mid(menu->text().indexOf(QLatin1Char('&')) + 1, 1).toLower();
            QVERIFY2(!mnemonics.contains(letter), qPrintable(menu->text()));
            mnemonics.insert(letter);
        }
    }

    void focusableWidgets_haveAccessibleNames()
    {
        for (int page = 0; page < m_window->pages().size(); ++page) {
            m_window->showPage(page);
            for (const QWidget* const widget : m_window->findChildren<QWidget*>()) {
                if (!(widget->focusPolicy() & Qt::TabFocus) || !widget->isVisible() || isViewport(widget))
                    continue;
                const auto* const button = qobject_cast<const QAbstractButton*>(widget);
                const bool named = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
                QVERIFY2(named, qPrintable(pathOf(widget)));
            }
        }
    }

    void droppedFiles_areHandedOn()
    {
        QMimeData files;
        files.setUrls({QUrl::fromLocalFile(QStringLiteral("/tmp/book.csv"))});
        QSignalSpy dropped(m_window.get(), &MainWindow::filesDropped);

        QDragEnterEvent enter(QPoint(100, 100), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(100, 100), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window.get(), &drop);

        QCOMPARE(dropped.count(), 1);
        QCOMPARE(dropped.at(0).at(0).toStringList(), QStringList{QStringLiteral("/tmp/book.csv")});
    }

    void tour_walksThePagesAndEnds()
    {
        QSignalSpy finished(m_window.get(), &MainWindow::tourFinished);
        m_window->startTour();
        auto* const tour = m_window->findChild<Tour*>();

        for (int step = 0; step < 4; ++step)
            tour->next();

        QCOMPARE(finished.count(), 1);
        QVERIFY(!tour->isVisible());
        QCOMPARE(m_window->currentPage(), 0);
    }

    void journal_growsAtItsEnd()
    {
        JournalEntry entry = deskSample().journal.back();
        entry.sequence = 4;

        m_window->appendJournal(entry);

        QCOMPARE(m_window->journal()->journal()->model()->rowCount(), 4);
    }

private:
    // Brings the window into the named state.
    void offerIn(const QString& state)
    {
        const DeskSample& sample = deskSample();
        ApprovalView approval = sample.open;
        if (state == QStringLiteral("spot-vol"))
            m_window->desk()->heatmap()->layouts()->setCurrentIndex(1);
        if (state == QStringLiteral("halted")) {
            offer(*m_window, sample);
            m_window->showKillSwitch({true, sample.now, "three orders cancelled"});
        }
        if (state == QStringLiteral("void") || state == QStringLiteral("infeasible")) {
            approval.state = ProposalState::Void;
            approval.canApprove = false;
            approval.message = "Void: spot moved 0.31 % of 0.25 %.";
            auto proposal = std::make_shared<HedgeProposal>(*sample.proposal);
            if (state == QStringLiteral("infeasible")) {
                approval = {};
                proposal->status = HedgeStatus::Infeasible;
                proposal->message = "No trades bring the book into every band.";
                proposal->trades.clear();
                proposal->frontier.clear();
                proposal->conflicts = {{"delta upper bound", 3.4, "BTC"}, {"gamma lower bound", 0.0021, "BTC per USD"}};
            }
            m_window->showProposal(proposal);
            m_window->showApproval(approval);
            m_window->showPage(2);
        }
        if (state == QStringLiteral("middle"))
            m_window->resize(1440, 900);
        if (state == QStringLiteral("narrow"))
            m_window->resize(1100, 760);
        if (state == QStringLiteral("ether"))
            m_window->selection()->chooseUnderlying("ETH");
        if (state == QStringLiteral("tour"))
            m_window->startTour();
        if (state.startsWith(QStringLiteral("surface")))
            m_window->showPage(1);
        if (state.startsWith(QStringLiteral("surface-1280")))
            m_window->resize(1280, 800);
        if (state.endsWith(QStringLiteral("light")))
            Theming::apply(*qApp, Theme::light(), Typography::standard());
        if (state == QStringLiteral("surface-stale"))
            m_window->showFeeds({{"Deribit", QuoteState::Stale, 74.0, std::nullopt, "stale"}});
    }

    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
