#include "app/engine/desk_pricing.h"

#include "models/hedging/move_history.h"
#include "models/pricing/quantlib/quantlib_otc_pricer.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace ballast {
namespace {

using SteadyClock = std::chrono::steady_clock; // elapsed time, not time of day

std::vector<VolSurfacePtr> surfacesOf(const DeskPicture& basis)
{
    std::vector<VolSurfacePtr> surfaces;
    for (const UnderlyingPicture& underlying : basis.underlyings) {
        if (underlying.surface)
            surfaces.push_back(underlying.surface);
    }
    return surfaces;
}

constexpr double levelYears = 30.0 / 365.0;
constexpr std::size_t fewestDays = 30; // what historical scenarios and a factor covariance ask for

// Vol moves are relative in a history: what they are in points, today's level at the money in 30 days says.
std::shared_ptr<const MoveHistory> movesOf(const OpenHistory& history, const std::vector<VolSurfacePtr>& surfaces)
{
    std::vector<AtmLevel> levels;
    for (const VolSurfacePtr& surface : surfaces) {
        if (const auto variance = surface->totalVariance(0.0, levelYears))
            levels.push_back({surface->underlying, std::sqrt(*variance / levelYears)});
    }
    return std::make_shared<const MoveHistory>(moveHistoryOf(history.daily, levels));
}

HedgeInputs inputsOf(const HedgeRequest& request, const std::vector<VolSurfacePtr>& surfaces)
{
    HedgeInputs inputs{request.id, request.basis->market, request.basis->book,
                       surfaces,   request.policy,        request.frontier};
    inputs.otc = quantLibOtcPricer();
    inputs.effort = HedgeEffort::Quick; // somebody waits for it
    inputs.scenarios = request.scenarios;
    const ScenarioSource source = request.policy.scenarios.source;
    const bool asked = source == ScenarioSource::Historical || source == ScenarioSource::FilteredHistorical;
    if (request.history && (asked || request.history->daily.days.size() >= fewestDays))
        inputs.history = movesOf(*request.history, surfaces);
    return inputs;
}

// The next expiry of an option that book or trades hold.
std::optional<Timestamp> nextExpiry(const RiskReport& book, const RiskReport& trades, const std::string& underlying)
{
    std::optional<Timestamp> next;
    for (const RiskReport* const report : {&book, &trades}) {
        for (const RiskLine& line : report->lines) {
            if (!line.values.ok() || !line.instrument || !isOption(*line.instrument) ||
                line.instrument->underlying != underlying || line.values->years <= 0.0)
                continue;
            if (!next || *line.instrument->expiry < *next)
                next = line.instrument->expiry;
        }
    }
    return next;
}

double daysUntil(Timestamp expiry, Timestamp now)
{
    return std::chrono::duration<double, std::chrono::days::period>(expiry - now).count();
}

HedgedPnlCurves curvesAfter(double days, const RiskReport& book, const RiskReport& trades,
                            const HedgeProposal& proposal, double indexUsd)
{
    const std::string& underlying = proposal.policy.underlying;
    const std::vector<double> moves = evenAxis(-widestPnlMove, widestPnlMove, pnlPoints);
    HedgedPnlCurves curves;
    curves.indexUsd = indexUsd;
    curves.days = days;
    curves.book = pnlOverSpot(book, underlying, moves, days);
    curves.hedge = pnlOverSpot(trades, underlying, moves, days);
    curves.sum = curves.book;
    for (std::size_t i = 0; i < moves.size(); ++i) {
        curves.hedge.pnlUsd[i] -= proposal.costUsd();
        curves.sum.pnlUsd[i] += curves.hedge.pnlUsd[i];
    }
    curves.sum.linesLeftOut += curves.hedge.linesLeftOut;
    curves.sum.estimates.add(curves.hedge.estimates);
    return curves;
}

// At once, at the policy's horizon, at the next expiry.
std::vector<HedgedPnlCurves> curvesOf(const HedgeProposal& proposal, const DeskPicture& basis,
                                      const std::vector<VolSurfacePtr>& surfaces)
{
    const std::string& underlying = proposal.policy.underlying;
    const IndexPrice* const index = basis.market->index(underlying);
    if (proposal.trades.empty() || !basis.risk || !index)
        return {};
    const RiskInputs inputs{basis.market, basis.book, surfaces, basis.risk->vol};
    const auto trades = tradesRisk(inputs, proposal);
    if (!trades)
        return {};
    std::vector<HedgedPnlCurves> curves;
    for (const double days : {0.0, proposal.policy.horizonDays})
        curves.push_back(curvesAfter(days, *basis.risk, *trades, proposal, index->priceUsd));
    if (const auto expiry = nextExpiry(*basis.risk, *trades, underlying)) {
        curves.push_back(
            curvesAfter(daysUntil(*expiry, basis.market->asOf), *basis.risk, *trades, proposal, index->priceUsd));
        curves.back().expiry = expiry;
    }
    return curves;
}

double perpetualLot(const MarketSnapshot& market, const std::string& underlying, double indexUsd)
{
    constexpr double anyLot = 0.001; // coins, where no perpetual is listed
    for (const Instrument& each : market.instruments->all()) {
        if (each.underlying == underlying && each.kind == InstrumentKind::Perpetual && each.minTradeAmount > 0.0)
            return isQuantityInUsd(each) ? each.minTradeAmount / indexUsd : each.minTradeAmount;
    }
    return anyLot;
}

std::optional<DeltaOutlook> outlookOf(const HedgeRequest& request, const std::vector<VolSurfacePtr>& surfaces)
{
    const DeskPicture& basis = *request.basis;
    const std::string& underlying = request.policy.underlying;
    const IndexPrice* const index = basis.market->index(underlying);
    if (!basis.risk || !index)
        return std::nullopt;
    const auto trades = tradesRisk({basis.market, basis.book, surfaces, basis.risk->vol}, *request.edited);
    if (!trades)
        return std::nullopt;
    const std::array<const RiskReport*, 2> reports{basis.risk.get(), &*trades};
    const UnderlyingPicture* const shown = basis.of(underlying);
    const VolSurface* const surface = shown ? shown->surface.get() : nullptr;
    return deltaOutlook({reports, request.policy, surfaces, index->priceUsd, riskVol(surface, *basis.risk, underlying),
                         perpetualLot(*basis.market, underlying, index->priceUsd)});
}

} // namespace

HedgePicture hedgeDesk(const HedgeRequest& request, std::stop_token stop)
{
    const std::vector<VolSurfacePtr> surfaces = surfacesOf(*request.basis);
    const HedgeInputs inputs = inputsOf(request, surfaces);
    HedgePicture hedge;
    hedge.proposal =
        request.edited ? withQuantities(inputs, *request.edited, request.quantities) : proposeHedge(inputs, stop);
    if (request.curves && !stop.stop_requested())
        hedge.curves = curvesOf(hedge.proposal, *request.basis, surfaces);
    return hedge;
}

HedgePicture studyHedge(const HedgeRequest& request, std::stop_token stop)
{
    const auto start = SteadyClock::now();
    const std::vector<VolSurfacePtr> surfaces = surfacesOf(*request.basis);
    const HedgeInputs inputs = inputsOf(request, surfaces);
    HedgePicture study;
    study.details.proposal = request.id;
    study.details.working = request.part;
    switch (request.part.value_or(HedgeStudyPart::Outlook)) {
    case HedgeStudyPart::Outlook:
        study.details.outlook = outlookOf(request, surfaces);
        break;
    case HedgeStudyPart::Frontier:
        study.details.frontier = hedgeFrontier(inputs, *request.edited, stop);
        break;
    case HedgeStudyPart::Alternatives:
        study.details.alternatives = explainAlternatives(inputs, *request.edited, stop);
        break;
    case HedgeStudyPart::Theta:
        study.details.theta = thetaStructures(inputs, {}, stop);
        break;
    case HedgeStudyPart::Proof:
        study.details.proof = proveHedge(inputs, *request.edited, stop);
        break;
    }
    study.details.milliseconds = std::chrono::duration<double, std::milli>(SteadyClock::now() - start).count();
    return study;
}

} // namespace ballast
