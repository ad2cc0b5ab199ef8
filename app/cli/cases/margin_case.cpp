#include "app/cli/cases/margin_case.h"

#include "app/cli/cases/case_json.h"
#include "app/feeds/text_file.h"

#include <fmt/format.h>

#include <cmath>
#include <exception>

namespace ballast {
namespace {

Result<MarginCase> caseOf(const nlohmann::json& root, const std::string& file)
{
    for (const char* path : {"/result", "/response/result"}) {
        const nlohmann::json::json_pointer at(path);
        if (!root.contains(at) || !root.at(at).contains("model_params"))
            continue;
        auto published = deribitSimulateCase(root.at(at));
        if (!published)
            return fileError(file, 0, published.error().message, "store the whole answer of private/pme/simulate");
        return MarginCase(std::move(published).value());
    }
    if (root.contains("Scenario") && root.contains("Parameters") && root.contains("Result"))
        return MarginCase(pmrm2Case(root));
    return fileError(file, 0, "no published margin case is recognised in it",
                     "give an answer of Deribit's private/pme/simulate or a portfolio case of Derive's PMRM 2");
}

} // namespace

bool MarginFigure::agrees() const
{
    return std::abs(difference()) <= std::max(1e-6 * std::abs(published), 1e-9);
}

Result<MarginCase> readMarginCase(const std::string& file)
try {
    auto bytes = readFileBytes(file, {});
    if (!bytes)
        return bytes.error();
    const auto text = requireText(*bytes);
    if (!text)
        return text.error();
    return caseOf(nlohmann::json::parse(bytes->bytes), file);
} catch (const std::exception& problem) { // the JSON library and std::stod
    return fileError(file, 0, fmt::format("not a sound margin case ({})", problem.what()), "check its fields");
}

} // namespace ballast
