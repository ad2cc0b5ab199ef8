#include "ui/panels/pnl_panel.h"

#include "widgets/line_chart.h"
#include "widgets/segmented_control.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QVBoxLayout>

namespace ballast {

PnlPanel::PnlPanel(Selection* selection, QWidget* parent)
    : HedgePanelBase(QStringLiteral("pnl"), tr("P&L over spot"), selection, parent),
      m_chart(new LineChart(this)),
      m_horizon(new SegmentedControl({tr("Now"), tr("1 d"), tr("7 d")}, this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_chart);
    m_chart->setAccessibleName(tr("P&L over spot"));
    m_horizon->setAccessibleName(tr("Days that pass"));
    m_horizon->setCurrentIndex(1);
    addHeaderWidget(m_horizon);
    connect(m_horizon, &SegmentedControl::currentChanged, this, [this] { refreshSoon(); });
    addMoreAction(tr("Copy table"), [this] { QGuiApplication::clipboard()->setText(m_chart->asTsv()); });
}

void PnlPanel::refresh()
{
    const auto horizon = static_cast<std::size_t>(m_horizon->currentIndex());
    const double days = pnlHorizonDays[horizon];
    setSubLine(days == 0.0 ? tr("at once, vols stay at their strikes")
                           : tr("after %1 d, vols stay at their strikes").arg(days));
    const bool hedged = hedge().proposal && hedge().curves && horizon < hedge().curves->size() &&
                        hedge().proposal->policy.underlying == selection()->underlying();
    if (hedged) {
        m_chart->setContent(pnlChart((*hedge().curves)[horizon]));
        return;
    }
    const UnderlyingPicture* const shown = underlying();
    const IndexPrice* const index = shown ? picture()->market->index(shown->underlying) : nullptr;
    if (!index || horizon >= shown->pnlOverSpot.size())
        showNothing(picture() ? tr("The book holds nothing of this underlying that can be revalued.") : QString());
    else
        m_chart->setContent(bookPnlChart(shown->pnlOverSpot[horizon], index->priceUsd));
}

void PnlPanel::showNothing(const QString& sentence)
{
    ChartContent content;
    content.emptyText = sentence;
    m_chart->setContent(content);
}

} // namespace ballast
