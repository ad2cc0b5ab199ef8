#pragma once

#include "models/items/cell_table.h"
#include "models/surface/vol_surface.h"

namespace ballast {

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
