#pragma once

#include "models/market/instrument.h"
#include "models/pricing/implied_vol_batch.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace ballast {

// One option's three prices, in its quote unit.
struct SidedPrices
{
    std::optional<double> bid;
    std::optional<double> ask;
    std::optional<double> mark;
};

struct SolvedVol
{
    std::optional<double> vol; // fraction
    QuoteVolStatus status = QuoteVolStatus::NoQuote;
    bool operator==(const SolvedVol&) const = default;
};

struct SidedVols
{
    SolvedVol bid;
    SolvedVol ask;
    SolvedVol mark;
    bool operator==(const SidedVols&) const = default;
};

// Bid, ask and mark vols of many options, solved at once.
class QuoteVolBatch
{
public:
    // `start`: what the vols were before; prices of zero or less count as none.
    void add(const Instrument& option, double forward, double years, const SidedPrices& prices,
             const SidedVols& start = {});
    [[nodiscard]] std::size_t size() const { return m_forward.size(); }
    // In the order of the adds.
    [[nodiscard]] std::vector<SidedVols> solved() const;

private:
    struct Side
    {
        std::vector<double> priceUsd, startVol;
    };

    std::vector<double> m_forward, m_strike, m_years;
    std::vector<OptionType> m_type;
    Side m_bid, m_ask, m_mark;
};

} // namespace ballast
