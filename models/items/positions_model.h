#pragma once

#include "models/items/cell.h"
#include "models/risk/risk_report.h"

#include <QAbstractItemModel>
#include <memory>
#include <vector>

namespace ballast {

enum class PositionGrouping
{
    ByExpiry,
    ByAccount
};

// The book as a tree: underlying > expiry (or account) > line, groups with their sums. A line without values keeps its
// quantity and says why; sums leave it out and say so. Same lines: updated in place, else reset.
class PositionsModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum ColumnIndex
    {
        Instrument,
        Quantity,
        MarkUsd,
        ImpliedVol,
        Delta,
        Gamma,
        Vega,
        Theta,
        Vanna,
        Pnl,
        ColumnCount
    };

    explicit PositionsModel(QObject* parent = nullptr);
    ~PositionsModel() override;

    void setReport(std::shared_ptr<const RiskReport> report);
    void setGrouping(PositionGrouping grouping);
    // Coin figures of the column heads are in this underlying's coin; groups of others say their own.
    void setHomeUnderlying(const std::string& underlying);
    [[nodiscard]] PositionGrouping grouping() const { return m_grouping; }
    [[nodiscard]] int lineCount() const;

    [[nodiscard]] const RiskLine* lineAt(const QModelIndex& index) const; // null: a group
    [[nodiscard]] QModelIndex indexOfKey(const QString& key) const;
    [[nodiscard]] QModelIndex indexOfInstrument(const QString& name) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

    struct Node;

private:
    void rebuild();
    void updateColumns();
    void updateNode(Node& mine, Node& fresh, const QModelIndex& at);
    [[nodiscard]] Node* nodeAt(const QModelIndex& index) const;
    [[nodiscard]] QModelIndex indexOf(const Node* node) const;

    std::shared_ptr<const RiskReport> m_report;
    PositionGrouping m_grouping = PositionGrouping::ByExpiry;
    std::string m_home = "BTC";
    std::vector<Column> m_columns;
    std::unique_ptr<Node> m_root;
};

} // namespace ballast
