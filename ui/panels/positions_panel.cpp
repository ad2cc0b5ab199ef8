#include "ui/panels/positions_panel.h"

#include "models/items/words.h"
#include "ui/panels/positions_filter.h"
#include "ui/panels/table_export.h"
#include "widgets/cell_roles.h"
#include "widgets/combo_button.h"
#include "widgets/table_view.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>
#include <functional>
#include <utility>

namespace ballast {

namespace {

const QList<int> columnWidths{148, 54, 71, 38, 62, 77, 62, 62, 60, 65}; // the name takes what is left

void forEachGroup(const QAbstractItemModel& model, const QModelIndex& parent,
                  const std::function<void(const QModelIndex&)>& visit)
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        if (!model.hasChildren(index))
            continue;
        visit(index);
        forEachGroup(model, index, visit);
    }
}

QString keyOf(const QModelIndex& index)
{
    return index.data(item_role::Key).toString();
}

} // namespace

PositionsPanel::PositionsPanel(Selection* selection, QWidget* parent)
    : Panel(QStringLiteral("positions"), tr("Positions"), selection, parent),
      m_model(new PositionsModel(this)),
      m_filter(new PositionsFilter(this)),
      m_tree(new TreeView(this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    greyWhenStale();
    column->addWidget(m_tree);
    createTree();
    createHeader();
}

void PositionsPanel::createTree()
{
    m_filter->setSourceModel(m_model);
    m_tree->setAccessibleName(tr("Positions"));
    m_tree->setModel(m_filter);
    m_tree->setColumnWidths(columnWidths);
    m_tree->setDropPriority(PositionsModel::Vanna, 3);
    m_tree->setDropPriority(PositionsModel::ImpliedVol, 2);
    m_tree->setDropPriority(PositionsModel::MarkUsd, 1);
    m_tree->setFlashEnabled(true);
    m_tree->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_tree->header()->setSectionsClickable(true);
    m_tree->header()->setSortIndicatorShown(false);
    connect(m_tree->header(), &QHeaderView::sectionClicked, this, [this](int column) {
        const bool again = m_filter->sortColumn() == column && m_filter->sortOrder() == Qt::DescendingOrder;
        m_filter->sort(column, again ? Qt::AscendingOrder : Qt::DescendingOrder);
    });
    connect(m_model, &QAbstractItemModel::modelAboutToBeReset, this, &PositionsPanel::rememberRows);
    connect(m_filter, &QAbstractItemModel::modelReset, this, &PositionsPanel::restoreRows);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_tree, &QWidget::customContextMenuRequested, this, &PositionsPanel::showLineMenu);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) { chooseLine(current); });
}

void PositionsPanel::createHeader()
{
    m_filterField = new QLineEdit(this);
    m_filterField->setPlaceholderText(tr("Filter"));
    m_filterField->setAccessibleName(tr("Filter positions"));
    m_filterField->setProperty("compact", true);
    m_filterField->setClearButtonEnabled(true);
    m_filterField->setFixedWidth(130);
    m_grouping = new ComboButton({tr("By expiry"), tr("By account")}, tr("Grouping of positions"), this);
    auto* const columns = new QToolButton(this);
    columns->setText(tr("Columns"));
    columns->setAccessibleName(tr("Columns of positions"));
    columns->setPopupMode(QToolButton::InstantPopup);
    columns->setMenu(createColumnMenu());
    addHeaderWidget(m_filterField);
    addHeaderWidget(m_grouping);
    addHeaderWidget(columns);
    connect(m_filterField, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_filter->setFilterFixedString(text);
        if (!text.isEmpty())
            m_tree->expandAll();
    });
    connect(m_grouping, &QComboBox::currentIndexChanged, this,
            [this](int index) { m_model->setGrouping(static_cast<PositionGrouping>(index)); });
    addMoreAction(tr("Expand all"), [this] { m_tree->expandAll(); });
    addMoreAction(tr("Collapse all"), [this] { m_tree->collapseAll(); });
    addMoreAction(tr("Order as in the book"), [this] { m_filter->sort(-1); });
    addMoreAction(tr("Copy rows"), [this] { m_tree->copySelection(); });
    addMoreAction(tr("Export CSV…"), [this] { exportTable(this, *m_model, QStringLiteral("positions.csv")); });
}

QMenu* PositionsPanel::createColumnMenu()
{
    auto* const menu = new QMenu(this);
    for (int column = 1; column < PositionsModel::ColumnCount; ++column) {
        QAction* const action =
            menu->addAction(m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(true);
        connect(action, &QAction::toggled, this, [this, column](bool shown) {
            m_tree->setColumnHidden(column, !shown);
            m_tree->setColumnWidths(columnWidths); // shares the room out anew
        });
    }
    return menu;
}

void PositionsPanel::refresh()
{
    if (!picture() || !picture()->risk)
        return;
    m_model->setHomeUnderlying(selection()->underlying());
    m_model->setReport(picture()->risk);
    const int lines = m_model->lineCount();
    const DeltaConvention& delta = picture()->risk->delta;
    const QString rule = tr("Delta %1").arg(words(deltaName(delta)));
    QString subLine = lines == 1 ? tr("%1, 1 line").arg(rule) : tr("%1, %2 lines").arg(rule).arg(lines);
    if (picture()->risk->linesFailed > 0)
        subLine += tr(", totals without %1").arg(picture()->risk->linesFailed);
    if (picture()->risk->vol == VolChoice::Model)
        subLine += tr(", on model vols");
    setSubLine(subLine);
    selectChosen();
}

QMenu* PositionsPanel::engineMenu(const QModelIndex& row)
{
    const RiskLine* const line = row.isValid() ? m_model->lineAt(m_filter->mapToSource(row)) : nullptr;
    if (!line || !line->instrument || !line->instrument->otc)
        return nullptr;
    const std::pair<OtcEngine, QString> engines[] = {{OtcEngine::Analytic, tr("Price by closed form")},
                                                     {OtcEngine::FiniteDifferences, tr("Price by finite differences")},
                                                     {OtcEngine::MonteCarlo, tr("Price by simulation")}};
    const OtcEngine present = line->holding.otc.value_or(OtcHolding{}).engine;
    auto* const menu = new QMenu(this);
    for (const auto& [engine, text] : engines) {
        QAction* const action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(engine == present);
        action->setEnabled(hasEngine(*line->instrument->otc, engine));
        connect(action, &QAction::triggered, this,
                [this, position = line->position, chosen = engine] { Q_EMIT otcEngineChosen(position, chosen); });
    }
    return menu;
}

void PositionsPanel::showLineMenu(const QPoint& place)
{
    QMenu* const menu = engineMenu(m_tree->indexAt(place));
    if (!menu)
        return;
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(m_tree->viewport()->mapToGlobal(place));
}

void PositionsPanel::rememberRows()
{
    m_scroll = m_tree->verticalScrollBar()->value();
    m_currentKey = keyOf(m_tree->currentIndex());
    m_collapsed.clear();
    forEachGroup(*m_filter, {}, [this](const QModelIndex& group) {
        m_known.insert(keyOf(group));
        if (!m_tree->isExpanded(group))
            m_collapsed.insert(keyOf(group));
    });
}

// Groups seen for the first time open when they belong to the chosen underlying.
void PositionsPanel::restoreRows()
{
    const QString home = words(selection()->underlying());
    if (std::exchange(m_home, home) != home)
        m_known.clear(); // another underlying moved to the top: open it, close the others
    forEachGroup(*m_filter, {}, [&](const QModelIndex& group) {
        const QString key = keyOf(group);
        const bool known = m_known.contains(key);
        m_tree->setExpanded(group, known ? !m_collapsed.contains(key)
                                         : key == home || key.startsWith(home + QLatin1Char('/')) ||
                                               key == QStringLiteral("unknown"));
    });
    m_selecting = true;
    const QModelIndex current = m_filter->mapFromSource(m_model->indexOfKey(m_currentKey));
    if (current.isValid())
        m_tree->setCurrentIndex(current);
    m_selecting = false;
    m_tree->verticalScrollBar()->setValue(m_scroll);
}

void PositionsPanel::chooseLine(const QModelIndex& index)
{
    if (m_selecting || !index.isValid())
        return;
    const RiskLine* const line = m_model->lineAt(m_filter->mapToSource(index));
    if (!line || !line->instrument || !isOption(*line->instrument))
        return;
    selection()->chooseUnderlying(line->instrument->underlying);
    selection()->chooseStrike(*line->instrument->expiry, *line->instrument->strike);
}

// Marks the line of the chosen strike, if the book holds one; leaves a line of that strike alone.
void PositionsPanel::selectChosen()
{
    if (!selection()->expiry() || !selection()->strike())
        return;
    const auto isChosen = [this](const RiskLine* line) {
        return line && line->instrument && isOption(*line->instrument) &&
               line->instrument->underlying == selection()->underlying() &&
               line->instrument->expiry == selection()->expiry() && line->instrument->strike == selection()->strike();
    };
    if (m_tree->currentIndex().isValid() && isChosen(m_model->lineAt(m_filter->mapToSource(m_tree->currentIndex()))))
        return;
    m_selecting = true;
    m_tree->clearSelection();
    m_tree->setCurrentIndex({});
    for (const RiskLine& line : picture()->risk->lines) {
        if (!isChosen(&line))
            continue;
        const QString name = words(line.holding.instrument.name);
        m_tree->setCurrentIndex(m_filter->mapFromSource(m_model->indexOfInstrument(name)));
        break;
    }
    m_selecting = false;
}

} // namespace ballast
