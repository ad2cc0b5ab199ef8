#pragma once

#include "models/whatif/shocked_margin.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace ballast {

// Where along spot an account is liquidated: the state of the account at a total spot return does not depend on how it
// got there, so one search serves every starting point of a map's row.
class LiquidationLine
{
public:
    // `scenario` holds what else happens; its spot moves are replaced, for all underlyings alike. Looked at every 2 %
    // of the price from -99 % to +300 %, edges found to 1e-4.
    LiquidationLine(const MarginModel& model, const PricedBook& book, const Scenario& scenario,
                    const std::stop_token& stop);

    // Nearest further move that liquidates from a spot return; 0: liquidated there; nullopt: none within reach.
    [[nodiscard]] std::optional<double> nearestFrom(double spotReturn) const;

private:
    struct Zone
    {
        double from = 0.0; // total returns, both liquidated
        double to = 0.0;
    };
    std::vector<Zone> m_zones; // rising
};

// The scenario with every underlying's spot at this return.
[[nodiscard]] Scenario atSpot(const Scenario& scenario, double spotReturn);

// Not on a line: the further move of everything from the scenario as it is.
[[nodiscard]] std::optional<double> liquidationDistance(const MarginModel& model, const PricedBook& book,
                                                        const Scenario& scenario);

} // namespace ballast
