#include "models/desk/desk_picture.h"

#include "models/desk/desk_memory.h"
#include "models/desk/hedge_picture.h"
#include "models/desk/market_age.h"
#include "models/risk/risk_engine.h"
#include "models/surface/surface_fit.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace ballast {
namespace {

constexpr std::array heatGreeks{HeatGreek::Delta, HeatGreek::Gamma, HeatGreek::Vega, HeatGreek::Theta,
                                HeatGreek::Vanna};
constexpr double shownIndexDays = 30.0;

Error cancelled()
{
    return {Errc::Cancelled, "the desk was not finished: newer work replaced it"};
}

GridAxes axesOf(const DeskSettings& settings)
{
    GridAxes axes = settings.grid;
    if (axes.spotMoves.empty())
        axes.spotMoves = evenAxis(-0.30, 0.30, 13);
    if (axes.volMoves.empty())
        axes.volMoves = evenAxis(-0.40, 0.40, 9);
    return axes;
}

std::string whyNoSlice(const VolSurface& surface)
{
    if (surface.failed.empty())
        return fmt::format("no options of {} are listed", surface.underlying);
    return fmt::format("no expiry could be fitted: {}", surface.failed.front().reason);
}

// Quotes against the fit and, where runs before are remembered, against their own history.
std::vector<RichCheap> richCheapOf(const UnderlyingPicture& picture, const MarketSnapshot& market, DeskMemory* memory)
{
    if (memory == nullptr)
        return richCheap(market, *picture.surface);
    ResidualHistory& history = memory->residuals(picture.underlying);
    std::vector<RichCheap> rows = richCheap(market, *picture.surface, history);
    history.record(market.asOf, *market.instruments, rows);
    return rows;
}

// What the screens draw of the fit; a surface that stands has it already. False: stopped.
bool sampleSurfaceOf(UnderlyingPicture& picture, const MarketSnapshot& market, const DeskSettings& settings,
                     DeskMemory* memory, const std::stop_token& stop)
{
    if (!picture.samples) {
        auto samples = sampleAll(*picture.surface, stop);
        if (!samples)
            return false;
        picture.samples = std::make_shared<const SurfaceSamples>(std::move(*samples));
        picture.richCheap = richCheapOf(picture, market, memory);
        picture.violations = shownViolations(market, *picture.surface);
    }
    for (const SurfaceReferencePtr& earlier : settings.compareWith)
        if (earlier->surface->underlying == picture.underlying)
            picture.change = surfaceChange(*picture.surface, earlier);
    return true;
}

// The fit, or the reason why there is none; only Cancelled is an error.
Result<UnderlyingPicture> fittedPicture(const MarketSnapshot& market, const std::string& underlying,
                                        const DeskSettings& settings, const DeskMemory* memory,
                                        const std::stop_token& stop)
{
    UnderlyingPicture picture;
    picture.underlying = underlying;
    picture.staleFor = staleFor(market, underlying);
    const UnderlyingPicture* before = memory != nullptr ? memory->before(market, underlying) : nullptr;
    if (before != nullptr && memory->surfaceStands(market, underlying) &&
        before->surface->timeWeights == settings.timeWeights) {
        picture.surface = before->surface;
        picture.samples = before->samples;
        picture.richCheap = before->richCheap;
        picture.violations = before->violations;
        picture.volIndex30d = before->volIndex30d;
        picture.volIndices = before->volIndices;
        return picture;
    }
    auto fitted = before != nullptr && before->surface ? fitSurface(market, underlying, *before->surface, stop)
                                                       : fitSurface(market, underlying, stop);
    if (!fitted && fitted.error().code == Errc::Cancelled)
        return cancelled();
    if (!fitted) {
        picture.surfaceError = fitted.error().message;
    } else if (fitted->empty()) {
        picture.surfaceError = whyNoSlice(*fitted);
    } else {
        fitted->timeWeights = settings.timeWeights;
        picture.surface = std::make_shared<const VolSurface>(std::move(fitted).value());
    }
    picture.volIndices = volIndexTerm(market, underlying, picture.surface.get());
    const auto shown = std::ranges::find(picture.volIndices, shownIndexDays, &VolIndexTenor::days);
    if (shown != picture.volIndices.end())
        picture.volIndex30d = shown->index;
    return picture;
}

bool anyLineOf(const RiskReport& report, std::string_view underlying)
{
    return std::ranges::any_of(report.lines, [underlying](const RiskLine& line) {
        return line.values.ok() && line.instrument->underlying == underlying;
    });
}

Result<std::shared_ptr<const ScenarioGrid>> sharedGrid(const RiskReport& report, const GridAxes& axes,
                                                       std::string_view underlying, const PartRunner* runner,
                                                       const std::stop_token& stop)
{
    auto grid = runner != nullptr ? computeGrid(report, axes, underlying, stop, *runner)
                                  : computeGrid(report, axes, underlying, stop);
    if (!grid)
        return grid.error();
    return std::make_shared<const ScenarioGrid>(std::move(grid).value());
}

// The views as they were, under the new basis: nothing that they show has changed.
void takeViews(UnderlyingPicture& picture, const UnderlyingPicture& before, SnapshotId basis)
{
    picture.chains = before.chains;
    picture.heatmaps = before.heatmaps;
    picture.pnlOverSpot = before.pnlOverSpot;
    if (!before.grid)
        return;
    ScenarioGrid grid = *before.grid;
    grid.basis = basis;
    picture.grid = std::make_shared<const ScenarioGrid>(std::move(grid));
}

// What an underlying shows once its surface and the book's risk are known.
Status fillPicture(UnderlyingPicture& picture, const DeskPicture& desk, const DeskSettings& settings,
                   const DeskAids& aids, const std::stop_token& stop)
{
    if (picture.surface && !sampleSurfaceOf(picture, *desk.market, settings, aids.memory, stop))
        return cancelled();
    const UnderlyingPicture* before =
        aids.memory != nullptr ? aids.memory->before(*desk.market, picture.underlying) : nullptr;
    if (before != nullptr && before->surface == picture.surface &&
        aids.memory->viewsStand(*desk.market, *desk.book, settings, picture.underlying)) {
        takeViews(picture, *before, desk.market->id);
        return Done{};
    }
    picture.chains = chainViews(*desk.market, picture.underlying, picture.surface.get(), *desk.book, desk.risk->delta,
                                before != nullptr ? &before->chains : nullptr);
    if (stop.stop_requested())
        return cancelled();
    for (const HeatGreek greek : heatGreeks)
        picture.heatmaps.push_back(greekHeatmap(*desk.risk, picture.underlying, greek, settings.heatmapColumns));
    if (!anyLineOf(*desk.risk, picture.underlying))
        return Done{};
    for (const double days : pnlHorizonDays)
        picture.pnlOverSpot.push_back(
            pnlOverSpot(*desk.risk, picture.underlying, evenAxis(-widestPnlMove, widestPnlMove, pnlPoints), days));
    const auto grid = sharedGrid(*desk.risk, axesOf(settings), picture.underlying, aids.runner, stop);
    if (!grid)
        return grid.error();
    picture.grid = *grid;
    return Done{};
}

std::vector<VolSurfacePtr> surfacesOf(const std::vector<UnderlyingPicture>& pictures)
{
    std::vector<VolSurfacePtr> surfaces;
    for (const UnderlyingPicture& picture : pictures)
        surfaces.push_back(picture.surface);
    return surfaces;
}

Status fillDesk(DeskPicture& desk, const DeskSettings& settings, const DeskAids& aids, const std::stop_token& stop)
{
    for (const std::string& underlying : underlyingsOf(*desk.market)) {
        if (stop.stop_requested())
            return cancelled();
        auto picture = fittedPicture(*desk.market, underlying, settings, aids.memory, stop);
        if (!picture)
            return picture.error();
        desk.underlyings.push_back(std::move(picture).value());
        if (UnderlyingPicture& made = desk.underlyings.back(); made.surface)
            made.basis = basisCurve(*desk.market, underlying, made.surface->forwards);
    }

    const auto surfaces = surfacesOf(desk.underlyings);
    auto risk = computeRisk({desk.market, desk.book, surfaces, settings.vol, settings.delta, aids.otc}, stop);
    if (!risk)
        return risk.error();
    desk.risk = std::make_shared<const RiskReport>(std::move(risk).value());
    if (settings.policyDelta)
        desk.policyDelta = policyDelta(*settings.policyDelta, *desk.risk, surfaces);

    for (UnderlyingPicture& picture : desk.underlyings) {
        if (Status filled = fillPicture(picture, desk, settings, aids, stop); !filled)
            return filled;
    }
    const auto grid = sharedGrid(*desk.risk, axesOf(settings), {}, aids.runner, stop);
    if (!grid)
        return grid.error();
    desk.grid = *grid;
    return Done{};
}

SnapshotPtr withTable(SnapshotPtr market)
{
    if (market->instruments)
        return market;
    auto empty = std::make_shared<MarketSnapshot>(*market);
    empty->instruments = std::make_shared<const InstrumentTable>(std::vector<Instrument>{});
    return empty;
}

} // namespace

const UnderlyingPicture* DeskPicture::of(std::string_view underlying) const
{
    const auto it = std::ranges::find(underlyings, underlying, &UnderlyingPicture::underlying);
    return it == underlyings.end() ? nullptr : &*it;
}

Result<DeskPicture> buildDeskPicture(SnapshotPtr market, PortfolioPtr book, const DeskSettings& settings,
                                     std::stop_token stop, OtcPricerPtr otc)
{
    return buildDeskPicture(std::move(market), std::move(book), settings, stop, DeskAids{std::move(otc)});
}

Result<DeskPicture> buildDeskPicture(SnapshotPtr market, PortfolioPtr book, const DeskSettings& settings,
                                     const std::stop_token& stop, const DeskAids& aids)
{
    const auto started = std::chrono::steady_clock::now();
    DeskPicture desk;
    desk.market = withTable(std::move(market));
    desk.book = std::move(book);
    if (const Status filled = fillDesk(desk, settings, aids, stop); !filled)
        return filled.error();
    if (aids.memory != nullptr)
        aids.memory->keep(desk, settings);
    const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - started;
    desk.pricingMilliseconds = spent.count();
    return desk;
}

} // namespace ballast
