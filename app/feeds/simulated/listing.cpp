#include "app/feeds/simulated/listing.h"

#include "app/feeds/simulated/expiry_calendar.h"
#include "app/feeds/simulated/strike_grid.h"
#include "models/market/instrument_name.h"

#include <cmath>

namespace ballast {
namespace {

constexpr double relistMove = 0.02; // move of spot after which new strikes are considered

Instrument named(Instrument instrument)
{
    instrument.settlement = Settlement::Inverse;
    instrument.id = {deribitVenue, deribitName(instrument)};
    return withDeribitTerms(std::move(instrument));
}

Instrument perpetual(const std::string& underlying)
{
    Instrument instrument;
    instrument.underlying = underlying;
    instrument.kind = InstrumentKind::Perpetual;
    return named(std::move(instrument));
}

Instrument future(const std::string& underlying, Timestamp expiry)
{
    Instrument instrument;
    instrument.underlying = underlying;
    instrument.kind = InstrumentKind::Future;
    instrument.expiry = expiry;
    return named(std::move(instrument));
}

Instrument option(const std::string& underlying, Timestamp expiry, double strike, OptionType type)
{
    Instrument instrument;
    instrument.underlying = underlying;
    instrument.kind = InstrumentKind::Option;
    instrument.expiry = expiry;
    instrument.strike = strike;
    instrument.type = type;
    return named(std::move(instrument));
}

} // namespace

bool Listing::update(Timestamp now, const std::vector<double>& spotsUsd)
{
    const bool calendarDue = m_expiries.empty() || m_expiries.front() <= now;
    if (calendarDue)
        m_expiries = listedExpiries(m_expiries, now);
    bool changed = calendarDue;
    for (std::size_t u = 0; u < m_underlyings.size(); ++u) {
        ListedUnderlying& listed = m_underlyings[u];
        const bool moved = listed.centreUsd <= 0.0 || std::abs(spotsUsd[u] / listed.centreUsd - 1.0) > relistMove;
        if (!calendarDue && !moved)
            continue;
        std::erase_if(listed.expiries, [&](const auto& entry) { return entry.first <= now; });
        for (const Timestamp expiry : m_expiries) {
            ListedExpiry& entry = listed.expiries[expiry];
            if (!entry.strikes.empty() && !moved)
                continue;
            if (entry.strikes.empty())
                entry.firstSpotUsd = spotsUsd[u];
            const double days = std::chrono::duration<double, std::ratio<86400>>(expiry - now).count();
            entry.strikes.merge(strikesAround(spotsUsd[u], entry.firstSpotUsd, days, listed.strikeMantissas));
        }
        if (moved)
            listed.centreUsd = spotsUsd[u];
        changed = true;
    }
    return changed;
}

InstrumentTablePtr Listing::table() const
{
    std::vector<Instrument> instruments;
    for (const ListedUnderlying& listed : m_underlyings) {
        instruments.push_back(perpetual(listed.name));
        for (const auto& [expiry, entry] : listed.expiries) {
            if (isMonthEnd(expiry))
                instruments.push_back(future(listed.name, expiry));
            for (const double strike : entry.strikes) {
                instruments.push_back(option(listed.name, expiry, strike, OptionType::Call));
                instruments.push_back(option(listed.name, expiry, strike, OptionType::Put));
            }
        }
    }
    return std::make_shared<const InstrumentTable>(std::move(instruments));
}

} // namespace ballast
