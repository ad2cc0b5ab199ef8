#include "app/cli/bench/benchmark.h"
#include "app/cli/bench/measure.h"
#include "app/cli/bench/sample_smiles.h"
#include "app/engine/part_threads.h"
#include "models/pricing/quantlib/anchors.h"
#include "models/pricing/scenario_batch.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace ballast::bench {
namespace {

constexpr std::size_t positions = 1000;

// Positions in options of one underlying as it is listed: twelve expiries of sixty strikes, so that some are calls and
// puts of one strike.
std::vector<HeldOption> bookOf()
{
    std::vector<BlackTerms> listed;
    for (const SampleSmile& smile : sampleSmiles()) {
        const auto strikes = smile.strikes();
        for (std::size_t i = 0; i < strikes.size(); ++i) {
            for (const auto type : {OptionType::Call, OptionType::Put})
                listed.push_back({smile.forward, strikes[i], smile.years, smile.vol[i], type});
        }
    }
    std::mt19937_64 random(41);
    std::ranges::shuffle(listed, random);
    std::uniform_real_distribution<double> coins(-10.0, 10.0);
    std::vector<HeldOption> book;
    for (std::size_t i = 0; i < positions; ++i)
        book.push_back({listed[i], coins(random), 0});
    return book;
}

std::vector<double> evenly(double from, double to, int points)
{
    std::vector<double> axis;
    for (int i = 0; i < points; ++i)
        axis.push_back(from + (to - from) * i / (points - 1));
    return axis;
}

FactorMoves deskGrid()
{
    return gridMoves(evenly(0.5, 1.5, 41), evenly(0.6, 1.4, 21));
}

FactorMoves scenarioList(std::size_t scenarios)
{
    std::mt19937_64 random(10000);
    std::normal_distribution<double> returns(0.0, 0.1);
    std::normal_distribution<double> shifts(0.0, 0.05);
    FactorMoves moves;
    for (std::size_t i = 0; i < scenarios; ++i) {
        moves.forwardFactor.push_back(std::exp(returns(random)));
        moves.volFactor.push_back(1.0);
        moves.volShift.push_back(std::clamp(shifts(random), -0.25, 0.5));
    }
    return moves;
}

// Preparing belongs to the work: a desk does it for every grid.
std::vector<double> revalued(const std::vector<HeldOption>& book, const std::vector<FactorMoves>& moves,
                             const PartRunner* runner)
{
    const auto plan = RevaluationPlan::prepare(book, moves);
    if (!plan)
        return {};
    std::vector<double> pnl(plan->scenarios(), 0.0);
    if (runner == nullptr) {
        plan->addPnl(plan->wholeRange(), pnl, {});
        return pnl;
    }
    runner->run(runner->parts,
                [&](std::size_t part) { plan->addPnl(blockShare(plan->blocks(), part, runner->parts), pnl, {}); });
    return pnl;
}

double errorOfLargest(const std::vector<double>& ours, const std::vector<double>& theirs)
{
    if (ours.size() != theirs.size())
        return std::numeric_limits<double>::infinity();
    double largest = 0.0;
    double worst = 0.0;
    for (std::size_t i = 0; i < ours.size(); ++i) {
        largest = std::max(largest, std::abs(theirs[i]));
        worst = std::max(worst, std::abs(ours[i] - theirs[i]));
    }
    return worst / largest;
}

struct Revaluation
{
    const char* name;
    const char* unit;
    FactorMoves moves;
    double target;
    int rounds;
};

Row againstQuantLib(const Revaluation& task)
{
    const auto book = bookOf();
    const std::vector<FactorMoves> moves{task.moves};
    std::vector<double> ours;
    std::vector<double> theirs;
    const Timing timing = alternate(
        task.rounds, TimeKind::ThreadCpu, [&] { ours = revalued(book, moves, nullptr); },
        [&] {
            theirs.assign(task.moves.forwardFactor.size(), 0.0);
            anchorRevaluation(book, task.moves, theirs);
        });
    return {task.name,
            task.unit,
            timing.oursNs,
            timing.anchorNs,
            timing.anchorNs / timing.oursNs,
            task.target,
            errorOfLargest(ours, theirs),
            "largest error, of the largest cell"};
}

constexpr const char* gridName = "scenario grid 41 x 21 x 1,000 positions";
constexpr const char* twoThreadsName = "scenario grid on two threads, against one";
constexpr const char* listName = "full revaluation 10,000 scenarios x 1,000 positions";

Row gridRow()
{
    return againstQuantLib({gridName, "grid", deskGrid(), 18.0, 5});
}

Row listRow()
{
    return againstQuantLib({listName, "revaluation", scenarioList(10000), 15.0, 1});
}

Row twoThreadsRow()
{
    const auto book = bookOf();
    const std::vector<FactorMoves> moves{deskGrid()};
    const PartThreads threads(2);
    std::vector<double> two;
    std::vector<double> one;
    const Timing timing = alternate(
        101, TimeKind::Wall, [&] { two = revalued(book, moves, &threads.runner()); },
        [&] { one = revalued(book, moves, nullptr); });
    return {twoThreadsName,
            "grid",
            timing.oursNs,
            timing.anchorNs,
            timing.anchorNs / timing.oursNs,
            1.8,
            errorOfLargest(two, one),
            "largest difference, of the largest cell"};
}

} // namespace

std::vector<Benchmark> scenarioBenchmarks()
{
    return {{gridName, gridRow}, {twoThreadsName, twoThreadsRow}, {listName, listRow}};
}

} // namespace ballast::bench
