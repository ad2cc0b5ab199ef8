#pragma once

#include "models/desk/chain_view.h"
#include "models/items/cell_table.h"

namespace ballast {

enum class ChainColumns
{
    Price,
    Greeks,
    Size
};

// How the prices of a chain are quoted.
struct ChainUnits
{
    QString priceUnit; // "BTC"
    int priceDecimals = 4;
    Timestamp asOf{}; // of the market that the chain comes from
    QString deltaHead = QStringLiteral("Δ"); // of the column
    QString deltaNote = {};                  // its tooltip: the delta rule
    bool operator==(const ChainUnits&) const = default;
};

// One expiry: calls | strike | puts by rising strike, the forward in a row of its own between them. The set of columns
// switches without a reset.
class ChainModel : public CellTable
{
    Q_OBJECT

public:
    static constexpr int strikeColumn = 6;
    static constexpr int columns = 13;

    explicit ChainModel(QObject* parent = nullptr);

    void setChain(const ChainView& chain, const ChainUnits& units);
    void setShownColumns(ChainColumns shown);
    [[nodiscard]] ChainColumns shownColumns() const { return m_shown; }

    [[nodiscard]] const ChainView& chain() const { return m_chain; }
    [[nodiscard]] int forwardRow() const; // -1: the forward is not known
    [[nodiscard]] std::optional<double> strikeAt(int row) const;
    [[nodiscard]] std::optional<int> rowOfStrike(double strike) const;
    [[nodiscard]] static bool isCallColumn(int column) { return column < strikeColumn; }

private:
    void rebuild();
    [[nodiscard]] CellRow strikeRow(const ChainRow& row, int decimals) const;
    [[nodiscard]] CellRow forwardCells() const;

    ChainView m_chain;
    ChainUnits m_units;
    ChainColumns m_shown = ChainColumns::Price;
};

} // namespace ballast
