#pragma once

#include "models/desk/policy_delta.h"
#include "models/hedging/policy.h"
#include "models/items/cell_table.h"
#include "models/risk/risk_report.h"

namespace ballast {

// The bands of a policy with what the book holds now. Gamma is shown in coins per 1 % and kept in coins per USD, as the
// policy file has it. A limit is edited as a number; an empty text takes it away.
class PolicyBandsModel : public CellTable
{
    Q_OBJECT

public:
    enum ColumnIndex
    {
        Name,
        Lower,
        Upper,
        Now,
        ColumnCount
    };

    explicit PolicyBandsModel(QObject* parent = nullptr);

    void setPolicy(const HedgePolicy& policy);
    [[nodiscard]] const std::vector<Band>& bands() const { return m_bands; } // only those with a limit count
    [[nodiscard]] std::vector<Band> bandsInForce() const;
    // What the lines of the policy's underlying add up to; `report` may be null.
    // The delta is the policy's own: one that looks at the smile is summed by the pricing worker and comes in
    // `smileDelta`; null, or to another policy: not known yet.
    void setNow(const RiskReport* report, const PolicyDelta* smileDelta = nullptr);

    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

Q_SIGNALS:
    void bandsEdited();
    void limitRefused(const QString& reason); // the last valid limit stays in force

private:
    void rebuild();
    [[nodiscard]] CellRow bandRow(std::size_t band) const;
    [[nodiscard]] double shownPerKept(BandKind kind) const;

    HedgePolicy m_policy;
    std::vector<Band> m_bands;
    std::vector<std::optional<double>> m_now; // in the unit kept, parallel to m_bands
    std::optional<double> m_indexUsd;
};

// What the report says of the exposure that a band limits, in the band's unit.
[[nodiscard]] std::optional<double> bandExposure(const Band& band, DeltaChoice delta, const RiskReport& report,
                                                 const std::string& underlying);
[[nodiscard]] QString bandTitle(const Band& band);
// The same with the name of the delta that the policy counts: "Delta (min. variance)".
[[nodiscard]] QString bandTitle(const Band& band, DeltaChoice delta);
// As the screen shows it: "BTC", "BTC/1 %", "USD/pt".
[[nodiscard]] QString bandShownUnit(BandKind kind, const std::string& underlying);
[[nodiscard]] int bandShownDecimals(BandKind kind);

} // namespace ballast
