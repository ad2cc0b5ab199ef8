#pragma once

#include "models/margin/derive_account.h"
#include "models/margin/margin_model.h"

#include <algorithm>
#include <map>

namespace ballast {

struct DeriveBaseFactor
{
    double maintenance = 0.0;  // share of the value that counts
    double initialScale = 0.0; // times the above
    bool operator==(const DeriveBaseFactor&) const = default;
};

// Shares of spot unless said otherwise (spec B4; config of the Standard manager, v2-core at 7736900).
struct DeriveStandardParameters
{
    std::string asOf;
    double perpMaintenance = 0.05;
    double perpInitial = 0.066;
    double shortMaintenance = 0.09;
    double shortInitialBase = 0.15;
    double shortInitialLeast = 0.13;
    double putMaintenanceOfMark = 0.09;
    double putInitialOfMaintenance = 1.05;
    double unpairedInitial = 1.2; // of the forward, per net short call
    double unpairedMaintenance = 1.1;
    double depegThreshold = 0.99;
    double depegFactor = 2.0;
    double confidenceThreshold = 0.55;
    double confidenceFactor = 1.0;
    std::map<std::string, DeriveBaseFactor> bases;
    bool operator==(const DeriveStandardParameters&) const = default;
};
[[nodiscard]] DeriveStandardParameters deriveStandardParameters();

// Margins of one market, negative: required (spec B4).
struct DeriveExpiryMargin
{
    double isolatedInitial = 0.0;
    double isolatedMaintenance = 0.0;
    double boundedInitial = 0.0; // greatest loss at expiry with the charge for net short calls
    double boundedMaintenance = 0.0;

    [[nodiscard]] double initial() const { return std::max(isolatedInitial, boundedInitial); }
    [[nodiscard]] double maintenance() const { return std::max(isolatedMaintenance, boundedMaintenance); }
    bool operator==(const DeriveExpiryMargin&) const = default;
};
[[nodiscard]] DeriveExpiryMargin deriveExpiryMargin(const DeriveExpiry& expiry, double spot,
                                                    const DeriveStandardParameters& parameters);

struct DeriveMarketMargin
{
    std::vector<DeriveExpiryMargin> expiries;
    double optionsInitial = 0.0;
    double optionsMaintenance = 0.0;
    double perpInitial = 0.0;
    double perpMaintenance = 0.0;
    double depeg = 0.0;       // initial only
    double confidence = 0.0;  // initial only
    double baseInitial = 0.0; // collateral that counts
    double baseMaintenance = 0.0;

    [[nodiscard]] double initial() const { return optionsInitial + perpInitial + depeg + confidence; }
    [[nodiscard]] double maintenance() const { return optionsMaintenance + perpMaintenance; }
    bool operator==(const DeriveMarketMargin&) const = default;
};
[[nodiscard]] DeriveMarketMargin deriveMarketMargin(const DeriveAccount& account,
                                                    const DeriveStandardParameters& parameters);

// Derive's Standard manager: markets add up.
class DeriveStandardMargin final : public MarginModel
{
public:
    explicit DeriveStandardMargin(DeriveStandardParameters parameters) : m_parameters(std::move(parameters)) {}

    [[nodiscard]] std::string_view word() const override { return "derive-sm"; }
    [[nodiscard]] MarginLevel level(const MarginInputs& inputs) const override;
    [[nodiscard]] MarginReport report(const MarginInputs& inputs) const override;
    [[nodiscard]] MarginRows rows(const MarginInputs& book, std::span<const MarginLeg> candidates) const override;

private:
    DeriveStandardParameters m_parameters;
};

} // namespace ballast
