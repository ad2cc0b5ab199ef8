#pragma once

#include "models/market/instrument_table.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace ballast {

struct ListedExpiry
{
    double firstSpotUsd = 0.0; // when first listed; sets the strike steps
    std::set<double> strikes;
};

// What the simulated venue lists of one underlying, and from where it was last extended.
struct ListedUnderlying
{
    std::string name;
    std::vector<double> strikeMantissas;
    double centreUsd = 0.0; // spot at the last listing; 0 before the first
    std::map<Timestamp, ListedExpiry> expiries;
};

// The simulated venue's list: expiries by calendar, strikes around the money. Strikes are added when spot moves and
// stay until their expiry passes, as on the venue.
class Listing
{
public:
    explicit Listing(std::vector<ListedUnderlying> underlyings) : m_underlyings(std::move(underlyings)) {}

    // Brings the list up to date; true when something was added or left. `spotsUsd` in the order of the underlyings.
    [[nodiscard]] bool update(Timestamp now, const std::vector<double>& spotsUsd);

    [[nodiscard]] const std::vector<Timestamp>& expiries() const { return m_expiries; }
    [[nodiscard]] InstrumentTablePtr table() const;

private:
    std::vector<ListedUnderlying> m_underlyings;
    std::vector<Timestamp> m_expiries;
};

} // namespace ballast
