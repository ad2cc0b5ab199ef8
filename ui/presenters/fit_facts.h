#pragma once

#include "models/desk/desk_picture.h"
#include "widgets/fact_list.h"

namespace ballast {

// Which model fits and why, its certificate, what became of the quotes, and how the smile moves with the forward.
[[nodiscard]] QList<FactSection> fitFacts(const DeskPicture& desk, const UnderlyingPicture& picture);

} // namespace ballast
