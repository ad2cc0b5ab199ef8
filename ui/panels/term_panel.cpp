#include "ui/panels/term_panel.h"

#include "ui/presenters/surface_content.h"
#include "widgets/line_chart.h"
#include "widgets/segmented_control.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QVBoxLayout>

namespace ballast {

TermPanel::TermPanel(Selection* selection, QWidget* parent)
    : Panel(QStringLiteral("term"), tr("Term structure"), selection, parent),
      m_chart(new LineChart(this)),
      m_measure(new SegmentedControl({tr("IV"), tr("Total variance"), tr("Forward vol")}, this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_chart);
    m_chart->setAccessibleName(tr("Term structure"));
    m_measure->setAccessibleName(tr("Measure of the term structure"));
    addHeaderWidget(m_measure);
    connect(m_measure, &SegmentedControl::currentChanged, this, [this] { refreshSoon(); });
    addMoreAction(tr("Copy table"), [this] { QGuiApplication::clipboard()->setText(m_chart->asTsv()); });
}

void TermPanel::refresh()
{
    const auto measure = static_cast<TermMeasure>(m_measure->currentIndex());
    setSubLine(measure == TermMeasure::TotalVariance ? tr("IV² × years") : tr("IV %"));
    ChartContent content;
    content.emptyText = picture() ? tr("No surface could be fitted.") : QString();
    const Earlier<std::vector<TermPoint>> earlier{change() ? &change()->earlier->samples->term : nullptr,
                                                  sinceText(change())};
    m_chart->setContent(samples() ? termChart(samples()->term, measure, earlier) : content);
}

} // namespace ballast
