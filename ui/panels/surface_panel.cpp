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
    greyWhenStale();
    column->addWidget(m_view);
    m_view->setAccessibleName(tr("Volatility surface"));
    m_axis->setAccessibleName(tr("Axis of the surface"));
    addHeaderWidget(m_axis);
    if (size == SurfaceSize::Large) {
        m_view->setColourBarPlace(ColourBarPlace::Left);
        m_view->setHint(tr("drag or arrow keys turn, wheel zooms, 0 resets, Shift + arrows move the point"));
    }
    connect(m_axis, &SegmentedControl::currentChanged, this, [this] { refreshSoon(); });
    connect(m_view, &SurfaceView::nodeClicked, this, &SurfacePanel::chooseNode);
    connect(m_view, &SurfaceView::dotClicked, this, &SurfacePanel::chooseDot);
    connect(m_view, &SurfaceView::warningClicked, this, &SurfacePanel::chooseWarning);
    connect(m_view, &SurfaceView::hovered, this, &SurfacePanel::showHit);
    addMoreAction(tr("Reset view"), [this] { m_view->resetView(); });
    addMoreAction(tr("Copy picture"), [this] { QGuiApplication::clipboard()->setPixmap(m_view->grab()); });
}

void SurfacePanel::refresh()
{
    const VolSurface* const shown = surface();
    if (!shown) {
        SurfaceMesh none;
        none.emptyText = whyNoSurface();
        m_view->setMesh(none);
        m_view->setReadOut(std::nullopt);
        m_view->setHoverReadOut(std::nullopt);
        setSubLine({});
        return;
    }
    const ChainView* const chosen = chain();
    const SurfaceFocus focus{chosen ? std::optional(chosen->expiry) : std::nullopt, selection()->strike()};
    m_view->setMesh(surfaceMesh(*underlying(), axis(), focus));
    m_view->setReadOut(surfaceReadOut(*underlying(), focus));
    showHit(m_hit);
    describe(*shown);
}

SmileAxis SurfacePanel::axis() const
{
    return static_cast<SmileAxis>(m_axis->currentIndex());
}

void SurfacePanel::showHit(const SurfaceHit& hit)
{
    m_hit = hit;
    m_view->setHoverReadOut(surface() ? surfaceHoverReadOut(*picture(), *underlying(), axis(), hit) : std::nullopt);
}

void SurfacePanel::chooseInstrument(std::size_t instrument)
{
    const InstrumentTable& table = *picture()->market->instruments;
    if (instrument >= table.size())
        return;
    const Instrument& option = table[instrument];
    if (option.expiry && option.strike && option.type)
        selection()->chooseOption(*option.expiry, *option.strike, *option.type);
}

void SurfacePanel::chooseDot(int dot)
{
    if (!samples() || dot < 0 || static_cast<std::size_t>(dot) >= samples()->over(axis()).quotes.size())
        return;
    chooseInstrument(samples()->over(axis()).quotes[static_cast<std::size_t>(dot)].instrument);
}

void SurfacePanel::chooseWarning(int warning)
{
    const WarningPlace place = samples() ? warningAt(*underlying(), warning) : WarningPlace{};
    if (place.mark)
        chooseInstrument(place.mark->instrument);
    else if (place.ofTheFit)
        selection()->chooseStrike(place.ofTheFit->expiry, place.ofTheFit->strike);
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
    const std::size_t violations = underlying()->violations.size();
    const QString quotes = violations == 0   ? QString()
                           : violations == 1 ? tr("; ▲ 1 violation in quotes")
                                             : tr("; ▲ %1 violations in quotes").arg(violations);
    setSubLine(tr("%1, %2 expiries, %3 quotes, fitted in %4 ms, %5")
                   .arg(words(surface.method).section(QStringLiteral(" ("), 0, 0))
                   .arg(surface.slices.size())
                   .arg(quotesOf(surface))
                   .arg(formatNumber(surface.fitMilliseconds, 1), arbitrage + quotes));
}

void SurfacePanel::chooseNode(int row, int column)
{
    const AxisSamples* const over = samples() ? &samples()->over(axis()) : nullptr;
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
