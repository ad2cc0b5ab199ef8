#include "app/cli/book_picture.h"
#include "app/cli/command.h"
#include "app/cli/history_input.h"
#include "app/cli/lab_input.h"
#include "app/cli/output.h"
#include "models/core/number_text.h"
#include "models/risk/reverse_stress.h"
#include "models/whatif/book_map.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <memory>

namespace ballast {
namespace {

struct Options
{
    BookArguments book;
    HistoryArguments history;
    double lossUsd = 0.0;
    std::vector<std::string> limits;
    MarginArguments margin;
    double horizonDays = 1.0;
    std::string dynamics = "sticky-strike";
    bool json = false;
};

std::vector<std::string> split(const std::string& text, char at)
{
    std::vector<std::string> parts(1);
    for (const char c : text) {
        if (c == at)
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

// "METRIC:LOWER:UPPER" or "METRIC:UNDERLYING:LOWER:UPPER"; an empty level is none.
Result<Limit> parseLimit(const std::string& text)
{
    constexpr std::array metrics{LimitMetric::DeltaCoin,    LimitMetric::NetDeltaCoin, LimitMetric::DeltaUsd,
                                 LimitMetric::GammaUsd1pct, LimitMetric::VegaUsd,      LimitMetric::ThetaUsdDay};
    const auto parts = split(text, ':');
    Limit limit;
    limit.name = text;
    std::string known;
    bool found = false;
    for (const LimitMetric metric : metrics) {
        known += (known.empty() ? "" : ", ") + std::string(limitMetricWord(metric));
        if (parts[0] == limitMetricWord(metric)) {
            limit.metric = metric;
            found = true;
        }
    }
    if (!found || parts.size() < 3 || parts.size() > 4)
        return Error{Errc::BadInput,
                     fmt::format("--limit '{}' is not METRIC[:UNDERLYING]:LOWER:UPPER with a metric of {}",
                                 text.substr(0, 60), known)};
    if (parts.size() == 4)
        limit.underlying = parts[1];
    const auto level = [&](const std::string& word, std::optional<double>& into) {
        into = parseNumber(word);
        return word.empty() || into.has_value();
    };
    if (!level(parts[parts.size() - 2], limit.hard.lower) || !level(parts.back(), limit.hard.upper))
        return Error{Errc::BadInput, fmt::format("--limit '{}': a level is no number", text.substr(0, 60))};
    if (const Status status = checkLimitDefinition(limit); !status)
        return status.error();
    return limit;
}

Result<FactorModel> modelOf(const Options& options, const BookPicture& book)
{
    if (!options.history.given())
        return impliedFactorModel(book.volLevels());
    const auto history = readHistory(options.history, book.underlyings());
    if (!history)
        return history.error();
    return factorModelOf(history->history);
}

Json movesJson(const ReverseStress& stress)
{
    Json moves = Json::array();
    for (std::size_t i = 0; i < stress.factors.size(); ++i)
        moves.push_back({{"factor", factorName(stress.factors[i])},
                         {"move", std::expm1(stress.logMoves[i])},
                         {"deviations", stress.factorDeviations.empty() ? 0.0 : stress.factorDeviations[i]}});
    return moves;
}

Json toJson(const ReverseStress& stress, const FactorModel& model, std::optional<double> pnlUsd)
{
    const bool found = stress.status == ReverseStressStatus::Found;
    Json json{{"status", reverseStressWord(stress.status)},
              {"broken", stress.broken.empty() ? Json(nullptr) : Json(stress.broken)},
              {"deviations", found ? Json(stress.deviations) : Json(nullptr)},
              {"moves", found ? movesJson(stress) : Json::array()},
              {"pnlUsd", orNull(pnlUsd)},
              {"path", Json::array()},
              {"residual", stress.residual},
              {"evaluations", stress.evaluations},
              {"model", {{"source", model.source}, {"days", model.days}}}};
    for (const StressPoint& point : stress.path)
        json["path"].push_back(
            {{"deviations", point.deviations}, {"moves", point.moves}, {"headroom", point.headroom}});
    return json;
}

void printPeople(const ReverseStress& stress, const FactorModel& model, std::optional<double> pnlUsd)
{
    fmt::print("standard deviations from {}\n", model.source);
    if (stress.status != ReverseStressStatus::Found) {
        fmt::print("{}{}\n", reverseStressWord(stress.status),
                   stress.broken.empty() ? std::string() : ": " + stress.broken);
        return;
    }
    fmt::print("{} breaks {} standard deviations away, P&L there {} USD\n", stress.broken, fixed(stress.deviations, 2),
               signedFixed(pnlUsd, 0));
    TextTable table({{"factor", TextTable::Align::Left}, {"move %"}, {"own deviations"}});
    for (std::size_t i = 0; i < stress.factors.size(); ++i)
        table.addRow({factorName(stress.factors[i]), signedFixed(std::expm1(stress.logMoves[i]) * 100.0, 2),
                      signedFixed(stress.factorDeviations[i], 2)});
    table.print();
}

int run(const Options& options)
{
    std::vector<Limit> limits;
    for (const std::string& text : options.limits) {
        const auto limit = parseLimit(text);
        if (!limit)
            return fail(limit.error());
        limits.push_back(*limit);
    }
    const auto marginModel = readMarginModel(options.margin);
    if (!marginModel)
        return fail(marginModel.error());
    if (options.lossUsd <= 0.0 && limits.empty() && !*marginModel)
        return fail({Errc::BadInput, "give --loss USD, --limit METRIC[:UNDERLYING]:LOWER:UPPER or --margin MODEL with "
                                     "--cash USD, to say what is not to break"});
    const auto book = readBookPicture(options.book);
    if (!book)
        return fail(book.error());
    const auto model = modelOf(options, *book);
    if (!model)
        return fail(model.error());
    const VolDynamics dynamics =
        options.dynamics == "sticky-moneyness" ? VolDynamics::StickyMoneyness : VolDynamics::StickyStrike;
    std::vector<StressTarget> targets;
    if (options.lossUsd > 0.0)
        targets.push_back(lossTarget(book->inputs(), model->factors, options.lossUsd, dynamics));
    for (const Limit& limit : limits)
        targets.push_back(limitTarget(book->inputs(), model->factors, limit, dynamics));
    const PricedBook account = pricedBookOf(*book, "book", options.margin.cashUsd);
    if (*marginModel)
        targets.push_back(marginTarget(account, model->factors, **marginModel, dynamics));
    ReverseStressOptions search;
    search.horizonDays = options.horizonDays;
    const auto stress = reverseStress(*model, targets, search, {});
    if (!stress)
        return fail(stress.error());
    std::optional<double> pnlUsd;
    if (stress->status == ReverseStressStatus::Found)
        pnlUsd = scenarioPnlUsd(book->inputs(), scenarioOf(model->factors, stress->logMoves, dynamics));
    if (options.json)
        printJson(toJson(*stress, *model, pnlUsd));
    else
        printPeople(*stress, *model, pnlUsd);
    return stress->status == ReverseStressStatus::Found ? exitDone : exitAnswerIsNo;
}

} // namespace

void addReverseStressCommand(CLI::App& app, Command& chosen)
{
    auto* command = app.add_subcommand("reverse-stress", "smallest joint move that breaks a limit or loses so much");
    const auto options = std::make_shared<Options>();
    addBookOptions(*command, options->book);
    command->add_option("--loss", options->lossUsd, "USD that must not be lost, positive")->check(CLI::PositiveNumber);
    command->add_option("--limit", options->limits, "METRIC[:UNDERLYING]:LOWER:UPPER, such as vegaUsd:-5000:5000");
    addMarginOptions(*command, options->margin);
    command->add_option("--horizon-days", options->horizonDays, "a standard deviation is that of so many days")
        ->check(CLI::Range(0.01, 365.0));
    command->add_option("--dynamics", options->dynamics, "what vols do while spot moves")
        ->check(CLI::IsMember({"sticky-strike", "sticky-moneyness"}));
    addHistoryOptions(*command, options->history);
    command->add_flag("--json", options->json, "one JSON document");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace ballast
