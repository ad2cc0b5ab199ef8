#pragma once

#include "models/desk/venue_health.h"
#include "widgets/fact_list.h"

#include <QDialog>
#include <QList>

class QLabel;

namespace ballast {

// What the window says about one venue.
[[nodiscard]] QList<FactSection> venueHealthSections(const VenueHealth& venue);
[[nodiscard]] QString venueStateWord(QuoteState state); // "live", "late", ...

// How the live venues stand, beside the main window while the trader works.
class VenueHealthWindow : public QDialog
{
    Q_OBJECT

public:
    explicit VenueHealthWindow(QWidget* parent = nullptr);

    void showVenues(const std::vector<VenueHealth>& venues);
    [[nodiscard]] FactList* facts() const { return m_facts; }

private:
    QLabel* m_none;
    FactList* m_facts;
};

} // namespace ballast
