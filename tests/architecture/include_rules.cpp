#include "tests/architecture/include_rules.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <map>
#include <optional>
#include <regex>
#include <set>

namespace ballast::test {
namespace {

namespace fs = std::filesystem;

using Prefixes = std::vector<std::string_view>;

Prefixes operator+(Prefixes left, const Prefixes& right)
{
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

const Prefixes core{"models/core/"};
const Prefixes market = core + Prefixes{"models/market/"};
const Prefixes pricing = market + Prefixes{"models/pricing/"};
const Prefixes surface = pricing + Prefixes{"models/surface/"};
const Prefixes risk = surface + Prefixes{"models/risk/"};
const Prefixes besideRisk =
    risk + Prefixes{"models/liquidity/", "models/margin/", "models/collateral/", "models/forecast/"};
const Prefixes hedging = besideRisk + Prefixes{"models/hedging/"};
const Prefixes whatif = hedging + Prefixes{"models/whatif/"};
const Prefixes desk = whatif + Prefixes{"models/oracle/", "models/desk/"};

// Libraries that only some folders may know. Everything else without a slash is the standard library.
std::optional<std::string_view> libraryFamily(std::string_view header)
{
    constexpr std::string_view threads[] = {"thread", "mutex",    "shared_mutex", "condition_variable",
                                            "future", "semaphore"};
    constexpr std::string_view families[] = {"ql/",   "boost/",      "simdjson", "glpk",    "nlohmann/",
                                             "csv.h", "qtkeychain/", "openssl/", "zlib.h",  "CLI/",
                                             "hwy/",  "nats/",       "sys/",     "netinet/"};
    if (header.starts_with("Qt") ||
        (header.starts_with("Q") && header.size() > 1 && std::isupper(static_cast<unsigned char>(header[1])) != 0))
        return "qt";
    if (std::ranges::find(threads, header) != std::end(threads))
        return "threads";
    for (const auto family : families) {
        if (header.starts_with(family))
            return family;
    }
    return std::nullopt;
}

const FolderRule* ruleFor(std::string_view file)
{
    const FolderRule* best = nullptr;
    for (const FolderRule& rule : folderRules()) {
        if (file.starts_with(rule.folder) && (best == nullptr || rule.folder.size() > best->folder.size()))
            best = &rule;
    }
    return best;
}

struct Include
{
    std::string header;
    bool quoted = false;
};

std::optional<Include> parseInclude(const std::string& line)
{
    const auto hash = line.find_first_not_of(" \t");
    if (hash == std::string::npos || line.compare(hash, 8, "#include") != 0)
        return std::nullopt;
    const auto open = line.find_first_of("\"<", hash + 8);
    if (open == std::string::npos)
        return std::nullopt;
    const bool quoted = line[open] == '"';
    const auto close = line.find(quoted ? '"' : '>', open + 1);
    if (close == std::string::npos)
        return std::nullopt;
    return Include{line.substr(open + 1, close - open - 1), quoted};
}

bool isGenerated(const Include& include)
{
    return include.quoted && (include.header.ends_with(".moc") || include.header == "version.h");
}

std::string whyForbidden(const FolderRule& rule, const Include& include)
{
    if (isGenerated(include))
        return {};
    if (include.quoted) {
        const bool allowed = std::ranges::any_of(rule.project, [&](auto p) { return include.header.starts_with(p); }) ||
                             include.header.starts_with(rule.folder);
        return allowed ? std::string()
                       : std::string(rule.folder) + " must not include it: it points upward or sideways";
    }
    const auto family = libraryFamily(include.header);
    if (!family || std::ranges::find(rule.libraries, *family) != rule.libraries.end())
        return {};
    return std::string(rule.folder) + " must not know " + std::string(*family);
}

std::vector<fs::path> sources(const fs::path& root)
{
    std::vector<fs::path> files;
    for (const char* top : {"models", "app", "widgets", "ui"}) {
        if (!fs::exists(root / top))
            continue;
        for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
            const auto extension = entry.path().extension();
            if (entry.is_regular_file() && (extension == ".h" || extension == ".cpp"))
                files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);
    return files;
}

void readFile(const fs::path& root, const fs::path& path, std::vector<Violation>& violations)
{
    const std::string file = fs::relative(path, root).generic_string();
    const FolderRule* rule = ruleFor(file);
    if (rule == nullptr) {
        violations.push_back({file, 0, {}, "its folder has no rule in tests/architecture/include_rules.cpp"});
        return;
    }
    std::ifstream in(path);
    int number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        const auto include = parseInclude(line);
        if (!include)
            continue;
        if (auto why = whyForbidden(*rule, *include); !why.empty())
            violations.push_back({file, number, include->header, std::move(why)});
    }
}

} // namespace

const std::vector<FolderRule>& folderRules()
{
    static const std::vector<FolderRule> rules{
        {"models/core/", core, {}},
        {"models/market/", market, {}},
        {"models/pricing/", pricing, {"hwy/"}},
        {"models/pricing/quantlib/", pricing, {"ql/", "threads"}}, // a lock around what serves one thread
        {"models/surface/", surface, {"hwy/"}},
        {"models/risk/", risk, {}},
        {"models/liquidity/", besideRisk, {}},
        {"models/margin/", besideRisk, {}},
        {"models/collateral/", besideRisk, {}},
        {"models/forecast/", besideRisk, {}},
        {"models/oracle/", market + Prefixes{"models/oracle/"}, {}},
        {"models/hedging/", hedging, {"glpk"}},
        {"models/whatif/", whatif, {}},
        {"models/desk/", desk, {}},
        {"models/items/", desk + Prefixes{"models/items/"}, {"qt"}},
        {"app/feeds/", desk, {"simdjson", "nlohmann/", "csv.h", "zlib.h", "boost/", "openssl/", "threads"}},
        {"app/feeds/transport/", desk + Prefixes{"app/feeds/"}, {"boost/", "openssl/", "threads"}},
        {"app/feeds/recording/", desk + Prefixes{"app/feeds/"}, {"zlib.h", "openssl/", "threads"}},
        {"app/venue/",
         desk + Prefixes{"app/feeds/"},
         {"boost/", "openssl/", "nlohmann/", "threads"}},
        {"app/engine/", desk + Prefixes{"app/engine/"}, {"threads"}},
        {"app/engine/qt/", desk + Prefixes{"app/engine/"}, {"qt", "threads"}},
        {"app/store/", desk, {"qt", "threads", "nlohmann/", "csv.h"}},
        {"app/execution/", desk, {}},
        {"app/report/", desk + Prefixes{"app/report/"}, {}},
        {"app/session/", desk + Prefixes{"models/items/", "app/", "widgets/", "ui/"}, {"qt", "threads"}},
        {"app/cli/", desk + Prefixes{"app/"}, {"qt", "threads", "nlohmann/", "CLI/"}},
        {"app/main.cpp", {"app/session/"}, {"qt"}},
        {"widgets/", {"widgets/"}, {"qt"}},
        {"ui/", desk + Prefixes{"models/items/", "widgets/", "ui/"}, {"qt"}},
    };
    return rules;
}

std::vector<Violation> includeViolations(const fs::path& root)
{
    std::vector<Violation> violations;
    for (const fs::path& path : sources(root))
        readFile(root, path, violations);
    return violations;
}

std::vector<std::string> namesDefinedTwice(const fs::path& root)
{
    static const std::regex definition(R"(^(?:struct|class|enum class|enum) (?:\[\[nodiscard\]\] )?(\w+)(?!\w|::)[^;]*$)");
    std::map<std::string, std::set<std::string>> places;
    for (const fs::path& path : sources(root)) {
        if (path.extension() != ".h")
            continue;
        std::ifstream in(path);
        for (std::string line; std::getline(in, line);) {
            std::smatch match;
            if (std::regex_match(line, match, definition))
                places[match[1]].insert(fs::relative(path, root).generic_string());
        }
    }
    std::vector<std::string> twice;
    for (const auto& [name, files] : places) {
        if (files.size() > 1)
            twice.push_back(name + " in " + *files.begin() + " and " + *std::next(files.begin()));
    }
    return twice;
}

int filesRead(const fs::path& root)
{
    return static_cast<int>(sources(root).size());
}

} // namespace ballast::test
