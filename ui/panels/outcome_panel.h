#pragma once

#include "ui/panels/hedge_panel_base.h"

namespace ballast {

class BeforeAfterBars;

// Every band and measure before and after the hedge.
class OutcomePanel : public HedgePanelBase
{
    Q_OBJECT

public:
    explicit OutcomePanel(Selection* selection, QWidget* parent = nullptr);

    [[nodiscard]] BeforeAfterBars* bars() const { return m_bars; }

protected:
    void refresh() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    BeforeAfterBars* m_bars;
};

} // namespace ballast
