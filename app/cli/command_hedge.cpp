#include "app/cli/command.h"
#include "app/cli/market_input.h"
#include "app/cli/output.h"
#include "app/cli/paper_approval.h"
#include "app/cli/proposal_json.h"
#include "app/report/hedge_text.h"
#include "app/store/book_csv.h"
#include "app/store/policy_json.h"
#include "app/store/scenario_csv.h"
#include "models/hedging/hedger.h"
#include "models/pricing/quantlib/quantlib_otc_pricer.h"
#include "models/surface/surface_fit.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <memory>

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
    bool json = false;
};

struct Inputs
{
    SnapshotPtr market;
    PortfolioPtr book;
    HedgePolicy policy;
    std::shared_ptr<const HedgeScenarioSet> scenarios; // null: the policy names no file
};

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
    Inputs inputs{*market, *book, *policy, nullptr};
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

HedgeProposal solve(const Inputs& inputs)
{
    std::vector<VolSurfacePtr> surfaces;
    if (auto surface = fitSurface(*inputs.market, inputs.policy.underlying, {}))
        surfaces.push_back(std::make_shared<const VolSurface>(std::move(*surface)));
    HedgeInputs hedge{ProposalId{1}, inputs.market, inputs.book, surfaces, inputs.policy, FrontierWanted::Yes};
    hedge.otc = quantLibOtcPricer();
    hedge.scenarios = inputs.scenarios;
    return proposeHedge(hedge, {});
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

int run(const Options& options)
{
    if (options.approve && options.journal.empty())
        return fail({Errc::BadInput, "--approve needs --journal FILE: nothing is approved that is not written down"});
    if (!options.bookOut.empty() && !options.approve)
        return fail({Errc::BadInput, "--book-out needs --approve: without it the book does not change"});
    const auto inputs = readInputs(options);
    if (!inputs)
        return fail(inputs.error());
    const HedgeProposal proposal = solve(*inputs);
    if (proposal.status == HedgeStatus::BadInput)
        return fail({Errc::BadInput, proposal.message});

    Json document = proposalJson(proposal);
    int exitCode = isAnswer(proposal.status) ? exitDone : exitAnswerIsNo;
    if (options.approve && !proposal.trades.empty() && exitCode == exitDone) {
        const auto outcome = approve(options, *inputs, proposal);
        if (!outcome && outcome.error().code != Errc::Conflict)
            return fail(outcome.error());
        document["approval"] =
            outcome
                ? Json{{"state", "approved"}, {"journalEntry", outcome->approvedEntry}, {"fills", fillsJson(*outcome)}}
                : Json{{"state", "refused"}, {"reason", outcome.error().message}};
        if (!outcome)
            exitCode = exitAnswerIsNo;
    }
    if (options.json) {
        printJson(document);
        return exitCode;
    }
    fmt::print("{}", hedgeText(proposal));
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
    command->add_flag("--json", options->json, "one JSON document");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace ballast
