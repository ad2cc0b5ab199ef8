#include "models/items/words.h"
#include "ui/dialogs/kill_dialogs.h"
#include "ui/dialogs/shortcuts_dialog.h"
#include "ui/main_actions.h"
#include "ui/main_window.h"
#include "ui/pages.h"
#include "ui/panels/chain_panel.h"
#include "ui/panels/difference_panel.h"
#include "ui/panels/journal_panel.h"
#include "ui/panels/policy_panel.h"
#include "ui/panels/positions_panel.h"
#include "ui/panels/table_export.h"
#include "ui/panels/term_panel.h"
#include "ui/panels/trades_panel.h"
#include "ui/panels/why_panel.h"
#include "widgets/banner.h"
#include "widgets/command_palette.h"
#include "widgets/proposal_strip.h"
#include "widgets/theming.h"
#include "widgets/tile_strip.h"
#include "widgets/top_bar.h"

#include <QCoreApplication>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>

namespace ballast {

namespace {

constexpr int hedgePageIndex = 2;

QStringList localFiles(const QMimeData& mime)
{
    QStringList files;
    for (const QUrl& url : mime.urls())
        if (url.isLocalFile())
            files << url.toLocalFile();
    return files;
}

} // namespace

void MainWindow::connectFrame()
{
    connect(m_selection, &Selection::underlyingChanged, this, &MainWindow::followUnderlying);
    connect(m_selection, &Selection::underlyingChanged, this,
            [this] { Q_EMIT underlyingChosen(words(m_selection->underlying())); });
    connect(m_topBar, &TopBar::pageRequested, this, &MainWindow::showPage);
    connect(m_topBar, &TopBar::findRequested, this, [this] { m_palette->openOver(this); });
    connect(m_topBar, &TopBar::killSwitchRequested, this, [this] {
        if (m_kill.engaged)
            askKillReset();
        else
            askKillSwitch();
    });
    connect(m_topBar, &TopBar::modeRequested, this, [this] {
        showMessage(m_mode == MarketMode::Simulated ? tr("Simulated market: prices are made up, fills are on paper.")
                                                    : tr("Recorded market: prices are real, fills are on paper."));
    });
    connect(m_halted->findChild<QPushButton*>(), &QPushButton::clicked, this, &MainWindow::askKillReset);
    connect(m_tiles, &TileStrip::tileClicked, this, [this](int tile, const QPoint& place) {
        if (m_tiles->tiles().value(tile).hasMenu)
            showUnderlyingMenu(place);
    });
    connect(m_actions, &MainActions::pageAsked, this, &MainWindow::showPage);
    connect(m_actions, &MainActions::paletteAsked, this, [this] { m_palette->openOver(this); });
    connect(m_actions, &MainActions::resetLayoutAsked, this, [this] { pages().at(currentPage())->resetLayout(); });
    connect(m_actions, &MainActions::themeAsked, this, &MainWindow::themeChosen);
    connect(m_actions, &MainActions::reducedMotionAsked, this, [](bool reduced) { setReducedMotion(reduced); });
    connect(m_actions, &MainActions::quitAsked, this, &QWidget::close);
    connect(m_actions, &MainActions::exportPositionsAsked, this,
            [this] { exportTable(this, *m_desk->positions()->model(), QStringLiteral("positions.csv")); });
    connect(m_actions, &MainActions::exportChainAsked, this,
            [this] { exportTable(this, *m_desk->chain()->model(), QStringLiteral("chain.csv")); });
}

void MainWindow::connectMarketActions()
{
    connect(m_actions, &MainActions::simulatedMarketChosen, this, &MainWindow::simulatedMarketChosen);
    connect(m_actions, &MainActions::openRecordingAsked, this, &MainWindow::openRecording);
    connect(m_actions, &MainActions::openBookAsked, this, &MainWindow::openBook);
    connect(m_actions, &MainActions::saveBookAsked, this, &MainWindow::saveBook);
    connect(m_actions, &MainActions::underlyingAsked, this, &MainWindow::chooseUnderlying);
    connect(m_actions, &MainActions::pauseAsked, this, &MainWindow::pauseToggled);
    connect(m_actions, &MainActions::stepAsked, this, &MainWindow::stepRequested);
    connect(m_actions, &MainActions::speedAsked, this, &MainWindow::speedChosen);
    connect(m_actions, &MainActions::flashCrashAsked, this, &MainWindow::flashCrashRequested);
    connect(m_actions, &MainActions::volChoiceAsked, this, &MainWindow::volChoiceChosen);
    connect(m_actions, &MainActions::deltaChoiceAsked, this, &MainWindow::deltaChoiceChosen);
    connect(m_desk->positions(), &PositionsPanel::otcEngineChosen, this, &MainWindow::otcEngineChosen);
}

void MainWindow::connectHedgeActions()
{
    connect(m_actions, &MainActions::openPolicyAsked, this, &MainWindow::openPolicy);
    connect(m_actions, &MainActions::savePolicyAsked, this, &MainWindow::savePolicy);
    connect(m_actions, &MainActions::proposeAsked, this, &MainWindow::propose);
    connect(m_actions, &MainActions::approveAsked, this, &MainWindow::approve);
    connect(m_actions, &MainActions::rejectAsked, this, &MainWindow::askRejection);
    connect(m_actions, &MainActions::killAsked, this, &MainWindow::askKillSwitch);
    connect(m_actions, &MainActions::killAtOnceAsked, this, [this] { Q_EMIT killRequested(tr("key chord")); });
    connect(m_actions, &MainActions::killResetAsked, this, &MainWindow::askKillReset);
    connect(m_actions, &MainActions::verifyJournalAsked, this, &MainWindow::journalVerifyRequested);
    connect(m_strip, &ProposalStrip::proposeRequested, this, &MainWindow::propose);
    connect(m_strip, &ProposalStrip::approveRequested, this, &MainWindow::approve);
    connect(m_strip, &ProposalStrip::rejectRequested, this, &MainWindow::askRejection);
    connect(m_strip, &ProposalStrip::reviewRequested, this, [this] { showPage(hedgePageIndex); });
}

void MainWindow::connectHelpActions()
{
    connect(m_actions, &MainActions::shortcutsAsked, this, &MainWindow::showShortcuts);
    connect(m_actions, &MainActions::tourAsked, this, &MainWindow::startTour);
    connect(m_actions, &MainActions::aboutAsked, this, &MainWindow::showAbout);
}

void MainWindow::connectHedgePage()
{
    connect(m_hedge->policy(), &PolicyPanel::proposeRequested, this, &MainWindow::propose);
    connect(m_hedge->policy(), &PolicyPanel::policyEdited, this, [this](const HedgePolicy& policy) {
        updateTiles();
        Q_EMIT policyEdited(policy);
    });
    connect(m_hedge->trades(), &TradesPanel::quantitiesEdited, this, &MainWindow::quantitiesEdited);
    connect(m_hedge->why(), &WhyPanel::approveRequested, this, &MainWindow::approve);
    connect(m_hedge->why(), &WhyPanel::rejectRequested, this, &MainWindow::rejectRequested);
    connect(m_hedge->why(), &WhyPanel::proposeRequested, this, &MainWindow::propose);
    connect(m_surface->difference(), &DifferencePanel::saveRequested, this, &MainWindow::saveSurfaceRequested);
    connect(m_surface->difference(), &DifferencePanel::comparisonChosen, this, &MainWindow::comparisonChosen);
    connect(m_surface->difference(), &DifferencePanel::saveToFileRequested, this,
            &MainWindow::saveSurfaceToFileRequested);
    connect(m_surface->difference(), &DifferencePanel::fileChosen, this, &MainWindow::surfaceFileChosen);
    connect(m_surface->term(), &TermPanel::timeWeightsChosen, this, &MainWindow::timeWeightsChosen);
    connect(m_journal->journal(), &JournalPanel::verifyRequested, this, &MainWindow::journalVerifyRequested);
}

void MainWindow::openRecording()
{
    const QStringList files =
        QFileDialog::getOpenFileNames(this, tr("Open market recording"), {},
                                      tr("Market data (*.csv *.csv.gz *.json *.jsonl *.ballast *.ballastrec);;All files (*)"));
    if (!files.isEmpty())
        Q_EMIT recordingChosen(files);
}

void MainWindow::openBook()
{
    const QString file = QFileDialog::getOpenFileName(this, tr("Open book"), {}, tr("Book (*.csv);;All files (*)"));
    if (!file.isEmpty())
        Q_EMIT bookChosen(file);
}

void MainWindow::saveBook()
{
    const QString file =
        QFileDialog::getSaveFileName(this, tr("Save book"), QStringLiteral("book.csv"), tr("Book (*.csv)"));
    if (!file.isEmpty())
        Q_EMIT bookSaveRequested(file);
}

void MainWindow::openPolicy()
{
    const QString file =
        QFileDialog::getOpenFileName(this, tr("Open policy"), {}, tr("Policy (*.json);;All files (*)"));
    if (!file.isEmpty())
        Q_EMIT policyChosen(file);
}

void MainWindow::savePolicy()
{
    const QString file =
        QFileDialog::getSaveFileName(this, tr("Save policy"), QStringLiteral("policy.json"), tr("Policy (*.json)"));
    if (!file.isEmpty())
        Q_EMIT policySaveRequested(file);
}

void MainWindow::propose()
{
    if (!m_screen.working)
        Q_EMIT proposeRequested(m_hedge->policy()->policy());
}

// Shortcuts and buttons end here; what is not allowed is not even asked for.
void MainWindow::approve()
{
    if (canApprove(m_screen))
        Q_EMIT approveRequested();
    else
        showMessage(blockedReason(m_screen));
}

void MainWindow::askRejection()
{
    if (!m_screen.proposal || m_screen.approval.state != ProposalState::Open)
        return;
    auto* const dialog = new RejectDialog(tr("proposal %1").arg(m_screen.proposal->id.value), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &RejectDialog::confirmed, this, &MainWindow::rejectRequested);
    dialog->open();
}

void MainWindow::askKillSwitch()
{
    auto* const dialog = new KillDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &KillDialog::confirmed, this, &MainWindow::killRequested);
    dialog->open();
}

void MainWindow::askKillReset()
{
    auto* const dialog = new KillResetDialog(clockText(m_kill.since), words(m_kill.reason), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &KillResetDialog::confirmed, this, &MainWindow::killResetRequested);
    dialog->open();
}

void MainWindow::showShortcuts()
{
    auto* const dialog = new ShortcutsDialog(m_actions->all(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showAbout()
{
    auto* const box = new QMessageBox(QMessageBox::NoIcon, tr("About Ballast"),
                                      tr("<b>Ballast %1</b><br>Risk desk for traders of crypto options.<br><br>"
                                         "GPL-3.0-or-later, because Qt Charts is GPL-3.")
                                          .arg(QCoreApplication::applicationVersion()),
                                      QMessageBox::Close, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void MainWindow::showUnderlyingMenu(const QPoint& globalPosition)
{
    if (!m_picture)
        return;
    auto* const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const UnderlyingPicture& each : m_picture->underlyings) {
        const QString name = words(each.underlying);
        QAction* const action = menu->addAction(name);
        action->setCheckable(true);
        action->setChecked(each.underlying == m_selection->underlying());
        connect(action, &QAction::triggered, this, [this, name] { chooseUnderlying(name); });
    }
    menu->popup(globalPosition);
}

void MainWindow::showVolChoice(VolChoice vol)
{
    m_actions->setVolChoice(vol);
}

void MainWindow::showDeltaChoice(SmileDeltaRule rule, bool netOfPremium)
{
    m_actions->setDeltaChoice(rule, netOfPremium);
}

void MainWindow::showTheme(bool dark)
{
    m_actions->setDark(dark);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!localFiles(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    const QStringList files = localFiles(*event->mimeData());
    if (files.isEmpty())
        return;
    event->acceptProposedAction();
    Q_EMIT filesDropped(files);
}

} // namespace ballast
