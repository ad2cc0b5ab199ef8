#pragma once

#include "app/feeds/live/account_events.h"
#include "models/market/portfolio.h"

#include <map>
#include <string>

namespace ballast {

// What a venue says of the account behind a key, as a book: read only, it follows the venue. Owned by one thread.
class AccountBook
{
public:
    explicit AccountBook(std::string venueName) : m_venueName(std::move(venueName)) {}

    void take(const PositionsUpdate& update);
    // Null until the venue has said what there is; the same pointer as long as nothing changed.
    [[nodiscard]] const PortfolioPtr& book() const { return m_book; }

private:
    std::string m_venueName;                          // "Deribit"
    std::map<std::string, VenuePosition> m_positions; // by instrument, none of size 0
    bool m_isWhole = false;
    PortfolioPtr m_book;
};

} // namespace ballast
