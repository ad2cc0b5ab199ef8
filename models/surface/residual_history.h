#pragma once

#include "models/core/time.h"
#include "models/market/instrument_table.h"

#include <cstddef>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>

namespace ballast {

struct RichCheap;

// How a quote has lain against the fit without it, in vol points.
struct UsualResidual
{
    double meanVolPoints = 0.0;
    double deviationVolPoints = 0.0;
    int seen = 0;
    bool operator==(const UsualResidual&) const = default;
};

// Residuals of every quote over the last minutes of market time, bounded: a quote that always lies a little off the
// smile is not mispriced by lying there. Owner: whoever prices, on one thread.
class ResidualHistory
{
public:
    static constexpr std::chrono::seconds spacing{5}; // of market time: faster ticks say nothing new
    static constexpr std::size_t mostKept = 120;      // of a quote
    static constexpr int enough = 12;                 // before a history counts

    // Rows of one market. A market before the last one recorded starts anew: it is another day's replay.
    void record(Timestamp asOf, const InstrumentTable& table, std::span<const RichCheap> rows);
    // nullopt: seen too rarely to say.
    [[nodiscard]] std::optional<UsualResidual> of(const Instrument& instrument) const;

private:
    std::unordered_map<std::string, std::deque<double>> m_residuals; // by instrument name, vol points
    std::optional<Timestamp> m_lastAt;
};

} // namespace ballast
