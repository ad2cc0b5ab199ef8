#pragma once

#include "models/desk/violation_view.h"
#include "models/items/cell_table.h"

namespace ballast {

// Violations in executable prices with their legs, size and worth after fees, most worth first.
class ViolationModel : public CellTable
{
    Q_OBJECT

public:
    enum ColumnIndex
    {
        Kind,
        Expiry,
        Legs,
        PerUnit,
        Size,
        Worth,
        ColumnCount
    };

    explicit ViolationModel(QObject* parent = nullptr);

    void setRows(const MarketSnapshot& market, const std::vector<ShownViolation>& violations);
    void clear();
    [[nodiscard]] const ShownViolation* violationAt(int row) const; // null: no such row
    // Row whose legs hold an option of that expiry and strike.
    [[nodiscard]] std::optional<int> rowHolding(Timestamp expiry, double strike) const;

private:
    std::vector<ShownViolation> m_violations;
};

} // namespace ballast
