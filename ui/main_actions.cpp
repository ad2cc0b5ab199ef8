#include "ui/main_actions.h"

#include <QMenu>

namespace ballast {

namespace {

constexpr double offeredSpeeds[] = {1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0};

} // namespace

MainActions::MainActions(QWidget* window)
    : QObject(window),
      m_window(window),
      m_menuBar(new QMenuBar(window)),
      m_underlyingGroup(new QActionGroup(this)),
      m_speeds(new QActionGroup(this)),
      m_deltaRules(new QActionGroup(this))
{
    createFileMenu();
    createViewMenu();
    createMarketMenu();
    createBookMenu();
    createHedgeMenu();
    createHelpMenu();
    setHalted(false);
    setDecidable(false, false);
}

// Actions belong to the window, so that their keys work on every page.
template <class Signal>
QAction* MainActions::add(QMenu* menu, const QString& text, const QKeySequence& keys, Signal signal)
{
    auto* const action = new QAction(text, this);
    action->setShortcut(keys);
    menu->addAction(action);
    m_window->addAction(action);
    m_all << action;
    connect(action, &QAction::triggered, this, signal);
    return action;
}

QAction* MainActions::addToggle(QMenu* menu, const QString& text, const QKeySequence& keys)
{
    auto* const action = new QAction(text, this);
    action->setShortcut(keys);
    action->setCheckable(true);
    menu->addAction(action);
    m_window->addAction(action);
    m_all << action;
    return action;
}

void MainActions::createFileMenu()
{
    QMenu* const menu = m_menuBar->addMenu(tr("&File"));
    add(menu, tr("Open market recording…"), QKeySequence::Open, &MainActions::openRecordingAsked);
    add(menu, tr("Export positions…"), QKeySequence(tr("Ctrl+E")), &MainActions::exportPositionsAsked);
    add(menu, tr("Export option chain…"), QKeySequence(tr("Ctrl+Shift+E")), &MainActions::exportChainAsked);
    menu->addSeparator();
    add(menu, tr("Quit"), QKeySequence(tr("Ctrl+Q")), &MainActions::quitAsked);
}

void MainActions::createViewMenu()
{
    QMenu* const menu = m_menuBar->addMenu(tr("&View"));
    m_pages = menu->addMenu(tr("Page"));
    m_panels = menu->addMenu(tr("Panels"));
    add(menu, tr("Reset layout of this page"), QKeySequence(tr("Ctrl+Shift+0")), &MainActions::resetLayoutAsked);
    menu->addSeparator();
    m_light = addToggle(menu, tr("Light theme"), QKeySequence(tr("Ctrl+Shift+L")));
    connect(m_light, &QAction::triggered, this, [this](bool light) { Q_EMIT themeAsked(!light); });
    QAction* const motion = addToggle(menu, tr("Reduce motion"), {});
    connect(motion, &QAction::triggered, this, &MainActions::reducedMotionAsked);
    menu->addSeparator();
    add(menu, tr("Find or run…"), QKeySequence(tr("Ctrl+K")), &MainActions::paletteAsked);
}

void MainActions::createMarketMenu()
{
    QMenu* const menu = m_menuBar->addMenu(tr("&Market"));
    add(menu, tr("Simulated market"), QKeySequence(tr("Ctrl+Shift+S")), &MainActions::simulatedMarketChosen);
    add(menu, tr("Replay a recording…"), QKeySequence(tr("Ctrl+Shift+O")), &MainActions::openRecordingAsked);
    add(menu, tr("Connect…"), QKeySequence(tr("Ctrl+Shift+C")), &MainActions::connectAsked);
    add(menu, tr("Venue health"), QKeySequence(tr("Ctrl+Shift+V")), &MainActions::venueHealthAsked);
    add(menu, tr("Index sources"), QKeySequence(tr("Ctrl+Shift+I")), &MainActions::indexSourcesAsked);
    m_underlyings = menu->addMenu(tr("Underlying"));
    menu->addSeparator();
    m_pause = addToggle(menu, tr("Pause"), QKeySequence(tr("Ctrl+P")));
    connect(m_pause, &QAction::triggered, this, &MainActions::pauseAsked);
    m_step = add(menu, tr("Step"), QKeySequence(tr("Ctrl+.")), &MainActions::stepAsked);
    QMenu* const speeds = menu->addMenu(tr("Speed"));
    for (const double speed : offeredSpeeds) {
        QAction* const action = speeds->addAction(QStringLiteral("%1×").arg(speed));
        action->setCheckable(true);
        action->setData(speed);
        m_speeds->addAction(action);
        connect(action, &QAction::triggered, this, [this, speed] { Q_EMIT speedAsked(speed); });
    }
    m_crash = add(menu, tr("Flash crash"), QKeySequence(tr("Ctrl+Shift+X")), &MainActions::flashCrashAsked);
    menu->addSeparator();
    m_modelVols = addToggle(menu, tr("Price the book on model vols"), QKeySequence(tr("Ctrl+M")));
    connect(m_modelVols, &QAction::triggered, this,
            [this](bool model) { Q_EMIT volChoiceAsked(model ? VolChoice::Model : VolChoice::Mark); });
    createDeltaMenu(menu);
}

void MainActions::createDeltaMenu(QMenu* market)
{
    QMenu* const menu = market->addMenu(tr("Delta rule"));
    const std::pair<SmileDeltaRule, QString> rules[] = {
        {SmileDeltaRule::StickyStrike, tr("Delta: sticky strike (Black-76)")},
        {SmileDeltaRule::StickyMoneyness, tr("Delta: sticky moneyness")},
        {SmileDeltaRule::SkewStickiness, tr("Delta: skew stickiness, fitted")},
        {SmileDeltaRule::MinimumVariance, tr("Delta: minimum variance, fitted")}};
    const auto ask = [this] { Q_EMIT deltaChoiceAsked(chosenDeltaRule(), m_netDelta->isChecked()); };
    for (const auto& [rule, text] : rules) {
        QAction* const action = addToggle(menu, text, {});
        action->setData(static_cast<int>(rule));
        m_deltaRules->addAction(action);
        connect(action, &QAction::triggered, this, ask);
    }
    m_deltaRules->actions().constFirst()->setChecked(true);
    menu->addSeparator();
    m_netDelta = addToggle(menu, tr("Delta net of the option's premium"), {});
    connect(m_netDelta, &QAction::triggered, this, ask);
}

SmileDeltaRule MainActions::chosenDeltaRule() const
{
    const QAction* const chosen = m_deltaRules->checkedAction();
    return chosen ? static_cast<SmileDeltaRule>(chosen->data().toInt()) : SmileDeltaRule::StickyStrike;
}

void MainActions::setDeltaChoice(SmileDeltaRule rule, bool netOfPremium)
{
    for (QAction* const action : m_deltaRules->actions())
        action->setChecked(action->data().toInt() == static_cast<int>(rule));
    m_netDelta->setChecked(netOfPremium);
}

void MainActions::createBookMenu()
{
    QMenu* const menu = m_menuBar->addMenu(tr("&Book"));
    add(menu, tr("Open book…"), QKeySequence(tr("Ctrl+B")), &MainActions::openBookAsked);
    add(menu, tr("Save book as…"), QKeySequence::Save, &MainActions::saveBookAsked);
    m_account = add(menu, tr("Open account of the venue"), {}, &MainActions::accountBookAsked);
    setAccount(false);
}

void MainActions::setAccount(bool isRead)
{
    m_account->setEnabled(isRead);
    m_account->setToolTip(isRead ? tr("Positions as the venue has them, read only")
                                 : tr("Connect to Deribit with a key that reads the account"));
}

void MainActions::createHedgeMenu()
{
    QMenu* const menu = m_menuBar->addMenu(tr("&Hedge"));
    m_propose = add(menu, tr("Propose"), QKeySequence(tr("F9")), &MainActions::proposeAsked);
    add(menu, tr("Open policy…"), {}, &MainActions::openPolicyAsked);
    add(menu, tr("Save policy as…"), {}, &MainActions::savePolicyAsked);
    menu->addSeparator();
    m_approve = add(menu, tr("Approve"), QKeySequence(tr("Ctrl+Return")), &MainActions::approveAsked);
    m_reject = add(menu, tr("Reject…"), QKeySequence(tr("Ctrl+Backspace")), &MainActions::rejectAsked);
    menu->addSeparator();
    m_kill = add(menu, tr("Kill switch…"), {}, &MainActions::killAsked);
    m_killAtOnce =
        add(menu, tr("Kill switch at once"), QKeySequence(tr("Ctrl+Shift+K")), &MainActions::killAtOnceAsked);
    m_killReset = add(menu, tr("Reset kill switch…"), {}, &MainActions::killResetAsked);
    menu->addSeparator();
    add(menu, tr("Verify journal"), QKeySequence(tr("Ctrl+J")), &MainActions::verifyJournalAsked);
}

void MainActions::createHelpMenu()
{
    QMenu* const menu = m_menuBar->addMenu(tr("He&lp"));
    add(menu, tr("Shortcuts"), QKeySequence(tr("Ctrl+/")), &MainActions::shortcutsAsked);
    add(menu, tr("Guided tour"), QKeySequence(tr("F1")), &MainActions::tourAsked);
    add(menu, tr("About Ballast"), {}, &MainActions::aboutAsked);
}

void MainActions::setPages(const QStringList& titles)
{
    for (int page = 0; page < titles.size(); ++page) {
        QAction* const action =
            add(m_pages, titles.at(page), QKeySequence(QStringLiteral("Ctrl+%1").arg(page + 1)), [] {});
        connect(action, &QAction::triggered, this, [this, page] { Q_EMIT pageAsked(page); });
    }
}

void MainActions::setUnderlyings(const QStringList& underlyings, const QString& chosen)
{
    QStringList present;
    for (const QAction* const action : m_underlyingGroup->actions())
        present << action->text();
    if (present != underlyings) {
        qDeleteAll(m_underlyingGroup->actions());
        for (const QString& underlying : underlyings) {
            QAction* const action = m_underlyings->addAction(underlying);
            action->setCheckable(true);
            m_underlyingGroup->addAction(action);
            connect(action, &QAction::triggered, this, [this, underlying] { Q_EMIT underlyingAsked(underlying); });
        }
    }
    for (QAction* const action : m_underlyingGroup->actions())
        action->setChecked(action->text() == chosen);
}

void MainActions::setMode(MarketMode mode, double speed, bool paused)
{
    const bool played = mode != MarketMode::Live;
    m_pause->setEnabled(played);
    m_pause->setChecked(paused);
    m_step->setEnabled(played && paused);
    m_speeds->setEnabled(played);
    m_crash->setEnabled(mode == MarketMode::Simulated);
    for (QAction* const action : m_speeds->actions())
        action->setChecked(action->data().toDouble() == speed);
}

void MainActions::setProposing(bool canPropose)
{
    m_propose->setEnabled(canPropose);
}

void MainActions::setDecidable(bool canApprove, bool canReject)
{
    m_approve->setEnabled(canApprove);
    m_reject->setEnabled(canReject);
}

void MainActions::setHalted(bool halted)
{
    m_kill->setEnabled(!halted);
    m_killAtOnce->setEnabled(!halted);
    m_killReset->setEnabled(halted);
}

void MainActions::setDark(bool dark)
{
    m_light->setChecked(!dark);
}

void MainActions::setVolChoice(VolChoice vol)
{
    m_modelVols->setChecked(vol == VolChoice::Model);
}

} // namespace ballast
