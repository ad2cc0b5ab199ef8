#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::test {

// What the files of one folder may include: project headers by path prefix, and libraries by the families below.
struct FolderRule
{
    std::string_view folder;
    std::vector<std::string_view> project;
    std::vector<std::string_view> libraries; // "qt", "threads", "ql/", "simdjson", ...
};

struct Violation
{
    std::string file; // path from the root
    int line = 0;
    std::string header;
    std::string reason;
};

[[nodiscard]] const std::vector<FolderRule>& folderRules();

// Reads every .h and .cpp under the house's folders of `root`, in path order.
[[nodiscard]] std::vector<Violation> includeViolations(const std::filesystem::path& root);

// Type names that two headers of the house define. All share one namespace: two definitions of one name link without a
// word and crash at run time.
[[nodiscard]] std::vector<std::string> namesDefinedTwice(const std::filesystem::path& root);

[[nodiscard]] int filesRead(const std::filesystem::path& root);

} // namespace ballast::test
