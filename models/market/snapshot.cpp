#include "models/market/snapshot.h"

#include <algorithm>

namespace ballast {

const Quote* MarketSnapshot::quote(const InstrumentId& wanted) const
{
    const auto at = instruments ? instruments->find(wanted) : std::nullopt;
    return at ? &quotes[*at] : nullptr;
}

const IndexPrice* MarketSnapshot::index(std::string_view underlying) const
{
    const auto it = std::ranges::find(indices, underlying, &IndexPrice::underlying);
    return it == indices.end() ? nullptr : &*it;
}

std::vector<std::string> underlyingsOf(const MarketSnapshot& snapshot)
{
    std::vector<std::string> names;
    for (const Instrument& instrument : snapshot.instruments->all()) {
        if (names.empty() || names.back() != instrument.underlying)
            names.push_back(instrument.underlying);
    }
    return names;
}

std::vector<Timestamp> optionExpiries(const MarketSnapshot& snapshot, std::string_view underlying)
{
    std::vector<Timestamp> expiries;
    for (const Instrument& instrument : snapshot.instruments->all()) {
        if (isOption(instrument) && instrument.underlying == underlying && *instrument.expiry > snapshot.asOf)
            expiries.push_back(*instrument.expiry);
    }
    std::ranges::sort(expiries);
    const auto twins = std::ranges::unique(expiries);
    expiries.erase(twins.begin(), twins.end());
    return expiries;
}

std::optional<std::size_t> perpetualOf(const MarketSnapshot& snapshot, std::string_view underlying)
{
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < snapshot.instruments->size(); ++i) {
        const Instrument& candidate = (*snapshot.instruments)[i];
        if (candidate.underlying != underlying)
            continue;
        if (candidate.kind == InstrumentKind::Perpetual && candidate.settlement == Settlement::Inverse)
            return i;
        const bool future = candidate.kind == InstrumentKind::Perpetual ||
                            (candidate.kind == InstrumentKind::Future && *candidate.expiry > snapshot.asOf);
        if (future && !best)
            best = i;
    }
    return best;
}

const char* marketModeWord(MarketMode mode)
{
    switch (mode) {
    case MarketMode::Simulated:
        return "simulated";
    case MarketMode::Recording:
        return "recording";
    case MarketMode::Live:
        return "live";
    }
    return "unknown";
}

} // namespace ballast
