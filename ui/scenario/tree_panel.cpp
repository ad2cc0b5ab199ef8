#include "ui/scenario/tree_panel.h"

#include "models/items/roles.h"
#include "ui/panels/table_export.h"
#include "widgets/table_view.h"

#include <QFileDialog>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

namespace ballast {

namespace {

constexpr int rowHeight = 20;
constexpr int filterWidth = 88;

QString keyOf(const QModelIndex& index)
{
    return index.siblingAtColumn(0).data(item_role::Key).toString();
}

bool isScenario(const QModelIndex& index)
{
    return index.siblingAtColumn(0).data(item_role::DrivesOthers).toBool();
}

template <class Visit>
void forEachParent(const QAbstractItemModel& model, const QModelIndex& parent, const Visit& visit)
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        if (!model.hasChildren(index))
            continue;
        visit(index);
        forEachParent(model, index, visit);
    }
}

} // namespace

ScenarioTreePanel::ScenarioTreePanel(Selection* selection, ScenarioHub* hub, QWidget* parent)
    : ScenarioPanel(QStringLiteral("scenarioTree"), tr("Scenarios"), selection, hub,
                    Follows::Picture | Follows::Scenarios, parent),
      m_model(new ScenarioTreeModel(this)),
      m_filter(new QSortFilterProxyModel(this)),
      m_tree(new TreeView(this)),
      m_filterField(new QLineEdit(this)),
      m_new(new QPushButton(tr("New"), this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_tree);
    createTree();
    createHeader();
}

void ScenarioTreePanel::createTree()
{
    m_filter->setSourceModel(m_model);
    m_filter->setRecursiveFilteringEnabled(true);
    m_filter->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_tree->setAccessibleName(tr("Scenarios"));
    m_tree->setModel(m_filter);
    m_tree->setRowHeight(rowHeight);
    m_tree->setColumnWidths({170, 50, 60, 66});
    m_tree->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_tree->setSelectionMode(QAbstractItemView::SingleSelection);
    m_tree->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    connect(m_model, &QAbstractItemModel::modelAboutToBeReset, this, &ScenarioTreePanel::rememberRows);
    connect(m_filter, &QAbstractItemModel::modelReset, this, &ScenarioTreePanel::restoreRows);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) { chooseRow(current); });
    connect(m_model, &ScenarioTreeModel::nameEdited, hub(), &ScenarioHub::nameEdited);
    connect(m_model, &ScenarioTreeModel::fieldEdited, hub(),
            [this](ScenarioNodeId id, const std::string& underlying, ShockField field, double value) {
                Q_EMIT hub()->fieldEdited(id, underlying, field, value, EditStage::Step);
            });
    connect(m_model, &ScenarioTreeModel::refused, hub(), &ScenarioHub::said);
}

void ScenarioTreePanel::createHeader()
{
    m_filterField->setPlaceholderText(tr("Filter"));
    m_filterField->setAccessibleName(tr("Filter scenarios"));
    m_filterField->setClearButtonEnabled(true);
    m_filterField->setFixedWidth(filterWidth);
    m_filterField->setProperty("compact", true);
    m_new->setProperty("compact", true);
    m_new->setToolTip(tr("A new scenario among your own, as the chosen one stands"));
    addHeaderWidget(m_filterField);
    addHeaderWidget(m_new);
    connect(m_filterField, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_filter->setFilterFixedString(text);
        if (!text.isEmpty())
            m_tree->expandAll();
    });
    connect(m_new, &QPushButton::clicked, this, [this] { Q_EMIT hub()->scenarioAdded({}); });
    addMoreAction(tr("Copy scenario"), [this] { Q_EMIT hub()->scenarioDuplicated(hub()->scenarios().chosen); });
    addMoreAction(tr("Delete scenario"), [this] { Q_EMIT hub()->scenarioRemoved(hub()->scenarios().chosen); });
    addMoreAction(tr("Import JSON…"), [this] { askImport(); });
    addMoreAction(tr("Export scenario as JSON…"), [this] { askExport(true); });
    addMoreAction(tr("Export all as JSON…"), [this] { askExport(false); });
    addMoreAction(tr("Export CSV…"), [this] { exportTable(this, *m_model, QStringLiteral("scenarios.csv")); });
}

void ScenarioTreePanel::refresh()
{
    m_model->setScenarios(hub()->scenarios().set, selection()->underlying());
    m_model->setPicture(hub()->picturePtr());
    setSubLine(hub()->bookWord());
    selectChosen();
}

void ScenarioTreePanel::chooseRow(const QModelIndex& index)
{
    const auto id = m_model->nodeAt(m_filter->mapToSource(index));
    if (m_selecting || !id || !index.isValid())
        return;
    const ScenarioNode* const node = m_model->scenarios()->find(*id);
    if (node && !node->isFolder())
        Q_EMIT hub()->scenarioChosen(*id);
}

void ScenarioTreePanel::selectChosen()
{
    const QModelIndex wanted = m_filter->mapFromSource(m_model->indexOf(hub()->scenarios().chosen));
    const auto current = m_model->nodeAt(m_filter->mapToSource(m_tree->currentIndex()));
    if (!wanted.isValid() || current == hub()->scenarios().chosen)
        return;
    m_selecting = true;
    m_tree->setCurrentIndex(wanted);
    m_selecting = false;
}

void ScenarioTreePanel::rememberRows()
{
    forEachParent(*m_filter, {}, [this](const QModelIndex& index) {
        (m_tree->isExpanded(index) ? m_unfolded : m_folded).insert(keyOf(index));
        (m_tree->isExpanded(index) ? m_folded : m_unfolded).remove(keyOf(index));
    });
}

// Folders open, scenarios closed until the trader says otherwise.
void ScenarioTreePanel::restoreRows()
{
    m_selecting = true;
    forEachParent(*m_filter, {}, [this](const QModelIndex& index) {
        const QString key = keyOf(index);
        m_tree->setExpanded(index, m_unfolded.contains(key) || (!isScenario(index) && !m_folded.contains(key)));
    });
    m_selecting = false;
    selectChosen();
}

void ScenarioTreePanel::askImport()
{
    const QString file =
        QFileDialog::getOpenFileName(this, tr("Import scenarios"), {}, tr("Scenarios (*.json);;All files (*)"));
    if (!file.isEmpty())
        Q_EMIT hub()->importWanted(file);
}

void ScenarioTreePanel::askExport(bool chosenOnly)
{
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Export scenarios"), chosenOnly ? QStringLiteral("scenario.json") : QStringLiteral("scenarios.json"),
        tr("Scenarios (*.json)"));
    if (!file.isEmpty())
        Q_EMIT hub()->exportWanted(file, chosenOnly);
}

} // namespace ballast
