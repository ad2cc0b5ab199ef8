#include "models/items/roles.h"
#include "widgets/cell_roles.h"

// Models and widgets know nothing of each other; here both are seen, and must speak of the same roles.
namespace ballast {

static_assert(int(item_role::Raw) == int(RawRole));
static_assert(int(item_role::Decimals) == int(DecimalsRole));
static_assert(int(item_role::Signed) == int(SignedRole));
static_assert(int(item_role::SignColour) == int(SignColourRole));
static_assert(int(item_role::Muted) == int(MutedRole));
static_assert(int(item_role::Warn) == int(WarnRole));
static_assert(int(item_role::Tint) == int(TintRole));
static_assert(int(item_role::Unit) == int(UnitRole));
static_assert(int(item_role::Weight) == int(WeightRole));
static_assert(int(item_role::Bar) == int(BarRole));
static_assert(int(item_role::Reason) == int(ReasonRole));
static_assert(int(item_role::Clock) == int(ClockRole));
static_assert(int(item_role::DrivesOthers) == int(DrivesOthersRole));
static_assert(int(item_role::Outline) == int(OutlineRole));
static_assert(int(item_role::EditableField) == int(EditableFieldRole));
static_assert(int(item_role::Flashes) == int(FlashesRole));

static_assert(int(ItemSign::BySign) == int(CellSignColour::BySign));
static_assert(int(ItemSign::Positive) == int(CellSignColour::Positive));
static_assert(int(ItemSign::Negative) == int(CellSignColour::Negative));
static_assert(int(ItemTint::Group) == int(CellTint::Group));
static_assert(int(ItemTint::SubGroup) == int(CellTint::SubGroup));
static_assert(int(ItemTint::InTheMoney) == int(CellTint::InTheMoney));
static_assert(int(ItemTint::Strike) == int(CellTint::Strike));
static_assert(int(ItemTint::Reference) == int(CellTint::Reference));
static_assert(int(ItemWeight::Medium) == int(CellWeight::Medium));
static_assert(int(ItemWeight::Strong) == int(CellWeight::Strong));

} // namespace ballast
