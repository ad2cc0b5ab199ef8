#include "ui/panels/frontier_panel.h"

#include "widgets/line_chart.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QVBoxLayout>

namespace ballast {

FrontierPanel::FrontierPanel(Selection* selection, QWidget* parent)
    : HedgePanelBase(QStringLiteral("frontier"), tr("Frontier"), selection, parent), m_chart(new LineChart(this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_chart);
    m_chart->setAccessibleName(tr("Frontier of cost and risk"));
    setSubLine(tr("each point is a complete proposal"));
    addMoreAction(tr("Copy table"), [this] { QGuiApplication::clipboard()->setText(m_chart->asTsv()); });
}

void FrontierPanel::refresh()
{
    m_chart->setContent(frontierChart(hedge().proposal ? *hedge().proposal : HedgeProposal{}));
}

} // namespace ballast
