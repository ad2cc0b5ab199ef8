#include "ui/panels/frontier_panel.h"

#include "widgets/line_chart.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>
#include <QVBoxLayout>

namespace ballast {

FrontierPanel::FrontierPanel(Selection* selection, QWidget* parent)
    : HedgePanelBase(QStringLiteral("frontier"), tr("Frontier"), selection, parent),
      m_chart(new LineChart(this)),
      m_stop(new QPushButton(tr("Stop"), this))
{
    constexpr std::chrono::seconds worthStopping{1};
    m_stop->setProperty("compact", true);
    m_stop->setFixedHeight(20);
    m_stop->setToolTip(tr("Stops working out the frontier and the alternatives; the proposal stays"));
    m_stop->setAccessibleName(tr("Stop working out the frontier"));
    m_stop->hide();
    addHeaderWidget(m_stop);
    m_stopSoon.setSingleShot(true);
    m_stopSoon.setInterval(worthStopping);
    connect(&m_stopSoon, &QTimer::timeout, m_stop, &QWidget::show);
    connect(m_stop, &QPushButton::clicked, this, &FrontierPanel::cancelRequested);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_chart);
    m_chart->setAccessibleName(tr("Frontier of cost and risk"));
    setSubLine(tr("each point is a complete proposal"));
    connect(m_chart, &LineChart::pointChosen, this, [this](int curve, int point) {
        if (const auto chosen = frontierPointAt(hedge(), curve, point))
            Q_EMIT legsWanted(legsOf(hedge().details->frontier[*chosen].trades));
    });
    addMoreAction(tr("Copy table"), [this] { QGuiApplication::clipboard()->setText(m_chart->asTsv()); });
}

void FrontierPanel::showStudying(bool running)
{
    if (!running) {
        m_stopSoon.stop();
        m_stop->hide();
    } else if (!m_stopSoon.isActive() && m_stop->isHidden()) {
        m_stopSoon.start();
    }
}

void FrontierPanel::refresh()
{
    m_chart->setContent(frontierChart(hedge()));
    const std::size_t points = hedge().details ? hedge().details->frontier.size() : 0;
    setSubLine(points == 0 ? tr("each point is a complete proposal")
                           : tr("%1 complete proposals; a click takes one").arg(points));
}

} // namespace ballast
