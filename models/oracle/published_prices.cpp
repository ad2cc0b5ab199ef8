#include "models/oracle/published_prices.h"

#include "models/oracle/robust_statistics.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace ballast {

std::optional<double> chainlinkAnswer(std::vector<double> observations)
{
    if (observations.empty())
        return std::nullopt;
    std::ranges::sort(observations);
    return observations[observations.size() / 2];
}

std::optional<PythQuote> pythAggregate(const std::vector<PythQuote>& publishers)
{
    if (publishers.empty())
        return std::nullopt;
    std::vector<double> votes;
    for (const PythQuote& quote : publishers) {
        votes.push_back(quote.price - quote.confidence);
        votes.push_back(quote.price);
        votes.push_back(quote.price + quote.confidence);
    }
    std::ranges::sort(votes);
    const double price = *medianOf(votes);
    const std::size_t quarter = votes.size() / 4;
    const double below = price - votes[quarter];
    const double above = votes[votes.size() - 1 - quarter] - price;
    return PythQuote{price, std::max(below, above)};
}

PythQuote pythPrice(std::int64_t price, std::uint64_t confidence, int exponent)
{
    const double unit = std::pow(10.0, exponent);
    return {static_cast<double>(price) * unit, static_cast<double>(confidence) * unit};
}

std::optional<double> cappedMedianIndex(const std::vector<IndexConstituent>& constituents, double cap)
{
    std::vector<double> prices;
    double weights = 0.0;
    for (const IndexConstituent& constituent : constituents) {
        prices.push_back(constituent.price);
        weights += constituent.weight;
    }
    const auto median = medianOf(std::move(prices));
    if (!median || !(weights > 0.0))
        return std::nullopt;
    double sum = 0.0;
    for (const IndexConstituent& constituent : constituents)
        sum += constituent.weight * std::clamp(constituent.price, (1.0 - cap) * *median, (1.0 + cap) * *median);
    return sum / weights;
}

bool SecurityModule::poke(std::optional<double> sourceValue, Timestamp now)
{
    if (!mayPoke(now) || !sourceValue)
        return false;
    m_current = m_next;
    m_next = sourceValue;
    m_passedAt = now - now.time_since_epoch() % m_hop;
    return true;
}

} // namespace ballast
