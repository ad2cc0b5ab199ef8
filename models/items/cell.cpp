#include "models/items/cell.h"

namespace ballast {

namespace {

// false and defaults are left out: a view takes an absent role as the plain look.
QVariant flag(bool value)
{
    return value ? QVariant(true) : QVariant();
}

template <class Enum>
QVariant unlessDefault(Enum value)
{
    return value == Enum{} ? QVariant() : QVariant(static_cast<int>(value));
}

QVariant alignment(const Cell& cell, const Column& column)
{
    const bool right = cell.alignedRight || (column.kind == ColumnKind::Number && !cell.alignedLeft);
    return QVariant((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

QVariant textOrNothing(const QString& text)
{
    return text.isEmpty() ? QVariant() : QVariant(text);
}

// Numbers are edited as text: an empty one takes the number away.
QVariant editText(const Cell& cell)
{
    constexpr int significantDigits = 10;
    if (cell.number)
        return QString::number(*cell.number, 'g', significantDigits);
    return cell.text.value_or(QString());
}

} // namespace

Cell Cell::of(std::optional<double> value)
{
    Cell cell;
    cell.number = value;
    return cell;
}

Cell Cell::of(const QString& words)
{
    Cell cell;
    cell.text = words;
    return cell;
}

Cell Cell::blank()
{
    return of(QStringLiteral(""));
}

QVariant cellRole(const CellRow& row, std::size_t column, const Column& spec, int role)
{
    const Cell& cell = row.cells[column];
    switch (role) {
    case Qt::DisplayRole:
        return cell.text ? QVariant(*cell.text) : QVariant();
    case Qt::EditRole:
        return editText(cell);
    case item_role::Raw:
        return cell.number ? QVariant(*cell.number) : QVariant();
    case Qt::TextAlignmentRole:
        return alignment(cell, spec);
    case Qt::ToolTipRole:
    case item_role::Reason:
        return textOrNothing(cell.reason);
    case Qt::CheckStateRole:
        return cell.checked ? QVariant(*cell.checked ? Qt::Checked : Qt::Unchecked) : QVariant();
    case item_role::Decimals:
        return cell.decimals.value_or(spec.decimals);
    case item_role::Signed:
        return flag(spec.printPlus);
    case item_role::SignColour:
        return unlessDefault(cell.sign);
    case item_role::Muted:
        return flag(cell.muted);
    case item_role::Warn:
        return flag(cell.warns);
    case item_role::Tint:
        return unlessDefault(cell.tint);
    case item_role::Unit:
        return textOrNothing(cell.subText);
    case item_role::Weight:
        return unlessDefault(cell.weight);
    case item_role::Bar:
        return cell.bar ? QVariant(*cell.bar) : QVariant();
    case item_role::Clock:
        return flag(cell.clock);
    case item_role::DrivesOthers:
        return flag(row.drivesOthers);
    case item_role::EditableField:
        return flag(cell.editable);
    case item_role::Key:
        return row.key;
    default:
        return {};
    }
}

QVariant headerRole(const Column& column, int role)
{
    switch (role) {
    case Qt::DisplayRole:
        return column.title;
    case Qt::ToolTipRole:
        return textOrNothing(column.toolTip);
    case Qt::TextAlignmentRole:
        return QVariant((column.kind == ColumnKind::Number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case item_role::Unit:
        return textOrNothing(column.unit);
    case item_role::Decimals:
        return column.kind == ColumnKind::Number ? QVariant(column.decimals) : QVariant();
    case item_role::Signed:
        return flag(column.printPlus);
    case item_role::Flashes:
        return flag(column.flashes);
    default:
        return {};
    }
}

Qt::ItemFlags cellFlags(const Cell& cell)
{
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (cell.editable)
        flags |= Qt::ItemIsEditable;
    if (cell.checked)
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

} // namespace ballast
