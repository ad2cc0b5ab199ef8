#include "models/surface/residual_history.h"
#include "models/surface/surface_fit.h"

#include <cmath>

namespace ballast {

void ResidualHistory::record(Timestamp asOf, const InstrumentTable& table, std::span<const RichCheap> rows)
{
    if (m_lastAt && asOf < *m_lastAt)
        m_residuals.clear();
    else if (m_lastAt && asOf - *m_lastAt < spacing)
        return;
    m_lastAt = asOf;
    for (const RichCheap& row : rows) {
        std::deque<double>& kept = m_residuals[table[row.instrument].id.name];
        kept.push_back(row.residualVolPoints);
        if (kept.size() > mostKept)
            kept.pop_front();
    }
}

std::optional<UsualResidual> ResidualHistory::of(const Instrument& instrument) const
{
    const auto found = m_residuals.find(instrument.id.name);
    if (found == m_residuals.end() || found->second.size() < static_cast<std::size_t>(enough))
        return std::nullopt;
    const auto count = static_cast<double>(found->second.size());
    UsualResidual usual;
    for (const double residual : found->second)
        usual.meanVolPoints += residual / count;
    double squares = 0.0;
    for (const double residual : found->second)
        squares += (residual - usual.meanVolPoints) * (residual - usual.meanVolPoints);
    usual.deviationVolPoints = std::sqrt(squares / (count - 1.0));
    usual.seen = static_cast<int>(found->second.size());
    return usual;
}

} // namespace ballast
