#pragma once

#include "models/desk/scenario_picture.h"
#include "models/items/cell.h"

#include <QAbstractItemModel>
#include <memory>
#include <vector>

namespace ballast {

// Scenarios as a tree: folder > scenario > its shocks by underlying, with what each scenario brings the book that is
// shown. Own scenarios are edited in place: their name, spot and vol; what is typed is checked and told, the set itself
// comes back through setScenarios. Measured episodes and templates are for copying only.
class ScenarioTreeModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum ColumnIndex
    {
        Name,
        Spot,
        Vol,
        Pnl,
        ColumnCount
    };

    explicit ScenarioTreeModel(QObject* parent = nullptr);
    ~ScenarioTreeModel() override;

    void setScenarios(std::shared_ptr<const ScenarioSet> set, const std::string& homeUnderlying);
    void setPicture(const ScenarioPicturePtr& picture);
    [[nodiscard]] const std::shared_ptr<const ScenarioSet>& scenarios() const { return m_set; }

    [[nodiscard]] std::optional<ScenarioNodeId> nodeAt(const QModelIndex& index) const; // of a shock: its scenario
    [[nodiscard]] QModelIndex indexOf(ScenarioNodeId id) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

Q_SIGNALS:
    void nameEdited(ballast::ScenarioNodeId id, const QString& name);
    // `underlying` empty: the shock for all that have none of their own.
    void fieldEdited(ballast::ScenarioNodeId id, const std::string& underlying, ballast::ShockField field,
                     double value);
    void refused(const QString& sentence); // the last valid value stays in force

private:
    struct Node;

    void rebuild();
    [[nodiscard]] std::unique_ptr<Node> makeTree() const;
    void addChildren(Node& parent, ScenarioNodeId of, int depth) const;
    [[nodiscard]] std::unique_ptr<Node> folderRow(const ScenarioNode& folder, int depth) const;
    [[nodiscard]] std::unique_ptr<Node> scenarioRow(const ScenarioNode& node) const;
    [[nodiscard]] std::unique_ptr<Node> shockRow(const ScenarioNode& node, const UnderlyingShock& shock) const;
    [[nodiscard]] Cell pnlCell(const ScenarioNode& node) const;
    [[nodiscard]] static bool sameShape(const Node& left, const Node& right);
    void update(Node& mine, Node& fresh, const QModelIndex& at);
    [[nodiscard]] Node* nodeOf(const QModelIndex& index) const;
    [[nodiscard]] QModelIndex indexOfNode(const Node* node) const;
    [[nodiscard]] const Node* find(const Node& node, ScenarioNodeId id) const;

    std::shared_ptr<const ScenarioSet> m_set;
    std::string m_home;
    ScenarioPicturePtr m_picture;
    std::vector<Column> m_columns;
    std::unique_ptr<Node> m_root;
};

} // namespace ballast
