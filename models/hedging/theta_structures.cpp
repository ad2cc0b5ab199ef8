#include "models/hedging/theta_structures.h"

#include "models/hedging/hedge_case.h"
#include "models/hedging/hedge_trades.h"
#include "models/market/calendar.h"
#include "models/market/instrument_name.h"
#include "models/pricing/black76.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

namespace ballast {
namespace {

constexpr double daysPerYear = 365.0;
constexpr double leastShortDelta = 0.10; // of the legs that are sold
constexpr double mostShortDelta = 0.40;
constexpr std::size_t wings = 3; // strikes beyond the short one that are tried
constexpr std::size_t mostOfAKind = 4;
constexpr double calendarVolMove = 0.15; // fraction
constexpr double farthestSpot = 3.0;     // times the forward
constexpr int spotSteps = 120;

struct Leg
{
    const HedgeCandidate* candidate = nullptr;
    double coins = 0.0; // signed
};

struct Draft
{
    ThetaKind kind = ThetaKind::IronCondor;
    std::string name;
    std::vector<Leg> legs;
    double coinsHeld = 0.0; // of a covered call
};

struct Chain
{
    std::vector<const HedgeCandidate*> calls; // rising strikes
    std::vector<const HedgeCandidate*> puts;
};

using Chains = std::map<Timestamp, Chain>;

double strikeOf(const HedgeCandidate& c)
{
    return *c.instrument.strike;
}

Chains chainsOf(const std::vector<HedgeCandidate>& candidates)
{
    Chains chains;
    for (const HedgeCandidate& c : candidates) {
        if (!isOption(c.instrument) || !c.unit.vol)
            continue;
        Chain& chain = chains[*c.instrument.expiry];
        (*c.instrument.type == OptionType::Call ? chain.calls : chain.puts).push_back(&c);
    }
    for (auto& [expiry, chain] : chains) {
        for (auto* side : {&chain.calls, &chain.puts})
            std::ranges::sort(*side, {}, [](const HedgeCandidate* c) { return strikeOf(*c); });
    }
    return chains;
}

bool sellable(const HedgeCandidate& c)
{
    const double delta = std::abs(c.unit.unit.delta);
    return delta >= leastShortDelta && delta <= mostShortDelta;
}

// Short a put and a call, long the next ones farther out.
void addCondors(std::vector<Draft>& drafts, const Chain& chain, double coins)
{
    for (std::size_t p = 1; p < chain.puts.size(); ++p) {
        for (std::size_t c = 0; c + 1 < chain.calls.size(); ++c) {
            const HedgeCandidate& put = *chain.puts[p];
            const HedgeCandidate& call = *chain.calls[c];
            const bool fly = strikeOf(put) == strikeOf(call);
            if (strikeOf(put) > strikeOf(call) || (!fly && (!sellable(put) || !sellable(call))) ||
                (fly && std::abs(std::abs(call.unit.unit.delta) - 0.5) > 0.15))
                continue;
            for (std::size_t w = 1; w <= wings && w <= p && c + w < chain.calls.size(); ++w) {
                const HedgeCandidate& low = *chain.puts[p - w];
                const HedgeCandidate& high = *chain.calls[c + w];
                const std::string expiry = expiryLabel(*put.instrument.expiry);
                drafts.push_back({fly ? ThetaKind::IronButterfly : ThetaKind::IronCondor,
                                  fly ? fmt::format("{} {:.0f}/{:.0f}/{:.0f} iron butterfly", expiry, strikeOf(low),
                                                    strikeOf(put), strikeOf(high))
                                      : fmt::format("{} {:.0f}/{:.0f}/{:.0f}/{:.0f} iron condor", expiry, strikeOf(low),
                                                    strikeOf(put), strikeOf(call), strikeOf(high)),
                                  {{&low, coins}, {&put, -coins}, {&call, -coins}, {&high, coins}},
                                  0.0});
            }
        }
    }
}

void addSingles(std::vector<Draft>& drafts, const Chain& chain, double coins, double coinsHeld)
{
    for (const HedgeCandidate* put : chain.puts) {
        if (sellable(*put))
            drafts.push_back(
                {ThetaKind::CashSecuredPut,
                 fmt::format("{} {:.0f} cash-secured put", expiryLabel(*put->instrument.expiry), strikeOf(*put)),
                 {{put, -coins}},
                 0.0});
    }
    for (const HedgeCandidate* call : chain.calls) {
        if (sellable(*call) && coinsHeld >= coins)
            drafts.push_back(
                {ThetaKind::CoveredCall,
                 fmt::format("{} {:.0f} covered call", expiryLabel(*call->instrument.expiry), strikeOf(*call)),
                 {{call, -coins}},
                 coins});
    }
}

// The far leg is the nearest later expiry that lists the strike.
void addCalendars(std::vector<Draft>& drafts, const Chains& chains, Chains::const_iterator near, double coins)
{
    for (const auto side : {&Chain::calls, &Chain::puts}) {
        for (const HedgeCandidate* sold : near->second.*side) {
            if (std::abs(std::abs(sold->unit.unit.delta) - 0.4) > 0.2)
                continue;
            for (auto far = std::next(near); far != chains.end(); ++far) {
                const auto& later = far->second.*side;
                const auto bought =
                    std::ranges::find(later, strikeOf(*sold), [](const HedgeCandidate* c) { return strikeOf(*c); });
                if (bought == later.end())
                    continue;
                drafts.push_back(
                    {ThetaKind::Calendar,
                     fmt::format("{}/{} {:.0f} {} calendar", expiryLabel(near->first), expiryLabel(far->first),
                                 strikeOf(*sold), *sold->instrument.type == OptionType::Call ? "call" : "put"),
                     {{sold, -coins}, {*bought, coins}},
                     0.0});
                break;
            }
        }
    }
}

// USD per coin at the time when the near leg expires, forwards moved alike by spot.
double valueThen(const HedgeCandidate& c, double spotRatio, double years, double volMove)
{
    const double forward = c.unit.forward * spotRatio;
    const double left = c.unit.years - years;
    if (left <= 1e-9) {
        const double sign = *c.instrument.type == OptionType::Call ? 1.0 : -1.0;
        return std::max(0.0, sign * (forward - strikeOf(c)));
    }
    return blackPrice({forward, strikeOf(c), left, std::max(*c.unit.vol + volMove, 0.01), *c.instrument.type});
}

// Spots at which a piecewise linear payoff can have its worst, and a grid between for legs that live on.
std::vector<double> spotRatios(const Draft& draft)
{
    std::vector<double> ratios{1e-6, farthestSpot};
    for (const Leg& leg : draft.legs)
        ratios.push_back(strikeOf(*leg.candidate) / leg.candidate->unit.forward);
    for (int step = 1; step < spotSteps; ++step)
        ratios.push_back(farthestSpot * step / spotSteps);
    return ratios;
}

void setWorstAtExpiry(ThetaStructure& structure, const Draft& draft, double creditUsd)
{
    const HedgeCandidate& first =
        *std::ranges::min_element(draft.legs, {}, [](const Leg& leg) { return leg.candidate->unit.years; })->candidate;
    const bool livesOn = draft.kind == ThetaKind::Calendar;
    for (const double ratio : spotRatios(draft)) {
        for (const double volMove : {0.0, calendarVolMove, -calendarVolMove}) {
            if (volMove != 0.0 && !livesOn)
                continue;
            double pnl = creditUsd + draft.coinsHeld * first.unit.forward * (ratio - 1.0);
            for (const Leg& leg : draft.legs)
                pnl += leg.coins * valueThen(*leg.candidate, ratio, first.unit.years, volMove);
            if (-pnl > structure.worstExpiryUsd) {
                structure.worstExpiryUsd = -pnl;
                structure.worst =
                    fmt::format("at expiry, {} at {:.0f}", first.instrument.underlying, ratio * first.unit.forward);
            }
        }
    }
}

void setWorstUnderStress(ThetaStructure& structure, const Draft& draft, const std::vector<PnlLimit>& moves)
{
    std::vector<double> pnl(moves.size(), 0.0);
    for (std::size_t s = 0; s < moves.size(); ++s)
        pnl[s] = draft.coinsHeld * draft.legs.front().candidate->unit.forward * moves[s].move.spot;
    for (const Leg& leg : draft.legs) {
        const auto unit = unitPnlAtLimits(*leg.candidate, moves);
        for (std::size_t s = 0; s < pnl.size(); ++s)
            pnl[s] += leg.coins * unit[s];
    }
    for (std::size_t s = 0; s < pnl.size(); ++s) {
        const double loss = structure.costUsd - pnl[s];
        if (loss > structure.worstStressUsd) {
            structure.worstStressUsd = loss;
            if (loss > structure.worstExpiryUsd)
                structure.worst = moves[s].name;
        }
    }
}

std::optional<ThetaStructure> costedDraft(const Draft& draft, const std::vector<PnlLimit>& stressMoves)
{
    ThetaStructure structure;
    structure.kind = draft.kind;
    structure.name = draft.name;
    for (const Leg& leg : draft.legs) {
        const HedgeCandidate& c = *leg.candidate;
        const bool fits = leg.coins <= c.buyable && -leg.coins <= c.sellable;
        if (!fits)
            return std::nullopt;
        HedgeTrade trade = tradeOf(c, leg.coins);
        const bool inverse = c.instrument.settlement == Settlement::Inverse;
        const double priceUsd = inverse ? trade.expectedPrice * c.notionalUsdPerUnit : trade.expectedPrice;
        structure.creditUsd -= leg.coins * priceUsd + trade.feeUsd;
        structure.costUsd += trade.costUsd();
        structure.thetaUsdDay += trade.exposure.thetaUsdDay;
        structure.trades.push_back(std::move(trade));
    }
    if (structure.thetaUsdDay <= 0.0)
        return std::nullopt;
    setWorstAtExpiry(structure, draft, structure.creditUsd);
    setWorstUnderStress(structure, draft, stressMoves);
    if (structure.worstLossUsd() <= 0.0) // free money is a stale quote
        return std::nullopt;
    return structure;
}

void setMargin(ThetaStructure& structure, const HedgeInputs& inputs, const HedgeCase& opened,
               const std::stop_token& stop)
{
    if (!opened.marginBefore)
        return;
    const auto book = std::make_shared<const Portfolio>(bookAfter(*inputs.book, structure.trades, *inputs.market));
    const auto report = computeRisk({inputs.market, book, inputs.surfaces, VolChoice::Mark, {}, inputs.otc}, stop);
    if (report)
        structure.marginUsd = marginLevel(opened.marginWord, *report)->initialUsd - opened.marginBefore->initialUsd;
}

std::vector<ThetaStructure> bestOf(std::vector<ThetaStructure> all, std::size_t most)
{
    std::ranges::stable_sort(all, std::greater{}, &ThetaStructure::thetaPerUsd);
    std::map<ThetaKind, std::size_t> taken;
    std::vector<ThetaStructure> best;
    for (ThetaStructure& structure : all) {
        if (best.size() < most && taken[structure.kind]++ < mostOfAKind)
            best.push_back(std::move(structure));
    }
    return best;
}

} // namespace

const char* thetaWord(ThetaKind kind)
{
    switch (kind) {
    case ThetaKind::IronCondor:
        return "iron condor";
    case ThetaKind::IronButterfly:
        return "iron butterfly";
    case ThetaKind::Calendar:
        return "calendar";
    case ThetaKind::CoveredCall:
        return "covered call";
    case ThetaKind::CashSecuredPut:
        return "cash-secured put";
    }
    return "unknown";
}

std::vector<ThetaStructure> thetaStructures(const HedgeInputs& inputs, const ThetaWish& wish,
                                            const std::stop_token& stop)
{
    if (inputFault(inputs) || !(wish.coins > 0.0))
        return {};
    const auto opened = openCase(inputs, stop);
    if (!opened)
        return {};
    const Chains chains = chainsOf(opened->choice.candidates);
    std::vector<Draft> drafts;
    for (auto near = chains.begin(); near != chains.end(); ++near) {
        const double days = yearsBetween(inputs.market->asOf, near->first) * daysPerYear;
        if (days < wish.leastDays || days > wish.mostDays)
            continue;
        addCondors(drafts, near->second, wish.coins);
        addSingles(drafts, near->second, wish.coins, opened->exposureBefore.deltaCoin);
        addCalendars(drafts, chains, near, wish.coins);
    }
    std::vector<ThetaStructure> all;
    for (const Draft& draft : drafts) {
        if (stop.stop_requested())
            return {};
        if (auto structure = costedDraft(draft, opened->cushion))
            all.push_back(std::move(*structure));
    }
    std::vector<ThetaStructure> best = bestOf(std::move(all), wish.most);
    for (ThetaStructure& structure : best)
        setMargin(structure, inputs, *opened, stop);
    return best;
}

} // namespace ballast
