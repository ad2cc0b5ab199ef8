#include "app/session/oracle_watch.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace ballast {
namespace {

constexpr std::chrono::minutes moveSpan{5};
constexpr std::chrono::seconds priceStep{1};
constexpr std::string_view ownMid = "own perpetual mid";
constexpr std::string_view venueIndex = "venue's index";
constexpr std::string_view venueMark = "venue's perpetual mark";

PriceReading reading(std::string source, SourceKind kind, std::optional<double> price, Timestamp at)
{
    return {std::move(source), sourceRules(kind), price, at, {}};
}

// "okx": OKX, "deribit": Deribit.
std::string venueLabel(const VenueId& venue)
{
    if (venue.value == "okx")
        return "OKX";
    std::string label = venue.value;
    if (!label.empty())
        label.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(label.front())));
    return label;
}

std::vector<PriceReading> readingsOf(const MarketSnapshot& market, const std::string& underlying,
                                     const Quote* perpetual)
{
    std::vector<PriceReading> readings;
    if (const IndexPrice* index = market.index(underlying))
        readings.push_back(reading(std::string(venueIndex), SourceKind::VenueIndex, index->priceUsd, index->at));
    if (perpetual == nullptr)
        return readings;
    const bool usable = perpetual->state != QuoteState::Gap && perpetual->state != QuoteState::Down;
    readings.push_back(
        reading(std::string(ownMid), SourceKind::OwnMid, usable ? midPrice(*perpetual) : std::nullopt, perpetual->at));
    readings.push_back(reading(std::string(venueMark), SourceKind::VenueTicker, perpetual->mark, perpetual->at));
    return readings;
}

Milliseconds heldFor(std::optional<Timestamp>& since, bool holds, Timestamp now)
{
    if (!holds) {
        since.reset();
        return Milliseconds{0};
    }
    if (!since)
        since = now;
    return now - *since;
}

double largestDistance(const Quorum& quorum)
{
    std::optional<double> least;
    std::optional<double> most;
    for (const JudgedSource& source : quorum.sources) {
        if (isRed(source.state) || !source.price)
            continue;
        least = least ? std::min(*least, *source.price) : *source.price;
        most = most ? std::max(*most, *source.price) : *source.price;
    }
    return least && *least > 0.0 ? *most / *least - 1.0 : 0.0;
}

// What says the very same as the picture's own index is that index under its name.
void addOther(std::vector<PriceReading>& readings, const PriceReading& other)
{
    const bool isOwn = !readings.empty() && readings.front().source == venueIndex &&
                       readings.front().price == other.price && readings.front().at == other.at;
    if (isOwn)
        readings.front() = other;
    else
        readings.push_back(other);
}

// All that is not the desk's own: late or worse.
bool everyRemoteIsLate(const Quorum& quorum)
{
    bool hasRemote = false;
    for (const JudgedSource& source : quorum.sources) {
        if (source.source == ownMid)
            continue;
        hasRemote = true;
        if (source.state == SourceState::Healthy)
            return false;
    }
    return hasRemote;
}

// The desk's own book carries on alone, at costs half as high again; without it the last agreed price, whose costs grow
// with its age.
std::optional<DeskPrice> onOwnBooks(std::optional<DeskPrice> known, const Quorum& quorum)
{
    if (!known || !everyRemoteIsLate(quorum))
        return known;
    constexpr double lateCosts = 1.5;
    known->isLastGood = true;
    known->costFactor = std::max(known->costFactor, lateCosts);
    const auto own = std::ranges::find(quorum.sources, ownMid, &JudgedSource::source);
    if (own == quorum.sources.end() || isRed(own->state) || !own->price)
        return known;
    known->price = *own->price;
    known->age = own->age.value_or(Milliseconds{0});
    return known;
}

} // namespace

BreakerInputs OracleWatch::inputsOf(Line& line, const OracleView& view, const std::vector<PriceReading>& readings,
                                    const Quote* perpetual, Timestamp now, Milliseconds clockSkew)
{
    BreakerInputs inputs;
    inputs.redSources = static_cast<int>(view.quorum.red);
    inputs.healthySources = static_cast<int>(view.quorum.healthy);
    inputs.confidence = view.quorum.confidence;
    inputs.clockSkew = clockSkew;
    inputs.disagreement = largestDistance(view.quorum);
    inputs.newestAge = Milliseconds::max();
    for (const PriceReading& each : readings)
        inputs.newestAge = std::min(inputs.newestAge, std::max(now - each.at, Milliseconds{0}));
    if (perpetual != nullptr) {
        inputs.crossedFor = heldFor(line.crossedSince, perpetual->state == QuoteState::Crossed, now);
        inputs.gapFor = heldFor(line.gapSince, perpetual->state == QuoteState::Gap, now);
    }
    if (readings.size() >= 2 && readings[0].price && readings[1].price)
        inputs.divergence = line.divergence.update(*readings[0].price, *readings[1].price, 0.0, now);
    if (view.quorum.price) {
        if (line.prices.empty() || now - line.prices.back().first >= priceStep)
            line.prices.emplace_back(now, *view.quorum.price);
        while (now - line.prices.front().first > moveSpan)
            line.prices.pop_front();
        inputs.fiveMinuteMove = *view.quorum.price / line.prices.front().second - 1.0;
    }
    return inputs;
}

Status OracleWatch::resume(const std::string& underlying, const std::string& reason)
{
    const auto line = m_lines.find(underlying);
    if (line == m_lines.end())
        return Error{Errc::NotFound, "no index of " + underlying + " is watched"};
    return line->second.breaker.resume(line->second.judgedBy, reason, line->second.judgedAt);
}

std::vector<OracleView> OracleWatch::update(const MarketSnapshot& market, Timestamp marketNow, Milliseconds clockSkew,
                                            const std::vector<UnderlyingReading>& others)
{
    std::vector<OracleView> views;
    for (const std::string& underlying : underlyingsOf(market)) {
        const auto row = perpetualOf(market, underlying);
        const bool isPerpetual = row && (*market.instruments)[*row].kind == InstrumentKind::Perpetual;
        const Quote* perpetual = isPerpetual ? &market.quotes[*row] : nullptr;
        auto readings = readingsOf(market, underlying, perpetual);
        for (const UnderlyingReading& other : others) {
            if (other.underlying == underlying)
                addOther(readings, other.reading);
        }
        if (const auto mark = std::ranges::find(readings, venueMark, &PriceReading::source);
            mark != readings.end() && readings.front().source != venueIndex)
            mark->source = venueLabel((*market.instruments)[*row].id.venue) + " perpetual mark"; // of several venues
        Line& line = m_lines[underlying];
        OracleView view;
        view.underlying = underlying;
        view.quorum = agreeOnPrice(readings, marketNow);
        view.without = leaveOneOut(readings, marketNow);
        view.deskPrice = onOwnBooks(line.lastGood.update(view.quorum, marketNow), view.quorum);
        line.judgedBy = inputsOf(line, view, readings, perpetual, marketNow, clockSkew);
        line.judgedAt = marketNow;
        view.state = line.breaker.update(line.judgedBy, marketNow);
        view.effects = breakerEffects(view.state, view.quorum.confidence);
        view.reasons = line.breaker.reasons();
        view.since = line.breaker.since();
        views.push_back(std::move(view));
    }
    return views;
}

} // namespace ballast
