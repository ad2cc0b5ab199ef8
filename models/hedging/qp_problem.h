#pragma once

#include "models/hedging/hedge_problem.h"

#include <cstddef>
#include <span>
#include <vector>

namespace ballast {

// One direction of one column: buying and selling the same instrument, or two price levels of it, share what they do
// and differ in sign, cost and bounds. A free quantity with a cost c |x| is two variables, +1 and -1, of cost c.
struct QpVariable
{
    std::size_t column = 0;
    double sign = 1.0; // +1 or -1
    double cost = 0.0; // q
    double lower = 0.0;
    double upper = lpInfinity;
    double diagonal = 0.0; // D, >= 0
    bool operator==(const QpVariable&) const = default;
};

struct QpRow
{
    double lower = -lpInfinity;
    double upper = lpInfinity;
    RowSum sum = RowSum::Signed;   // Absolute: every variable adds, whatever its sign
    std::vector<double> perColumn; // A
    bool operator==(const QpRow&) const = default;
};

// minimise 1/2 |F y + f|^2 + 1/2 x'Dx + q'x  subject to  lower <= A y <= upper (rows), lower <= x <= upper,
// where y of a column is the sum of sign x over its variables. P = F'F + D is never formed.
struct QpProblem
{
    std::size_t columns = 0;
    std::vector<double> factors; // F, one row per factor, row-major
    std::vector<double> offset;  // f, one per factor
    std::vector<QpVariable> variables;
    std::vector<QpRow> rows;

    [[nodiscard]] std::size_t factorCount() const { return offset.size(); }
    bool operator==(const QpProblem&) const = default;
};

// y, parallel to the columns.
[[nodiscard]] std::vector<double> columnsOf(const QpProblem& problem, std::span<const double> x);
[[nodiscard]] double objectiveOf(const QpProblem& problem, std::span<const double> x);

// How far x and the row duals are from the Karush-Kuhn-Tucker conditions, from the problem's own numbers alone.
struct QpResiduals
{
    double violation = 0.0; // of bounds and rows, scaled by 1 + |bound|
    double kkt = 0.0;       // violation, stationarity and complementary slackness, scaled by the size of the gradient
};
[[nodiscard]] QpResiduals qpResiduals(const QpProblem& problem, std::span<const double> x,
                                      std::span<const double> rowDuals);

} // namespace ballast
