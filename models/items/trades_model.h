#pragma once

#include "models/desk/hedge_picture.h"
#include "models/items/cell_table.h"

namespace ballast {

// The legs of a proposal with their sum. A leg's delta is the one that the policy's bands count, named in the head;
// under a rule that looks at the smile the tooltip has the Black-76 delta beside it. Quantities can be edited and legs
// left out; the legs of the proposal that was edited stay listed until the next one, so that a leg can be taken in
// again.
class TradesModel : public CellTable
{
    Q_OBJECT

public:
    enum ColumnIndex
    {
        Include,
        SideWord,
        Instrument,
        Quantity,
        PriceUnit,
        Limit,
        Expected,
        Mark,
        ImpliedVol,
        Spread,
        Fees,
        Delta,
        Gamma,
        Vega,
        Theta,
        Depth,
        ColumnCount
    };

    explicit TradesModel(QObject* parent = nullptr);

    // A proposal that was solved: its legs replace the ones listed.
    void setProposal(const HedgeProposal& proposal);
    // The same proposal recomputed from quantities(): figures of the legs that are left, nothing else.
    void setRecomputed(const HedgeProposal& proposal);
    [[nodiscard]] bool listsAll(const HedgeProposal& proposal) const; // its trades are among the legs
    void clear();
    void setEditable(bool editable); // only while the proposal is open
    void setOutdated(bool outdated); // expired or void: figures secondary

    // Signed, parallel to the trades of the proposal; 0 for a leg left out.
    [[nodiscard]] std::vector<double> quantities() const;
    // What quantities() means, without the legs left out.
    [[nodiscard]] std::vector<WishedLeg> legs() const;
    void removeLeg(int row); // for good: it is no longer listed
    [[nodiscard]] int legCount() const { return static_cast<int>(m_legs.size()); }
    [[nodiscard]] std::optional<std::string> instrumentAt(int row) const;
    [[nodiscard]] bool isTotalRow(int row) const { return row >= legCount(); }

    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

Q_SIGNALS:
    void quantitiesEdited(const std::vector<double>& quantities);
    // The text typed is no quantity; the last valid one stays in force.
    void quantityRefused(const QString& reason);

private:
    struct Leg
    {
        HedgeTrade trade;
        double wanted = 0.0; // positive
        bool included = true;
    };

    void rebuild();
    void nameColumns();
    bool setQuantity(std::size_t leg, const QVariant& value);
    void setGreeks(std::vector<Cell>& cells, const HedgeTrade& trade) const;
    [[nodiscard]] CellRow legRow(const Leg& leg) const;
    [[nodiscard]] CellRow totalRow() const;
    [[nodiscard]] Cell deltaCell(const HedgeTrade& trade) const; // coins, as the column's head says
    [[nodiscard]] std::optional<double> deltaOf(const HedgeTrade& trade) const;

    std::vector<Leg> m_legs;
    HedgePolicy m_policy;             // its delta rule is that of the column
    std::optional<double> m_bandMove; // of the whole book's delta band by all legs, under that rule
    bool m_editable = false;
    bool m_outdated = false;
};

} // namespace ballast
