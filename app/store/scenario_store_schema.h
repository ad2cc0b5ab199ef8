#pragma once

#include "app/store/sqlite_connection.h"

#include <string>

namespace ballast {

inline constexpr int scenarioStoreVersion = 1;
inline constexpr int scenarioApplicationId = 0x424c5343; // "BLSC": what `file` and other programs see

// Tables, triggers and marks where the file is empty, inside a transaction of its own. BadInput: another program's
// database, or a damaged one; Unsupported: a newer one.
[[nodiscard]] Status prepareScenarioStore(const SqliteConnection& connection, const std::string& name);

} // namespace ballast
