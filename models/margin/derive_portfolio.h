#pragma once

#include "models/margin/derive_pmrm.h"
#include "models/margin/derive_pmrm_2.h"
#include "models/margin/margin_model.h"

namespace ballast {

enum class DerivePortfolioVersion
{
    Pmrm1,
    Pmrm2
};

// Derive's portfolio managers. One manager holds one market, so markets add up (spec B5).
class DerivePortfolioMargin final : public MarginModel
{
public:
    explicit DerivePortfolioMargin(DerivePortfolioVersion version) : m_version(version) {}

    [[nodiscard]] std::string_view word() const override;
    [[nodiscard]] MarginLevel level(const MarginInputs& inputs) const override;
    [[nodiscard]] MarginReport report(const MarginInputs& inputs) const override;
    [[nodiscard]] MarginRows rows(const MarginInputs& book, std::span<const MarginLeg> candidates) const override;

private:
    DerivePortfolioVersion m_version;
};

} // namespace ballast
