#include "models/market/instrument_table.h"

#include <algorithm>
#include <tuple>

namespace ballast {
namespace {

int kindRank(InstrumentKind kind)
{
    switch (kind) {
    case InstrumentKind::Spot:
        return 0;
    case InstrumentKind::Perpetual:
        return 1;
    case InstrumentKind::Future:
        return 2;
    case InstrumentKind::Option:
        return 3;
    case InstrumentKind::Otc:
        return 4;
    }
    return 5;
}

std::string keyOf(const InstrumentId& id)
{
    return id.venue.value + ' ' + id.name;
}

auto orderOf(const Instrument& i)
{
    return std::tuple(std::string_view(i.underlying), kindRank(i.kind), i.expiry.value_or(Timestamp{}),
                      i.strike.value_or(0.0), i.type.value_or(OptionType::Call), std::string_view(i.id.name),
                      std::string_view(i.id.venue.value));
}

} // namespace

bool listedBefore(const Instrument& left, const Instrument& right)
{
    return orderOf(left) < orderOf(right);
}

InstrumentTable::InstrumentTable(std::vector<Instrument> instruments) : m_instruments(std::move(instruments))
{
    std::ranges::sort(m_instruments, listedBefore);
    const auto twins = std::ranges::unique(m_instruments, {}, &Instrument::id);
    m_instruments.erase(twins.begin(), twins.end());
    m_byName.reserve(m_instruments.size());
    for (std::size_t i = 0; i < m_instruments.size(); ++i)
        m_byName.emplace(keyOf(m_instruments[i].id), i);
}

std::optional<std::size_t> InstrumentTable::find(const InstrumentId& id) const
{
    const auto it = m_byName.find(keyOf(id));
    return it == m_byName.end() ? std::nullopt : std::optional(it->second);
}

} // namespace ballast
