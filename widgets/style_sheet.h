#pragma once

#include <QString>

namespace ballast {

struct Theme;
struct Typography;

// The one style sheet, built from the tokens. Combo boxes, check marks, sliders and menus' ticks are painted by
// BallastStyle instead, because a style sheet can only draw them from image files.
[[nodiscard]] QString styleSheet(const Theme& theme, const Typography& typography);

} // namespace ballast
