#include "models/hedging/alternatives.h"

#include "models/hedging/hedge_case.h"
#include "models/hedging/hedge_trades.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <set>

namespace ballast {
namespace {

constexpr double secondsPerQuestion = 1.0;
constexpr double payoffTolerance = 0.10; // of the largest P&L of the trade over the scenarios
constexpr double leastFreedUsd = 1.0;

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

double initialMargin(const HedgeInputs& inputs, const std::string& model, std::span<const HedgeTrade> trades)
{
    const auto book = std::make_shared<const Portfolio>(bookAfter(*inputs.book, trades, *inputs.market));
    const auto report = computeRisk({inputs.market, book, inputs.surfaces, VolChoice::Mark, {}, inputs.otc}, {});
    const auto level = report ? marginLevel(model, *report) : std::nullopt;
    return level ? level->initialUsd : 0.0;
}

struct TwinLeg
{
    const HedgeCandidate* candidate = nullptr;
    double quantity = 0.0;
};

// What the trade could be instead; nullopt where that neither saves nor frees, or makes something else.
class TwinSearch
{
public:
    TwinSearch(const HedgeInputs& inputs, const HedgeCase& opened, const HedgeProposal& proposal)
        : m_inputs(inputs), m_opened(opened), m_proposal(proposal)
    {}

    void appendFor(std::size_t t, std::vector<CheaperTwin>& twins) const
    {
        const auto& candidates = m_opened.choice.candidates;
        const auto own = std::ranges::find(candidates, m_proposal.trades[t].index, &HedgeCandidate::index);
        if (own == candidates.end() || !isOption(own->instrument) || !m_opened.scenarios)
            return;
        const double quantity = signedQuantity(m_proposal.trades[t]);
        std::vector<std::vector<TwinLeg>> tries;
        if (auto parity = parityLegs(*own, quantity); !parity.empty())
            tries.push_back(std::move(parity));
        for (const HedgeCandidate* next : neighbours(*own))
            tries.push_back({{next, quantity}});
        for (const auto& legs : tries) {
            if (auto twin = twinOf(t, *own, quantity, legs))
                twins.push_back(std::move(*twin));
        }
    }

private:
    // Call = put + future - strike: the signs of the coin's leg follow from the option's.
    [[nodiscard]] std::vector<TwinLeg> parityLegs(const HedgeCandidate& own, double quantity) const
    {
        const HedgeCandidate* other = otherType(m_opened.choice.candidates, own);
        const HedgeCandidate* coin = coinFor(m_opened.choice.candidates, own);
        if (other == nullptr || coin == nullptr)
            return {};
        const double coins = *own.instrument.type == OptionType::Call ? quantity : -quantity;
        double coinQuantity = coins / coin->coinsPerUnit;
        if (coin->lot > 0.0)
            coinQuantity = std::round(coinQuantity / coin->lot) * coin->lot;
        return {{other, quantity}, {coin, coinQuantity}};
    }

    // Same type and settlement: the strikes beside it and the same strike at the expiries beside it.
    [[nodiscard]] std::vector<const HedgeCandidate*> neighbours(const HedgeCandidate& own) const
    {
        const HedgeCandidate* nearest[4] = {nullptr, nullptr, nullptr, nullptr};
        const auto offer = [](const HedgeCandidate*& kept, const HedgeCandidate& c, double distance, double keptAt) {
            if (kept == nullptr || distance < keptAt)
                kept = &c;
        };
        const auto strikeGap = [&](const HedgeCandidate& c) { return *c.instrument.strike - *own.instrument.strike; };
        const auto yearsGap = [&](const HedgeCandidate& c) { return c.unit.years - own.unit.years; };
        for (const HedgeCandidate& c : m_opened.choice.candidates) {
            if (!isOption(c.instrument) || c.instrument.type != own.instrument.type ||
                c.instrument.settlement != own.instrument.settlement || c.index == own.index)
                continue;
            const bool sameExpiry = c.instrument.expiry == own.instrument.expiry;
            const bool sameStrike = c.instrument.strike == own.instrument.strike;
            if (sameExpiry == sameStrike)
                continue;
            const double gap = sameExpiry ? strikeGap(c) : yearsGap(c);
            const HedgeCandidate*& kept = nearest[(sameExpiry ? 0 : 2) + (gap > 0.0 ? 1 : 0)];
            const double keptAt = kept == nullptr ? 0.0 : std::abs(sameExpiry ? strikeGap(*kept) : yearsGap(*kept));
            offer(kept, c, std::abs(gap), keptAt);
        }
        std::vector<const HedgeCandidate*> found(std::begin(nearest), std::end(nearest));
        std::erase(found, nullptr);
        return found;
    }

    [[nodiscard]] std::optional<CheaperTwin> twinOf(std::size_t t, const HedgeCandidate& own, double quantity,
                                                    const std::vector<TwinLeg>& legs) const
    {
        CheaperTwin twin{t, {}, m_proposal.trades[t].costUsd(), 0.0};
        const double days = m_proposal.policy.horizonDays;
        std::vector<double> difference = scenarioPnl(own.instrument, own.unit, 1.0, m_opened.scenarios->set, days);
        double size = 0.0;
        for (double& pnl : difference) {
            size = std::max(size, std::abs(quantity * pnl));
            pnl *= -quantity;
        }
        for (const TwinLeg& leg : legs) {
            if (leg.quantity > leg.candidate->buyable || -leg.quantity > leg.candidate->sellable)
                return std::nullopt;
            twin.instead.push_back(tradeOf(*leg.candidate, leg.quantity));
            twin.savesUsd -= twin.instead.back().costUsd();
            const auto pnl =
                scenarioPnl(leg.candidate->instrument, leg.candidate->unit, 1.0, m_opened.scenarios->set, days);
            for (std::size_t s = 0; s < pnl.size(); ++s)
                difference[s] += leg.quantity * pnl[s];
        }
        for (const double pnl : difference)
            twin.worstDifferenceUsd = std::max(twin.worstDifferenceUsd, std::abs(pnl));
        if (twin.worstDifferenceUsd > payoffTolerance * size)
            return std::nullopt;
        twin.freesMarginUsd = marginFreed(t, twin);
        const bool frees = twin.savesUsd > 0.0 || (twin.freesMarginUsd && *twin.freesMarginUsd > leastFreedUsd);
        return frees && twin.freesUsd() > 0.0 ? std::optional(twin) : std::nullopt;
    }

    [[nodiscard]] std::optional<double> marginFreed(std::size_t t, const CheaperTwin& twin) const
    {
        if (m_inputs.policy.margin.model.empty() || !m_opened.marginBefore || !m_proposal.margin)
            return std::nullopt;
        std::vector<HedgeTrade> trades = m_proposal.trades;
        trades.erase(trades.begin() + static_cast<std::ptrdiff_t>(t));
        trades.insert(trades.end(), twin.instead.begin(), twin.instead.end());
        return m_proposal.margin->initialAfterUsd - initialMargin(m_inputs, m_opened.marginWord, trades);
    }

    const HedgeInputs& m_inputs;
    const HedgeCase& m_opened;
    const HedgeProposal& m_proposal;
};

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
    const TwinSearch search(inputs, *opened, proposal);
    for (std::size_t t = 0; t < proposal.trades.size() && !stop.stop_requested(); ++t)
        search.appendFor(t, alternatives.twins);
    std::ranges::stable_sort(alternatives.twins, std::greater{}, &CheaperTwin::freesUsd);
    for (const auto& ask : {withoutInstruments, withoutVenues, withoutSources}) {
        for (LeftOut& answer : ask(inputs, proposal, stop)) {
            if (answer.status != HedgeStatus::Cancelled)
                alternatives.leftOut.push_back(std::move(answer));
        }
    }
    return alternatives;
}

} // namespace ballast
