#include "app/session/account_book.h"

#include "models/market/instrument.h"

#include <utility>

namespace ballast {

void AccountBook::take(const PositionsUpdate& update)
{
    if (update.scope == AccountScope::Whole) {
        m_positions.clear();
        m_isWhole = true;
    }
    for (const VenuePosition& position : update.positions) {
        if (position.size == 0.0)
            m_positions.erase(position.instrument);
        else
            m_positions[position.instrument] = position;
    }
    if (!m_isWhole)
        return; // changes alone are no account
    Portfolio book{m_venueName + " account", {}};
    for (const auto& [name, position] : m_positions)
        book.positions.push_back({{deribitVenue, name}, position.size, position.averagePrice, m_venueName, {}});
    if (!m_book || *m_book != book)
        m_book = std::make_shared<const Portfolio>(std::move(book));
}

} // namespace ballast
