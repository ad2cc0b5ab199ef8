#include "models/hedging/alternatives.h"

#include "models/hedging/hedge_case.h"
#include "models/hedging/hedge_trades.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

namespace ballast {
namespace {

constexpr double secondsPerQuestion = 1.0;

double signedQuantity(const HedgeTrade& trade)
{
    return trade.side == Side::Buy ? trade.quantity : -trade.quantity;
}

std::vector<TradeEffect> effectsOf(const HedgeProposal& proposal, const OneDayMoves& moves)
{
    std::vector<TradeEffect> effects;
    for (std::size_t t = 0; t < proposal.trades.size(); ++t) {
        Exposure alone = proposal.before;
        add(alone, proposal.trades[t].exposure);
        Exposure without = proposal.after;
        add(without, scaled(proposal.trades[t].exposure, -1.0));
        effects.push_back({t, oneDayRiskUsd(alone, moves), oneDayRiskUsd(without, moves)});
    }
    return effects;
}

LeftOut solvedWithout(std::string what, HedgeInputs inputs, const std::stop_token& stop)
{
    inputs.frontier = FrontierWanted::No;
    inputs.policy.timeLimitSeconds = std::min(inputs.policy.timeLimitSeconds, secondsPerQuestion);
    const HedgeProposal proposal = proposeHedge(inputs, stop);
    return {std::move(what), proposal.status, proposal.costUsd(), proposal.riskAfterUsd, proposal.trades};
}

std::vector<LeftOut> withoutInstruments(const HedgeInputs& inputs, const HedgeProposal& proposal,
                                        const std::stop_token& stop)
{
    std::vector<LeftOut> answers;
    for (const HedgeTrade& trade : proposal.trades) {
        HedgeInputs without = inputs;
        without.policy.universe.exclude.push_back(trade.instrument.name);
        if (!stop.stop_requested())
            answers.push_back(solvedWithout(trade.instrument.name, without, stop));
    }
    return answers;
}

std::vector<LeftOut> withoutVenues(const HedgeInputs& inputs, const HedgeProposal& proposal,
                                   const std::stop_token& stop)
{
    std::set<std::string> venues;
    for (const HedgeTrade& trade : proposal.trades)
        venues.insert(trade.instrument.venue.value);
    std::vector<LeftOut> answers;
    for (const std::string& venue : venues) {
        HedgeInputs without = inputs;
        without.policy.positions.venues.push_back({venue, 0.0});
        if (!stop.stop_requested())
            answers.push_back(solvedWithout("venue " + venue, without, stop));
    }
    return answers;
}

std::vector<LeftOut> withoutSources(const HedgeInputs& inputs, const HedgeProposal& proposal,
                                    const std::stop_token& stop)
{
    std::vector<LeftOut> answers;
    const MarketSnapshot& market = *inputs.market;
    const auto uses = [&](auto condition) {
        return std::ranges::any_of(proposal.trades, [&](const HedgeTrade& trade) { return condition(trade.index); });
    };
    const bool ladders = inputs.policy.depth == DepthUse::Ladder &&
                         uses([&](std::size_t i) { return market.quotes[i].ladder || market.quotes[i].askAmount; });
    if (ladders && !stop.stop_requested()) {
        HedgeInputs without = inputs;
        without.policy.depth = DepthUse::BestOnly;
        answers.push_back(solvedWithout("order book depth", without, stop));
    }
    if (!inputs.surfaces.empty() && !stop.stop_requested()) {
        HedgeInputs without = inputs;
        without.surfaces = {};
        answers.push_back(solvedWithout("fitted surface", without, stop));
    }
    if (uses([&](std::size_t i) { return (*market.instruments)[i].impliedFromChain; }) && !stop.stop_requested()) {
        HedgeInputs without = inputs;
        for (const Instrument& instrument : market.instruments->all()) {
            if (instrument.impliedFromChain)
                without.policy.universe.exclude.push_back(instrument.id.name);
        }
        answers.push_back(solvedWithout("quotes implied from the chain", without, stop));
    }
    return answers;
}

// The other type at the same strike and expiry.
const HedgeCandidate* otherType(const std::vector<HedgeCandidate>& candidates, const HedgeCandidate& option)
{
    const auto it = std::ranges::find_if(candidates, [&](const HedgeCandidate& other) {
        return isOption(other.instrument) && other.instrument.strike == option.instrument.strike &&
               other.instrument.expiry == option.instrument.expiry && other.instrument.type != option.instrument.type &&
               other.instrument.settlement == option.instrument.settlement;
    });
    return it == candidates.end() ? nullptr : &*it;
}

// The future of that expiry, else the perpetual.
const HedgeCandidate* coinFor(const std::vector<HedgeCandidate>& candidates, const HedgeCandidate& option)
{
    const HedgeCandidate* perpetual = nullptr;
    for (const HedgeCandidate& candidate : candidates) {
        if (candidate.instrument.kind == InstrumentKind::Future &&
            candidate.instrument.expiry == option.instrument.expiry)
            return &candidate;
        if (candidate.instrument.kind == InstrumentKind::Perpetual && perpetual == nullptr)
            perpetual = &candidate;
    }
    return perpetual;
}

// Call = put + future - strike: the signs of the coin's leg follow from the option's.
std::optional<CheaperTwin> twinOf(const HedgeCase& opened, const HedgeProposal& proposal, std::size_t t)
{
    const auto& candidates = opened.choice.candidates;
    const HedgeTrade& trade = proposal.trades[t];
    const auto own = std::ranges::find(candidates, trade.index, &HedgeCandidate::index);
    if (own == candidates.end() || !isOption(own->instrument))
        return std::nullopt;
    const HedgeCandidate* other = otherType(candidates, *own);
    const HedgeCandidate* coin = coinFor(candidates, *own);
    if (other == nullptr || coin == nullptr)
        return std::nullopt;
    const double quantity = signedQuantity(trade);
    const double coins = *own->instrument.type == OptionType::Call ? quantity : -quantity;
    double coinQuantity = coins / coin->coinsPerUnit;
    if (coin->lot > 0.0)
        coinQuantity = std::round(coinQuantity / coin->lot) * coin->lot;
    CheaperTwin twin{t, {tradeOf(*other, quantity), tradeOf(*coin, coinQuantity)}, trade.costUsd(), 0.0};
    for (const HedgeTrade& leg : twin.instead)
        twin.savesUsd -= leg.costUsd();
    if (twin.savesUsd <= 0.0 || !opened.scenarios)
        return std::nullopt;
    const double days = proposal.policy.horizonDays;
    const auto before = scenarioPnl(own->instrument, own->unit, 1.0, *opened.scenarios, days);
    const auto option = scenarioPnl(other->instrument, other->unit, 1.0, *opened.scenarios, days);
    const auto future = scenarioPnl(coin->instrument, coin->unit, 1.0, *opened.scenarios, days);
    for (std::size_t s = 0; s < before.size(); ++s)
        twin.worstDifferenceUsd =
            std::max(twin.worstDifferenceUsd, std::abs(quantity * (option[s] - before[s]) + coinQuantity * future[s]));
    return twin;
}

} // namespace

HedgeAlternatives explainAlternatives(const HedgeInputs& inputs, const HedgeProposal& proposal,
                                      const std::stop_token& stop)
{
    HedgeAlternatives alternatives;
    if (proposal.trades.empty() || inputFault(inputs))
        return alternatives;
    const auto opened = openCase(inputs, stop);
    if (!opened)
        return alternatives;
    alternatives.effects = effectsOf(proposal, opened->moves);
    for (std::size_t t = 0; t < proposal.trades.size(); ++t) {
        if (auto twin = twinOf(*opened, proposal, t))
            alternatives.twins.push_back(std::move(*twin));
    }
    std::ranges::stable_sort(alternatives.twins, std::greater{}, &CheaperTwin::savesUsd);
    for (const auto& ask : {withoutInstruments, withoutVenues, withoutSources}) {
        for (LeftOut& answer : ask(inputs, proposal, stop)) {
            if (answer.status != HedgeStatus::Cancelled)
                alternatives.leftOut.push_back(std::move(answer));
        }
    }
    return alternatives;
}

} // namespace ballast
