#pragma once

#include "models/core/time.h"

#include <optional>
#include <vector>

// How published oracles make their prices.
namespace ballast {

// Chainlink OCR (libocr offchainreporting2 median.go): the report's upper middle observation.
[[nodiscard]] std::optional<double> chainlinkAnswer(std::vector<double> observations);

struct PythQuote
{
    double price = 0.0;
    double confidence = 0.0; // about one standard error
};
// docs.pyth.network price aggregation: each publisher votes p - c, p, p + c; the price is the median of the votes, the
// confidence the farther of the quartiles. nullopt for no quotes.
[[nodiscard]] std::optional<PythQuote> pythAggregate(const std::vector<PythQuote>& publishers);
// Integer price and confidence with one exponent, as the contract returns them.
[[nodiscard]] PythQuote pythPrice(std::int64_t price, std::uint64_t confidence, int exponent);

struct IndexConstituent
{
    double price = 0.0; // mid of its book
    double weight = 1.0;
};
// Deribit's index (support article 25944739377309): constituents clamped to 0.5 % around their median, then the
// weighted mean. nullopt for none or no weight.
[[nodiscard]] std::optional<double> cappedMedianIndex(const std::vector<IndexConstituent>& constituents,
                                                      double cap = 0.005);

// MakerDAO's oracle security module (makerdao/osm osm.sol): the price in force and the next one, an hour ahead.
class SecurityModule
{
public:
    explicit SecurityModule(Milliseconds hop = std::chrono::hours(1)) : m_hop(hop) {}

    // Once an hour: what was next is in force, the source's value is next. False when it is too early or the source has
    // none.
    bool poke(std::optional<double> sourceValue, Timestamp now);
    [[nodiscard]] std::optional<double> current() const { return m_current; }
    [[nodiscard]] std::optional<double> next() const { return m_next; }
    [[nodiscard]] bool mayPoke(Timestamp now) const { return now >= m_passedAt + m_hop; }

private:
    Milliseconds m_hop;
    Timestamp m_passedAt{};
    std::optional<double> m_current;
    std::optional<double> m_next;
};

} // namespace ballast
