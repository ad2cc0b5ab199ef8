#pragma once

#include "app/feeds/chain_rows.h"

#include <simdjson.h>

#include <vector>

namespace ballast {

// Every quote found in a JSON value, as rows that inherit what the objects around them say. `line` goes into each row.
[[nodiscard]] std::vector<ChainFileRow> jsonRows(const simdjson::dom::element& root, std::size_t line);

} // namespace ballast
