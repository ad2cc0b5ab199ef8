#include "models/items/scenario_tree_model.h"

#include "models/items/words.h"

#include <algorithm>
#include <functional>

namespace ballast {

struct ScenarioTreeModel::Node
{
    CellRow row;
    Node* parent = nullptr;
    std::vector<std::unique_ptr<Node>> children;
    ScenarioNodeId id;
    std::string underlying; // of a shock
    bool isShock = false;
    bool editable = false;

    Node* add(std::unique_ptr<Node> child)
    {
        child->parent = this;
        children.push_back(std::move(child));
        return children.back().get();
    }
    [[nodiscard]] int position() const
    {
        const auto mine = std::ranges::find(parent->children, this, [](const auto& each) { return each.get(); });
        return static_cast<int>(mine - parent->children.begin());
    }
};

namespace {

constexpr double thousand = 1000.0;

Cell shockCell(const UnderlyingShock& shock, ShockField field, bool editable)
{
    const ShockFieldSpec& spec = shockField(field);
    Cell cell = Cell::of(shockValue(shock, field) / spec.perShown);
    cell.editable = editable;
    cell.muted = isNeutral(shock, field);
    return cell;
}

// A relative vol shock has no column of its own: it is said in the vol's cell.
Cell volCell(const UnderlyingShock& shock, bool editable)
{
    Cell cell = shockCell(shock, ShockField::VolPoints, editable);
    if (isNeutral(shock, ShockField::VolRelative))
        return cell;
    const QString relative = words(shownShockValue(ShockField::VolRelative, shock.volRelative)) + QStringLiteral(" %");
    if (shock.volPoints == 0.0) {
        cell.text = relative;
        cell.alignedRight = true;
    }
    cell.muted = false;
    cell.reason = ScenarioTreeModel::tr("Every vol times 1 %1, on top of the points").arg(relative);
    return cell;
}

} // namespace

ScenarioTreeModel::ScenarioTreeModel(QObject* parent)
    : QAbstractItemModel(parent),
      m_set(std::make_shared<const ScenarioSet>()),
      m_columns{
          {tr("Scenario"), {}, ColumnKind::Text, 0, false, {}},
          {tr("Spot"), QStringLiteral("%"), ColumnKind::Number, 1, true, tr("Return of the index and all forwards")},
          {tr("Vol"), tr("pt"), ColumnKind::Number, 1, true, tr("Vol points at 30 days to expiry")},
          {tr("P&L"), tr("kUSD"), ColumnKind::Number, 0, true,
           tr("Thousand USD, full revaluation of the book that the page shows")}},
      m_root(std::make_unique<Node>())
{}

ScenarioTreeModel::~ScenarioTreeModel() = default;

void ScenarioTreeModel::setScenarios(std::shared_ptr<const ScenarioSet> set, const std::string& homeUnderlying)
{
    if (!set || (set == m_set && homeUnderlying == m_home))
        return;
    m_set = std::move(set);
    m_home = homeUnderlying;
    rebuild();
}

void ScenarioTreeModel::setPicture(const ScenarioPicturePtr& picture)
{
    m_picture = picture;
    rebuild();
}

std::unique_ptr<ScenarioTreeModel::Node> ScenarioTreeModel::makeTree() const
{
    auto root = std::make_unique<Node>();
    addChildren(*root, {}, 0);
    return root;
}

void ScenarioTreeModel::addChildren(Node& parent, ScenarioNodeId of, int depth) const
{
    for (const ScenarioNodeId id : m_set->childrenOf(of)) {
        const ScenarioNode& node = *m_set->find(id);
        if (node.isFolder()) {
            Node* const folder = parent.add(folderRow(node, depth));
            addChildren(*folder, id, depth + 1);
        } else {
            parent.add(scenarioRow(node));
        }
    }
}

std::unique_ptr<ScenarioTreeModel::Node> ScenarioTreeModel::folderRow(const ScenarioNode& folder, int depth) const
{
    auto made = std::make_unique<Node>();
    made->id = folder.id;
    made->editable = folder.origin == ScenarioOrigin::Own;
    made->row.key = QString::number(folder.id.value);
    made->row.cells.assign(ColumnCount, Cell::blank());
    Cell& name = made->row.cells[Name];
    name = Cell::of(words(folder.name));
    name.subText = QString::number(m_set->childrenOf(folder.id).size());
    name.weight = ItemWeight::Medium;
    for (Cell& cell : made->row.cells)
        cell.tint = depth == 0 ? ItemTint::Group : ItemTint::SubGroup;
    return made;
}

std::unique_ptr<ScenarioTreeModel::Node> ScenarioTreeModel::scenarioRow(const ScenarioNode& node) const
{
    auto made = std::make_unique<Node>();
    made->id = node.id;
    made->editable = node.origin == ScenarioOrigin::Own;
    made->underlying =
        std::ranges::find(node.scenario->shocks, m_home, &UnderlyingShock::underlying) != node.scenario->shocks.end()
            ? m_home
            : std::string();
    made->row.key = QString::number(node.id.value);
    made->row.drivesOthers = true;
    const UnderlyingShock shock = shockFor(*node.scenario, m_home);
    Cell name = Cell::of(words(node.name));
    name.editable = made->editable;
    name.reason = node.source.empty() ? QString() : tr("Source: %1").arg(words(node.source));
    if (node.scenario->horizonDays > 0.0)
        name.subText = tr("%1 d").arg(fixedText(node.scenario->horizonDays, decimalsOf(node.scenario->horizonDays, 1)));
    made->row.cells = {name, shockCell(shock, ShockField::Spot, made->editable), volCell(shock, made->editable),
                       pnlCell(node)};
    if (node.scenario->shocks.size() > 1)
        for (const UnderlyingShock& each : node.scenario->shocks)
            made->add(shockRow(node, each));
    return made;
}

std::unique_ptr<ScenarioTreeModel::Node> ScenarioTreeModel::shockRow(const ScenarioNode& node,
                                                                     const UnderlyingShock& shock) const
{
    auto made = std::make_unique<Node>();
    made->id = node.id;
    made->underlying = shock.underlying;
    made->isShock = true;
    made->editable = node.origin == ScenarioOrigin::Own;
    made->row.key = QStringLiteral("%1/%2").arg(node.id.value).arg(words(shock.underlying));
    Cell name = Cell::of(shock.underlying.empty() ? tr("all others") : words(shock.underlying));
    name.muted = true;
    made->row.cells = {name, shockCell(shock, ShockField::Spot, made->editable), volCell(shock, made->editable),
                       Cell::blank()};
    return made;
}

Cell ScenarioTreeModel::pnlCell(const ScenarioNode& node) const
{
    const ComparedScenario* const row = m_picture ? m_picture->row(node.id) : nullptr;
    Cell cell;
    cell.sign = ItemSign::BySign;
    if (!row) {
        cell.reason = tr("not worked out yet");
        return cell;
    }
    if (!row->refused.empty() || m_picture->shown >= row->cells.size()) {
        cell.reason = words(row->refused);
        return cell;
    }
    const ComparedCell& outcome = row->cells[m_picture->shown];
    if (outcome.pnlUsd)
        cell.number = *outcome.pnlUsd / thousand;
    QStringList notes;
    if (outcome.linesLeftOut > 0)
        notes << tr("without %1 lines that have no price").arg(outcome.linesLeftOut);
    for (const std::string& line : outcome.estimates)
        notes << words(line);
    cell.warns = !notes.isEmpty();
    cell.reason = notes.join(QStringLiteral("\n"));
    return cell;
}

void ScenarioTreeModel::rebuild()
{
    std::unique_ptr<Node> fresh = makeTree();
    if (sameShape(*m_root, *fresh)) {
        update(*m_root, *fresh, {});
        return;
    }
    beginResetModel();
    m_root = std::move(fresh);
    endResetModel();
}

bool ScenarioTreeModel::sameShape(const Node& left, const Node& right)
{
    return left.row.key == right.row.key && left.underlying == right.underlying && left.editable == right.editable &&
           std::ranges::equal(left.children, right.children,
                              [](const auto& a, const auto& b) { return sameShape(*a, *b); });
}

void ScenarioTreeModel::update(Node& mine, Node& fresh, const QModelIndex& at)
{
    int first = -1;
    int last = -1;
    for (std::size_t i = 0; i < mine.children.size(); ++i) {
        Node& child = *mine.children[i];
        if (child.row != fresh.children[i]->row) {
            child.row = std::move(fresh.children[i]->row);
            first = first < 0 ? static_cast<int>(i) : first;
            last = static_cast<int>(i);
        }
    }
    if (first >= 0)
        Q_EMIT dataChanged(index(first, 0, at), index(last, ColumnCount - 1, at));
    for (std::size_t i = 0; i < mine.children.size(); ++i)
        update(*mine.children[i], *fresh.children[i], index(static_cast<int>(i), 0, at));
}

std::optional<ScenarioNodeId> ScenarioTreeModel::nodeAt(const QModelIndex& index) const
{
    return index.isValid() ? std::optional(nodeOf(index)->id) : std::nullopt;
}

const ScenarioTreeModel::Node* ScenarioTreeModel::find(const Node& node, ScenarioNodeId id) const
{
    for (const auto& child : node.children) {
        if (child->id == id && !child->isShock)
            return child.get();
        if (const Node* const below = find(*child, id))
            return below;
    }
    return nullptr;
}

QModelIndex ScenarioTreeModel::indexOf(ScenarioNodeId id) const
{
    return indexOfNode(find(*m_root, id));
}

QModelIndex ScenarioTreeModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, nodeOf(parent)->children[static_cast<std::size_t>(row)].get());
}

QModelIndex ScenarioTreeModel::parent(const QModelIndex& child) const
{
    return child.isValid() ? indexOfNode(nodeOf(child)->parent) : QModelIndex();
}

int ScenarioTreeModel::rowCount(const QModelIndex& parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(nodeOf(parent)->children.size());
}

int ScenarioTreeModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

QVariant ScenarioTreeModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto column = static_cast<std::size_t>(index.column());
    if (role == item_role::EditableField) // edited in place, without a field's ground in every row
        return {};
    return cellRole(nodeOf(index)->row, column, m_columns[column], role);
}

QVariant ScenarioTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    return headerRole(m_columns[static_cast<std::size_t>(section)], role);
}

Qt::ItemFlags ScenarioTreeModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    return cellFlags(nodeOf(index)->row.cells[static_cast<std::size_t>(index.column())]);
}

bool ScenarioTreeModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const Node& node = *nodeOf(index);
    if (!node.editable || !node.row.cells[static_cast<std::size_t>(index.column())].editable)
        return false;
    const QString text = value.toString().trimmed();
    if (index.column() == Name) {
        if (text.isEmpty()) {
            Q_EMIT refused(tr("A scenario needs a name"));
            return false;
        }
        Q_EMIT nameEdited(node.id, text);
        return true;
    }
    const ShockField field = index.column() == Spot ? ShockField::Spot : ShockField::VolPoints;
    const Result<double> parsed = parseShockValue(field, text.toStdString());
    if (!parsed) {
        Q_EMIT refused(words(parsed.error().message));
        return false;
    }
    Q_EMIT fieldEdited(node.id, node.underlying, field, *parsed);
    return true;
}

ScenarioTreeModel::Node* ScenarioTreeModel::nodeOf(const QModelIndex& index) const
{
    return index.isValid() ? static_cast<Node*>(index.internalPointer()) : m_root.get();
}

QModelIndex ScenarioTreeModel::indexOfNode(const Node* node) const
{
    if (!node || !node->parent)
        return {};
    return createIndex(node->position(), 0, node);
}

} // namespace ballast
