#pragma once

#include "ui/panels/panel.h"
#include "ui/presenters/hedge_content.h"

namespace ballast {

// A panel of the hedge page: shows the proposal and its state.
class HedgePanelBase : public Panel
{
    Q_OBJECT

public:
    using Panel::Panel;

public Q_SLOTS:
    void showHedge(const ballast::HedgeScreen& screen);

protected:
    [[nodiscard]] const HedgeScreen& hedge() const { return m_hedge; }

private:
    HedgeScreen m_hedge;
};

} // namespace ballast
