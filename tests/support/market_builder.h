#pragma once

#include "models/market/portfolio.h"
#include "models/market/snapshot.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast::test {

// The fields of a quote that tests set, by name: {.bid = 0.01, .ask = 0.012, .markIv = 0.62, .underlying = 63800.0}.
struct QuoteSpec
{
    std::optional<double> bid{};
    std::optional<double> ask{};
    std::optional<double> bidAmount{};
    std::optional<double> askAmount{};
    std::optional<double> mark{};
    std::optional<double> bidIv{};
    std::optional<double> askIv{};
    std::optional<double> markIv{};
    std::optional<double> underlying{}; // the forward as the venue states it, USD
    std::optional<double> openInterest{};
    std::shared_ptr<const Ladder> ladder{};
    QuoteState state = QuoteState::Live;
    std::optional<Timestamp> at{}; // the snapshot's time unless given
};

// Small markets for tests, by Deribit names. Throws on a name or a time that does not parse: the test is wrong then.
class MarketBuilder
{
public:
    explicit MarketBuilder(std::string_view asOf);

    MarketBuilder& id(std::uint64_t value);
    MarketBuilder& mode(MarketMode mode);
    MarketBuilder& source(std::string name);
    MarketBuilder& option(std::string_view name, const QuoteSpec& quote);
    MarketBuilder& future(std::string_view name, double bid, double ask);    // mark = mid, amounts 1e6
    MarketBuilder& perpetual(std::string_view name, double bid, double ask); // mark = mid, amounts 1e6
    MarketBuilder& spot(std::string_view name, double bid, double ask);      // mark = mid, amounts 1e6
    MarketBuilder& index(std::string_view underlying, double priceUsd);

    // Any instrument with any quote; the last one of a name wins.
    MarketBuilder& listed(Instrument instrument, const QuoteSpec& quote);
    MarketBuilder& listed(std::string_view name, const QuoteSpec& quote);

    [[nodiscard]] SnapshotPtr build() const;

private:
    MarketBuilder& twoSided(std::string_view name, double bid, double ask);

    MarketSnapshot m_market;
    std::map<std::string, std::pair<Instrument, Quote>> m_listed;
};

// Small books for tests.
class BookBuilder
{
public:
    explicit BookBuilder(std::string name = "test book");

    BookBuilder& line(std::string_view instrument, double quantity, std::optional<double> averagePrice = {});
    BookBuilder& tagged(std::string_view instrument, double quantity, std::string account, std::string tag);

    [[nodiscard]] PortfolioPtr build() const;

private:
    Portfolio m_book;
};

// Quantity of the name in the book, several lines added; 0 when it holds none.
[[nodiscard]] double quantityOf(const Portfolio& book, std::string_view instrument);

// parseIso8601 that throws.
[[nodiscard]] Timestamp timeOf(std::string_view iso8601);

} // namespace ballast::test
