#include "ui/panels/term_panel.h"

#include "models/items/words.h"
#include "ui/dialogs/time_weights_dialog.h"
#include "ui/presenters/surface_content.h"
#include "widgets/line_chart.h"
#include "widgets/number_format.h"
#include "widgets/segmented_control.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>
#include <QVBoxLayout>

namespace ballast {

TermPanel::TermPanel(Selection* selection, QWidget* parent)
    : Panel(QStringLiteral("term"), tr("Term structure"), selection, parent),
      m_chart(new LineChart(this)),
      m_measure(new SegmentedControl({tr("IV"), tr("Total variance"), tr("Forward vol"), tr("Rate")}, this)),
      m_weightsButton(new QPushButton(this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    greyWhenStale();
    column->addWidget(m_chart);
    m_chart->setAccessibleName(tr("Term structure"));
    m_measure->setAccessibleName(tr("Measure of the term structure"));
    m_weightsButton->setProperty("compact", true);
    m_weightsButton->setFixedHeight(20);
    m_weightsButton->setToolTip(tr("How much variance weekends and dated events bring between the expiries"));
    addHeaderWidget(m_weightsButton);
    addHeaderWidget(m_measure);
    showTimeWeights({});
    connect(m_weightsButton, &QPushButton::clicked, this, &TermPanel::editTimeWeights);
    connect(m_chart, &LineChart::pointChosen, this, &TermPanel::choosePoint);
    connect(m_measure, &SegmentedControl::currentChanged, this, [this] { refreshSoon(); });
    addMoreAction(tr("Copy table"), [this] { QGuiApplication::clipboard()->setText(m_chart->asTsv()); });
}

void TermPanel::showTimeWeights(const TimeWeights& weights)
{
    m_weights = weights;
    m_weightsButton->setText(tr("Time: %1…").arg(words(timeWeightsWords(weights))));
    m_weightsButton->setAccessibleName(m_weightsButton->text());
}

void TermPanel::refresh()
{
    const auto measure = static_cast<TermMeasure>(m_measure->currentIndex());
    if (measure == TermMeasure::Rate)
        return showRates();
    const QString time = surface() ? words(timeWeightsWords(surface()->timeWeights)) : QString();
    const QString unit = measure == TermMeasure::TotalVariance ? tr("IV² × years") : tr("IV %");
    setSubLine(time.isEmpty() ? unit : tr("%1, %2").arg(unit, time));
    ChartContent content;
    content.emptyText = whyNoSurface();
    const Earlier<SurfaceSamples> earlier{change() ? change()->earlier->samples.get() : nullptr, sinceText(change())};
    if (samples())
        content =
            termChart(*samples(), measure, !surface()->timeWeights.calendarTime(), earlier, underlying()->volIndices);
    m_chart->setContent(content);
}

// What carrying the coin to each expiry earns, as the forwards say.
void TermPanel::showRates()
{
    const UnderlyingPicture* const shown = underlying();
    setSubLine(shown && shown->basis
                   ? tr("% a year, forwards against spot %1").arg(formatNumber(shown->basis->spotUsd, 2))
                   : tr("% a year, forwards against spot"));
    ChartContent content;
    content.emptyText = whyNoSurface();
    if (shown && shown->basis)
        content = basisChart(*shown->basis);
    m_chart->setContent(content);
}

void TermPanel::editTimeWeights()
{
    TimeWeightsDialog::Market market;
    if (surface()) {
        market.now = surface()->asOf;
        market.atmVol = underlying()->volIndex30d;
    }
    auto* const dialog = new TimeWeightsDialog(m_weights, market, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &TimeWeightsDialog::confirmed, this, &TermPanel::timeWeightsChosen);
    dialog->open();
}

// Rings of the expiries choose them.
void TermPanel::choosePoint(int curve, int point)
{
    if (m_measure->currentIndex() == static_cast<int>(TermMeasure::Rate)) {
        const auto rings =
            underlying() && underlying()->basis ? chartedBasis(*underlying()->basis) : std::vector<BasisPoint>{};
        if (curve == 0 && point >= 0 && static_cast<std::size_t>(point) < rings.size())
            selection()->chooseExpiry(rings[static_cast<std::size_t>(point)].expiry);
        return;
    }
    const bool expiries = curve == 0 && m_measure->currentIndex() != static_cast<int>(TermMeasure::ForwardVol);
    if (samples() && expiries && point >= 0 && static_cast<std::size_t>(point) < samples()->term.size())
        selection()->chooseExpiry(samples()->term[static_cast<std::size_t>(point)].expiry);
}

} // namespace ballast
