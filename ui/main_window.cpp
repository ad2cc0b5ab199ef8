#include "ui/main_window.h"

#include "models/items/words.h"
#include "ui/dialogs/tour.h"
#include "ui/main_actions.h"
#include "ui/pages.h"
#include "ui/panels/chain_panel.h"
#include "ui/panels/difference_panel.h"
#include "ui/panels/journal_panel.h"
#include "ui/panels/panel.h"
#include "ui/panels/policy_panel.h"
#include "ui/panels/term_panel.h"
#include "ui/panels/trades_panel.h"
#include "ui/scenario/leg_drop.h"
#include "ui/scenario/scenario_page.h"
#include "widgets/banner.h"
#include "widgets/command_palette.h"
#include "widgets/proposal_strip.h"
#include "widgets/status_bar.h"
#include "widgets/table_view.h"
#include "widgets/tile_strip.h"
#include "widgets/top_bar.h"

#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace ballast {

namespace {

constexpr int gap = 4; // canvas between docks
constexpr QSize designSize(1920, 1080);

} // namespace

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent),
      m_selection(new Selection(this)),
      m_actions(new MainActions(this)),
      m_palette(new CommandPalette(this))
{
    setAcceptDrops(true);
    createFrame();
    createPages();
    createTour();
    connectFrame();
    connectMarketActions();
    connectHedgeActions();
    connectHelpActions();
    connectHedgePage();
    m_palette->setActions(m_actions->all());
    m_screen.tradesAs = tradesAsWord(m_mode);
    resize(designSize);
    showMode(m_mode, 1.0, false);
    showPage(0);
    updateHedge();
    updateTiles();
    updateStatus();
    m_desk->chain()->table()->setFocus();
}

MainWindow::~MainWindow() = default;

void MainWindow::createFrame()
{
    auto* const central = new QWidget(this);
    auto* const column = new QVBoxLayout(central);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_topBar = new TopBar(central);
    m_tiles = new TileStrip(central);
    m_halted = new Banner(BannerKind::Halted, central);
    m_stack = new QStackedWidget(central);
    m_strip = new ProposalStrip(central);
    m_status = new StatusStrip(central);
    m_topBar->setMenuBar(m_actions->menuBar());
    m_topBar->setAccessibleName(tr("Top bar"));
    m_tiles->setAccessibleName(tr("Figures of the book"));
    m_halted->setAccessibleName(tr("Halted"));
    m_halted->addButton(tr("Reset…"))->setProperty("banner", true);
    m_halted->hide();
    m_strip->setAccessibleName(tr("Proposed hedge"));
    m_status->setAccessibleName(tr("Feeds and clock"));
    column->addWidget(m_topBar);
    column->addWidget(m_tiles);
    column->addWidget(m_halted);
    column->addSpacing(gap);
    column->addWidget(m_stack, 1);
    column->addSpacing(gap);
    column->addWidget(m_strip);
    column->addSpacing(gap);
    column->addWidget(m_status);
    setCentralWidget(central);
}

void MainWindow::createPages()
{
    m_desk = new DeskPage(m_selection, m_stack);
    m_surface = new SurfacePage(m_selection, m_stack);
    m_hedge = new HedgePage(m_selection, m_stack);
    m_scenarios = new ScenarioPage(m_selection, m_stack);
    m_scenarios->takeLegsFrom(m_desk->chain());
    m_journal = new JournalPage(m_selection, m_stack);
    QStringList titles;
    for (Page* const page : pages()) {
        m_stack->addWidget(page);
        titles << page->title();
        connect(page, &Page::layoutChanged, this, &MainWindow::layoutChanged);
    }
    m_topBar->setPages(titles);
    m_actions->setPages(titles);
    const int scenarios = int(pages().indexOf(m_scenarios));
    auto* const drop = new LegDrop(m_topBar->tabs(), scenarios);
    connect(drop, &LegDrop::pageWanted, this, [this, scenarios] { showPage(scenarios); });
    connect(drop, &LegDrop::dropped, m_scenarios, &ScenarioPage::addDropped);
}

void MainWindow::createTour()
{
    m_tour = new Tour(
        {{tr("Your book, priced live"),
          tr("The tiles are the whole book at a glance. A gauge shows the band of your policy; a triangle says "
             "that the book is out of it."),
          m_tiles, 0},
         {tr("Chain, book, surface move together"),
          tr("Choose a strike or an expiry anywhere: chain, positions, smile and surface follow. Drag the surface "
             "to turn it."),
          m_desk, 0},
         {tr("Ask for the cheapest hedge"),
          tr("F9 works out the trades that bring the book into its bands at least cost. Quantities can be edited; "
             "every figure is recomputed."),
          m_hedge, 2},
         {tr("You decide, the journal proves it"),
          tr("Nothing is filled without your approval. Each decision is sealed into the journal first. The kill "
             "switch stops all approvals at once: Ctrl+Shift+K."),
          m_journal, int(pages().indexOf(m_journal))}},
        this);
    connect(m_tour, &Tour::pageWanted, this, &MainWindow::showPage);
    connect(m_tour, &Tour::finished, this, [this] {
        showPage(0);
        Q_EMIT tourFinished();
    });
}

QList<Page*> MainWindow::pages() const
{
    return {m_desk, m_surface, m_hedge, m_scenarios, m_journal};
}

int MainWindow::currentPage() const
{
    return m_stack->currentIndex();
}

QHash<QString, QByteArray> MainWindow::saveLayout() const
{
    QHash<QString, QByteArray> layout;
    for (const Page* const page : pages())
        if (const QByteArray state = page->saveLayout(); !state.isEmpty())
            layout.insert(page->id(), state);
    return layout;
}

bool MainWindow::restoreLayout(const QHash<QString, QByteArray>& layout)
{
    bool all = true;
    for (Page* const page : pages())
        all = page->restoreLayout(layout.value(page->id())) && all;
    return all;
}

void MainWindow::showPicture(const DeskPicturePtr& picture)
{
    if (!picture)
        return;
    m_picture = picture;
    const QString source = words(picture->market->source);
    if (source != m_source) {
        m_source = source;
        m_references.clear();
    }
    for (const UnderlyingPicture& each : picture->underlyings) {
        const QString name = words(each.underlying);
        if (!m_references.contains(name))
            if (const std::optional<TileReference> first = tileReference(*picture, each.underlying))
                m_references.insert(name, *first);
    }
    if (!picture->of(m_selection->underlying()) && !picture->underlyings.empty())
        m_selection->chooseUnderlying(picture->underlyings.front().underlying);
    followUnderlying();
    for (Page* const page : pages())
        for (Panel* const panel : page->panels())
            panel->showPicture(picture);
    updateIndex();
    updateStrip();
    updateStatus();
    updateTitle();
}

void MainWindow::showProposal(const std::shared_ptr<const HedgeProposal>& proposal, const HedgedCurvesPtr& curves)
{
    m_screen.proposal = proposal;
    m_screen.curves = curves;
    updateHedge();
}

void MainWindow::showHedgeDetails(const HedgeDetailsPtr& details)
{
    m_screen.details = details;
    m_hedge->showStudying(details && details->working);
    updateHedge();
}

void MainWindow::showKeptSurfaces(const std::vector<SurfaceReferencePtr>& kept)
{
    m_surface->difference()->showKept(kept);
}

void MainWindow::showTimeWeights(const TimeWeights& weights)
{
    m_surface->term()->showTimeWeights(weights);
}

void MainWindow::showApproval(const ApprovalView& approval)
{
    m_screen.approval = approval;
    updateHedge();
}

void MainWindow::showProposing(bool running)
{
    m_screen.working = running;
    m_hedge->policy()->setProposing(running);
    m_actions->setProposing(!running);
    m_hedge->showProposing(running);
    updateHedge();
}

void MainWindow::showKillSwitch(const KillSwitchState& state)
{
    m_kill = state;
    m_screen.halted = state.engaged;
    m_topBar->setHalted(state.engaged);
    m_actions->setHalted(state.engaged);
    m_halted->setText(tr("Halted %1 by kill switch").arg(clockText(state.since)), words(state.reason));
    m_halted->setVisible(state.engaged);
    updateHedge();
}

void MainWindow::showJournal(const std::vector<JournalEntry>& entries)
{
    m_journalEntries =
        entries.empty() ? 0 : static_cast<std::size_t>(entries.back().sequence); // only the newest are listed
    m_journal->journal()->showJournal(entries);
    updateStatus();
}

void MainWindow::appendJournal(const JournalEntry& entry)
{
    m_journalEntries = static_cast<std::size_t>(entry.sequence);
    m_journal->journal()->append(entry);
    updateStatus();
}

void MainWindow::showVerification(const QString& sentence, bool intact)
{
    m_journal->journal()->showVerification(sentence, intact);
    showMessage(sentence);
}

void MainWindow::showFeeds(const std::vector<FeedHealth>& feeds)
{
    m_status->setFeeds(feedLights(feeds));
    const auto staleFor = marketStaleFor(feeds);
    for (const Page* const page : pages())
        for (Panel* const panel : page->panels())
            panel->showFeedAge(staleFor);
    if (std::exchange(m_feedStaleFor, staleFor) != staleFor)
        updateTiles();
}

void MainWindow::showPolicy(const HedgePolicy& policy)
{
    m_hedge->policy()->showPolicy(policy);
    updateIndex();
    updateTiles();
    updateStrip();
}

void MainWindow::showMode(MarketMode mode, double speed, bool paused)
{
    m_mode = mode;
    m_topBar->setMode(modeKind(mode), modeDetail(mode, speed, paused));
    m_actions->setMode(mode, speed, paused);
    m_screen.tradesAs = tradesAsWord(mode);
    updateTitle();
    updateHedge();
}

void MainWindow::showMessage(const QString& sentence)
{
    m_status->setMessage(sentence);
}

void MainWindow::showClock(Timestamp now)
{
    m_screen.now = now;
    updateCountdown();
    if (!m_picture)
        updateStatus();
}

void MainWindow::showPage(int page)
{
    if (page < 0 || page >= m_stack->count())
        return;
    m_stack->setCurrentIndex(page);
    m_topBar->setCurrentPage(page);
    m_strip->setVisible(page == 0);
    listPanels();
}

void MainWindow::startTour()
{
    m_tour->start();
}

void MainWindow::listPanels()
{
    QMenu* const menu = m_actions->panelMenu();
    menu->clear();
    for (DockPanel* const dock : pages().at(currentPage())->docks())
        menu->addAction(dock->toggleViewAction());
}

void MainWindow::chooseUnderlying(const QString& underlying)
{
    m_selection->chooseUnderlying(underlying.toStdString());
}

// Whoever chose it: panels follow by themselves, the frame here.
void MainWindow::followUnderlying()
{
    QStringList underlyings;
    if (m_picture)
        for (const UnderlyingPicture& each : m_picture->underlyings)
            underlyings << words(each.underlying);
    m_actions->setUnderlyings(underlyings, words(m_selection->underlying()));
    updateTiles();
}

void MainWindow::updateTiles()
{
    TileInputs inputs;
    inputs.picture = m_picture.get();
    inputs.underlying = m_selection->underlying();
    inputs.policy = m_hedge->policy()->policy();
    const auto reference = m_references.constFind(words(inputs.underlying));
    if (reference != m_references.constEnd())
        inputs.reference = *reference;
    inputs.feedStaleFor = m_feedStaleFor;
    m_tiles->setTiles(deskTiles(inputs));
}

void MainWindow::updateIndex()
{
    const IndexPrice* const index =
        m_picture ? m_picture->market->index(m_hedge->policy()->policy().underlying) : nullptr;
    m_screen.indexUsd = index ? std::optional(index->priceUsd) : std::nullopt;
}

void MainWindow::updateStatus()
{
    m_status->setFacts(statusFacts({m_picture.get(), m_journalEntries, m_screen.now}));
}

void MainWindow::updateTitle()
{
    QStringList parts;
    if (m_picture && m_picture->book && !m_picture->book->name.empty())
        parts << words(m_picture->book->name);
    if (!m_source.isEmpty())
        parts << m_source;
    parts << (m_mode == MarketMode::Simulated ? tr("SIMULATED") : tr("PAPER")) << tr("Ballast");
    setWindowTitle(parts.join(QStringLiteral(" · ")));
}

void MainWindow::updateHedge()
{
    for (HedgePanelBase* const panel : m_hedge->hedgePanels())
        panel->showHedge(m_screen);
    updateStrip();
    m_actions->setDecidable(canApprove(m_screen), m_screen.approval.state == ProposalState::Open);
}

void MainWindow::updateStrip()
{
    ProposalStripContent content = stripContent(m_screen);
    if (content.phase == ProposalPhase::None && m_picture && m_picture->risk)
        content.sentence = bandsSentence(m_hedge->policy()->policy(), *m_picture->risk, content.sentence);
    m_strip->setContent(content);
}

void MainWindow::updateCountdown()
{
    m_strip->setSecondsLeft(secondsLeft(m_screen));
    m_hedge->showSecondsLeft(secondsLeft(m_screen));
}

} // namespace ballast
