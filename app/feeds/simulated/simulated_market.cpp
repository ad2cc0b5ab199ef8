#include "app/feeds/simulated/simulated_market.h"

#include "app/feeds/simulated/week_clock.h"
#include "models/market/calendar.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace ballast {
namespace {

constexpr Milliseconds longestSubStep{1000};
constexpr Milliseconds markInterval{1000}; // the venue marks a whole surface this often,
constexpr double markMove = 2e-4;          // or when spot has moved this much
constexpr double busyLog = 0.45;           // log of fast over mean variance from which the market counts as busy

// Mean time between a maker's quotes of one option, by how interesting it is.
double optionRefreshSeconds(const Quote& quote)
{
    const double absDelta = std::abs(quote.venueGreeks.delta.value_or(0.0));
    return absDelta > 0.1 && absDelta < 0.9 ? 3.0 : 12.0;
}

constexpr double futureRefreshSeconds = 0.5;

std::vector<ListedUnderlying> listedUnderlyings(const std::vector<UnderlyingSettings>& settings)
{
    std::vector<ListedUnderlying> listed;
    for (const UnderlyingSettings& s : settings)
        listed.push_back({.name = s.name, .strikeMantissas = s.strikeMantissas, .centreUsd = 0.0, .expiries = {}});
    return listed;
}

} // namespace

const char* episodeWord(Episode episode)
{
    switch (episode) {
    case Episode::FlashCrash:
        return "flash crash";
    }
    return "unknown";
}

const char* regimeWord(MarketRegime regime)
{
    switch (regime) {
    case MarketRegime::Calm:
        return "calm";
    case MarketRegime::Busy:
        return "busy";
    case MarketRegime::Crash:
        return "crash";
    case MarketRegime::Recovery:
        return "recovery";
    }
    return "unknown";
}

SimulatedMarket::SimulatedMarket(SimulationSettings settings)
    : m_settings(std::move(settings)),
      m_factors(m_settings.underlyings, m_settings.seed),
      m_listing(listedUnderlyings(m_settings.underlyings)),
      m_maker(m_settings.seed),
      m_now(m_settings.start),
      m_underlyings(m_settings.underlyings.size())
{
    assert(!m_settings.underlyings.empty());
    step(Milliseconds(0));
}

SnapshotPtr SimulatedMarket::step(Milliseconds marketTime)
{
    assert(marketTime >= Milliseconds(0));
    integrate(marketTime);
    refreshFactors();
    if (m_listing.update(m_now, spotsUsd()))
        relist();
    markDueUnderlyings();
    quoteLines(marketTime);
    publish();
    return m_current;
}

void SimulatedMarket::trigger(Episode episode)
{
    switch (episode) {
    case Episode::FlashCrash:
        m_factors.startFlashCrash();
        break;
    }
}

MarketRegime SimulatedMarket::regime() const
{
    if (const auto running = episode()) {
        const bool falling = running->phase == CrashPhase::Falling || running->phase == CrashPhase::Bottom;
        return falling ? MarketRegime::Crash : MarketRegime::Recovery;
    }
    return m_factors.busyness() > busyLog ? MarketRegime::Busy : MarketRegime::Calm;
}

std::optional<EpisodeProgress> SimulatedMarket::episode() const
{
    const double seconds = m_factors.crashSeconds();
    if (seconds < 0.0)
        return std::nullopt;
    return EpisodeProgress{Episode::FlashCrash, crashPhase(seconds), seconds, seconds / crashDurationSeconds};
}

std::vector<ModelSlice> SimulatedMarket::slices(std::string_view underlying) const
{
    const auto u = indexOf(underlying);
    return u ? m_underlyings[*u].slices : std::vector<ModelSlice>{};
}

std::optional<FactorState> SimulatedMarket::factors(std::string_view underlying) const
{
    const auto u = indexOf(underlying);
    return u ? std::optional(m_underlyings[*u].factors) : std::nullopt;
}

void SimulatedMarket::integrate(Milliseconds marketTime)
{
    while (marketTime > Milliseconds(0)) {
        const Milliseconds piece = std::min(marketTime, longestSubStep);
        m_factors.advance(std::chrono::duration<double>(piece).count(), weekWeight(m_now));
        m_now += piece;
        marketTime -= piece;
    }
}

void SimulatedMarket::refreshFactors()
{
    for (std::size_t u = 0; u < m_underlyings.size(); ++u) {
        UnderlyingState& state = m_underlyings[u];
        state.factors = m_factors.state(u);
        const bool moved = std::abs(state.factors.spotUsd - state.markedSpotUsd) > markMove * state.markedSpotUsd;
        state.due = moved || m_now - state.markedAt >= markInterval;
    }
}

// A new table; quotes of what stays listed come along.
void SimulatedMarket::relist()
{
    const InstrumentTablePtr before = m_table;
    std::vector<Quote> quotesBefore = std::move(m_quotes);
    m_table = m_listing.table();
    m_lines.clear();
    m_quotes.clear();
    const auto& expiries = m_listing.expiries();
    for (const Instrument& instrument : m_table->all()) {
        Line line{.underlying = *indexOf(instrument.underlying), .slice = 0};
        if (instrument.expiry)
            line.slice =
                static_cast<std::size_t>(std::ranges::lower_bound(expiries, *instrument.expiry) - expiries.begin());
        m_lines.push_back(line);
        const auto old = before ? before->find(instrument.id) : std::nullopt;
        m_quotes.push_back(old ? std::move(quotesBefore[*old])
                               : m_maker.listed(instrument, m_settings.underlyings[line.underlying]));
    }
    for (UnderlyingState& state : m_underlyings)
        state.due = true;
}

void SimulatedMarket::markDueUnderlyings()
{
    for (std::size_t u = 0; u < m_underlyings.size(); ++u) {
        UnderlyingState& state = m_underlyings[u];
        if (!state.due)
            continue;
        state.slices = modelSlices(state.factors, m_settings.underlyings[u], m_now, m_listing.expiries());
        state.markedAt = m_now;
        state.markedSpotUsd = state.factors.spotUsd;
    }
}

void SimulatedMarket::quoteLines(Milliseconds elapsed)
{
    for (std::size_t row = 0; row < m_lines.size(); ++row) {
        if (isOption((*m_table)[row]))
            quoteOptionLine(row, elapsed);
        else
            quoteDeltaOneLine(row, elapsed);
    }
}

void SimulatedMarket::quoteOptionLine(std::size_t row, Milliseconds elapsed)
{
    const Instrument& option = (*m_table)[row];
    const Line& line = m_lines[row];
    const UnderlyingState& state = m_underlyings[line.underlying];
    const ModelSlice& slice = state.slices[line.slice];
    Quote& quote = m_quotes[row];
    const bool isNew = !quote.mark;
    if (state.due)
        QuoteMaker::mark(quote, option, slice, jittered(row, elapsed));
    if (isNew || QuoteMaker::isRunThrough(quote) || m_maker.happens(elapsed, optionRefreshSeconds(quote)))
        m_maker.quoteOption(quote, option, slice, m_settings.underlyings[line.underlying],
                            state.factors.liquidityStress, jittered(row, elapsed));
    else if (state.due)
        QuoteMaker::refreshQuotedVols(quote, option, slice);
}

void SimulatedMarket::quoteDeltaOneLine(std::size_t row, Milliseconds elapsed)
{
    const Instrument& instrument = (*m_table)[row];
    const Line& line = m_lines[row];
    const FactorState& factors = m_underlyings[line.underlying].factors;
    Quote& quote = m_quotes[row];
    const UnderlyingSettings& settings = m_settings.underlyings[line.underlying];
    if (instrument.kind == InstrumentKind::Perpetual) {
        const double value = factors.spotUsd * (1.0 + factors.perpetualPremium);
        m_maker.quoteDeltaOne(quote, instrument, value, settings, factors.liquidityStress, m_now);
        quote.fundingRate8h = factors.fundingRate8h;
        return;
    }
    const double value = forwardAt(factors, yearsBetween(m_now, *instrument.expiry));
    const bool runThrough = quote.bid && (value <= *quote.bid || value >= *quote.ask);
    if (!quote.mark || runThrough || m_maker.happens(elapsed, futureRefreshSeconds))
        m_maker.quoteDeltaOne(quote, instrument, value, settings, factors.liquidityStress, jittered(row, elapsed));
}

void SimulatedMarket::publish()
{
    auto snapshot = std::make_shared<MarketSnapshot>();
    snapshot->id = {++m_lastId};
    snapshot->asOf = m_now;
    snapshot->mode = MarketMode::Simulated;
    snapshot->source = "simulated";
    snapshot->instruments = m_table;
    snapshot->quotes = m_quotes;
    for (std::size_t u = 0; u < m_underlyings.size(); ++u) {
        const double cents = std::round(m_underlyings[u].factors.spotUsd * 100.0) / 100.0;
        snapshot->indices.push_back({m_settings.underlyings[u].name, cents, m_now});
    }
    std::ranges::sort(snapshot->indices, {}, &IndexPrice::underlying);
    m_current = std::move(snapshot);
}

// Messages of one step do not leave the venue in the same millisecond; none is older than the step.
Timestamp SimulatedMarket::jittered(std::size_t row, Milliseconds elapsed) const
{
    constexpr std::int64_t longest = 80;
    const std::int64_t room = std::clamp<std::int64_t>(elapsed.count() - 1, 0, longest);
    const auto spread = static_cast<std::int64_t>((row * 2654435761ULL + m_lastId * 40503ULL) % (longest + 1));
    return m_now - Milliseconds(spread * room / longest);
}

std::vector<double> SimulatedMarket::spotsUsd() const
{
    std::vector<double> spots;
    for (const UnderlyingState& state : m_underlyings)
        spots.push_back(state.factors.spotUsd);
    return spots;
}

std::optional<std::size_t> SimulatedMarket::indexOf(std::string_view underlying) const
{
    const auto it = std::ranges::find(m_settings.underlyings, underlying, &UnderlyingSettings::name);
    return it == m_settings.underlyings.end()
               ? std::nullopt
               : std::optional(static_cast<std::size_t>(it - m_settings.underlyings.begin()));
}

} // namespace ballast
