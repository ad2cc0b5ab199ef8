#include "tests/hedging/sample_books.h"

#include "models/core/number_text.h"
#include "models/market/calendar.h"
#include "tests/support/csv_table.h"
#include "tests/support/market_builder.h"
#include "tests/support/shared_data.h"

#include <cmath>
#include <stdexcept>

namespace ballast::test {
namespace {

constexpr double perpetualHalfSpread = 1e-4; // fraction of the index

std::optional<double> positiveCell(const CsvTable& table, std::size_t row, const char* column)
{
    const auto number = parseNumber(table.cell(row, column));
    return number && *number > 0.0 ? number : std::nullopt;
}

// What a leg of a sample asks for: the listed option nearest to it.
struct Ask
{
    double days = 30.0;
    double moneyness = 1.0; // strike over index
    OptionType type = OptionType::Call;
    double quantity = 0.0;
};

class Builder
{
public:
    Builder(const MarketSnapshot& market, double leastDays) : m_market(market), m_leastDays(leastDays) {}

    SampleBook book(std::string name, const std::string& coin, const std::vector<Ask>& asks, double perpetualCoins)
    {
        const double index = m_market.index(coin)->priceUsd;
        BookBuilder lines(name);
        double options = 0.0;
        for (const Ask& ask : asks) {
            lines.line(nearest(coin, index, ask), ask.quantity);
            options += std::abs(ask.quantity);
        }
        if (perpetualCoins != 0.0)
            lines.line(coin + "-PERPETUAL", std::round(perpetualCoins * index / 10.0) * 10.0);
        return {std::move(name), lines.build(), policyFor(coin, index, std::max(options, std::abs(perpetualCoins)))};
    }

    static void append(SampleBook& book, const SampleBook& other)
    {
        Portfolio joined = *book.book;
        joined.positions.insert(joined.positions.end(), other.book->positions.begin(), other.book->positions.end());
        book.book = std::make_shared<const Portfolio>(std::move(joined));
    }

private:
    [[nodiscard]] std::string nearest(const std::string& coin, double index, const Ask& ask) const
    {
        const Instrument* best = nullptr;
        double least = 1e300;
        for (std::size_t i = 0; i < m_market.instruments->size(); ++i) {
            const Instrument& one = (*m_market.instruments)[i];
            if (!isOption(one) || one.underlying != coin || *one.type != ask.type || !m_market.quotes[i].mark)
                continue;
            const double days = 365.0 * yearsBetween(m_market.asOf, *one.expiry);
            if (days < m_leastDays)
                continue;
            const double distance =
                std::abs(std::log(days / ask.days)) + 20.0 * std::abs(*one.strike / index - ask.moneyness);
            if (distance < least) {
                least = distance;
                best = &one;
            }
        }
        if (best == nullptr)
            throw std::runtime_error("the chain lists no option of " + coin);
        return best->id.name;
    }

    // Bands in proportion to the book: a hundredth of it in delta, a four hundredth in gamma per 1 %, a tenth of a
    // dollar of vega per 1,000 USD of notional.
    [[nodiscard]] static HedgePolicy policyFor(const std::string& coin, double index, double coins)
    {
        HedgePolicy policy;
        policy.underlying = coin;
        const double delta = 0.01 * coins;
        const double gamma = 0.0025 * coins / (0.01 * index);
        const double vega = 0.0001 * coins * index;
        policy.bands = {{BandKind::Delta, -delta, delta, {}, {}, "delta"},
                        {BandKind::Gamma, -gamma, gamma, {}, {}, "gamma"},
                        {BandKind::Vega, -vega, vega, {}, {}, "vega"}};
        policy.maxLegs = 4;
        policy.universe.minOpenInterest = 50.0;
        policy.universe.minAbsDelta = 0.15;
        policy.universe.maxAbsDelta = 0.85;
        policy.timeLimitSeconds = 1.0;
        return policy;
    }

    const MarketSnapshot& m_market;
    double m_leastDays;
};

constexpr OptionType C = OptionType::Call;
constexpr OptionType P = OptionType::Put;

} // namespace

SnapshotPtr recordedChain(const std::string& time)
{
    const auto csv =
        sharedData("chains/deribit_full_btc_eth_2025-12_2026-05/deribit_options_snapshot_" + time + ".csv");
    if (!csv)
        return nullptr;
    const CsvTable table = readCsvTable(*csv);
    MarketBuilder market(table.cell(0, "timestamp"));
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        QuoteSpec quote;
        quote.bid = positiveCell(table, row, "bid_price");
        quote.ask = positiveCell(table, row, "ask_price");
        quote.mark = positiveCell(table, row, "mark_price");
        quote.markIv = positiveCell(table, row, "implied_volatility");
        quote.underlying = positiveCell(table, row, "futures_price");
        quote.openInterest = positiveCell(table, row, "open_interest");
        if (!quote.bid && !quote.ask && !quote.mark)
            continue;
        market.option(table.cell(row, "instrument_name"), quote);
        const std::string& coin = table.cell(row, "currency");
        if (const auto index = positiveCell(table, row, "index_price")) {
            market.index(coin, *index);
            market.listed(coin + "-PERPETUAL", {.bid = *index * (1.0 - perpetualHalfSpread),
                                                .ask = *index * (1.0 + perpetualHalfSpread),
                                                .mark = *index});
        }
    }
    return market.build();
}

const std::vector<std::string>& crashTimes()
{
    static const std::vector<std::string> times{
        "20260204T213308Z", "20260205T042952Z", "20260205T093647Z", "20260205T155132Z", "20260205T212937Z",
        "20260206T043012Z", "20260206T093516Z", "20260206T155121Z", "20260206T213057Z", "20260207T212612Z"};
    return times;
}

std::vector<SampleBook> sampleBooks(const MarketSnapshot& market, double leastDays)
{
    Builder b(market, leastDays);
    std::vector<SampleBook> books;
    books.push_back(b.book("short strangle", "BTC", {{30, 1.1, C, -40}, {30, 0.9, P, -40}}, 0));
    books.push_back(b.book("short straddle", "BTC", {{14, 1.0, C, -25}, {14, 1.0, P, -25}}, 0));
    books.push_back(b.book("covered call", "BTC", {{30, 1.1, C, -50}}, 50));
    books.push_back(b.book("protective put", "BTC", {{60, 0.85, P, 40}}, 40));
    books.push_back(b.book("collar", "BTC", {{60, 0.85, P, 40}, {60, 1.15, C, -40}}, 40));
    books.push_back(b.book("call ratio spread", "BTC", {{30, 1.0, C, 30}, {30, 1.15, C, -60}}, 0));
    books.push_back(b.book("put ratio spread", "BTC", {{30, 1.0, P, 30}, {30, 0.85, P, -60}}, 0));
    books.push_back(b.book("calendar", "BTC", {{14, 1.0, C, -50}, {90, 1.0, C, 50}}, 0));
    books.push_back(b.book("risk reversal", "BTC", {{45, 1.15, C, 60}, {45, 0.85, P, -60}}, 0));
    books.push_back(
        b.book("iron condor", "BTC", {{30, 1.1, C, -50}, {30, 1.2, C, 50}, {30, 0.9, P, -50}, {30, 0.8, P, 50}}, 0));
    books.push_back(b.book("put fly", "BTC", {{30, 1.0, P, 30}, {30, 0.9, P, -60}, {30, 0.8, P, 30}}, 0));
    books.push_back(b.book("long gamma", "BTC", {{14, 1.0, C, 60}, {14, 1.0, P, 60}}, 0));
    books.push_back(b.book("short vega far", "BTC", {{180, 1.2, C, -30}, {180, 0.8, P, -30}}, 5));
    books.push_back(b.book("market maker", "BTC",
                           {{14, 0.95, P, -12},
                            {14, 1.05, C, 9},
                            {30, 0.9, P, -25},
                            {30, 1.0, C, -17},
                            {30, 1.1, C, 22},
                            {60, 0.8, P, 31},
                            {60, 1.2, C, -28},
                            {90, 1.0, P, -14},
                            {180, 1.0, C, 11},
                            {300, 1.3, C, -9}},
                           -6));
    books.push_back(b.book("basis: perpetual against deep calls", "BTC", {{60, 0.75, C, 40}}, -40));
    books.push_back(b.book("naked perpetual", "BTC", {}, 100));
    books.push_back(b.book("small book", "BTC", {{30, 1.0, P, -1.2}}, 0.3));
    books.push_back(b.book("ETH short strangle", "ETH", {{30, 1.1, C, -800}, {30, 0.9, P, -800}}, 0));
    SampleBook two = b.book("two underlyings", "BTC", {{30, 1.05, C, -30}}, 10);
    Builder::append(two, b.book("", "ETH", {{30, 0.9, P, -500}}, 100));
    books.push_back(std::move(two));
    SampleBook eth = b.book("two underlyings, the other way", "ETH", {{30, 0.95, P, -500}}, 200);
    Builder::append(eth, b.book("", "BTC", {{30, 1.05, C, -30}}, 10));
    books.push_back(std::move(eth));
    return books;
}

} // namespace ballast::test
