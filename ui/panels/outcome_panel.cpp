#include "ui/panels/outcome_panel.h"

#include "widgets/before_after_bars.h"

#include <QScrollArea>
#include <QVBoxLayout>

namespace ballast {

OutcomePanel::OutcomePanel(Selection* selection, QWidget* parent)
    : HedgePanelBase(QStringLiteral("outcome"), tr("Before and after against bands"), selection, parent),
      m_bars(new BeforeAfterBars(this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    auto* const scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_bars);
    column->addWidget(scroll);
    m_bars->setAccessibleName(tr("Before and after the hedge"));
    m_bars->setEmptyText(tr("Propose a hedge to see the book before and after it."));
    addHeaderWidget(new BeforeAfterLegend(this));
}

// Figures are never cut off: a narrow panel has one column and scrolls.
void OutcomePanel::resizeEvent(QResizeEvent* event)
{
    HedgePanelBase::resizeEvent(event);
    constexpr int roomForTwo = 700;
    m_bars->setColumns(width() >= roomForTwo ? 2 : 1);
}

void OutcomePanel::refresh()
{
    m_bars->setRows(outcomeRows(hedge()));
}

} // namespace ballast
