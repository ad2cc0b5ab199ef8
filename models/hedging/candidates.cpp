#include "models/hedging/candidates.h"

#include "models/market/instrument_name.h"
#include "models/pricing/implied_vol.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double daysPerYear = 365.0;
constexpr double fundingsPerDay = 3.0;
constexpr double edge = 1e-9; // the universe's limits are inclusive

using Refusal = std::optional<std::string>;

bool listed(const std::vector<std::string>& names, const std::string& name)
{
    return std::ranges::find(names, name) != names.end();
}

Refusal refusedByKind(const Instrument& instrument, const HedgeUniverse& universe)
{
    switch (instrument.kind) {
    case InstrumentKind::Otc:
        return "dealt over the counter, no venue lists it";
    case InstrumentKind::Spot:
        return universe.spot ? Refusal{} : "spot is switched off in the policy";
    case InstrumentKind::Perpetual:
        return universe.perpetuals ? Refusal{} : "perpetuals are switched off in the policy";
    case InstrumentKind::Future:
        return universe.futures ? Refusal{} : "futures are switched off in the policy";
    case InstrumentKind::Option:
        return universe.options ? Refusal{} : "options are switched off in the policy";
    }
    return "unknown kind";
}

Refusal refusedByTerms(const Instrument& instrument, const HedgePolicy& policy, Timestamp asOf)
{
    if (auto reason = refusedByKind(instrument, policy.universe))
        return reason;
    if (listed(policy.universe.exclude, instrument.id.name))
        return "excluded by name";
    if (instrument.expiry && *instrument.expiry <= asOf)
        return fmt::format("expired at {}", toIso8601(*instrument.expiry));
    const auto& expiries = policy.universe.expiries;
    if (instrument.expiry && !expiries.empty() && std::ranges::find(expiries, *instrument.expiry) == expiries.end())
        return fmt::format("expiry {} is not chosen", expiryLabel(*instrument.expiry));
    return std::nullopt;
}

const char* stateReason(QuoteState state)
{
    switch (state) {
    case QuoteState::Live:
        return "";
    case QuoteState::Late:
        return "quote is late";
    case QuoteState::Stale:
        return "quote is stale";
    case QuoteState::Down:
        return "feed is down";
    case QuoteState::Crossed:
        return "quote is crossed";
    case QuoteState::Gap:
        return "feed has a sequence gap";
    }
    return "unknown state";
}

Refusal refusedByQuote(const Quote& quote, const HedgeUniverse& universe)
{
    if (quote.state != QuoteState::Live)
        return stateReason(quote.state);
    if (!quote.bid || !quote.ask || *quote.bid <= 0.0)
        return "no two-sided quote";
    if (*quote.bid > *quote.ask)
        return "quote is crossed";
    if (quote.openInterest && *quote.openInterest < universe.minOpenInterest - edge)
        return fmt::format("open interest {:g} is below {:g}", *quote.openInterest, universe.minOpenInterest);
    return std::nullopt;
}

// As the venue states it, else from the implied vols of bid and ask, else the price spread over vega.
double spreadVolPoints(const Instrument& instrument, const Quote& quote, const LineValues& unit)
{
    if (quote.bidIv && quote.askIv && *quote.bidIv > 0.0 && *quote.askIv > 0.0)
        return 100.0 * (*quote.askIv - *quote.bidIv);
    const double usd = instrument.settlement == Settlement::Inverse ? unit.forward : 1.0;
    const auto vol = [&](double price) {
        return volOrNothing(impliedVol(unit.forward, *instrument.strike, unit.years, *instrument.type, price * usd));
    };
    const auto bidVol = vol(*quote.bid);
    const auto askVol = vol(*quote.ask);
    if (bidVol && askVol)
        return 100.0 * (*askVol - *bidVol);
    const double priceSpread = (*quote.ask - *quote.bid) * usd;
    return unit.unit.vega > 0.0 ? priceSpread / unit.unit.vega : unlimitedQuantity;
}

Refusal refusedByRisk(const Instrument& instrument, const Quote& quote, const LineValues& unit,
                      const HedgeUniverse& universe)
{
    if (!isOption(instrument))
        return std::nullopt;
    const double absDelta = std::abs(unit.unit.delta);
    if (absDelta < universe.minAbsDelta - edge || absDelta > universe.maxAbsDelta + edge)
        return fmt::format("delta {:.3f} is outside {:g} to {:g}", unit.unit.delta, universe.minAbsDelta,
                           universe.maxAbsDelta);
    const double spread = spreadVolPoints(instrument, quote, unit);
    if (spread > universe.maxSpreadVolPoints + edge)
        return std::isfinite(spread)
                   ? fmt::format("spread of {:.1f} vol points is wider than {:g}", spread, universe.maxSpreadVolPoints)
                   : std::string("vega is too small for a spread in vol points");
    return std::nullopt;
}

std::optional<double> knownCapacity(const CostCurve& curve)
{
    const double capacity = curve.capacity();
    return std::isfinite(capacity) ? std::optional(capacity) : std::nullopt;
}

// What a long unit pays over the horizon: funding of a perpetual, the basis that a dated future loses on its way to the
// index, in a straight line. Options carry by their theta, which bands and scenarios see.
double carryPerUnit(const HedgeCandidate& candidate, const Quote& quote, double coinUsd, const MarketSnapshot& market,
                    double horizonDays)
{
    if (candidate.instrument.kind == InstrumentKind::Perpetual)
        return quote.fundingRate8h.value_or(0.0) * fundingsPerDay * horizonDays * candidate.notionalUsdPerUnit;
    if (candidate.instrument.kind != InstrumentKind::Future || !market.index(candidate.instrument.underlying))
        return 0.0;
    const double days = candidate.unit.years * daysPerYear;
    const double share = days > 0.0 ? std::min(1.0, horizonDays / days) : 1.0;
    return (candidate.unit.forward / coinUsd - 1.0) * share * candidate.notionalUsdPerUnit;
}

std::optional<HedgeCandidate> candidateOf(const HedgeInputs& inputs, std::size_t index, const LineValues& unit,
                                          double capCoins)
{
    const Instrument& instrument = (*inputs.market->instruments)[index];
    const Quote& quote = inputs.market->quotes[index];
    const HedgePolicy& policy = inputs.policy;
    const IndexPrice* spot = inputs.market->index(instrument.underlying);
    const double coinUsd = spot ? spot->priceUsd : unit.forward; // what a coin premium or fee is worth today
    const auto buy = costCurve(instrument, quote, Side::Buy, coinUsd, policy.fees, policy.depth);
    const auto sell = costCurve(instrument, quote, Side::Sell, coinUsd, policy.fees, policy.depth);
    if (!buy || !sell)
        return std::nullopt;
    HedgeCandidate candidate{
        index, instrument, unit, quote.mark, *buy, *sell, knownCapacity(*buy), knownCapacity(*sell)};
    candidate.coinsPerUnit = isQuantityInUsd(instrument) ? 1.0 / unit.forward : 1.0;
    candidate.notionalUsdPerUnit = isQuantityInUsd(instrument) ? 1.0 : coinUsd;
    candidate.carryUsdPerUnit = carryPerUnit(candidate, quote, coinUsd, *inputs.market, policy.horizonDays);
    candidate.lot = policy.respectLots ? instrument.minTradeAmount : 0.0;
    const double cap = capCoins / candidate.coinsPerUnit;
    const auto share = [&](const std::optional<double>& visible) {
        return visible ? std::min(policy.depthShare * *visible, cap) : cap;
    };
    candidate.buyable = share(candidate.visibleAsk);
    candidate.sellable = share(candidate.visibleBid);
    return candidate;
}

Portfolio oneOfEach(const InstrumentTable& table, const std::vector<std::size_t>& indices)
{
    Portfolio portfolio;
    for (const std::size_t index : indices)
        portfolio.positions.push_back({table[index].id, 1.0, std::nullopt, {}, {}});
    return portfolio;
}

} // namespace

CandidateChoice chooseCandidates(const HedgeInputs& inputs, double capCoins, const std::stop_token& stop)
{
    CandidateChoice choice;
    const InstrumentTable& table = *inputs.market->instruments;
    std::vector<std::size_t> tradable;
    for (std::size_t index = 0; index < table.size(); ++index) {
        if (table[index].underlying != inputs.policy.underlying)
            continue;
        auto reason = refusedByTerms(table[index], inputs.policy, inputs.market->asOf);
        if (!reason)
            reason = refusedByQuote(inputs.market->quotes[index], inputs.policy.universe);
        if (reason)
            choice.refused.push_back({table[index].id.name, std::move(*reason)});
        else
            tradable.push_back(index);
    }
    const auto units = std::make_shared<const Portfolio>(oneOfEach(table, tradable));
    const RiskInputs risk{inputs.market, units, inputs.surfaces, VolChoice::Mark};
    for (std::size_t k = 0; k < tradable.size() && !stop.stop_requested(); ++k) {
        const std::size_t index = tradable[k];
        const RiskLine line = priceLine(risk, k);
        Refusal reason = line.values.ok() ? refusedByRisk(table[index], inputs.market->quotes[index],
                                                          line.values.value(), inputs.policy.universe)
                                          : Refusal(line.values.error().message);
        auto candidate = reason ? std::nullopt : candidateOf(inputs, index, line.values.value(), capCoins);
        if (candidate)
            choice.candidates.push_back(std::move(*candidate));
        else
            choice.refused.push_back({table[index].id.name, reason.value_or("order book is empty or crossed")});
    }
    return choice;
}

} // namespace ballast
