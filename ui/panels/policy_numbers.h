#pragma once

#include "ui/panels/policy_field.h"
#include "ui/panels/policy_rows.h"

#include <QList>

namespace ballast {

// The numbers of a policy by section, in the units of the screen: shares and confidence in %, risk aversion per million
// USD.
[[nodiscard]] PolicyNumber riskAversionNumber();
[[nodiscard]] PolicyNumber confidenceNumber();
[[nodiscard]] PolicyNumber horizonNumber();
[[nodiscard]] PolicyNumber shortfallWeightNumber();
[[nodiscard]] PolicyNumber scenarioCountNumber();
[[nodiscard]] PolicyNumber maxLegsNumber();
[[nodiscard]] QList<PolicyNumber> tradingNumbers(const QString& coin); // beside the legs
[[nodiscard]] PolicyNumber stressLossNumber();
[[nodiscard]] QList<PolicyNumber> marginNumbers();
[[nodiscard]] QList<PolicyNumber> universeNumbers();
[[nodiscard]] PolicyNumber stickinessNumber();
[[nodiscard]] QList<PolicyNumber> robustNumbers();

// Rows of the lists: move in %, USD; a floor and a stress state the loss.
[[nodiscard]] QList<PolicyRow> rowsOf(const std::vector<PnlAtMove>& limits, double usdSign);
[[nodiscard]] std::vector<PnlAtMove> limitsOf(const QList<PolicyRow>& rows, double usdSign);
[[nodiscard]] QList<PolicyRow> rowsOf(const std::vector<StressMove>& moves);
// `before`: the moves that were in force; a row keeps what its cells do not show of the one it comes from.
[[nodiscard]] std::vector<StressMove> movesOf(const QList<PolicyRow>& rows, const std::vector<StressMove>& before);
[[nodiscard]] QList<PolicyRow> rowsOf(const std::vector<VenueLimit>& limits);
[[nodiscard]] std::vector<VenueLimit> venuesOf(const QList<PolicyRow>& rows);

} // namespace ballast
