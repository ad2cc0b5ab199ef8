#pragma once

#include "models/items/cell_table.h"
#include "models/market/snapshot.h"
#include "models/surface/surface_fit.h"

namespace ballast {

// Quotes against the fit, in listing order.
class RichCheapModel : public CellTable
{
    Q_OBJECT

public:
    enum ColumnIndex
    {
        InstrumentName,
        Word,
        BidVol,
        AskVol,
        FitVol,
        Residual,
        Z,
        Edge,
        OpenInterest,
        ResidualBar,
        ColumnCount
    };

    explicit RichCheapModel(QObject* parent = nullptr);

    void setRows(const MarketSnapshot& market, const VolSurface& surface, const std::vector<RichCheap>& found);
    void clear();
    [[nodiscard]] const Instrument* instrumentAt(int row) const; // null: no such row
    // Without a type the first of that strike.
    [[nodiscard]] std::optional<int> rowOfOption(Timestamp expiry, double strike, std::optional<OptionType> type) const;

private:
    std::vector<Instrument> m_instruments;
};

} // namespace ballast
