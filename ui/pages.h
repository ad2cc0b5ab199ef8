#pragma once

#include "models/desk/hedge_picture.h"
#include "ui/page.h"

namespace ballast {

class ArbitragePanel;
class ChainPanel;
class DifferencePanel;
class FitPanel;
class FrontierPanel;
class HeatmapPanel;
class HedgePanelBase;
class JournalEntryPanel;
class JournalPanel;
class OutcomePanel;
class PnlPanel;
class PolicyPanel;
class PositionsPanel;
class RichCheapPanel;
class Selection;
class SmilePanel;
class SmilesPanel;
class SurfacePanel;
class TermPanel;
class TradesPanel;
class WhyPanel;

// The pages with their panels, as the design places them.
class DeskPage : public Page
{
    Q_OBJECT

public:
    explicit DeskPage(Selection* selection, QWidget* parent = nullptr);

    [[nodiscard]] ChainPanel* chain() const { return m_chain; }
    [[nodiscard]] PositionsPanel* positions() const { return m_positions; }
    [[nodiscard]] HeatmapPanel* heatmap() const { return m_heatmap; }
    [[nodiscard]] SurfacePanel* surface() const { return m_surface; }
    [[nodiscard]] SmilePanel* smile() const { return m_smile; }

private:
    ChainPanel* m_chain;
    PositionsPanel* m_positions;
    HeatmapPanel* m_heatmap;
    SurfacePanel* m_surface;
    SmilePanel* m_smile;
};

class SurfacePage : public Page
{
    Q_OBJECT

public:
    explicit SurfacePage(Selection* selection, QWidget* parent = nullptr);

    [[nodiscard]] DifferencePanel* difference() const { return m_difference; }
    [[nodiscard]] TermPanel* term() const { return m_term; }
    [[nodiscard]] SurfacePanel* surface() const { return m_surface; }
    [[nodiscard]] RichCheapPanel* richCheap() const { return m_richCheap; }
    [[nodiscard]] ArbitragePanel* arbitrage() const { return m_arbitrage; }
    [[nodiscard]] ChainPanel* chain() const { return m_chain; }

private:
    SurfacePanel* m_surface;
    FitPanel* m_fit;
    SmilesPanel* m_smiles;
    TermPanel* m_term;
    DifferencePanel* m_difference;
    ChainPanel* m_chain;
    RichCheapPanel* m_richCheap;
    ArbitragePanel* m_arbitrage;
};

class HedgePage : public Page
{
    Q_OBJECT

public:
    explicit HedgePage(Selection* selection, QWidget* parent = nullptr);

    [[nodiscard]] PolicyPanel* policy() const { return m_policy; }
    [[nodiscard]] TradesPanel* trades() const { return m_trades; }
    [[nodiscard]] WhyPanel* why() const { return m_why; }
    [[nodiscard]] QList<HedgePanelBase*> hedgePanels() const;
    void showSecondsLeft(int seconds);
    void showProposing(bool running);
    void showStudying(bool running); // frontier and alternatives are being worked out

Q_SIGNALS:
    void cancelRequested();
    void studyWanted(ballast::HedgeStudyPart part);
    void legsWanted(const std::vector<ballast::WishedLeg>& legs);
    void policyWanted(const ballast::HedgePolicy& policy);

private:
    void showBusy();

    QTimer m_busySoon; // shorter work shows nothing
    bool m_proposing = false;
    bool m_studying = false;
    PolicyPanel* m_policy;
    FrontierPanel* m_frontier;
    PnlPanel* m_pnl;
    TradesPanel* m_trades;
    OutcomePanel* m_outcome;
    WhyPanel* m_why;
};

class JournalPage : public Page
{
    Q_OBJECT

public:
    explicit JournalPage(Selection* selection, QWidget* parent = nullptr);

    [[nodiscard]] JournalPanel* journal() const { return m_journal; }

private:
    JournalPanel* m_journal;
    JournalEntryPanel* m_entry;
};

} // namespace ballast
