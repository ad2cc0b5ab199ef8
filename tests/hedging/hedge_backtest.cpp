// Prints docs/hedge_backtest.md: the sample books through the crash of 2026-02-04 to 02-07, hedged at each of the ten
// recorded chains, and through the simulated flash crash, against not at all and against the perpetual alone. Usage:
// hedge_backtest > docs/hedge_backtest.md

#include "app/feeds/simulated/simulated_market.h"
#include "models/hedging/hedger.h"
#include "models/market/calendar.h"
#include "tests/hedging/sample_books.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

using namespace ballast;
using namespace ballast::test;

namespace {

enum class Style
{
    Unhedged,
    DeltaOnly,
    Optimised
};

// One book held through all chains in one style.
struct Path
{
    std::vector<double> steps; // P&L in USD from chain to chain, net of what the hedge cost at the step's start
    double costUsd = 0.0;
    int trades = 0;
    int unhedgedSteps = 0; // no hedge was found: the book went on as it was
};

// USD value of one quantity unit: the venue's mark; past expiry what it settles at on this index; nullopt: unknown.
std::optional<double> unitValue(const MarketSnapshot& market, const Instrument& instrument)
{
    const double index = market.index(instrument.underlying)->priceUsd;
    if (instrument.expiry && *instrument.expiry <= market.asOf) {
        const double sign = *instrument.type == OptionType::Call ? 1.0 : -1.0;
        return std::max(0.0, sign * (index - *instrument.strike));
    }
    const Quote* quote = market.quote(instrument.id);
    if (quote == nullptr || !quote->mark)
        return std::nullopt;
    return instrument.settlement == Settlement::Inverse ? *quote->mark * quote->underlyingPrice.value_or(index)
                                                        : *quote->mark;
}

// What the book makes from one chain to the next; an inverse perpetual earns Q (p'/p - 1) USD at the later price.
double stepPnl(const Portfolio& book, const MarketSnapshot& from, const MarketSnapshot& to)
{
    double pnl = 0.0;
    for (const Position& position : book.positions) {
        const auto listed = from.instruments->find(position.instrument);
        if (!listed)
            continue;
        const Instrument& instrument = (*from.instruments)[*listed];
        if (!isOption(instrument)) {
            const double before = *from.quotes[*listed].mark;
            const Quote* after = to.quote(instrument.id);
            pnl += after != nullptr ? position.quantity * (*after->mark / before - 1.0) : 0.0;
            continue;
        }
        const auto before = unitValue(from, instrument);
        const auto after = unitValue(to, instrument);
        if (before && after)
            pnl += position.quantity * (*after - *before);
    }
    return pnl;
}

// Settled options leave the book.
Portfolio stillListed(const Portfolio& book, const MarketSnapshot& market)
{
    Portfolio left = book;
    std::erase_if(left.positions, [&](const Position& p) { return !market.instruments->find(p.instrument); });
    return left;
}

HedgePolicy policyOf(const SampleBook& sample, Style style)
{
    HedgePolicy policy = sample.policy;
    policy.bands.resize(1); // delta
    policy.universe.minOpenInterest = 10.0;
    policy.timeLimitSeconds = 2.0;
    policy.universe.futures = false; // the recording lists none
    if (style == Style::DeltaOnly) {
        policy.universe.options = false;
        return policy;
    }
    policy.objective = HedgeObjective::Cvar;
    policy.maxLegs = 4;
    return policy;
}

Path pathOf(const SampleBook& sample, Style style, const std::vector<SnapshotPtr>& chains)
{
    Path path;
    Portfolio book = *sample.book;
    for (std::size_t t = 0; t + 1 < chains.size(); ++t) {
        double cost = 0.0;
        book = stillListed(book, *chains[t]);
        if (style != Style::Unhedged) {
            HedgeInputs inputs;
            inputs.market = chains[t];
            inputs.book = std::make_shared<const Portfolio>(book);
            inputs.policy = policyOf(sample, style);
            inputs.effort = HedgeEffort::Quick;
            const HedgeProposal proposal = proposeHedge(inputs, {});
            const bool answered = proposal.status == HedgeStatus::Optimal || proposal.status == HedgeStatus::Feasible ||
                                  proposal.status == HedgeStatus::NothingToDo;
            path.unhedgedSteps += answered ? 0 : 1;
            cost = answered ? proposal.costUsd() : 0.0;
            path.trades += static_cast<int>(proposal.trades.size());
            book = bookAfter(book, proposal.trades, *chains[t]);
        }
        path.costUsd += cost;
        path.steps.push_back(stepPnl(book, *chains[t], *chains[t + 1]) - cost);
    }
    return path;
}

struct Score
{
    double total = 0.0;
    double deviation = 0.0;
    double worst = 0.0;     // step, positive is a loss
    double shortfall = 0.0; // mean of the worst two of nine steps
};

Score scoreOf(const Path& path)
{
    Score score;
    for (const double step : path.steps)
        score.total += step;
    const double mean = score.total / static_cast<double>(path.steps.size());
    for (const double step : path.steps)
        score.deviation += (step - mean) * (step - mean) / static_cast<double>(path.steps.size());
    score.deviation = std::sqrt(score.deviation);
    std::vector<double> sorted = path.steps;
    std::ranges::sort(sorted);
    score.worst = -sorted[0];
    score.shortfall = -0.5 * (sorted[0] + sorted[1]);
    return score;
}

void printHead()
{
    std::puts(
        "# Hedging through a crash: 2026-02-04 to 2026-02-07\n\n"
        "Twenty books (tests/hedging/sample_books.cpp) are held through ten recorded Deribit chains, BTC 73,100 to\n"
        "63,700 to 69,500 USD, and hedged at each of the first nine: not at all; with the perpetual alone into the\n"
        "book's delta band; by the optimiser with the expected-shortfall objective (97.5 %, one day, grid scenarios, "
        "at\n"
        "most four legs, the same delta band). Trades pay bid or ask and Deribit's fees; the perpetual stands a basis\n"
        "point round the index because the recording lists none, funding is left out. P&L are the venue's own marks\n"
        "from chain to chain, net of the costs; ES is the mean of the worst two of nine steps, HE the share of "
        "variance\n"
        "removed. Amounts in USD, losses positive under worst and ES.\n\n"
        "| book | style | P&L | std of a step | worst step | ES | costs | trades | HE |\n"
        "|---|---|---:|---:|---:|---:|---:|---:|---:|");
}

void printRow(const SampleBook& sample, const char* style, const Path& path, double unhedged, bool countsUnhedged)
{
    const Score score = scoreOf(path);
    const double share = unhedged > 0.0 ? score.deviation / unhedged : 1.0;
    std::printf("| %s | %s | %.0f | %.0f | %.0f | %.0f | %.0f | %d | %.0f %% |", sample.name.c_str(), style,
                score.total, score.deviation, score.worst, score.shortfall, path.costUsd, path.trades,
                100.0 * (1.0 - share * share));
    if (countsUnhedged)
        std::printf(" %d |", path.unhedgedSteps);
    std::puts("");
}

// Why the optimised hedge did not do better.
std::string reasonOf(const std::string& book, const Score& delta, const Score& best, double dearerUsd)
{
    std::string text = "\n* " + book + ": ES " + std::to_string(std::lround(best.shortfall)) + " against " +
                       std::to_string(std::lround(delta.shortfall)) + "; it cost " +
                       std::to_string(std::lround(dearerUsd)) + " USD more over nine hedges";
    const double perWorstTwo = dearerUsd / 9.0;
    text += best.shortfall - perWorstTwo < delta.shortfall ? ", without which it would be ahead:"
                                                           : ", and the moves of these days hurt it more:";
    return text + (best.deviation < delta.deviation ? " its steps vary less all the same." : " its steps vary more.");
}

// Minutes after the fall begins at which the simulated market is hedged: down within ten, low until fourteen, back over
// the next forty-five.
constexpr std::array crashMinutes{0, 2, 4, 6, 8, 10, 14, 25, 40, 59};

std::vector<SnapshotPtr> flashCrash()
{
    SimulatedMarket market;
    market.step(std::chrono::minutes(30));
    std::vector<SnapshotPtr> chains{market.current()};
    market.trigger(Episode::FlashCrash);
    for (std::size_t k = 1; k < crashMinutes.size(); ++k)
        chains.push_back(market.step(std::chrono::minutes(crashMinutes[k] - crashMinutes[k - 1])));
    return chains;
}

void printFlashHead(const std::vector<SnapshotPtr>& chains)
{
    double low = 1e300;
    for (const SnapshotPtr& chain : chains)
        low = std::min(low, chain->index("BTC")->priceUsd);
    std::printf(
        "\n## The simulated flash crash\n\n"
        "The same books on the simulated market (docs/simulated_market.md, seed 1), BTC %.0f to %.0f to %.0f USD\n"
        "within an hour: spreads six times as wide, an eighth of the depth. Hedged 0, 2, 4, 6, 8, 10, 14, 25 and\n"
        "40 minutes after the fall begins, along the ladders; the last mark is taken after 59. A leg takes no\n"
        "more than the ladder shows, so that a hedge may not be found: the book then goes on as it is and the\n"
        "step is counted under unhedged.\n\n"
        "| book | style | P&L | std of a step | worst step | ES | costs | trades | HE | unhedged |\n"
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|\n",
        chains.front()->index("BTC")->priceUsd, low, chains.back()->index("BTC")->priceUsd);
}

struct Tally
{
    int better = 0;
    int books = 0;
    std::vector<std::string> worse;
};

void printBook(const SampleBook& sample, const std::vector<SnapshotPtr>& chains, bool countsUnhedged, Tally& tally)
{
    const Path none = pathOf(sample, Style::Unhedged, chains);
    const Path delta = pathOf(sample, Style::DeltaOnly, chains);
    const Path best = pathOf(sample, Style::Optimised, chains);
    const double base = scoreOf(none).deviation;
    printRow(sample, "unhedged", none, base, countsUnhedged);
    printRow(sample, "delta only", delta, base, countsUnhedged);
    printRow(sample, "optimised", best, base, countsUnhedged);
    std::fflush(stdout);
    ++tally.books;
    const double lead = scoreOf(delta).shortfall - scoreOf(best).shortfall;
    if (lead > 0.0)
        ++tally.better;
    else
        tally.worse.push_back(reasonOf(sample.name, scoreOf(delta), scoreOf(best), best.costUsd - delta.costUsd));
}

void printTally(const Tally& tally)
{
    std::printf("\nThe optimised hedge has the smaller ES net of costs than the delta hedge on %d of %d books.\n",
                tally.better, tally.books);
    for (const std::string& reason : tally.worse)
        std::puts(reason.c_str());
}

bool printRecorded()
{
    std::vector<SnapshotPtr> chains;
    for (const std::string& time : crashTimes()) {
        chains.push_back(recordedChain(time));
        if (!chains.back())
            return false;
    }
    printHead();
    Tally tally;
    for (const SampleBook& sample : sampleBooks(*chains.front(), 7.0))
        printBook(sample, chains, false, tally);
    printTally(tally);
    return true;
}

void printFlash()
{
    const std::vector<SnapshotPtr> chains = flashCrash();
    printFlashHead(chains);
    Tally tally;
    for (const SampleBook& sample : sampleBooks(*chains.front(), 7.0))
        printBook(sample, chains, true, tally);
    printTally(tally);
}

} // namespace

// Both parts, or the one that is named: "recorded", "flash".
int main(int argc, char** argv)
{
    const std::string only = argc > 1 ? argv[1] : "";
    if (only != "flash" && !printRecorded()) {
        std::fputs("error: the recorded chains are not there, set BALLAST_SHARED_DATA\n", stderr);
        return 2;
    }
    if (only != "recorded")
        printFlash();
    return 0;
}
