#pragma once

#include "models/items/cell.h"
#include "models/items/positions_model.h"

#include <memory>
#include <vector>

namespace ballast {

// A row of the positions tree. Children are owned; the parent is not.
struct PositionsModel::Node
{
    CellRow row;
    Node* parent = nullptr;
    std::vector<std::unique_ptr<Node>> children;
    std::optional<std::size_t> line; // into the report; nullopt: a group

    Node* add(std::unique_ptr<Node> child);
    [[nodiscard]] int position() const; // among the parent's children
};

// The tree of one report, without Qt's model around it.
[[nodiscard]] std::unique_ptr<PositionsModel::Node> positionsTree(const RiskReport& report, PositionGrouping grouping,
                                                                  const std::string& homeUnderlying);

} // namespace ballast
