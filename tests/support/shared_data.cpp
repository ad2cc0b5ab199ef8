#include "tests/support/shared_data.h"

#include <cstdlib>

namespace ballast::test {

std::optional<std::filesystem::path> sharedData(std::string_view relative)
{
    const char* root = std::getenv("BALLAST_SHARED_DATA");
    if (root == nullptr)
        return std::nullopt;
    const auto path = std::filesystem::path(root) / relative;
    return std::filesystem::exists(path) ? std::optional(path) : std::nullopt;
}

} // namespace ballast::test
