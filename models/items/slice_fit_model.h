#pragma once

#include "models/items/cell_table.h"
#include "models/surface/vol_surface.h"

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ballast {

// What became of an expiry's quotes: used (of them with little weight) and refused by reason, most frequent first. A
// refused quote whose strike another one stands for (the in-the-money side) does not count.
struct QuoteUses
{
    int used = 0;
    int downWeighted = 0;
    int refused = 0;
    std::vector<std::pair<std::string, int>> reasons;
};
[[nodiscard]] QuoteUses quoteUses(std::span<const SviSlice> slices);

// The fit of a surface by expiry; expiries that could not be fitted are listed with their reason.
class SliceFitModel : public CellTable
{
    Q_OBJECT

public:
    enum ColumnIndex
    {
        Expiry,
        Days,
        Quotes,
        LeftOut,
        Rms,
        Inside,
        ColumnCount
    };

    explicit SliceFitModel(QObject* parent = nullptr);

    void setSurface(const VolSurface* surface); // null: none
    [[nodiscard]] std::optional<Timestamp> expiryAt(int row) const;
    [[nodiscard]] std::optional<int> rowOfExpiry(Timestamp expiry) const;

private:
    std::vector<Timestamp> m_expiries;
};

} // namespace ballast
