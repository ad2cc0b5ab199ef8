#pragma once

#include "app/store/json_fields.h"
#include "models/whatif/whatif_book.h"

#include <string>
#include <vector>

namespace ballast {

// A what-if book without its base, and a base of its own: the store keeps a base once for all versions. For this folder
// only.
[[nodiscard]] std::vector<std::string_view> whatIfKeys();
[[nodiscard]] WhatIfBook readWhatIf(JsonFile& file, const JsonFields& root);
[[nodiscard]] Json whatIfObject(const WhatIfBook& book);

[[nodiscard]] PortfolioPtr readBase(JsonFile& file, const JsonFields& root, const std::string& path);
[[nodiscard]] Json baseObject(const Portfolio& base);

} // namespace ballast
