#pragma once

#include "models/core/result.h"
#include "models/margin/deribit_portfolio.h"
#include "models/margin/derive_pmrm_2.h"

#include <map>
#include <string>
#include <variant>
#include <vector>

namespace ballast {

// One number of a published case beside ours.
struct MarginFigure
{
    std::string name;
    double computed = 0.0;
    double published = 0.0;

    [[nodiscard]] double difference() const { return computed - published; }
    [[nodiscard]] bool agrees() const; // 1e-6 of the size, 1e-9 near zero
    bool operator==(const MarginFigure&) const = default;
};

// A stored answer of Deribit's private/pme/simulate: positions, prices and parameters with the venue's own margins.
struct DeribitSimulateCase
{
    struct Margins
    {
        double worstCase = 0.0;
        double deltaShock = 0.0;
        double rollShock = 0.0;
        double riskMatrixMargin = 0.0;
        double otherInitial = 0.0; // spot, market maker protection, open orders
        double initial = 0.0;
        double maintenance = 0.0;
    };

    DeribitPortfolioParameters parameters;
    MarginInputs inputs;
    std::map<std::string, Margins> margins;                       // by settlement currency: "BTC", "USDC"
    std::map<std::string, std::vector<double>> initialVectors;    // by instrument, standard then extended
    std::map<std::string, std::vector<double>> aggregatedVectors; // by pair: "btc_btc"
};

// A portfolio case of Derive's PMRM 2 with its parameters and results.
struct Pmrm2Case
{
    DeriveAccount account;
    Pmrm2Parameters parameters;
    std::vector<double> scenarioPnl; // regular, tail and skew, in the parameters' order
    double basis = 0.0;
    double markToMarket = 0.0;
    double initial = 0.0;
    double maintenance = 0.0;
};

using MarginCase = std::variant<DeribitSimulateCase, Pmrm2Case>;

// Recognised by content. BadInput for anything else, as "FILE: what is wrong, what to do".
[[nodiscard]] Result<MarginCase> readMarginCase(const std::string& file);

[[nodiscard]] std::vector<MarginFigure> figuresOf(const DeribitSimulateCase& published);
[[nodiscard]] std::vector<MarginFigure> figuresOf(const Pmrm2Case& published);

} // namespace ballast
