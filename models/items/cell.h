#pragma once

#include "models/items/roles.h"

#include <QString>
#include <QVariant>
#include <optional>
#include <vector>

namespace ballast {

// One cell as a value: a number or a text, and what the view must know to show it.
struct Cell
{
    std::optional<double> number;
    std::optional<QString> text; // shown in place of the number; an empty text leaves the cell blank
    QString subText;             // secondary word after it
    QString reason;              // tooltip: why missing, or where the value comes from
    std::optional<int> decimals; // where the row differs from its column
    std::optional<double> bar;   // -1..1
    std::optional<bool> checked; // a check box
    ItemSign sign = ItemSign::None;
    ItemTint tint = ItemTint::None;
    ItemWeight weight = ItemWeight::Body;
    bool muted = false;
    bool warns = false;
    bool clock = false;
    bool editable = false;
    bool alignedLeft = false;  // in a column of numbers
    bool alignedRight = false; // in a column of texts
    bool operator==(const Cell&) const = default;

    [[nodiscard]] static Cell of(std::optional<double> value);
    [[nodiscard]] static Cell of(const QString& words);
    [[nodiscard]] static Cell blank(); // nothing to show, as opposed to missing
};

enum class ColumnKind
{
    Number,
    Text
};

struct Column
{
    QString title;
    QString unit;
    ColumnKind kind = ColumnKind::Number;
    int decimals = 0;
    bool printPlus = false;
    QString toolTip;
    bool flashes = false; // prices and P&L: a change is news
    bool operator==(const Column&) const = default;
};

struct CellRow
{
    QString key; // unique in its table
    std::vector<Cell> cells;
    bool drivesOthers = false;
    bool operator==(const CellRow&) const = default;
};

[[nodiscard]] QVariant cellRole(const CellRow& row, std::size_t column, const Column& spec, int role);
[[nodiscard]] QVariant headerRole(const Column& column, int role);
[[nodiscard]] Qt::ItemFlags cellFlags(const Cell& cell);

} // namespace ballast
