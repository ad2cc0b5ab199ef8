#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace ballast::test {

// A file or folder of the shared reference data, e.g. sharedData("chains/deribit_instrument_names/instrument_names.csv").
// nullopt where the data is absent: the test then skips with a message.
[[nodiscard]] std::optional<std::filesystem::path> sharedData(std::string_view relative);

} // namespace ballast::test
