#pragma once

#include "models/market/snapshot.h"
#include "models/risk/risk_report.h"

#include <QAction>
#include <QActionGroup>
#include <QMenuBar>
#include <QObject>

namespace ballast {

// The menus of the window with every action in them. Says what was asked for; does nothing itself.
class MainActions : public QObject
{
    Q_OBJECT

public:
    explicit MainActions(QWidget* window);

    [[nodiscard]] QMenuBar* menuBar() const { return m_menuBar; }
    [[nodiscard]] QMenu* panelMenu() const { return m_panels; } // filled by the window when the page changes
    [[nodiscard]] const QList<QAction*>& all() const { return m_all; }

    void setPages(const QStringList& titles);
    void setUnderlyings(const QStringList& underlyings, const QString& chosen);
    void setMode(MarketMode mode, double speed, bool paused);
    void setProposing(bool canPropose);
    void setDecidable(bool canApprove, bool canReject);
    void setHalted(bool halted);
    void setAccount(bool isRead); // of a venue, with a key
    void setDark(bool dark);
    void setVolChoice(VolChoice vol);
    void setDeltaChoice(SmileDeltaRule rule, bool netOfPremium);

Q_SIGNALS:
    void simulatedMarketChosen();
    void openRecordingAsked();
    void connectAsked();
    void venueHealthAsked();
    void indexSourcesAsked();
    void openBookAsked();
    void saveBookAsked();
    void accountBookAsked();
    void exportPositionsAsked();
    void exportChainAsked();
    void quitAsked();
    void pageAsked(int page);
    void themeAsked(bool dark);
    void reducedMotionAsked(bool reduced);
    void volChoiceAsked(ballast::VolChoice vol);
    void deltaChoiceAsked(ballast::SmileDeltaRule rule, bool netOfPremium);
    void resetLayoutAsked();
    void paletteAsked();
    void underlyingAsked(const QString& underlying);
    void pauseAsked(bool paused);
    void stepAsked();
    void speedAsked(double speed);
    void flashCrashAsked();
    void openPolicyAsked();
    void savePolicyAsked();
    void proposeAsked();
    void approveAsked();
    void rejectAsked();
    void killAsked();       // opens the confirmation
    void killAtOnceAsked(); // the key chord
    void killResetAsked();
    void verifyJournalAsked();
    void shortcutsAsked();
    void tourAsked();
    void aboutAsked();

private:
    void createFileMenu();
    void createViewMenu();
    void createMarketMenu();
    void createDeltaMenu(QMenu* market);
    [[nodiscard]] SmileDeltaRule chosenDeltaRule() const;
    void createBookMenu();
    void createHedgeMenu();
    void createHelpMenu();
    template <class Signal>
    QAction* add(QMenu* menu, const QString& text, const QKeySequence& keys, Signal signal);
    QAction* addToggle(QMenu* menu, const QString& text, const QKeySequence& keys);

    QWidget* m_window;
    QMenuBar* m_menuBar;
    QMenu* m_pages = nullptr;
    QMenu* m_panels = nullptr;
    QMenu* m_underlyings = nullptr;
    QActionGroup* m_underlyingGroup;
    QActionGroup* m_speeds;
    QActionGroup* m_deltaRules;
    QList<QAction*> m_all;
    QAction* m_light = nullptr;
    QAction* m_account = nullptr;
    QAction* m_modelVols = nullptr;
    QAction* m_netDelta = nullptr;
    QAction* m_pause = nullptr;
    QAction* m_step = nullptr;
    QAction* m_crash = nullptr;
    QAction* m_propose = nullptr;
    QAction* m_approve = nullptr;
    QAction* m_reject = nullptr;
    QAction* m_kill = nullptr;
    QAction* m_killAtOnce = nullptr;
    QAction* m_killReset = nullptr;
};

} // namespace ballast
