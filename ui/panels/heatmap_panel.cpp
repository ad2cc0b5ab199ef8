#include "ui/panels/heatmap_panel.h"

#include "models/items/words.h"
#include "ui/presenters/heatmap_content.h"
#include "widgets/heatmap_view.h"
#include "widgets/segmented_control.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QVBoxLayout>

namespace ballast {

namespace {

enum HeatLayout
{
    StrikeByExpiry,
    SpotByVol
};

} // namespace

HeatmapPanel::HeatmapPanel(Selection* selection, QWidget* parent)
    : Panel(QStringLiteral("heatmap"), tr("Vega by strike and expiry"), selection, parent),
      m_view(new HeatmapView(this)),
      m_greeks(new SegmentedControl({tr("Delta"), tr("Gamma"), tr("Vega"), tr("Theta"), tr("Vanna")}, this)),
      m_layouts(new SegmentedControl({tr("Strike × expiry"), tr("Spot × vol")}, this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    greyWhenStale();
    column->addWidget(m_view);
    m_view->setAccessibleName(tr("Greek heatmap"));
    m_greeks->setAccessibleName(tr("Greek"));
    m_greeks->setCurrentIndex(static_cast<int>(HeatGreek::Vega));
    m_layouts->setAccessibleName(tr("Axes of the heatmap"));
    addHeaderWidget(m_greeks);
    addHeaderWidget(m_layouts);
    connect(m_greeks, &SegmentedControl::currentChanged, this, [this] { refreshSoon(); });
    connect(m_layouts, &SegmentedControl::currentChanged, this, [this](int layout) {
        m_greeks->setVisible(layout == StrikeByExpiry);
        refreshSoon();
    });
    connect(m_view, &HeatmapView::cellChosen, this, &HeatmapPanel::chooseCell);
    addMoreAction(tr("Copy table"), [this] { QGuiApplication::clipboard()->setText(m_view->asTsv()); });
}

void HeatmapPanel::refresh()
{
    if (m_layouts->currentIndex() == StrikeByExpiry)
        showGreeks();
    else
        showGrid();
}

void HeatmapPanel::showGreeks()
{
    const auto greek = static_cast<HeatGreek>(m_greeks->currentIndex());
    const GreekWords greekNames = greekWords(greek, selection()->underlying());
    setTitle(tr("%1 by strike and expiry").arg(greekNames.title));
    setSubLine(greekNames.unit);
    const UnderlyingPicture* const shown = underlying();
    const auto place = static_cast<std::size_t>(greek);
    if (!shown || place >= shown->heatmaps.size()) {
        HeatmapMatrix none;
        none.emptyText = picture() ? tr("The book holds no options of this underlying.") : QString();
        m_view->setMatrix(none);
        return;
    }
    const IndexPrice* const index = picture()->market->index(selection()->underlying());
    m_view->setMatrix(greekMatrix(shown->heatmaps[place], index ? std::optional(index->priceUsd) : std::nullopt));
}

void HeatmapPanel::showGrid()
{
    setTitle(tr("P&L by spot and vol"));
    const UnderlyingPicture* const shown = underlying();
    QString subLine = tr("thousand USD, full revaluation");
    if (shown && shown->grid && !shown->grid->estimates.lines.empty())
        subLine += tr("; %1").arg(words(shown->grid->estimates.summary("cell")));
    setSubLine(subLine);
    if (!shown || !shown->grid) {
        HeatmapMatrix none;
        none.emptyText = picture() ? tr("The book holds nothing of this underlying that can be revalued.") : QString();
        m_view->setMatrix(none);
        return;
    }
    const IndexPrice* const index = picture()->market->index(selection()->underlying());
    m_view->setMatrix(gridMatrix(*shown->grid, index ? std::optional(index->priceUsd) : std::nullopt));
}

void HeatmapPanel::chooseCell(int, int row)
{
    const UnderlyingPicture* const shown = underlying();
    const auto place = static_cast<std::size_t>(m_greeks->currentIndex());
    if (m_layouts->currentIndex() != StrikeByExpiry || !shown || place >= shown->heatmaps.size())
        return;
    const GreekHeatmap& heatmap = shown->heatmaps[place];
    if (row >= 0 && row < static_cast<int>(heatmap.expiries.size()))
        selection()->chooseExpiry(heatmap.expiries[static_cast<std::size_t>(row)]);
}

} // namespace ballast
