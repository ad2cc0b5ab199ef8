#pragma once

#include "ui/panels/panel.h"

namespace ballast {

class SegmentedControl;
class SmileGrid;

// All smiles side by side.
class SmilesPanel : public Panel
{
    Q_OBJECT

public:
    explicit SmilesPanel(Selection* selection, QWidget* parent = nullptr);

    [[nodiscard]] SmileGrid* grid() const { return m_grid; }
    [[nodiscard]] SegmentedControl* axes() const { return m_axis; }

protected:
    void refresh() override;

private:
    SmileGrid* m_grid;
    SegmentedControl* m_axis;
    std::vector<Timestamp> m_expiries; // of the smiles shown
};

} // namespace ballast
