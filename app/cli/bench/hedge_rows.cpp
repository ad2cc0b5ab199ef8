#include "app/cli/bench/hedge_rows.h"

#include "app/cli/bench/benchmark.h"
#include "app/cli/bench/measure.h"
#include "app/cli/bench/sample_qp.h"
#include "models/hedging/cutting_plane.h"
#include "models/hedging/hedge_solver.h"
#include "models/hedging/integer_hedge.h"
#include "models/hedging/qp_solver.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>
#include <random>

namespace ballast::bench {
namespace {

constexpr std::size_t instruments = 200;

double uniform(std::mt19937_64& random, double from, double to)
{
    return std::uniform_real_distribution<double>(from, to)(random);
}

// The anchor of the target is Clp, whose licence keeps it out of this program (clp_beside runs it): here the same
// interior point runs beside us on the dense system.
Row qpRow()
{
    const QpProblem qp = sampleQp();
    QpLimits dense;
    dense.factorization = QpFactorization::Dense;
    QpSolution solution;
    const Timing timing = alternate(
        5, TimeKind::ThreadCpu, [&] { solution = solveQp(qp, {}, {}); },
        [&] { static_cast<void>(solveQp(qp, dense, {})); });
    const bool solved = solution.status == QpStatus::Solved && !solution.denseFallback;
    return {sampleQpName,
            "hedge",
            timing.oursNs,
            timing.anchorNs,
            timing.anchorNs / timing.oursNs,
            2.0,
            solved ? std::max(solution.kkt, solution.violation) : std::numeric_limits<double>::infinity(),
            "KKT residual; anchor: the dense system"};
}

// Fat-tailed scenarios of a few common factors, a short-gamma book and two hundred instruments on them.
struct TailCase
{
    TailScenarios scenarios;
    HedgeProblem problem;
};

TailCase tailCase(std::size_t count)
{
    std::mt19937_64 random(5000);
    std::student_t_distribution<double> fat(4.0);
    std::normal_distribution<double> normal;
    TailCase result;
    TailScenarios& scenarios = result.scenarios;
    scenarios.probability.assign(count, 1.0 / static_cast<double>(count));
    scenarios.legs.assign(instruments, std::vector<double>(count));
    std::vector<std::array<double, 4>> loads(instruments);
    for (auto& load : loads) {
        for (double& one : load)
            one = normal(random);
    }
    for (std::size_t s = 0; s < count; ++s) {
        const double spot = fat(random);
        const double vol = normal(random);
        const double skew = normal(random);
        scenarios.book.push_back(400.0 * spot - 60.0 * spot * spot - 150.0 * vol + 40.0 * skew);
        for (std::size_t j = 0; j < instruments; ++j)
            scenarios.legs[j][s] = loads[j][0] * spot + 0.3 * loads[j][1] * (spot * spot - 2.0) + loads[j][2] * vol +
                                   0.3 * loads[j][3] * skew + 0.2 * normal(random);
    }
    for (std::size_t j = 0; j < instruments; ++j) {
        const double cost = uniform(random, 0.1, 0.5);
        result.problem.legs.push_back({{{50.0, cost}}, {{50.0, cost}}, 0.0});
    }
    return result;
}

// The linear program of Rockafellar and Uryasev with a row for every scenario.
struct WholeProgram
{
    LinearProgram columns; // rows are added one by one, so that GLPK starts with its dual simplex
    std::vector<LpRow> rows;

    [[nodiscard]] double optimum(double seconds) const
    {
        LpModel model(columns);
        for (const LpRow& row : rows)
            model.addRow(row);
        return model.solveRelaxation(seconds, {}).objective;
    }
};

WholeProgram wholeProgram(const TailCase& tail, double confidence)
{
    const HedgeProgram hedge = relaxationOf(tail.problem);
    WholeProgram whole{hedge.program, {}};
    LinearProgram& program = whole.columns;
    const std::size_t threshold = program.columns.size();
    program.columns.push_back({1.0, -lpInfinity, lpInfinity, false});
    for (std::size_t s = 0; s < tail.scenarios.book.size(); ++s) {
        LpRow row{-tail.scenarios.book[s], lpInfinity, {{threshold, 1.0}, {program.columns.size(), 1.0}}};
        program.columns.push_back({tail.scenarios.probability[s] / (1.0 - confidence), 0.0, lpInfinity, false});
        for (std::size_t j = 0; j < instruments; ++j) {
            row.entries.push_back({hedge.legs[j].buy, tail.scenarios.legs[j][s]});
            row.entries.push_back({hedge.legs[j].sell, -tail.scenarios.legs[j][s]});
        }
        whole.rows.push_back(std::move(row));
    }
    return whole;
}

constexpr const char* tailName = "CVaR LP, 5,000 scenarios x 200";

Row tailRow()
{
    constexpr double confidence = 0.975;
    constexpr double secondsAtMost = 600.0;
    const TailCase tail = tailCase(5000);
    const TailRisk risk(tail.scenarios, {confidence, 1.0, 0.0, TailOrigin::Zero});
    const WholeProgram whole = wholeProgram(tail, confidence);
    RelaxedHedge ours;
    double full = 0.0;
    const Timing timing = alternate(
        1, TimeKind::ThreadCpu, [&] { ours = solveByCuts(tail.problem, risk, {.gap = 1e-6}, {}); },
        [&] { full = whole.optimum(secondsAtMost); });
    return {tailName,
            "hedge",
            timing.oursNs,
            timing.anchorNs,
            timing.anchorNs / timing.oursNs,
            10.0,
            std::abs(ours.solution.cost - full) / std::max(1.0, std::abs(full)),
            "cost against the whole program, relative"};
}

// Lots and at most eight legs, bands on three exposures.
HedgeProblem lotsProblem(int offered)
{
    std::mt19937_64 random(static_cast<std::uint64_t>(offered));
    std::normal_distribution<double> normal;
    HedgeProblem problem;
    problem.maxLegs = 8;
    problem.rows = {{"delta", "BTC", 40.0, 42.0, RowSum::Signed, {}},
                    {"gamma", "BTC per USD", 30.0, 33.0, RowSum::Signed, {}},
                    {"vega", "USD per point", -25.0, -21.0, RowSum::Signed, {}}};
    for (int j = 0; j < offered; ++j) {
        const double near = uniform(random, 5.0, 40.0);
        problem.legs.push_back({{{15.0, near}, {30.0, 1.6 * near}}, {{15.0, near}, {30.0, 1.6 * near}}, 0.5});
        for (HedgeRow& row : problem.rows)
            row.perUnit.push_back(normal(random));
    }
    return problem;
}

// In the text format that cbc reads.
void writeLp(const LinearProgram& program, const std::filesystem::path& file)
{
    std::ofstream out(file);
    out.precision(17);
    out << "Minimize\n obj:";
    for (std::size_t j = 0; j < program.columns.size(); ++j)
        out << (program.columns[j].cost < 0.0 ? " - " : " + ") << std::abs(program.columns[j].cost) << " x" << j
            << '\n';
    out << "Subject To\n";
    for (std::size_t r = 0; r < program.rows.size(); ++r) {
        const LpRow& row = program.rows[r];
        for (const bool lower : {true, false}) {
            const double bound = lower ? row.lower : row.upper;
            if (!std::isfinite(bound))
                continue;
            out << (lower ? " l" : " u") << r << ':';
            for (const LpEntry& entry : row.entries)
                out << (entry.value < 0.0 ? " - " : " + ") << std::abs(entry.value) << " x" << entry.column << '\n';
            out << (lower ? " >= " : " <= ") << bound << '\n';
        }
    }
    out << "Bounds\n";
    for (std::size_t j = 0; j < program.columns.size(); ++j)
        out << ' ' << program.columns[j].lower << " <= x" << j << " <= " << program.columns[j].upper << '\n';
    out << "Generals\n";
    for (std::size_t j = 0; j < program.columns.size(); ++j) {
        if (program.columns[j].integer)
            out << " x" << j << '\n';
    }
    out << "End\n";
}

// cbc's own objective from its solution file; nullopt: it is not installed or found nothing.
std::optional<double> cbcObjective(const std::filesystem::path& problem, const std::filesystem::path& solution,
                                   int seconds)
{
    const std::string command =
        fmt::format("cbc '{}' ratio 0.0001 sec {} threads 1 solve solution '{}' > /dev/null 2>&1", problem.string(),
                    seconds, solution.string());
    if (std::system(command.c_str()) != 0)
        return std::nullopt;
    std::ifstream in(solution);
    std::string word;
    while (in >> word) {
        if (word == "value") {
            double value = 0.0;
            return in >> value ? std::optional(value) : std::nullopt;
        }
    }
    return std::nullopt;
}

struct LotsCase
{
    const char* name;
    int instruments;
    double seconds; // that ours may take
    int cbcSeconds;
    double targetRatio;
};

constexpr LotsCase sixtyLots{"lots and max legs, 60 instruments", 60, 2.5, 60, 1.0};
// cbc does not prove this one in a minute: what counts is who has the cheaper trades, ours in a fifth of the time.
constexpr LotsCase manyLots{"lots and max legs, 200 instruments", 200, 2.0, 10, 5.0};

Row lotsRow(const LotsCase& lots)
{
    const HedgeProblem problem = lotsProblem(lots.instruments);
    const auto folder = std::filesystem::temp_directory_path();
    const auto stem = "ballast-bench-" + std::to_string(std::random_device{}());
    const auto file = folder / (stem + ".lp");
    const auto solutionFile = folder / (stem + ".txt");
    writeLp(integerProgram(problem, {}).program, file);
    HedgeSolution ours;
    std::optional<double> cbc;
    const Timing timing = alternate(
        1, TimeKind::Wall,
        [&] {
            ours = solveHedge(problem, {lots.seconds, 1e-4}, {});
        },
        [&] { cbc = cbcObjective(file, solutionFile, lots.cbcSeconds); });
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    std::filesystem::remove(solutionFile, ignored);
    const bool answered = ours.status == LpStatus::Optimal || ours.status == LpStatus::Feasible;
    const double accuracy = !answered ? std::numeric_limits<double>::infinity()
                            : cbc     ? std::max(0.0, ours.cost / *cbc - 1.0)
                                      : ours.gap;
    return {lots.name,
            "hedge",
            timing.oursNs,
            cbc ? timing.anchorNs : 0.0,
            cbc ? timing.anchorNs / timing.oursNs : 0.0,
            lots.targetRatio,
            accuracy,
            cbc ? fmt::format("cost above cbc's, relative; our gap {:.2g}", ours.gap)
                : std::string("gap shown; cbc is not installed")};
}

} // namespace

std::vector<Benchmark> hedgeBenchmarks()
{
    std::vector<Benchmark> rows{{sampleQpName, qpRow},
                                {tailName, tailRow},
                                {sixtyLots.name, [] { return lotsRow(sixtyLots); }},
                                {manyLots.name, [] { return lotsRow(manyLots); }}};
    for (Benchmark& row : deskHedgeBenchmarks())
        rows.push_back(std::move(row));
    return rows;
}

} // namespace ballast::bench
