#include "models/risk/pnl_explain.h"

#include "models/market/calendar.h"
#include "models/risk/explain_line.h"
#include "models/risk/risk_engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace ballast {
namespace {

constexpr double daysPerYear = 365.0;

// What an instrument was worth at the end.
struct EndPrice
{
    BlackTerms terms;      // options
    double priceUsd = 0.0; // USD per coin for options, the price for the rest
    double forward = 0.0;
};

using Lines = std::map<InstrumentId, const RiskLine*>;

Lines byInstrument(const RiskReport& report)
{
    Lines lines;
    for (const RiskLine& line : report.lines) {
        const auto [known, fresh] = lines.emplace(line.holding.instrument, &line);
        if (!fresh && !known->second->values && line.values)
            known->second = &line;
    }
    return lines;
}

std::optional<double> deliveryPrice(const ExplainInputs& inputs, const Instrument& instrument)
{
    for (const Delivery& d : inputs.deliveries) {
        if (d.underlying == instrument.underlying && d.expiry == *instrument.expiry)
            return d.priceUsd;
    }
    const IndexPrice* index = inputs.marketAfter ? inputs.marketAfter->index(instrument.underlying) : nullptr;
    return index && index->priceUsd > 0.0 ? std::optional(index->priceUsd) : std::nullopt;
}

Result<EndPrice> settled(const ExplainInputs& inputs, const RiskLine& before)
{
    const Instrument& instrument = *before.instrument;
    const auto price = deliveryPrice(inputs, instrument);
    if (!price)
        return Error{Errc::NoQuote, fmt::format("{} expired and its delivery price is not known", instrument.id.name)};
    if (isOtc(instrument))
        return Error{Errc::Unsupported, fmt::format("{} expired: what it paid depends on the path, enter it as a trade",
                                                    instrument.id.name)};
    EndPrice end{{}, *price, *price};
    if (isOption(instrument)) {
        end.terms = {*price, *instrument.strike, 0.0, before.values->vol.value_or(0.0), *instrument.type};
        end.priceUsd = blackPrice(end.terms);
    }
    return end;
}

Result<EndPrice> endPrice(const ExplainInputs& inputs, const Lines& after, const RiskLine& before)
{
    const Instrument& instrument = *before.instrument;
    if (instrument.expiry && *instrument.expiry <= inputs.after->asOf)
        return settled(inputs, before);
    const auto line = after.find(before.holding.instrument);
    if (line == after.end())
        return Error{Errc::NotFound, fmt::format("{} has no price in the later market", instrument.id.name)};
    if (!line->second->values)
        return line->second->values.error();
    const LineValues& v = *line->second->values;
    EndPrice end{{}, v.markUsd, v.forward};
    if (isOption(instrument) || isOtc(instrument))
        end.terms = {v.forward, *instrument.strike, v.years, *v.vol, *instrument.type};
    return end;
}

// By the bumped Greeks of the beginning; what they miss is unexplained.
PnlParts otcParts(const LineValues& v, const EndPrice& end)
{
    const Greeks& g = v.unit;
    const double f = end.forward - v.forward;
    const double points = 100.0 * (end.terms.vol - *v.vol);
    const double days = daysPerYear * (v.years - end.terms.years);
    PnlParts parts;
    parts.delta = g.delta * f;
    parts.gamma = 0.5 * g.gamma * f * f;
    parts.theta = g.theta * days;
    parts.vegaLevel = g.vega * points;
    parts.vanna = g.vanna * f * points;
    parts.volga = 0.5 * g.volga * points * points;
    parts.charm = g.charm * f * days;
    parts.unexplained = end.priceUsd - v.markUsd - parts.total();
    return parts;
}

PnlParts heldParts(const ExplainInputs& inputs, const RiskLine& before, const EndPrice& end)
{
    const Instrument& instrument = *before.instrument;
    const LineValues& v = *before.values;
    PnlParts parts;
    if (v.otc) {
        parts = otcParts(v, end);
        scale(parts, before.holding.quantity);
        return parts;
    }
    if (!isOption(instrument)) { // inverse: Q (1 / F0 - 1 / F1) coins at F1
        parts.delta = v.exposure.deltaUsd * (end.priceUsd / v.markUsd - 1.0);
        return parts;
    }
    const OptionMove move{
        {v.forward, *instrument.strike, v.years, *v.vol, *instrument.type}, end.terms, v.markUsd, end.priceUsd};
    const VolMoveParts vol =
        splitVolMove(move, *instrument.expiry, surfaceFor(inputs.surfacesBefore, instrument.underlying),
                     surfaceFor(inputs.surfacesAfter, instrument.underlying));
    parts = explainOption(move, vol);
    scale(parts, before.holding.quantity);
    return parts;
}

ExplainedLine explainHeld(const ExplainInputs& inputs, const Lines& after, const RiskLine& before)
{
    ExplainedLine line{before.holding.instrument.name, before.holding.quantity, {}, 0.0, {}};
    if (!before.values) {
        line.reason = before.values.error().message;
        return line;
    }
    const auto end = endPrice(inputs, after, before);
    if (!end) {
        line.reason = end.error().message;
        return line;
    }
    line.parts = heldParts(inputs, before, *end);
    line.pnlUsd = line.parts.total();
    return line;
}

// What was traded and its last price in quote units: the mark, or what it settled at.
struct LastPrice
{
    const Instrument* instrument = nullptr;
    double quoted = 0.0;
    double coinUsd = 0.0; // what a coin of premium is worth
};

Result<LastPrice> lastPrice(const ExplainInputs& inputs, const Lines& after, const ExplainedTrade& trade)
{
    const auto known = after.find(trade.instrument);
    if (known == after.end() || !known->second->instrument)
        return Error{Errc::NotFound,
                     fmt::format("{} was traded and has no price in the later market", trade.instrument.name)};
    const Instrument& instrument = *known->second->instrument;
    if (instrument.expiry && *instrument.expiry <= inputs.after->asOf && !isOtc(instrument)) {
        const auto price = deliveryPrice(inputs, instrument);
        if (!price)
            return Error{Errc::NoQuote,
                         fmt::format("{} expired and its delivery price is not known", instrument.id.name)};
        if (!isOption(instrument))
            return LastPrice{&instrument, *price, *price};
        const double payoffUsd = blackPrice({*price, *instrument.strike, 0.0, 0.0, *instrument.type});
        return LastPrice{&instrument, instrument.settlement == Settlement::Inverse ? payoffUsd / *price : payoffUsd,
                         *price};
    }
    if (!known->second->values)
        return Error{Errc::NoQuote,
                     fmt::format("{} was traded and has no price in the later market", trade.instrument.name)};
    return LastPrice{&instrument, known->second->values->mark, known->second->values->forward};
}

// From the trade's price to the last one. Inverse premiums are coins: worth what a coin is at the end.
ExplainedLine explainTrade(const ExplainInputs& inputs, const Lines& before, const Lines& after,
                           const ExplainedTrade& trade)
{
    ExplainedLine line{trade.instrument.name, trade.quantity, {}, 0.0, {}};
    line.parts.fees = -trade.feeUsd;
    const auto last = lastPrice(inputs, after, trade);
    const bool inUsd = last && isQuantityInUsd(*last->instrument);
    if (!last)
        line.reason = last.error().message;
    else if (inUsd && !(trade.price > 0.0))
        line.reason = fmt::format("{} was traded at no price", trade.instrument.name);
    if (line.reason.empty()) {
        double pnl = trade.quantity * (last->quoted - trade.price);
        if (isOption(*last->instrument) && last->instrument->settlement == Settlement::Inverse)
            pnl *= last->coinUsd;
        else if (inUsd)
            pnl = trade.quantity * (last->quoted / trade.price - 1.0);
        (before.contains(trade.instrument) ? line.parts.trades : line.parts.newDeals) = pnl;
    }
    line.pnlUsd = line.parts.total();
    return line;
}

void take(PnlExplain& explain, ExplainedLine line)
{
    add(explain.parts, line.parts);
    explain.linesLeftOut += line.reason.empty() ? 0 : 1;
    explain.lines.push_back(std::move(line));
}

} // namespace

double PnlParts::total() const
{
    return delta + gamma + theta + vegaLevel + vegaTerm + vegaSkew + vegaCurvature + vanna + volga + charm + timeVol +
           funding + fees + trades + newDeals + unexplained;
}

void add(PnlParts& sum, const PnlParts& part)
{
    sum.delta += part.delta;
    sum.gamma += part.gamma;
    sum.theta += part.theta;
    sum.vegaLevel += part.vegaLevel;
    sum.vegaTerm += part.vegaTerm;
    sum.vegaSkew += part.vegaSkew;
    sum.vegaCurvature += part.vegaCurvature;
    sum.vanna += part.vanna;
    sum.volga += part.volga;
    sum.charm += part.charm;
    sum.timeVol += part.timeVol;
    sum.funding += part.funding;
    sum.fees += part.fees;
    sum.trades += part.trades;
    sum.newDeals += part.newDeals;
    sum.unexplained += part.unexplained;
}

Result<PnlExplain> explainPnl(const ExplainInputs& inputs)
{
    if (inputs.after->asOf < inputs.before->asOf)
        return Error{Errc::BadInput, "the second market is older than the first, swap them"};
    const Lines before = byInstrument(*inputs.before);
    const Lines after = byInstrument(*inputs.after);
    PnlExplain explain;
    explain.from = inputs.before->basis;
    explain.to = inputs.after->basis;
    explain.fromTime = inputs.before->asOf;
    explain.toTime = inputs.after->asOf;
    for (const RiskLine& line : inputs.before->lines)
        take(explain, explainHeld(inputs, after, line));
    for (const ExplainedTrade& trade : inputs.trades)
        take(explain, explainTrade(inputs, before, after, trade));
    for (const FundingPayment& payment : inputs.funding) {
        ExplainedLine line{payment.instrument.name, 0.0, {}, payment.usd, {}};
        line.parts.funding = payment.usd;
        take(explain, std::move(line));
    }
    explain.pnlUsd = explain.parts.total();
    for (const ExplainedLine& line : explain.lines)
        explain.grossUsd += std::abs(line.pnlUsd);
    explain.unexplainedShare = explain.grossUsd > 0.0 ? std::abs(explain.parts.unexplained) / explain.grossUsd : 0.0;
    explain.flagged = explain.unexplainedShare > unexplainedLimit || explain.linesLeftOut > 0;
    return explain;
}

} // namespace ballast
