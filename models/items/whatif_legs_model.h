#pragma once

#include "models/desk/scenario_picture.h"
#include "models/items/cell_table.h"
#include "models/whatif/whatif_book.h"

namespace ballast {

enum class LegsShown
{
    EditsOnly, // what is different from the live book
    WholeBook
};

// The lines of a what-if book: quantities and prices are edited in place, what is typed is checked first. Removed lines
// of the base stay listed, so that they can be taken back.
class WhatIfLegsModel : public CellTable
{
    Q_OBJECT

public:
    enum ColumnIndex
    {
        Leg,
        Quantity,
        Price,
        Delta,
        State,
        ColumnCount
    };

    explicit WhatIfLegsModel(QObject* parent = nullptr);

    void setBook(const std::optional<WhatIfBook>& book); // nullopt: none is open
    void setShown(LegsShown shown);
    void setPicture(const ScenarioPicturePtr& picture);             // deltas of the priced book
    [[nodiscard]] std::optional<std::size_t> lineAt(int row) const; // row of whatIfLines
    [[nodiscard]] LegChange changeAt(int row) const;

    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

Q_SIGNALS:
    void quantityEdited(std::size_t line, double quantity);
    void priceEdited(std::size_t line, std::optional<double> price);
    void refused(const QString& sentence);

private:
    void nameColumns(const DeltaConvention& delta);
    void rebuild();
    [[nodiscard]] CellRow legRow(const WhatIfLine& line, std::size_t place) const;
    [[nodiscard]] std::optional<double> deltaOf(const WhatIfLine& line) const;

    std::vector<WhatIfLine> m_lines;
    std::vector<std::size_t> m_listed; // rows into m_lines
    PortfolioPtr m_result;
    LegsShown m_shown = LegsShown::EditsOnly;
    ScenarioPicturePtr m_picture;
};

} // namespace ballast
