#include "ui/panels/surface_panel.h"

#include "models/items/words.h"
#include "ui/presenters/surface_content.h"
#include "widgets/number_format.h"
#include "widgets/segmented_control.h"
#include "widgets/surface_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

int quotesOf(const VolSurface& surface)
{
    int quotes = 0;
    for (const SviSlice& slice : surface.slices)
        quotes += slice.points;
    return quotes;
}

} // namespace

SurfacePanel::SurfacePanel(const QString& id, SurfaceSize size, Selection* selection, QWidget* parent)
    : Panel(id, tr("Volatility surface"), selection, parent),
      m_size(size),
      m_view(new SurfaceView(this)),
      m_axis(new SegmentedControl({tr("Delta"), tr("Strike"), tr("Moneyness")}, this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_view);
    m_view->setAccessibleName(tr("Volatility surface"));
    m_axis->setAccessibleName(tr("Axis of the surface"));
    addHeaderWidget(m_axis);
    if (size == SurfaceSize::Large) {
        m_view->setColourBarPlace(ColourBarPlace::Left);
        m_view->setHint(tr("drag or arrow keys turn, wheel zooms, 0 resets"));
    }
    connect(m_axis, &SegmentedControl::currentChanged, this, [this] { refreshSoon(); });
    connect(m_view, &SurfaceView::nodeClicked, this, &SurfacePanel::chooseNode);
    addMoreAction(tr("Reset view"), [this] { m_view->resetView(); });
    addMoreAction(tr("Copy picture"), [this] { QGuiApplication::clipboard()->setPixmap(m_view->grab()); });
}

void SurfacePanel::refresh()
{
    const VolSurface* const shown = surface();
    if (!shown) {
        SurfaceMesh none;
        const QString error = underlying() ? words(underlying()->surfaceError) : QString();
        none.emptyText = error.isEmpty() && picture() ? tr("This market has no options to fit a surface to.") : error;
        m_view->setMesh(none);
        m_view->setReadOut(std::nullopt);
        setSubLine({});
        return;
    }
    const ChainView* const chosen = chain();
    const SurfaceFocus focus{chosen ? std::optional(chosen->expiry) : std::nullopt, selection()->strike()};
    m_view->setMesh(surfaceMesh(*samples(), static_cast<SmileAxis>(m_axis->currentIndex()), focus));
    m_view->setReadOut(surfaceReadOut(*underlying(), focus));
    describe(*shown);
}

void SurfacePanel::describe(const VolSurface& surface)
{
    if (m_size == SurfaceSize::Small) {
        setSubLine(tr("IV %, %1 × expiry").arg(m_axis->segments().at(m_axis->currentIndex()).toLower()));
        return;
    }
    setTitle(tr("Volatility surface %1").arg(words(surface.underlying)));
    const QString arbitrage =
        surface.arbitrageFree() ? tr("free of arbitrage") : tr("▲ arbitrage left, see fit by expiry");
    setSubLine(tr("%1, %2 expiries, %3 quotes, fitted in %4 ms, %5")
                   .arg(words(surface.method).section(QStringLiteral(" ("), 0, 0))
                   .arg(surface.slices.size())
                   .arg(quotesOf(surface))
                   .arg(formatNumber(surface.fitMilliseconds, 1), arbitrage));
}

void SurfacePanel::chooseNode(int row, int column)
{
    const AxisSamples* const over =
        samples() ? &samples()->over(static_cast<SmileAxis>(m_axis->currentIndex())) : nullptr;
    if (!over || row < 0 || column < 0 || row >= static_cast<int>(over->mesh.years.size()) ||
        column >= static_cast<int>(over->mesh.across.size()))
        return;
    const double years = over->mesh.years[static_cast<std::size_t>(row)];
    const double across = over->mesh.across[static_cast<std::size_t>(column)];
    const auto& smiles = samples()->smiles;
    const auto nearest = std::ranges::min_element(
        smiles, {}, [years](const SmileSamples& each) { return std::abs(std::log(each.years / years)); });
    const auto& points = over->smiles[static_cast<std::size_t>(nearest - smiles.begin())];
    const auto point = std::ranges::min_element(
        points, {}, [across](const SmilePoint& each) { return std::abs(each.across - across); });
    if (point != points.end())
        selection()->chooseStrike(nearest->expiry, point->strike);
}

} // namespace ballast
