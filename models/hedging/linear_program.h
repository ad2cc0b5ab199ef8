#pragma once

#include <limits>
#include <memory>
#include <stop_token>
#include <vector>

namespace ballast {

inline constexpr double lpInfinity = std::numeric_limits<double>::infinity();

struct LpColumn
{
    double cost = 0.0;
    double lower = 0.0;
    double upper = lpInfinity;
    bool integer = false;
    bool operator==(const LpColumn&) const = default;
};

struct LpEntry
{
    std::size_t column = 0;
    double value = 0.0;
    bool operator==(const LpEntry&) const = default;
};

struct LpRow
{
    double lower = -lpInfinity;
    double upper = lpInfinity;
    std::vector<LpEntry> entries; // each column at most once
    bool operator==(const LpRow&) const = default;
};

// minimise cost'x  subject to  lower <= Ax <= upper (rows), lower <= x <= upper (columns).
struct LinearProgram
{
    std::vector<LpColumn> columns;
    std::vector<LpRow> rows;
    bool operator==(const LinearProgram&) const = default;
};

enum class LpStatus
{
    Optimal,
    Feasible, // integers only: time was up with an answer in hand
    Infeasible,
    Unbounded,
    TimeLimit, // nothing found in time
    Cancelled,
    Failed, // not finite on input, or the solver lost its footing
};

struct LpSolution
{
    LpStatus status = LpStatus::Failed;
    double objective = 0.0;
    std::vector<double> x;
    std::vector<double> rowDuals;     // d objective / d active row bound; empty for integer programs
    std::vector<double> reducedCosts; // cost - A'y; empty for integer programs
    double gap = 0.0;                 // relative, integer programs
    double bound = -lpInfinity;       // integer programs: no answer costs less, also where none was found in time
    double kkt = 0.0;                 // see kktResidual; continuous programs
};

// Largest scaled violation of the optimality conditions, computed from x and y alone: bounds and rows, signs of the
// duals against the side that binds, complementary slackness.
[[nodiscard]] double kktResidual(const LinearProgram& program, const std::vector<double>& x,
                                 const std::vector<double>& rowDuals);

// One program in the solver's hands, kept with its basis, so that moving bounds and solving again starts warm. Belongs
// to the thread that made it.
class LpModel
{
public:
    explicit LpModel(LinearProgram program);
    ~LpModel();
    LpModel(LpModel&&) noexcept;
    LpModel& operator=(LpModel&&) noexcept;

    [[nodiscard]] const LinearProgram& program() const { return m_program; }
    void setRowBounds(std::size_t row, double lower, double upper);

    // The basis stays, the new row's slack in it: the next solve starts with the dual simplex.
    void addRow(LpRow row);
    // Rising numbers. The basis stays good where the rows did not bind.
    void dropRows(const std::vector<std::size_t>& rows);
    // Ignores integrality.
    [[nodiscard]] LpSolution solveRelaxation(double seconds, const std::stop_token& stop);
    // Branch and cut; Optimal within relativeGap.
    [[nodiscard]] LpSolution solveInteger(double seconds, double relativeGap, const std::stop_token& stop);

private:
    struct Solver;
    LinearProgram m_program;
    std::unique_ptr<Solver> m_solver; // null: the program has numbers that are not finite
};

} // namespace ballast
