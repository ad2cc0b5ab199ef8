#pragma once

#include "models/desk/venue_health.h"
#include "widgets/fact_list.h"

#include <QDialog>
#include <QList>

class QHBoxLayout;
class QLabel;

namespace ballast {

// What the window says about one venue.
[[nodiscard]] QList<FactSection> venueHealthSections(const VenueHealth& venue);
[[nodiscard]] QString venueStateWord(QuoteState state); // "live", "late", ...

// How the live venues stand, side by side, beside the main window while the trader works.
class VenueHealthWindow : public QDialog
{
    Q_OBJECT

public:
    explicit VenueHealthWindow(QWidget* parent = nullptr);

    void showVenues(const std::vector<VenueHealth>& venues);
    [[nodiscard]] FactList* facts() const { return m_columns.front(); } // of the first venue

private:
    void setColumns(qsizetype count);

    QLabel* m_none;
    QWidget* m_page;
    QHBoxLayout* m_row;
    QList<FactList*> m_columns; // one a venue, at least one
};

} // namespace ballast
