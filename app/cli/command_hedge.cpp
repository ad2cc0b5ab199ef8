#include "app/cli/command.h"
#include "app/cli/history_input.h"
#include "app/cli/market_input.h"
#include "app/cli/output.h"
#include "app/cli/paper_approval.h"
#include "app/cli/proposal_extras.h"
#include "app/cli/proposal_json.h"
#include "app/report/hedge_text.h"
#include "app/store/book_csv.h"
#include "app/store/policy_json.h"
#include "app/store/scenario_csv.h"
#include "models/hedging/hedger.h"
#include "models/hedging/move_history.h"
#include "models/pricing/quantlib/quantlib_otc_pricer.h"
#include "models/surface/surface_fit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>

namespace ballast {
namespace {

struct Options
{
    MarketArguments market;
    std::string book;
    std::string policy;
    bool approve = false;
    std::string journal;
    std::string reason;
    std::string bookOut;
    HistoryArguments history;
    std::optional<double> equityUsd;
    std::size_t thetaStructures = 0;
    double thetaCoins = 1.0;
    bool alternatives = false;
    bool ratios = false;
    bool quick = false;
    bool json = false;
};

struct Inputs
{
    SnapshotPtr market;
    PortfolioPtr book;
    HedgePolicy policy;
    std::shared_ptr<const HedgeScenarioSet> scenarios; // null: the policy names no file
    std::shared_ptr<const MoveHistory> history;        // null: none given
    std::vector<VolSurfacePtr> surfaces;
};

constexpr double levelYears = 30.0 / 365.0;

Result<std::shared_ptr<const MoveHistory>> readMoves(const Options& options, const Inputs& inputs)
{
    if (options.history.prices.empty() && options.history.recorded.empty())
        return std::shared_ptr<const MoveHistory>();
    const auto read = readHistory(options.history, {inputs.policy.underlying});
    if (!read)
        return read.error();
    double vol = 0.6; // only scales vol moves where no surface could be fitted
    if (!inputs.surfaces.empty()) {
        const auto variance = inputs.surfaces.front()->totalVariance(0.0, levelYears);
        vol = variance ? std::sqrt(*variance / levelYears) : vol;
    }
    return std::make_shared<const MoveHistory>(moveHistoryOf(read->history, {{inputs.policy.underlying, vol}}));
}

Result<Inputs> readInputs(const Options& options)
{
    auto policy = readPolicyJson(options.policy);
    if (!policy)
        return policy.error();
    auto book = readBook(options.book);
    if (!book)
        return book.error();
    auto market = readSnapshot(options.market);
    if (!market)
        return market.error();
    if (const auto known = chooseUnderlying(**market, policy->underlying); !known)
        return Error{Errc::BadInput, "policy underlying: " + known.error().message};
    if (options.equityUsd)
        policy->margin.equityUsd = options.equityUsd;
    Inputs inputs{*market, *book, *policy, nullptr, nullptr, {}};
    if (auto surface = fitSurface(*inputs.market, inputs.policy.underlying, {}))
        inputs.surfaces.push_back(std::make_shared<const VolSurface>(std::move(*surface)));
    auto history = readMoves(options, inputs);
    if (!history)
        return history.error();
    inputs.history = std::move(history).value();
    if (policy->scenarios.source == ScenarioSource::File) {
        // as the policy writes it, else beside the policy
        const std::filesystem::path named = policy->scenarios.file;
        const auto beside = std::filesystem::path(options.policy).parent_path() / named;
        auto scenarios = readScenarioCsv(named.is_absolute() || !std::filesystem::exists(beside) ? named : beside);
        if (!scenarios)
            return scenarios.error();
        inputs.scenarios = std::make_shared<const HedgeScenarioSet>(std::move(scenarios).value());
    }
    return inputs;
}

HedgeInputs hedgeInputs(const Options& options, const Inputs& inputs)
{
    HedgeInputs hedge{ProposalId{1}, inputs.market, inputs.book, inputs.surfaces, inputs.policy, FrontierWanted::Yes};
    hedge.otc = quantLibOtcPricer();
    hedge.scenarios = inputs.scenarios;
    hedge.history = inputs.history;
    hedge.effort = options.quick ? HedgeEffort::Quick : HedgeEffort::Thorough;
    return hedge;
}

// What is shown beside the proposal when asked for.
Result<HedgeExtras> extrasOf(const Options& options, const HedgeInputs& hedge, const HedgeProposal& proposal)
{
    HedgeExtras extras;
    if (options.alternatives)
        extras.alternatives = explainAlternatives(hedge, proposal, {});
    if (options.thetaStructures > 0) {
        ThetaWish wish;
        wish.coins = options.thetaCoins;
        wish.most = options.thetaStructures;
        extras.theta = thetaStructures(hedge, wish, {});
    }
    if (!options.ratios)
        return extras;
    std::vector<std::string> instruments;
    if (const auto perpetual = perpetualOf(*hedge.market, hedge.policy.underlying))
        instruments.push_back((*hedge.market->instruments)[*perpetual].id.name);
    for (const HedgeTrade& trade : proposal.trades) {
        if (std::ranges::find(instruments, trade.instrument.name) == instruments.end())
            instruments.push_back(trade.instrument.name);
    }
    auto ratios = hedgeRatioStudy(hedge, instruments);
    if (!ratios)
        return ratios.error();
    extras.ratios = std::move(ratios).value();
    return extras;
}

Json fillsJson(const PaperOutcome& outcome)
{
    Json fills = Json::array();
    for (const TradeFill& fill : outcome.fills)
        fills.push_back({{"instrument", fill.instrument.name},
                         {"side", fill.side == Side::Buy ? "buy" : "sell"},
                         {"quantity", fill.quantity},
                         {"price", fill.quantity > 0.0 ? Json(fill.price) : Json(nullptr)},
                         {"feeUsd", fill.feeUsd},
                         {"unfilled", fill.unfilledReason}});
    return fills;
}

std::string actorName()
{
    const char* user = std::getenv("USER");
    return user != nullptr ? user : "ballastctl";
}

Result<PaperOutcome> approve(const Options& options, const Inputs& inputs, const HedgeProposal& proposal)
{
    const SystemClock clock;
    auto outcome =
        approveOnPaper({proposal, inputs.market, inputs.book, options.journal, actorName(), options.reason}, clock);
    if (outcome && !options.bookOut.empty()) {
        if (const auto written = writeBookCsv(outcome->bookAfter, options.bookOut); !written)
            return written.error();
    }
    return outcome;
}

bool isAnswer(HedgeStatus status)
{
    return status == HedgeStatus::Optimal || status == HedgeStatus::Feasible || status == HedgeStatus::NothingToDo;
}

// Exit code; what came of it stands in the document. An error: it could not be tried.
Result<int> approveInto(Json& document, const Options& options, const Inputs& inputs, const HedgeProposal& proposal)
{
    const auto outcome = approve(options, inputs, proposal);
    if (!outcome && outcome.error().code != Errc::Conflict)
        return outcome.error();
    document["approval"] =
        outcome ? Json{{"state", "approved"}, {"journalEntry", outcome->approvedEntry}, {"fills", fillsJson(*outcome)}}
                : Json{{"state", "refused"}, {"reason", outcome.error().message}};
    return outcome ? exitDone : exitAnswerIsNo;
}

int run(const Options& options)
{
    if (options.approve && options.journal.empty())
        return fail({Errc::BadInput, "--approve needs --journal FILE: nothing is approved that is not written down"});
    if (!options.bookOut.empty() && !options.approve)
        return fail({Errc::BadInput, "--book-out needs --approve: without it the book does not change"});
    const auto inputs = readInputs(options);
    if (!inputs)
        return fail(inputs.error());
    const HedgeInputs hedge = hedgeInputs(options, *inputs);
    const HedgeProposal proposal = proposeHedge(hedge, {});
    if (proposal.status == HedgeStatus::BadInput)
        return fail({Errc::BadInput, proposal.message});
    const auto extras = extrasOf(options, hedge, proposal);
    if (!extras)
        return fail(extras.error());

    Json document = proposalJson(proposal);
    addExtras(document, *extras, proposal);
    int exitCode = isAnswer(proposal.status) ? exitDone : exitAnswerIsNo;
    if (options.approve && !proposal.trades.empty() && exitCode == exitDone) {
        const auto approved = approveInto(document, options, *inputs, proposal);
        if (!approved)
            return fail(approved.error());
        exitCode = *approved;
    }
    if (options.json) {
        printJson(document);
        return exitCode;
    }
    fmt::print("{}{}", hedgeText(proposal), extrasText(*extras, proposal));
    if (document.contains("approval")) {
        const Json& approval = document["approval"];
        fmt::print("{}\n", approval["state"] == "approved"
                               ? fmt::format("approved, journal entry {}", approval["journalEntry"].get<std::int64_t>())
                               : "not approved: " + approval["reason"].get<std::string>());
    }
    return exitCode;
}

} // namespace

void addHedgeCommand(CLI::App& app, Command& chosen)
{
    auto* command = app.add_subcommand("hedge", "least-cost trades that bring a book into the bands of a policy");
    const auto options = std::make_shared<Options>();
    addMarketOptions(*command, options->market);
    command->add_option("--book", options->book, "CSV of the book")->required();
    command->add_option("--policy", options->policy, "JSON policy: underlying, bands, universe, costs, ...")
        ->required();
    command->add_flag("--approve", options->approve, "approve, journal and fill on paper");
    command->add_option("--journal", options->journal, "journal file, made where there is none");
    command->add_option("--reason", options->reason, "journaled with the approval");
    command->add_option("--book-out", options->bookOut, "write the book after the fills");
    addHistoryOptions(*command, options->history);
    command
        ->add_option("--equity", options->equityUsd, "the account's equity, USD: what a margin cushion is a share of")
        ->check(CLI::PositiveNumber);
    command->add_flag("--alternatives", options->alternatives,
                      "how the proposal changes without each instrument, venue and source of data; replacements that "
                      "free cost or margin");
    command
        ->add_option("--theta-structures", options->thetaStructures,
                     "so many structures that earn theta with a bounded loss, each with its worst case")
        ->check(CLI::Range(0, 100));
    command->add_option("--theta-coins", options->thetaCoins, "size of each of them, coins")
        ->check(CLI::PositiveNumber);
    command->add_flag("--ratios", options->ratios,
                      "minimum-variance ratios of the traded instruments with their effectiveness; needs --history");
    command->add_flag("--quick", options->quick, "the best hedge found in a tenth of a second, its gap shown");
    command->add_flag("--json", options->json, "one JSON document");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace ballast
