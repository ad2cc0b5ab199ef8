#pragma once

#include <Qt>

namespace ballast {

// What a cell tells its view beside Qt's own roles. The numbers are those of widgets/cell_roles.h, which views paint
// by; ui checks that both agree. Values only: no role holds a colour or a font.
namespace item_role {

enum : int
{
    Raw = Qt::UserRole + 1,            // double; invalid: missing
    Decimals = Qt::UserRole + 2,       // int
    Signed = Qt::UserRole + 3,         // bool: print the plus sign
    SignColour = Qt::UserRole + 4,     // int ItemSign
    Muted = Qt::UserRole + 5,          // bool
    Warn = Qt::UserRole + 6,           // bool
    Tint = Qt::UserRole + 7,           // int ItemTint
    Unit = Qt::UserRole + 8,           // QString: header unit, sub-word in a cell
    Weight = Qt::UserRole + 9,         // int ItemWeight
    Bar = Qt::UserRole + 10,           // double -1..1
    Reason = Qt::UserRole + 11,        // QString
    Clock = Qt::UserRole + 12,         // bool
    DrivesOthers = Qt::UserRole + 13,  // bool
    Outline = Qt::UserRole + 14,       // bool
    EditableField = Qt::UserRole + 15, // bool
    Flashes = Qt::UserRole + 16,       // bool, of a column: changed cells flash
    Key = Qt::UserRole + 64,           // QString: names the row over updates and resets
};

} // namespace item_role

enum class ItemSign : int
{
    None,
    BySign,
    Positive,
    Negative
};
enum class ItemTint : int
{
    None,
    Group,
    SubGroup,
    InTheMoney,
    Strike,
    Reference
};
enum class ItemWeight : int
{
    Body,
    Medium,
    Strong
};

} // namespace ballast
