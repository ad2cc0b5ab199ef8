#include "models/margin/liquidation.h"

#include <cmath>

namespace ballast {
namespace {

bool liquidatedAt(const MarginModel& model, const MarginInputs& inputs, double move)
{
    const MarginLevel level = model.level(movedInputs(inputs, move));
    return level.maintenanceUsd > 0.0 && level.balanceMaintenanceUsd <= level.maintenanceUsd;
}

// First grid point of a direction that is liquidated, refined towards the last one that is not.
std::optional<double> firstMove(const MarginModel& model, const MarginInputs& inputs, const LiquidationSearch& search,
                                double end)
{
    const double step = end < 0.0 ? -search.step : search.step;
    const int steps = static_cast<int>(std::floor(end / step + 1e-9));
    for (int i = 1; i <= steps; ++i) {
        double bad = i * step;
        if (!liquidatedAt(model, inputs, bad))
            continue;
        double good = (i - 1) * step;
        while (std::abs(bad - good) > search.tolerance) {
            const double middle = 0.5 * (bad + good);
            (liquidatedAt(model, inputs, middle) ? bad : good) = middle;
        }
        return bad;
    }
    return std::nullopt;
}

} // namespace

LiquidationMoves liquidationMoves(const MarginModel& model, const MarginInputs& inputs, const LiquidationSearch& search)
{
    LiquidationMoves moves;
    if (liquidatedAt(model, inputs, 0.0))
        return {0.0, 0.0, 0.0};
    moves.down = firstMove(model, inputs, search, search.leastMove);
    moves.up = firstMove(model, inputs, search, search.mostMove);
    moves.nearest = moves.down ? moves.down : moves.up;
    if (moves.down && moves.up && *moves.up < -*moves.down)
        moves.nearest = moves.up;
    return moves;
}

Result<LiquidationReport> liquidationReport(const MarginModel& model, const MarginInputs& inputs,
                                            const LiquidationSearch& search, std::stop_token stop)
{
    LiquidationReport report;
    report.net = liquidationMoves(model, inputs, search);
    MarginInputs collateral = inputs;
    std::erase_if(collateral.legs, [](const MarginLeg& leg) { return leg.kind != InstrumentKind::Spot; });
    for (const MarginLeg& leg : inputs.legs) {
        if (stop.stop_requested())
            return Error{Errc::Cancelled, "the liquidation distances were not finished: newer work replaced them"};
        if (leg.kind == InstrumentKind::Spot)
            continue;
        MarginInputs alone = collateral;
        alone.legs.push_back(leg);
        report.perPosition.push_back({leg.instrument, liquidationMoves(model, alone, search)});
    }
    return report;
}

} // namespace ballast
