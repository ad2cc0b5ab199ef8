#pragma once

#include "models/margin/deribit_matrix.h"
#include "models/margin/margin_model.h"

#include <optional>

namespace ballast {

// The margin of one risk unit with its working, settlement units.
struct DeribitPairMargin
{
    DeribitPair pair;
    std::vector<std::vector<double>> vectors; // per leg: initial_risk_vectors
    std::vector<double> sum;
    std::vector<double> after;        // aggregated_risk_vectors
    std::optional<std::size_t> worst; // nullopt: no scenario loses
    double worstCase = 0.0;           // to nine decimals, as the venue rounds it
    double deltaShock = 0.0;
    double rollShock = 0.0;

    [[nodiscard]] double riskMatrixMargin() const { return worstCase + deltaShock + rollShock; }
};

// `legs`: all of one underlying and settlement, at least one.
[[nodiscard]] DeribitPairMargin deribitPairMargin(const std::vector<MarginLeg>& legs,
                                                  const DeribitPortfolioParameters& parameters);

// Deribit S:PM, the extended risk matrix (spec B2). Risk units add up: what the venue grants between currencies is not
// published.
class DeribitPortfolioMargin final : public MarginModel
{
public:
    explicit DeribitPortfolioMargin(DeribitPortfolioParameters parameters) : m_parameters(std::move(parameters)) {}

    [[nodiscard]] std::string_view word() const override { return "deribit-pm"; }
    [[nodiscard]] MarginLevel level(const MarginInputs& inputs) const override;
    [[nodiscard]] MarginReport report(const MarginInputs& inputs) const override;
    [[nodiscard]] MarginRows rows(const MarginInputs& book, std::span<const MarginLeg> candidates) const override;

    [[nodiscard]] std::vector<DeribitPairMargin> pairs(const MarginInputs& inputs) const;

private:
    DeribitPortfolioParameters m_parameters;
};

} // namespace ballast
