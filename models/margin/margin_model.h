#pragma once

#include "models/core/result.h"
#include "models/margin/margin_inputs.h"
#include "models/margin/margin_report.h"
#include "models/margin/margin_rows.h"

#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace ballast {

// Requirement and balance without the breakdown: what a search over moves asks for.
struct MarginLevel
{
    double initialUsd = 0.0;
    double maintenanceUsd = 0.0;
    double balanceInitialUsd = 0.0;
    double balanceMaintenanceUsd = 0.0;
    bool operator==(const MarginLevel&) const = default;
};

// One venue's rule. Stateless: safe to ask from several threads.
class MarginModel
{
public:
    virtual ~MarginModel() = default;

    [[nodiscard]] virtual std::string_view word() const = 0; // "deribit-pm"
    [[nodiscard]] virtual MarginLevel level(const MarginInputs& inputs) const = 0;
    [[nodiscard]] virtual MarginReport report(const MarginInputs& inputs) const = 0;

    // `candidates`: one coin each (unitLeg).
    [[nodiscard]] virtual MarginRows rows(const MarginInputs& book, std::span<const MarginLeg> candidates) const = 0;
};

// "deribit-sm", "deribit-pm", "derive-sm", "derive-pm" (PMRM 2), "derive-pm-v1", "okx-pm", with the published
// parameters. Unknown word: BadInput that lists them.
[[nodiscard]] Result<std::unique_ptr<const MarginModel>> marginModel(std::string_view word);
[[nodiscard]] std::vector<std::string_view> marginModelWords();

// Fills perPosition, sumOfPositionsUsd and savingUsd by asking the model about each leg alone. Spot is collateral and
// has no row of its own unless the model charges for it.
void addStandalone(MarginReport& report, const MarginModel& model, const MarginInputs& inputs);

// Cash, spot at its index and unrealised P&L of futures and perpetuals; option values too where they count.
enum class OptionValue
{
    Counts,
    Ignored
};
[[nodiscard]] double balanceUsd(const MarginInputs& inputs, OptionValue options);

} // namespace ballast
