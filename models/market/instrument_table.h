#pragma once

#include "models/market/instrument.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ballast {

// The listed instruments, sorted: underlying, options and futures by expiry, strike, calls before puts. Immutable; a new
// listing makes a new table. Snapshots hold their quotes in this order.
class InstrumentTable
{
public:
    explicit InstrumentTable(std::vector<Instrument> instruments);

    [[nodiscard]] const std::vector<Instrument>& all() const { return m_instruments; }
    [[nodiscard]] std::size_t size() const { return m_instruments.size(); }
    [[nodiscard]] const Instrument& operator[](std::size_t index) const { return m_instruments[index]; }
    [[nodiscard]] std::optional<std::size_t> find(const InstrumentId& id) const;

private:
    std::vector<Instrument> m_instruments;
    std::unordered_map<std::string, std::size_t> m_byName; // "venue name" to index
};

using InstrumentTablePtr = std::shared_ptr<const InstrumentTable>;

// The table's order: underlying, then spot, perpetual, futures, options by expiry, strike, type, then name.
[[nodiscard]] bool listedBefore(const Instrument& left, const Instrument& right);

} // namespace ballast
