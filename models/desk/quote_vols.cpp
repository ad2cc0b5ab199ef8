#include "models/desk/quote_vols.h"

#include <array>
#include <limits>

namespace ballast {

void QuoteVolBatch::add(const Instrument& option, double forward, double years, const SidedPrices& prices,
                        const SidedVols& start)
{
    m_forward.push_back(forward);
    m_strike.push_back(*option.strike);
    m_years.push_back(years);
    m_type.push_back(*option.type);
    const double unitUsd = option.settlement == Settlement::Inverse ? forward : 1.0;
    const auto push = [unitUsd](Side& side, const std::optional<double>& price, const SolvedVol& before) {
        const bool quoted = price && *price > 0.0;
        side.priceUsd.push_back(quoted ? *price * unitUsd : std::numeric_limits<double>::quiet_NaN());
        side.startVol.push_back(before.vol.value_or(0.0));
    };
    push(m_bid, prices.bid, start.bid);
    push(m_ask, prices.ask, start.ask);
    push(m_mark, prices.mark, start.mark);
}

std::vector<SidedVols> QuoteVolBatch::solved() const
{
    const std::array sides{&m_bid, &m_ask, &m_mark};
    std::array<std::vector<double>, 3> vols;
    std::array<std::vector<QuoteVolStatus>, 3> statuses;
    std::vector<QuoteColumns> columns;
    for (std::size_t i = 0; i < sides.size(); ++i) {
        vols[i].resize(size());
        statuses[i].resize(size());
        columns.push_back({sides[i]->priceUsd, sides[i]->startVol, vols[i], statuses[i]});
    }
    impliedVols({m_forward, m_strike, m_years, m_type}, columns);
    std::vector<SidedVols> answers(size());
    for (std::size_t n = 0; n < size(); ++n) {
        const auto at = [&](std::size_t side) {
            const QuoteVolStatus status = statuses[side][n];
            return SolvedVol{status == QuoteVolStatus::Ok ? std::optional(vols[side][n]) : std::nullopt, status};
        };
        answers[n] = {at(0), at(1), at(2)};
    }
    return answers;
}

} // namespace ballast
