#pragma once

#include <Qt>

namespace ballast {

// Roles that delegates and headers of this folder paint by. Item models publish the same numbers; a model that
// leaves a role out gets the plain look. No role holds a colour or a font.
enum CellRole : int
{
    // double; invalid QVariant = missing. Sorting, copying and painting use it; DisplayRole wins as text if given.
    RawRole = Qt::UserRole + 1,
    SortRole = RawRole,
    DecimalsRole = Qt::UserRole + 2,       // int, fixed per column; also read from the header
    SignedRole = Qt::UserRole + 3,         // bool: print the plus sign
    SignColourRole = Qt::UserRole + 4,     // int CellSignColour
    MutedRole = Qt::UserRole + 5,          // bool: stale or secondary
    WarnRole = Qt::UserRole + 6,           // bool: out of band, late, no quote
    TintRole = Qt::UserRole + 7,           // int CellTint, ground of the cell
    UnitRole = Qt::UserRole + 8,           // QString after the name in muted: header unit, or sub-word in a cell
    WeightRole = Qt::UserRole + 9,         // int CellWeight
    BarRole = Qt::UserRole + 10,           // double -1..1: small bar left of the number, signed from the middle if < 0
    ReasonRole = Qt::UserRole + 11,        // QString: why a value is missing; shown as tooltip
    ClockRole = Qt::UserRole + 12,         // bool: a small clock before the text (stale age)
    DrivesOthersRole = Qt::UserRole + 13,  // bool on a row: 4 px accent bar at its left when selected
    OutlineRole = Qt::UserRole + 14,       // bool: 1 px accent outline over the row (chain selection)
    EditableFieldRole = Qt::UserRole + 15, // bool: painted as an input on raised ground
    FlashesRole = Qt::UserRole + 16,       // bool, from the header: changed cells of the column flash
};

enum class CellSignColour : int
{
    None,
    BySign,
    Positive,
    Negative
};
enum class CellTint : int
{
    None,
    Group,
    SubGroup,
    InTheMoney,
    Strike,
    Reference
};
enum class CellWeight : int
{
    Body,
    Medium,
    Strong
};

} // namespace ballast
