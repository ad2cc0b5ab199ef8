#include "models/surface/surface_move.h"

#include <Eigen/QR>

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double moneyDelta = 0.5;
constexpr double pointsPerUnit = 100.0;
constexpr double splitDelta = 0.25; // the wings beyond are compared, but say nothing about skew and curvature

std::optional<double> volAt(const SviSlice& slice, const SmilePlace& place)
{
    if (place.absDelta == moneyDelta)
        return slice.volAtK(0.0);
    const auto strike = strikeAtDelta(slice, place.type, place.absDelta);
    return strike ? std::optional(slice.volAtStrike(*strike)) : std::nullopt;
}

// Call delta less 1/2: positive on the put side.
double sideOf(const SmilePlace& place)
{
    const double callDelta = place.type == OptionType::Call ? place.absDelta : 1.0 - place.absDelta;
    return callDelta - 0.5;
}

} // namespace

const std::vector<SmilePlace>& comparedPlaces()
{
    static const std::vector<SmilePlace> places{{OptionType::Put, 0.10},
                                                {OptionType::Put, 0.25},
                                                {OptionType::Call, moneyDelta},
                                                {OptionType::Call, 0.25},
                                                {OptionType::Call, 0.10}};
    return places;
}

std::optional<SurfaceMove> surfaceMove(const VolSurface& now, const VolSurface& before)
{
    SurfaceMove move;
    std::vector<double> logYears;
    for (const SviSlice& slice : now.slices) {
        const SviSlice* earlier = before.slice(slice.expiry);
        if (earlier == nullptr || !(slice.years > 0.0))
            continue;
        for (const SmilePlace& place : comparedPlaces()) {
            const auto volNow = volAt(slice, place);
            const auto volBefore = volAt(*earlier, place);
            if (!volNow || !volBefore)
                continue;
            move.differences.push_back({slice.expiry, place, *volNow, *volBefore});
            logYears.push_back(std::log(slice.years));
        }
    }
    if (move.differences.empty())
        return std::nullopt;
    const auto splitting = [](const SurfaceDifference& d) { return d.place.absDelta >= splitDelta; };
    const auto rows = static_cast<Eigen::Index>(std::ranges::count_if(move.differences, splitting));
    if (rows == 0)
        return move;
    Eigen::MatrixXd basis(rows, 4);
    Eigen::VectorXd change(rows);
    Eigen::Index row = 0;
    for (std::size_t i = 0; i < move.differences.size(); ++i) {
        const SurfaceDifference& difference = move.differences[i];
        if (!splitting(difference))
            continue;
        const double side = sideOf(difference.place);
        basis.row(row) << 1.0, 2.0 * side, 16.0 * side * side, logYears[i];
        change[row++] = pointsPerUnit * (difference.volNow - difference.volBefore);
    }
    basis.col(3).array() -= basis.col(3).mean();
    // Rank revealing: one expiry alone has no term, and then the least-norm answer says 0.
    const Eigen::Vector4d split = basis.completeOrthogonalDecomposition().solve(change);
    move.level = split[0];
    move.skew = split[1];
    move.curvature = split[2];
    move.term = split[3];
    move.unexplained = std::sqrt((change - basis * split).squaredNorm() / static_cast<double>(rows));
    return move;
}

} // namespace ballast
