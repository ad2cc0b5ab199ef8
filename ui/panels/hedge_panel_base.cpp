#include "ui/panels/hedge_panel_base.h"

namespace ballast {

void HedgePanelBase::showHedge(const HedgeScreen& screen)
{
    m_hedge = screen;
    refreshSoon();
}

} // namespace ballast
