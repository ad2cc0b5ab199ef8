#include "ui/pages.h"

#include "ui/panels/arbitrage_panel.h"
#include "ui/panels/chain_panel.h"
#include "ui/panels/difference_panel.h"
#include "ui/panels/fit_panel.h"
#include "ui/panels/frontier_panel.h"
#include "ui/panels/heatmap_panel.h"
#include "ui/panels/journal_panel.h"
#include "ui/panels/outcome_panel.h"
#include "ui/panels/pnl_panel.h"
#include "ui/panels/policy_panel.h"
#include "ui/panels/positions_panel.h"
#include "ui/panels/rich_cheap_panel.h"
#include "ui/panels/smile_panel.h"
#include "ui/panels/smiles_panel.h"
#include "ui/panels/surface_panel.h"
#include "ui/panels/term_panel.h"
#include "ui/panels/trades_panel.h"
#include "ui/panels/why_panel.h"
#include "widgets/decision_block.h"

namespace ballast {

namespace {

// All docks behind each other, the first one on top.
void stack(Page& page, const QList<DockPanel*>& docks)
{
    for (qsizetype i = 1; i < docks.size(); ++i)
        page.tabifyDockWidget(docks.first(), docks.at(i));
    page.keepInFront(docks.first());
}

void asTabs(Page& page)
{
    page.addDockWidget(Qt::LeftDockWidgetArea, page.docks().first());
    stack(page, page.docks());
}

} // namespace

DeskPage::DeskPage(Selection* selection, QWidget* parent)
    : Page(QStringLiteral("desk"), tr("Desk"), parent),
      m_chain(new ChainPanel(selection)),
      m_positions(new PositionsPanel(selection)),
      m_heatmap(new HeatmapPanel(selection)),
      m_surface(new SurfacePanel(QStringLiteral("surface"), SurfaceSize::Small, selection)),
      m_smile(new SmilePanel(selection))
{
    DockPanel* const chain = add(m_chain);
    DockPanel* const positions = add(m_positions);
    DockPanel* const heatmap = add(m_heatmap);
    DockPanel* const surface = add(m_surface);
    DockPanel* const smile = add(m_smile);
    setArrangement([=](Page& page, PageWidth room) {
        if (room == PageWidth::Narrow)
            return asTabs(page);
        page.addDockWidget(Qt::LeftDockWidgetArea, chain);
        page.splitDockWidget(chain, positions, Qt::Horizontal);
        if (room == PageWidth::Wide) {
            page.splitDockWidget(positions, surface, Qt::Horizontal);
            page.splitDockWidget(surface, smile, Qt::Vertical);
        }
        page.splitDockWidget(positions, heatmap, Qt::Vertical);
        page.share(Qt::Vertical, {positions, heatmap}, {580, 284});
        if (room == PageWidth::Middle) {
            stack(page, {positions, surface});
            stack(page, {heatmap, smile});
            page.share(Qt::Horizontal, {chain, positions}, {632, 712});
            return;
        }
        page.share(Qt::Horizontal, {chain, positions, surface}, {632, 712, 568});
        page.share(Qt::Vertical, {surface, smile}, {430, 434});
    });
}

SurfacePage::SurfacePage(Selection* selection, QWidget* parent)
    : Page(QStringLiteral("surfacePage"), tr("Surface"), parent),
      m_surface(new SurfacePanel(QStringLiteral("bigSurface"), SurfaceSize::Large, selection)),
      m_fit(new FitPanel(selection)),
      m_smiles(new SmilesPanel(selection)),
      m_term(new TermPanel(selection)),
      m_difference(new DifferencePanel(selection)),
      m_chain(new ChainPanel(selection)),
      m_richCheap(new RichCheapPanel(selection)),
      m_arbitrage(new ArbitragePanel(selection))
{
    DockPanel* const surface = add(m_surface);
    DockPanel* const fit = add(m_fit);
    DockPanel* const smiles = add(m_smiles);
    DockPanel* const term = add(m_term);
    DockPanel* const difference = add(m_difference);
    DockPanel* const chain = add(m_chain);
    DockPanel* const richCheap = add(m_richCheap);
    DockPanel* const arbitrage = add(m_arbitrage);
    connect(m_richCheap, &RichCheapPanel::optionActivated, chain, &QDockWidget::raise);
    setArrangement([=](Page& page, PageWidth room) {
        if (room == PageWidth::Narrow)
            return asTabs(page);
        page.addDockWidget(Qt::LeftDockWidgetArea, surface);
        page.splitDockWidget(surface, term, Qt::Horizontal);
        page.splitDockWidget(surface, smiles, Qt::Vertical);
        if (room == PageWidth::Middle) {
            page.splitDockWidget(term, richCheap, Qt::Vertical);
            stack(page, {term, fit, difference});
            stack(page, {richCheap, arbitrage, chain});
            page.share(Qt::Horizontal, {surface, term}, {720, 560});
            page.share(Qt::Vertical, {surface, smiles}, {536, 412});
            page.share(Qt::Vertical, {term, richCheap}, {480, 468});
            return;
        }
        page.splitDockWidget(surface, fit, Qt::Horizontal);
        page.splitDockWidget(term, difference, Qt::Vertical);
        page.splitDockWidget(difference, richCheap, Qt::Vertical);
        page.splitDockWidget(richCheap, arbitrage, Qt::Vertical);
        stack(page, {difference, chain});
        page.share(Qt::Horizontal, {surface, fit, term}, {824, 296, 792});
        page.share(Qt::Vertical, {surface, smiles}, {536, 412});
        page.share(Qt::Vertical, {term, difference, richCheap, arbitrage}, {248, 310, 264, 120});
    });
}

HedgePage::HedgePage(Selection* selection, QWidget* parent)
    : Page(QStringLiteral("hedge"), tr("Hedge"), parent),
      m_policy(new PolicyPanel(selection)),
      m_frontier(new FrontierPanel(selection)),
      m_pnl(new PnlPanel(selection)),
      m_trades(new TradesPanel(selection)),
      m_outcome(new OutcomePanel(selection)),
      m_why(new WhyPanel(selection))
{
    constexpr std::chrono::milliseconds tooShortToShow{300};
    m_busySoon.setSingleShot(true);
    m_busySoon.setInterval(tooShortToShow);
    connect(&m_busySoon, &QTimer::timeout, this, &HedgePage::showBusy);
    connect(m_policy, &PolicyPanel::cancelRequested, this, &HedgePage::cancelRequested);
    connect(m_frontier, &FrontierPanel::cancelRequested, this, &HedgePage::cancelRequested);
    connect(m_frontier, &FrontierPanel::legsWanted, this, &HedgePage::legsWanted);
    connect(m_trades, &TradesPanel::legsEdited, this, &HedgePage::legsWanted);
    connect(m_why, &WhyPanel::legsWanted, this, &HedgePage::legsWanted);
    connect(m_why, &WhyPanel::policyWanted, this, &HedgePage::policyWanted);
    connect(m_why, &WhyPanel::studyWanted, this, &HedgePage::studyWanted);
    DockPanel* const policy = add(m_policy);
    DockPanel* const frontier = add(m_frontier);
    DockPanel* const pnl = add(m_pnl);
    DockPanel* const trades = add(m_trades);
    DockPanel* const outcome = add(m_outcome);
    DockPanel* const why = add(m_why);
    setArrangement([=](Page& page, PageWidth room) {
        if (room == PageWidth::Narrow)
            return asTabs(page);
        page.addDockWidget(Qt::LeftDockWidgetArea, policy);
        page.splitDockWidget(policy, frontier, Qt::Horizontal);
        page.splitDockWidget(frontier, why, Qt::Horizontal);
        page.splitDockWidget(frontier, trades, Qt::Vertical);
        page.splitDockWidget(trades, outcome, Qt::Vertical);
        if (room == PageWidth::Wide) {
            page.splitDockWidget(frontier, pnl, Qt::Horizontal);
            page.share(Qt::Horizontal, {policy, frontier, pnl, why}, {320, 588, 588, 412});
        } else {
            stack(page, {frontier, pnl});
            page.share(Qt::Horizontal, {policy, frontier, why}, {300, 700, 380});
        }
        page.share(Qt::Vertical, {frontier, trades, outcome}, {392, 228, 320});
    });
}

void HedgePage::showProposing(bool running)
{
    m_proposing = running;
    running ? m_busySoon.start() : showBusy();
}

void HedgePage::showStudying(bool running)
{
    m_studying = running;
    m_frontier->showStudying(running);
    running ? m_busySoon.start() : showBusy();
}

// A line under the headers of what is being worked out.
void HedgePage::showBusy()
{
    for (DockPanel* const dock : docks()) {
        const bool studied = dock->widget() == m_frontier || dock->widget() == m_why;
        const bool proposed = dock->widget() != m_policy;
        dock->setBusy((m_proposing && proposed) || (m_studying && studied));
    }
}

QList<HedgePanelBase*> HedgePage::hedgePanels() const
{
    return {m_frontier, m_pnl, m_trades, m_outcome, m_why};
}

void HedgePage::showSecondsLeft(int seconds)
{
    m_why->decision()->setSecondsLeft(seconds);
}

JournalPage::JournalPage(Selection* selection, QWidget* parent)
    : Page(QStringLiteral("journalPage"), tr("Journal"), parent),
      m_journal(new JournalPanel(selection)),
      m_entry(new JournalEntryPanel(selection))
{
    DockPanel* const journal = add(m_journal);
    DockPanel* const entry = add(m_entry);
    connect(m_journal, &JournalPanel::entryChosen, m_entry, &JournalEntryPanel::showEntry);
    setArrangement([=](Page& page, PageWidth room) {
        if (room == PageWidth::Narrow)
            return asTabs(page);
        page.addDockWidget(Qt::LeftDockWidgetArea, journal);
        page.splitDockWidget(journal, entry, Qt::Horizontal);
        page.share(Qt::Horizontal, {journal, entry}, {1380, 532});
    });
}

} // namespace ballast
