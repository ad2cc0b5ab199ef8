#include "models/hedging/linear_program.h"

#include <glpk.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace ballast {
namespace {

// Iterations between looks at the clock and the stop token: an iteration's work grows with the entries, a slice's does
// not.
constexpr int mostInSlice = 200;
constexpr int leastInSlice = 20;
constexpr int entriesInSlice = 2'000'000;
// One round of mixed-integer rounding cuts asks for no stop and takes about 0.4 us an entry: 40 ms here.
constexpr int mostEntriesForCuts = 100'000;
constexpr double simplexTolerance = 1e-9;

// GLPK keeps one environment per thread; it goes when the thread goes.
struct ThreadEnvironment
{
    ThreadEnvironment() { glp_term_out(GLP_OFF); }
    ~ThreadEnvironment() { glp_free_env(); }
    ThreadEnvironment(const ThreadEnvironment&) = delete;
    ThreadEnvironment& operator=(const ThreadEnvironment&) = delete;
};

void openThreadEnvironment()
{
    thread_local const ThreadEnvironment environment;
    static_cast<void>(environment);
}

int boundType(double lower, double upper)
{
    if (std::isinf(lower))
        return std::isinf(upper) ? GLP_FR : GLP_UP;
    if (std::isinf(upper))
        return GLP_LO;
    return lower == upper ? GLP_FX : GLP_DB;
}

bool soundBounds(double lower, double upper)
{
    return !std::isnan(lower) && !std::isnan(upper) && lower < lpInfinity && upper > -lpInfinity;
}

bool isSound(const LinearProgram& program)
{
    const auto soundColumn = [](const LpColumn& c) { return std::isfinite(c.cost) && soundBounds(c.lower, c.upper); };
    const auto soundRow = [&](const LpRow& row) {
        return soundBounds(row.lower, row.upper) && std::ranges::all_of(row.entries, [&](const LpEntry& entry) {
                   return std::isfinite(entry.value) && entry.column < program.columns.size();
               });
    };
    return std::ranges::all_of(program.columns, soundColumn) && std::ranges::all_of(program.rows, soundRow);
}

class Deadline
{
public:
    explicit Deadline(double seconds)
        : m_end(SteadyClock::now() + std::chrono::duration_cast<SteadyClock::duration>(
                                         std::chrono::duration<double>(std::clamp(seconds, 0.0, 86400.0))))
    {}
    [[nodiscard]] double secondsLeft() const
    {
        return std::chrono::duration<double>(m_end - SteadyClock::now()).count();
    }
    [[nodiscard]] int millisecondsLeft() const { return static_cast<int>(std::max(1.0, 1000.0 * secondsLeft())); }

private:
    using SteadyClock = std::chrono::steady_clock; // elapsed time, not time of day
    SteadyClock::time_point m_end;
};

LpStatus continuousStatus(glp_prob* problem)
{
    switch (glp_get_status(problem)) {
    case GLP_OPT:
        return LpStatus::Optimal;
    case GLP_NOFEAS:
        return LpStatus::Infeasible;
    case GLP_UNBND:
        return LpStatus::Unbounded;
    default:
        return LpStatus::Failed;
    }
}

// The dual simplex proves infeasibility without a primal verdict, and the other way round.
LpStatus verdict(glp_prob* problem)
{
    const LpStatus status = continuousStatus(problem);
    if (status != LpStatus::Failed)
        return status;
    if (glp_get_prim_stat(problem) == GLP_NOFEAS)
        return LpStatus::Infeasible;
    if (glp_get_prim_stat(problem) == GLP_FEAS && glp_get_dual_stat(problem) == GLP_NOFEAS)
        return LpStatus::Unbounded;
    return LpStatus::Failed;
}

// What branch and cut is asked and tells while it runs.
struct TreeWatch
{
    const std::stop_token& stop;
    double gap = lpInfinity;    // relative, of the best answer so far; only falls
    double bound = -lpInfinity; // of all open nodes; only rises
};

void watchTree(glp_tree* tree, void* watch)
{
    auto* const seen = static_cast<TreeWatch*>(watch);
    if (seen->stop.stop_requested())
        glp_ios_terminate(tree);
    seen->gap = std::min(seen->gap, glp_ios_mip_gap(tree));
    if (const int node = glp_ios_best_node(tree); node != 0)
        seen->bound = std::max(seen->bound, glp_ios_node_bound(tree, node));
}

int sliceOf(glp_prob* problem)
{
    return std::clamp(entriesInSlice / std::max(1, glp_get_num_nz(problem)), leastInSlice, mostInSlice);
}

// Gomory's cuts are left out: on order books of ten levels they close nothing of the gap that rounding cuts leave, and
// a round of both takes twice as long.
glp_iocp branchAndCutSettings(glp_prob* problem, const Deadline& deadline, double relativeGap, TreeWatch& watch)
{
    glp_iocp settings;
    glp_init_iocp(&settings);
    settings.msg_lev = GLP_MSG_OFF;
    settings.tm_lim = deadline.millisecondsLeft();
    settings.mip_gap = relativeGap;
    settings.mir_cuts = glp_get_num_nz(problem) <= mostEntriesForCuts ? GLP_ON : GLP_OFF;
    settings.cb_func = watchTree;
    settings.cb_info = &watch;
    return settings;
}

LpStatus integerStatus(glp_prob* problem, int code, const std::stop_token& stop)
{
    if (stop.stop_requested())
        return LpStatus::Cancelled;
    switch (glp_mip_status(problem)) {
    case GLP_OPT:
        return LpStatus::Optimal;
    case GLP_FEAS:
        return code == GLP_EMIPGAP ? LpStatus::Optimal : LpStatus::Feasible;
    case GLP_NOFEAS:
        return LpStatus::Infeasible;
    default:
        return code == GLP_ETMLIM ? LpStatus::TimeLimit : LpStatus::Failed;
    }
}

// Violation of complementary slackness of one bounded quantity: a multiplier needs its bound to bind.
double slackness(double value, double lower, double upper, double multiplier)
{
    const double bound = multiplier > 0.0 ? lower : upper;
    const double distance = std::isinf(bound) ? lpInfinity : std::abs(value - bound) / (1.0 + std::abs(bound));
    return std::min(std::abs(multiplier), distance);
}

double outside(double value, double lower, double upper)
{
    if (value < lower)
        return (lower - value) / (1.0 + std::abs(lower));
    if (value > upper)
        return (value - upper) / (1.0 + std::abs(upper));
    return 0.0;
}

} // namespace

double kktResidual(const LinearProgram& program, const std::vector<double>& x, const std::vector<double>& rowDuals)
{
    std::vector<double> reduced(program.columns.size());
    for (std::size_t j = 0; j < reduced.size(); ++j)
        reduced[j] = program.columns[j].cost;
    double worst = 0.0;
    for (std::size_t i = 0; i < program.rows.size(); ++i) {
        const LpRow& row = program.rows[i];
        double activity = 0.0;
        for (const LpEntry& entry : row.entries) {
            activity += entry.value * x[entry.column];
            reduced[entry.column] -= entry.value * rowDuals[i];
        }
        worst = std::max(worst, outside(activity, row.lower, row.upper));
        worst = std::max(worst, slackness(activity, row.lower, row.upper, rowDuals[i]) / (1.0 + std::abs(rowDuals[i])));
    }
    for (std::size_t j = 0; j < reduced.size(); ++j) {
        const LpColumn& column = program.columns[j];
        worst = std::max(worst, outside(x[j], column.lower, column.upper));
        worst =
            std::max(worst, slackness(x[j], column.lower, column.upper, reduced[j] / (1.0 + std::abs(column.cost))));
    }
    return worst;
}

struct LpModel::Solver
{
    explicit Solver(const LinearProgram& program);
    ~Solver() { glp_delete_prob(problem); }
    Solver(const Solver&) = delete;
    Solver& operator=(const Solver&) = delete;

    // One continuous solve from the present basis, in slices.
    LpStatus runSimplex(const Deadline& deadline, const std::stop_token& stop);
    void setRow(int number, const LpRow& row);

    glp_prob* problem = nullptr;
    bool startsDual = false; // rows were added to an optimal basis
};

LpModel::Solver::Solver(const LinearProgram& program)
{
    openThreadEnvironment();
    problem = glp_create_prob();
    glp_set_obj_dir(problem, GLP_MIN);
    if (!program.columns.empty())
        glp_add_cols(problem, static_cast<int>(program.columns.size()));
    if (!program.rows.empty())
        glp_add_rows(problem, static_cast<int>(program.rows.size()));
    int number = 0;
    for (const LpColumn& column : program.columns) {
        glp_set_obj_coef(problem, ++number, column.cost);
        glp_set_col_bnds(problem, number, boundType(column.lower, column.upper), column.lower, column.upper);
        glp_set_col_kind(problem, number, column.integer ? GLP_IV : GLP_CV);
    }
    number = 0;
    for (const LpRow& row : program.rows)
        setRow(++number, row);
}

void LpModel::Solver::setRow(int number, const LpRow& row)
{
    std::vector<int> columns{0}; // GLPK counts from 1
    std::vector<double> values{0.0};
    for (const LpEntry& entry : row.entries) {
        columns.push_back(static_cast<int>(entry.column) + 1);
        values.push_back(entry.value);
    }
    glp_set_mat_row(problem, number, static_cast<int>(row.entries.size()), columns.data(), values.data());
    glp_set_row_bnds(problem, number, boundType(row.lower, row.upper), row.lower, row.upper);
}

LpStatus LpModel::Solver::runSimplex(const Deadline& deadline, const std::stop_token& stop)
{
    glp_smcp settings;
    glp_init_smcp(&settings);
    settings.msg_lev = GLP_MSG_OFF;
    settings.tol_bnd = simplexTolerance;
    settings.tol_dj = simplexTolerance;
    if (stop.stop_possible()) // each slice factorises anew: not for those who cannot ask for a stop
        settings.it_lim = sliceOf(problem);
    settings.meth = startsDual ? GLP_DUALP : GLP_PRIMAL;
    for (bool fromScratch = false;;) {
        if (stop.stop_requested())
            return LpStatus::Cancelled;
        if (deadline.secondsLeft() <= 0.0)
            return LpStatus::TimeLimit;
        settings.tm_lim = deadline.millisecondsLeft();
        const int code = glp_simplex(problem, &settings);
        if (code == GLP_EITLIM || code == GLP_ETMLIM)
            continue;
        const LpStatus status = code == 0 ? verdict(problem) : LpStatus::Failed;
        if (code == GLP_EBOUND)
            return LpStatus::Infeasible; // a lower bound above its upper bound
        if (status != LpStatus::Failed || fromScratch)
            return status;
        glp_std_basis(problem);
        fromScratch = true;
    }
}

LpModel::LpModel(LinearProgram program)
    : m_program(std::move(program)), m_solver(isSound(m_program) ? std::make_unique<Solver>(m_program) : nullptr)
{}

LpModel::~LpModel() = default;
LpModel::LpModel(LpModel&&) noexcept = default;
LpModel& LpModel::operator=(LpModel&&) noexcept = default;

void LpModel::setRowBounds(std::size_t row, double lower, double upper)
{
    m_program.rows[row].lower = lower;
    m_program.rows[row].upper = upper;
    if (!soundBounds(lower, upper))
        m_solver.reset();
    if (m_solver)
        glp_set_row_bnds(m_solver->problem, static_cast<int>(row) + 1, boundType(lower, upper), lower, upper);
}

void LpModel::addRow(LpRow row)
{
    const bool sound = soundBounds(row.lower, row.upper) && std::ranges::all_of(row.entries, [&](const LpEntry& entry) {
                           return std::isfinite(entry.value) && entry.column < m_program.columns.size();
                       });
    if (!sound)
        m_solver.reset();
    m_program.rows.push_back(std::move(row));
    if (!m_solver)
        return;
    m_solver->setRow(glp_add_rows(m_solver->problem, 1), m_program.rows.back());
    m_solver->startsDual = true;
}

void LpModel::dropRows(const std::vector<std::size_t>& rows)
{
    std::vector<int> numbers{0}; // GLPK counts from 1
    for (const std::size_t row : rows)
        numbers.push_back(static_cast<int>(row) + 1);
    for (auto row = rows.rbegin(); row != rows.rend(); ++row)
        m_program.rows.erase(m_program.rows.begin() + static_cast<std::ptrdiff_t>(*row));
    if (m_solver && !rows.empty())
        glp_del_rows(m_solver->problem, static_cast<int>(rows.size()), numbers.data());
}

LpSolution LpModel::solveRelaxation(double seconds, const std::stop_token& stop)
{
    LpSolution solution;
    if (!m_solver)
        return solution;
    solution.status = m_solver->runSimplex(Deadline(seconds), stop);
    if (solution.status != LpStatus::Optimal)
        return solution;
    glp_prob* problem = m_solver->problem;
    solution.objective = glp_get_obj_val(problem);
    for (int j = 1; j <= glp_get_num_cols(problem); ++j) {
        solution.x.push_back(glp_get_col_prim(problem, j));
        solution.reducedCosts.push_back(glp_get_col_dual(problem, j));
    }
    for (int i = 1; i <= glp_get_num_rows(problem); ++i)
        solution.rowDuals.push_back(glp_get_row_dual(problem, i));
    solution.kkt = kktResidual(m_program, solution.x, solution.rowDuals);
    return solution;
}

LpSolution LpModel::solveInteger(double seconds, double relativeGap, const std::stop_token& stop)
{
    LpSolution solution;
    if (!m_solver)
        return solution;
    const Deadline deadline(seconds);
    solution.status = m_solver->runSimplex(deadline, stop);
    if (solution.status != LpStatus::Optimal)
        return solution;
    glp_prob* problem = m_solver->problem;
    TreeWatch watch{stop};
    const glp_iocp settings = branchAndCutSettings(problem, deadline, relativeGap, watch);
    const int code = glp_intopt(problem, &settings);
    solution.status = integerStatus(problem, code, stop);
    solution.bound = watch.bound;
    if (solution.status != LpStatus::Optimal && solution.status != LpStatus::Feasible)
        return solution;
    solution.objective = glp_mip_obj_val(problem);
    for (int j = 1; j <= glp_get_num_cols(problem); ++j)
        solution.x.push_back(glp_mip_col_val(problem, j));
    if (solution.status == LpStatus::Feasible)
        solution.gap = std::min(watch.gap, 1.0);
    else if (code == GLP_EMIPGAP)
        solution.gap = std::min(watch.gap, relativeGap);
    solution.bound = solution.objective - solution.gap * std::abs(solution.objective);
    return solution;
}

} // namespace ballast
