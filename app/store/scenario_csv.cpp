#include "app/store/scenario_csv.h"

#include "app/store/csv_rows.h"
#include "app/store/nearest_word.h"
#include "app/store/text_file.h"
#include "models/core/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace ballast {
namespace {

constexpr std::size_t fileLimit = 64'000'000;
constexpr CsvLimits csvLimits{1'000'000, 64, 64};
constexpr std::array<std::string_view, 5> columnWords{"probability", "spot", "vol", "skew", "term"};

// Where a column's numbers go.
struct Column
{
    double UnderlyingMove::*field = nullptr; // null: the probability
    std::size_t underlying = 0;
};

std::size_t underlyingIndex(HedgeScenarioSet& set, const std::string& name)
{
    const auto found = std::ranges::find(set.underlyings, name);
    if (found != set.underlyings.end())
        return static_cast<std::size_t>(found - set.underlyings.begin());
    set.underlyings.push_back(name);
    return set.underlyings.size() - 1;
}

std::optional<Column> columnOf(const std::string& title, HedgeScenarioSet& set)
{
    if (title == "probability")
        return Column{};
    const std::size_t colon = title.find(':');
    if (colon == std::string::npos || colon + 1 == title.size())
        return std::nullopt;
    const std::string word = title.substr(0, colon);
    double UnderlyingMove::*field = nullptr;
    if (word == "spot")
        field = &UnderlyingMove::spot;
    else if (word == "vol")
        field = &UnderlyingMove::volPoints;
    else if (word == "skew")
        field = &UnderlyingMove::skewPoints;
    else if (word == "term")
        field = &UnderlyingMove::termPoints;
    else
        return std::nullopt;
    return Column{field, underlyingIndex(set, title.substr(colon + 1))};
}

Result<HedgeScenario> scenarioOf(const CsvRow& row, const std::vector<Column>& columns, std::size_t underlyings,
                                 std::string_view name)
{
    if (row.cells.size() != columns.size())
        return errorAtLine(name, row.line, fmt::format("has {} cells instead of {}", row.cells.size(), columns.size()));
    HedgeScenario scenario{1.0, std::vector<UnderlyingMove>(underlyings)};
    for (std::size_t c = 0; c < columns.size(); ++c) {
        const auto value = parseNumber(row.cells[c]);
        if (!value)
            return errorAtLine(name, row.line, fmt::format("'{}' is no number", row.cells[c].substr(0, 64)));
        if (columns[c].field == nullptr)
            scenario.probability = *value;
        else
            scenario.moves[columns[c].underlying].*columns[c].field = *value;
    }
    if (scenario.probability < 0.0)
        return errorAtLine(name, row.line, "the probability is negative");
    if (std::ranges::any_of(scenario.moves, [](const UnderlyingMove& move) { return move.spot <= -1.0; }))
        return errorAtLine(name, row.line, "a spot return is -100 % or less; write -0.2 for -20 %");
    return scenario;
}

} // namespace

Result<HedgeScenarioSet> parseScenarioCsv(std::string_view text, std::string_view fileName)
{
    const auto rows = readCsvRows(text, fileName, csvLimits);
    if (!rows)
        return rows.error();
    if (rows->size() < 2)
        return errorAtLine(fileName, 1, "needs a header and at least one scenario");
    HedgeScenarioSet set;
    std::vector<Column> columns;
    for (const std::string& title : rows->front().cells) {
        const auto column = columnOf(title, set);
        if (!column)
            return errorAtLine(fileName, rows->front().line,
                               fmt::format("column '{}' is unknown, did you mean '{}'{}?", title.substr(0, 64),
                                           nearestWord(title.substr(0, title.find(':')), columnWords),
                                           " with an underlying, as in 'spot:BTC'"));
        columns.push_back(*column);
    }
    if (set.underlyings.empty())
        return errorAtLine(fileName, rows->front().line, "needs a column such as 'spot:BTC'");
    double total = 0.0;
    for (std::size_t i = 1; i < rows->size(); ++i) {
        auto scenario = scenarioOf((*rows)[i], columns, set.underlyings.size(), fileName);
        if (!scenario)
            return scenario.error();
        total += scenario->probability;
        set.scenarios.push_back(std::move(scenario).value());
    }
    if (!(total > 0.0))
        return errorAtLine(fileName, 2, "all probabilities are zero");
    for (HedgeScenario& scenario : set.scenarios)
        scenario.probability /= total;
    return set;
}

Result<HedgeScenarioSet> readScenarioCsv(const std::filesystem::path& file)
{
    const auto text = readTextFile(file, fileLimit);
    if (!text)
        return text.error();
    return parseScenarioCsv(*text, file.string());
}

} // namespace ballast
