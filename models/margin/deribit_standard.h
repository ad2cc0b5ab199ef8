#pragma once

#include "models/margin/deribit_parameters.h"
#include "models/margin/margin_model.h"

namespace ballast {

// Requirement of one position in what it settles in: coins (inverse) or dollars (linear). Zero for spot and long
// options; of an expiring option the share that the settlement window leaves open.
struct StandardRequirement
{
    double initial = 0.0;
    double maintenance = 0.0;
    bool operator==(const StandardRequirement&) const = default;
};
[[nodiscard]] StandardRequirement deribitStandardRequirement(const MarginLeg& leg,
                                                             const DeribitStandardParameters& parameters);

// Deribit S:SM: each position by itself, no offsets (spec B1).
class DeribitStandardMargin final : public MarginModel
{
public:
    explicit DeribitStandardMargin(DeribitStandardParameters parameters) : m_parameters(std::move(parameters)) {}

    [[nodiscard]] std::string_view word() const override { return "deribit-sm"; }
    [[nodiscard]] MarginLevel level(const MarginInputs& inputs) const override;
    [[nodiscard]] MarginReport report(const MarginInputs& inputs) const override;
    [[nodiscard]] MarginRows rows(const MarginInputs& book, std::span<const MarginLeg> candidates) const override;

private:
    DeribitStandardParameters m_parameters;
};

} // namespace ballast
