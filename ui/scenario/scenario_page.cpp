#include "ui/scenario/scenario_page.h"

#include "models/items/book_difference_model.h"
#include "models/items/words.h"
#include "ui/panels/chain_panel.h"
#include "ui/scenario/chain_drag.h"
#include "ui/scenario/chart_panels.h"
#include "ui/scenario/compare_panel.h"
#include "ui/scenario/editor_panel.h"
#include "ui/scenario/feedback_panel.h"
#include "ui/scenario/legs_panel.h"
#include "ui/scenario/map_panel.h"
#include "ui/scenario/picture_export.h"
#include "ui/scenario/risk_panels.h"
#include "ui/scenario/tree_panel.h"
#include "ui/scenario/work_strip.h"
#include "widgets/banner.h"
#include "widgets/number_format.h"
#include "widgets/table_view.h"
#include "widgets/theme.h"

#include <QDialog>
#include <QInputDialog>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QShortcut>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

constexpr int frameWidth = 4;

void stack(Page& page, const QList<DockPanel*>& docks)
{
    for (qsizetype i = 1; i < docks.size(); ++i)
        page.tabifyDockWidget(docks.first(), docks.at(i));
    docks.first()->raise();
    // Showing the docks again may bring another tab to the top: once more when that is over.
    QTimer::singleShot(0, docks.first(), [first = docks.first()] { first->raise(); });
}

} // namespace

ScenarioPage::ScenarioPage(Selection* selection, QWidget* parent)
    : Page(QStringLiteral("scenarios"), tr("Scenarios"), parent),
      m_hub(new ScenarioHub(this)),
      m_tree(new ScenarioTreePanel(selection, m_hub)),
      m_editor(new ShockEditorPanel(selection, m_hub)),
      m_legs(new LegsPanel(selection, m_hub)),
      m_map(new BookMapPanel(selection, m_hub)),
      m_curves(new SpotCurvesPanel(selection, m_hub)),
      m_factors(new FactorsPanel(selection, m_hub)),
      m_explain(new ExplainPanel(selection, m_hub)),
      m_var(new VarPanel(selection, m_hub)),
      m_limits(new LimitsPanel(selection, m_hub)),
      m_compare(new ComparePanel(selection, m_hub)),
      m_feedback(new FeedbackPanel(selection, m_hub)),
      m_chain(new ChainPanel(selection))
{
    m_chain->setObjectName(QStringLiteral("scenarioChain"));
    for (Panel* const panel : QList<Panel*>{m_tree, m_editor, m_legs, m_map, m_curves, m_chain, m_factors, m_explain,
                                            m_var, m_limits, m_compare, m_feedback})
        add(panel);
    createTop();
    createShortcuts();
    takeLegsFrom(m_chain);
    setArrangement([this](Page&, PageWidth room) { arrange(room); });
    connect(m_hub, &ScenarioHub::whatIfChanged, this, &ScenarioPage::showWhatIf);
    connect(m_hub, &ScenarioHub::booksCompared, this, &ScenarioPage::showComparison);
    connect(m_hub, &ScenarioHub::hedgeWanted, this, &ScenarioPage::askMaxLoss);
    showWhatIf();
}

void ScenarioPage::takeLegsFrom(ChainPanel* chain)
{
    auto* const drag = new ChainDrag(chain, [this] { return m_legs->deskPicture(); });
    connect(drag, &ChainDrag::legWanted, m_hub, [this](const QString& instrument, double quantity) {
        Q_EMIT m_hub->legAdded(instrument, quantity, tr("chain"));
    });
}

void ScenarioPage::addDropped(const QStringList& instruments)
{
    for (const QString& instrument : instruments)
        Q_EMIT m_hub->legAdded(instrument, LegsPanel::droppedQuantity, tr("chain"));
}

void ScenarioPage::arrange(PageWidth room)
{
    const QList<DockPanel*>& all = docks();
    DockPanel* const tree = all.at(0);
    DockPanel* const editor = all.at(1);
    DockPanel* const legs = all.at(2);
    DockPanel* const map = all.at(3);
    DockPanel* const curves = all.at(4);
    DockPanel* const chain = all.at(5);
    DockPanel* const factors = all.at(6);
    DockPanel* const explain = all.at(7);
    DockPanel* const var = all.at(8);
    DockPanel* const limits = all.at(9);
    DockPanel* const compare = all.at(10);
    DockPanel* const feedback = all.at(11);
    addDockWidget(Qt::LeftDockWidgetArea, tree);
    if (room == PageWidth::Narrow) {
        splitDockWidget(tree, map, Qt::Horizontal);
        splitDockWidget(map, compare, Qt::Vertical);
        stack(*this, {tree, editor, legs});
        stack(*this, {map, curves, factors, var});
        stack(*this, {compare, explain, limits, feedback, chain});
        share(Qt::Horizontal, {tree, map}, {372, 860});
        share(Qt::Vertical, {map, compare}, {480, 400});
        return;
    }
    splitDockWidget(tree, map, Qt::Horizontal);
    splitDockWidget(tree, editor, Qt::Vertical);
    splitDockWidget(editor, legs, Qt::Vertical);
    if (room == PageWidth::Middle) {
        splitDockWidget(map, compare, Qt::Vertical);
        stack(*this, {map, curves, factors, var});
        stack(*this, {compare, explain, limits, feedback, chain});
        share(Qt::Horizontal, {tree, map}, {372, 900});
        share(Qt::Vertical, {map, compare}, {480, 420});
        share(Qt::Vertical, {tree, editor, legs}, {290, 420, 190});
        return;
    }
    splitDockWidget(map, factors, Qt::Horizontal);
    splitDockWidget(map, curves, Qt::Vertical);
    splitDockWidget(factors, compare, Qt::Vertical);
    splitDockWidget(factors, var, Qt::Horizontal);
    stack(*this, {curves, feedback, chain});
    stack(*this, {factors, explain});
    stack(*this, {var, limits});
    share(Qt::Horizontal, {tree, map, factors, var}, {372, 756, 392, 384});
    share(Qt::Vertical, {tree, editor, legs}, {300, 416, 180});
    share(Qt::Vertical, {map, curves}, {480, 420});
    share(Qt::Vertical, {factors, compare}, {382, 518});
}

void ScenarioPage::createTop()
{
    auto* const top = new QWidget(this);
    auto* const column = new QVBoxLayout(top);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_banner = new Banner(BannerKind::WhatIf, top);
    m_banner->setFixedHeight(32);
    m_follow = m_banner->addButton(tr("Freeze"));
    m_book = m_banner->addButton(tr("Book…"));
    QPushButton* const duplicate = m_banner->addButton(tr("Duplicate"));
    QPushButton* const save = m_banner->addButton(tr("Save as…"));
    QPushButton* const discard = m_banner->addButton(tr("Discard"));
    column->addWidget(m_banner);
    column->addWidget(new WorkStrip(m_hub, top));
    setMenuWidget(top);
    connect(m_follow, &QPushButton::clicked, this, [this] {
        const auto& book = m_hub->whatIf().book;
        Q_EMIT m_hub->followMarketChosen(book && !book->followsMarket());
    });
    connect(m_book, &QPushButton::clicked, this, &ScenarioPage::openBookMenu);
    connect(duplicate, &QPushButton::clicked, m_hub, &ScenarioHub::bookDuplicated);
    connect(save, &QPushButton::clicked, this, &ScenarioPage::askRename);
    connect(discard, &QPushButton::clicked, m_hub, &ScenarioHub::bookDiscarded);
}

void ScenarioPage::createShortcuts()
{
    const auto add = [this](const QKeySequence& keys, auto signal) {
        auto* const shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, m_hub, signal);
    };
    add(QKeySequence(Qt::CTRL | Qt::Key_Z), &ScenarioHub::undoWanted);
    add(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), &ScenarioHub::redoWanted);
    auto* const print = new QShortcut(QKeySequence(QKeySequence::Print), this);
    print->setContext(Qt::WidgetWithChildrenShortcut);
    connect(print, &QShortcut::activated, this, &ScenarioPage::printPage);
}

QString ScenarioPage::bannerSentence() const
{
    const WhatIfView& whatIf = m_hub->whatIf();
    if (!whatIf.book)
        return {};
    const QString base = words(whatIf.book->base->name);
    const QString market = whatIf.book->followsMarket()
                               ? tr("follows the live market")
                               : tr("frozen at %1").arg(dateClockText(whatIf.book->frozen->asOf));
    const QString legs = whatIf.legs == 1 ? tr("1 hypothetical leg") : tr("%1 hypothetical legs").arg(whatIf.legs);
    return tr("%1 on %2, %3. Nothing here is the live book.").arg(legs, base, market);
}

void ScenarioPage::showWhatIf()
{
    const auto& book = m_hub->whatIf().book;
    m_framed = book.has_value();
    m_banner->setVisible(m_framed);
    const int margin = m_framed ? frameWidth : 0;
    setContentsMargins(margin, 0, margin, margin);
    if (book) {
        m_banner->setText(words(book->name), bannerSentence());
        m_follow->setText(book->followsMarket() ? tr("Freeze market") : tr("Follow market"));
    }
    update();
}

void ScenarioPage::paintEvent(QPaintEvent* event)
{
    Page::paintEvent(event);
    if (!m_framed)
        return;
    QPainter painter(this);
    const QColor fill = Theme::of(this).criticalFill;
    painter.fillRect(0, 0, frameWidth, height(), fill);
    painter.fillRect(width() - frameWidth, 0, frameWidth, height(), fill);
    painter.fillRect(0, height() - frameWidth, width(), frameWidth, fill);
}

void ScenarioPage::openBookMenu()
{
    auto* const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Rename…"), this, &ScenarioPage::askRename);
    menu->addAction(tr("Compare with the live book"), m_hub, [this] { Q_EMIT m_hub->bookCompared({}); });
    QMenu* const open = menu->addMenu(tr("Open"));
    QMenu* const compare = menu->addMenu(tr("Compare with"));
    for (const SavedBook& saved : m_hub->whatIf().saved) {
        const QString name = tr("%1, %2").arg(words(saved.name), dateClockText(saved.at));
        open->addAction(name, m_hub, [this, id = saved.id] { Q_EMIT m_hub->bookOpened(id); });
        compare->addAction(name, m_hub, [this, id = saved.id] { Q_EMIT m_hub->bookCompared(id); });
    }
    open->setEnabled(!open->isEmpty());
    compare->setEnabled(!compare->isEmpty());
    menu->addSeparator();
    menu->addAction(tr("Print page…"), this, &ScenarioPage::printPage);
    menu->addAction(tr("Export page as PDF…"), this, [this] {
        exportPicture(*this, m_map->printTitle(), PictureFile::Pdf, QStringLiteral("scenarios"));
    });
    menu->popup(m_book->mapToGlobal(QPoint(0, m_book->height())));
}

void ScenarioPage::askRename()
{
    const auto& book = m_hub->whatIf().book;
    if (!book)
        return;
    auto* const dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Save what-if book"));
    dialog->setLabelText(tr("Name"));
    dialog->setTextValue(words(book->name));
    connect(dialog, &QInputDialog::textValueSelected, m_hub, &ScenarioHub::bookRenamed);
    dialog->open();
}

// How much the scenario may still lose: half of what it loses now, unless the trader says otherwise.
void ScenarioPage::askMaxLoss(const Scenario& scenario)
{
    const ScenarioPicture* const picture = m_hub->picture();
    double loss = 0.0;
    for (const ComparedScenario& row :
         picture && picture->comparison ? picture->comparison->rows : std::vector<ComparedScenario>{})
        if (row.name == scenario.name && picture->shown < row.cells.size())
            loss = -row.cells[picture->shown].pnlUsd.value_or(0.0);
    auto* const dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setInputMode(QInputDialog::DoubleInput);
    dialog->setDoubleRange(0.0, 1e12);
    dialog->setDoubleDecimals(0);
    dialog->setWindowTitle(tr("Hedge %1").arg(words(scenario.name)));
    dialog->setLabelText(tr("The scenario loses %1 USD now. Lose at most, USD:").arg(formatNumber(loss, 0)));
    dialog->setDoubleValue(std::max(0.0, std::round(loss / 2.0)));
    connect(dialog, &QInputDialog::doubleValueSelected, m_hub,
            [this, scenario](double usd) { Q_EMIT m_hub->hedgeConfirmed(scenario, usd); });
    dialog->open();
}

void ScenarioPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    if (!focusWidget() || m_banner->isAncestorOf(focusWidget()))
        m_tree->tree()->setFocus();
    Q_EMIT m_hub->watched(true);
}

void ScenarioPage::hideEvent(QHideEvent* event)
{
    Page::hideEvent(event);
    Q_EMIT m_hub->watched(false);
}

void ScenarioPage::showComparison(const BookComparison& comparison)
{
    auto* const dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("%1 against %2").arg(words(comparison.right), words(comparison.left)));
    dialog->resize(620, 480);
    auto* const column = new QVBoxLayout(dialog);
    auto* const table = new TableView(dialog);
    table->setAccessibleName(dialog->windowTitle());
    table->setModel(new BookDifferenceModel(comparison, table));
    table->setColumnWidths({240, 110, 110, 110});
    column->addWidget(table);
    dialog->open();
}

void ScenarioPage::printPage()
{
    printPicture(*this, m_map->printTitle());
}

} // namespace ballast
