#include "models/items/positions_model.h"

#include "models/items/positions_tree.h"
#include "models/items/words.h"

#include <algorithm>
#include <functional>

namespace ballast {

namespace {

bool sameShape(const PositionsModel::Node& left, const PositionsModel::Node& right)
{
    if (left.row.key != right.row.key || left.children.size() != right.children.size())
        return false;
    return std::ranges::equal(left.children, right.children,
                              [](const auto& a, const auto& b) { return sameShape(*a, *b); });
}

const PositionsModel::Node* findNode(const PositionsModel::Node& node,
                                     const std::function<bool(const PositionsModel::Node&)>& wanted)
{
    if (wanted(node))
        return &node;
    for (const auto& child : node.children)
        if (const PositionsModel::Node* found = findNode(*child, wanted))
            return found;
    return nullptr;
}

int quantityDecimals(const RiskReport& report)
{
    int decimals = 1;
    for (const RiskLine& line : report.lines)
        if (!line.instrument || !isQuantityInUsd(*line.instrument))
            decimals = std::max(decimals, decimalsOf(line.holding.quantity, 4));
    return decimals;
}

// Cheap underlyings need the cents; one number of decimals for the whole column.
int markDecimals(const RiskReport& report)
{
    constexpr double dearUsd = 10'000.0;
    const bool allDear = std::ranges::all_of(
        report.byUnderlying, [](const UnderlyingRisk& u) { return u.indexUsd.value_or(0.0) >= dearUsd; });
    return allDear ? 0 : 1;
}

} // namespace

PositionsModel::PositionsModel(QObject* parent)
    : QAbstractItemModel(parent), m_report(std::make_shared<const RiskReport>()), m_root(std::make_unique<Node>())
{
    updateColumns();
}

PositionsModel::~PositionsModel() = default;

void PositionsModel::setReport(std::shared_ptr<const RiskReport> report)
{
    if (!report || report == m_report)
        return;
    m_report = std::move(report);
    rebuild();
}

void PositionsModel::setGrouping(PositionGrouping grouping)
{
    if (grouping == m_grouping)
        return;
    m_grouping = grouping;
    rebuild();
}

void PositionsModel::setHomeUnderlying(const std::string& underlying)
{
    if (underlying == m_home)
        return;
    m_home = underlying;
    rebuild();
}

int PositionsModel::lineCount() const
{
    return static_cast<int>(m_report->lines.size());
}

const RiskLine* PositionsModel::lineAt(const QModelIndex& index) const
{
    const Node* node = nodeAt(index);
    return node->line ? &m_report->lines[*node->line] : nullptr;
}

QModelIndex PositionsModel::indexOfKey(const QString& key) const
{
    return indexOf(findNode(*m_root, [&](const Node& node) { return node.parent && node.row.key == key; }));
}

QModelIndex PositionsModel::indexOfInstrument(const QString& name) const
{
    const std::string wanted = name.toStdString();
    return indexOf(findNode(*m_root, [&](const Node& node) {
        return node.line && m_report->lines[*node.line].holding.instrument.name == wanted;
    }));
}

QModelIndex PositionsModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, nodeAt(parent)->children[static_cast<std::size_t>(row)].get());
}

QModelIndex PositionsModel::parent(const QModelIndex& child) const
{
    return child.isValid() ? indexOf(nodeAt(child)->parent) : QModelIndex();
}

int PositionsModel::rowCount(const QModelIndex& parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(nodeAt(parent)->children.size());
}

int PositionsModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

QVariant PositionsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto column = static_cast<std::size_t>(index.column());
    return cellRole(nodeAt(index)->row, column, m_columns[column], role);
}

QVariant PositionsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    return headerRole(m_columns[static_cast<std::size_t>(section)], role);
}

Qt::ItemFlags PositionsModel::flags(const QModelIndex& index) const
{
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

void PositionsModel::rebuild()
{
    updateColumns();
    std::unique_ptr<Node> fresh = positionsTree(*m_report, m_grouping, m_home);
    if (sameShape(*m_root, *fresh)) {
        updateNode(*m_root, *fresh, {});
        return;
    }
    beginResetModel();
    m_root = std::move(fresh);
    endResetModel();
}

void PositionsModel::updateColumns()
{
    const QString coin = words(m_home);
    const auto number = [](const QString& title, const QString& unit, int decimals, const QString& toolTip) {
        return Column{title, unit, ColumnKind::Number, decimals, true, toolTip};
    };
    std::vector<Column> columns{
        {tr("Instrument"), {}, ColumnKind::Text, 0, false, {}},
        number(tr("Qty"), coin, quantityDecimals(*m_report), tr("Coins; inverse futures at their price")),
        number(tr("Mark"), tr("USD"), markDecimals(*m_report),
               tr("Options per coin, futures and perpetuals their price")),
        number(tr("IV"), tr("%"), 1,
               tr("Volatility that the line is priced on; OTC options: the desk's surface at the strike, one vol for "
                  "the whole life, without the skew up to the barrier")),
        number(deltaHead(m_report->delta), coin, 2, words(deltaNote(m_report->delta, m_home))),
        number(tr("Gamma"), tr("/1%"), 2, tr("Coins of delta for a 1 % move")),
        number(tr("Vega"), tr("$/pt"), 0, tr("USD per vol point")),
        number(tr("Theta"), tr("$/d"), 0, tr("USD per calendar day")),
        number(tr("Vanna"), tr("$"), 0, tr("USD of vega for a 1 % move")),
        number(tr("P&L"), tr("USD"), 0, tr("Against the average price")),
    };
    columns[MarkUsd].printPlus = false;
    columns[ImpliedVol].printPlus = false;
    columns[MarkUsd].flashes = true;
    columns[Pnl].flashes = true;
    if (columns == m_columns)
        return;
    m_columns = std::move(columns);
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

// One dataChanged for the children of each group that differ.
void PositionsModel::updateNode(Node& mine, Node& fresh, const QModelIndex& at)
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
        updateNode(*mine.children[i], *fresh.children[i], index(static_cast<int>(i), 0, at));
}

PositionsModel::Node* PositionsModel::nodeAt(const QModelIndex& index) const
{
    return index.isValid() ? static_cast<Node*>(index.internalPointer()) : m_root.get();
}

QModelIndex PositionsModel::indexOf(const Node* node) const
{
    if (!node || !node->parent)
        return {};
    return createIndex(node->position(), 0, node);
}

} // namespace ballast
