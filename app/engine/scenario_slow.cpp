#include "app/engine/scenario_slow.h"

#include "models/forecast/filtered_moves.h"
#include "models/pricing/quantlib/quantlib_otc_pricer.h"
#include "models/risk/risk_engine.h"
#include "models/risk/simulated_moves.h"

#include <cmath>

namespace ballast {
namespace {

// What is filtered or as it was needs a history; without one moves are drawn.
VarMethod methodOf(const ScenarioRequest& request)
{
    const bool needsHistory =
        request.var.method == VarMethod::Historical || request.var.method == VarMethod::FilteredHistorical;
    return needsHistory && !request.history ? VarMethod::Simulated : request.var.method;
}

Result<MoveScenarios> movesOf(const ScenarioRequest& request, VarMethod method, const FactorModel& model)
{
    if (method == VarMethod::Parametric)
        return MoveScenarios{};
    if (method == VarMethod::Simulated) {
        SimulationOptions options;
        options.horizonDays = request.var.horizonDays;
        return simulatedMoves(model, options);
    }
    const FactorHistory& daily = request.history->daily;
    if (method == VarMethod::FilteredHistorical) {
        FilterOptions options;
        options.horizonDays = request.var.horizonDays;
        return filteredScenarios(daily, options);
    }
    return scenariosOf(overlappingMoves(daily, request.var.horizonDays));
}

VarSettings settingsOf(const VarChoice& choice)
{
    VarSettings settings;
    settings.confidence = choice.confidence;
    settings.horizonDays = choice.horizonDays;
    return settings;
}

// Exposure limits and losses can be broken by a move; VaR and margin are not read off one.
void addLimitTargets(std::vector<StressTarget>& targets, const ScenarioRequest& request, const PricedBook& book,
                     const FactorModel& model)
{
    for (const Limit& limit : request.limits) {
        const auto loss = limit.hard.upper ? limit.hard.upper : limit.soft.upper;
        if (limit.metric == LimitMetric::LossUsd && loss) {
            targets.push_back(lossTarget(book.inputs(), model.factors, *loss, VolDynamics::StickyStrike));
            targets.back().name = limit.name;
        } else if (limitValue({}, limit.metric)) {
            targets.push_back(limitTarget(book.inputs(), model.factors, limit, VolDynamics::StickyStrike));
        }
    }
}

// Of futures and perpetuals, in USD; 0 where no venue says so.
LoopMarket loopMarketOf(const MarketSnapshot& market, const std::string& underlying)
{
    LoopMarket loop{underlying, 0.0, 0.0, 0.0};
    const auto& all = market.instruments->all();
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool deltaOne = all[i].kind == InstrumentKind::Future || all[i].kind == InstrumentKind::Perpetual;
        if (all[i].underlying != underlying || !deltaOne)
            continue;
        const Quote& quote = market.quotes[i];
        const double unitUsd = isQuantityInUsd(all[i]) ? 1.0 : quote.mark.value_or(0.0);
        loop.dailyVolumeUsd += quote.volume24h.value_or(0.0) * unitUsd;
        loop.openInterestUsd += quote.openInterest.value_or(0.0) * unitUsd;
    }
    return loop;
}

// What was held at the beginning, and what was traded since: both need a price at the end.
PortfolioPtr bookToPrice(const ExplainChoice& choice)
{
    auto book = std::make_shared<Portfolio>(*choice.from->book);
    for (const ExplainedTrade& trade : choice.trades) {
        Position traded;
        traded.instrument = trade.instrument;
        book->positions.push_back(traded);
    }
    return book;
}

} // namespace

std::vector<VolSurfacePtr> surfacesOf(const DeskPicture& picture)
{
    std::vector<VolSurfacePtr> surfaces;
    for (const UnderlyingPicture& each : picture.underlyings)
        if (each.surface)
            surfaces.push_back(each.surface);
    return surfaces;
}

FactorModel factorModelFor(const ScenarioRequest& request)
{
    if (request.history) {
        auto model = factorModelOf(request.history->daily, riskMetricsDecay);
        if (model) {
            model->source = request.history->source;
            return *model;
        }
    }
    return impliedFactorModel(volLevelsOf(*request.basis));
}

VarPicture scenarioVar(const ScenarioRequest& request, const std::vector<PricedBookPtr>& books,
                       const FactorModel& model, const std::stop_token& stop,
                       const std::function<void(std::size_t)>& begins)
{
    VarPicture picture{request.var, request.basis->market->id, {}, model.source, {}};
    const VarSettings settings = settingsOf(request.var);
    const VarMethod method = methodOf(request);
    picture.choice.method = method;
    const auto moves = movesOf(request, method, model);
    if (!moves) {
        picture.problem = moves.error().message;
        return picture;
    }
    for (const PricedBookPtr& book : books) {
        if (begins)
            begins(picture.books.size());
        auto report = method == VarMethod::Parametric ? parametricVar(book->inputs(), model, settings)
                                                      : simulatedVar(book->inputs(), *moves, method, settings, stop);
        if (!report)
            picture.problem = report.error().message;
        picture.books.push_back(report ? std::make_shared<const VarReport>(std::move(*report)) : nullptr);
    }
    return picture;
}

StressPicture scenarioStress(const ScenarioRequest& request, const PricedBook& book, const FactorModel& model,
                             const MarginModel* margin, const std::stop_token& stop)
{
    StressPicture picture{request.basis->market->id, std::nullopt, {}};
    std::vector<StressTarget> targets;
    addLimitTargets(targets, request, book, model);
    if (margin && request.equityUsd)
        targets.push_back(marginTarget(book, model.factors, *margin, VolDynamics::StickyStrike));
    if (targets.empty()) {
        picture.problem = "no limit is set that a move could break, and the account's equity is not stated";
        return picture;
    }
    ReverseStressOptions options;
    options.directions = quickDirections;
    auto stress = reverseStress(model, targets, options, stop);
    if (stress)
        picture.stress = std::move(*stress);
    else
        picture.problem = stress.error().message;
    return picture;
}

FeedbackPicture scenarioFeedback(const ScenarioRequest& request, const PricedBook& book, const Scenario& applied)
{
    FeedbackPicture picture{request.basis->market->id, std::nullopt, std::nullopt, {}};
    LoopMarket market = loopMarketOf(*request.basis->market, request.underlying);
    for (const VolLevel& level : volLevelsOf(*request.basis))
        if (level.underlying == request.underlying)
            market.dailyVol = level.vol / std::sqrt(365.0);
    if (!(market.dailyVolumeUsd > 0.0) || !(market.openInterestUsd > 0.0) || !(market.dailyVol > 0.0)) {
        picture.problem = "turnover, open interest or vol of " + request.underlying +
                          " is not in this market: how it would answer cannot be worked out";
        return picture;
    }
    StressLoop loop = stressLoopTemplates(market).front();
    loop.name = applied.name;
    loop.blow = applied;
    auto result = runStressLoop(book.inputs(), loop);
    if (result)
        picture.result = std::move(*result);
    else
        picture.problem = result.error().message;
    picture.loop = std::move(loop);
    return picture;
}

ExplainPicture explainBetween(const ExplainChoice& choice, const std::stop_token& stop)
{
    if (!choice.from || !choice.to)
        return {std::nullopt, "keep a moment first: P&L is explained from one kept moment to another or to now"};
    const auto before = surfacesOf(*choice.from);
    const auto after = surfacesOf(*choice.to);
    RiskInputs inputs;
    inputs.market = choice.to->market;
    inputs.book = bookToPrice(choice);
    inputs.surfaces = after;
    inputs.vol = choice.from->risk->vol;
    inputs.otc = quantLibOtcPricer();
    const auto then = computeRisk(inputs, stop);
    if (!then)
        return {std::nullopt, then.error().message};
    ExplainInputs explain;
    explain.before = choice.from->risk.get();
    explain.after = &*then;
    explain.surfacesBefore = before;
    explain.surfacesAfter = after;
    explain.marketAfter = choice.to->market;
    explain.trades = choice.trades;
    explain.funding = choice.funding;
    auto explained = explainPnl(explain);
    if (!explained)
        return {std::nullopt, explained.error().message};
    return {std::move(*explained), {}};
}

} // namespace ballast
