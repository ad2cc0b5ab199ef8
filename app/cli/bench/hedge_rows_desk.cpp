#include "app/cli/bench/hedge_rows.h"

#include "app/cli/bench/measure.h"
#include "models/hedging/hedger.h"
#include "models/market/calendar.h"
#include "models/market/instrument_name.h"
#include "models/pricing/black76.h"
#include "models/surface/surface_fit.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <limits>

namespace ballast::bench {
namespace {

constexpr double indexUsd = 64000.0;
constexpr double budgetNs = 250e6; // performance.md: what-if edit to hedge re-solved
constexpr std::size_t bookLines = 1000;
constexpr int levels = 10;
constexpr std::array expiries{"13FEB26", "20FEB26", "27FEB26", "27MAR26", "24APR26", "29MAY26",
                              "26JUN26", "25SEP26", "25DEC26", "26MAR27", "25JUN27"};

double smile(double strike, double forward, double years)
{
    const double k = std::log(strike / forward) / std::sqrt(years);
    return 0.68 - 0.10 * k + 0.08 * k * k;
}

// Ten levels of growing size, each a fifth of the half-spread farther out.
std::shared_ptr<const Ladder> ladderRound(double bid, double ask, double amount, double tick)
{
    Ladder ladder;
    const double step = std::max(tick, 0.1 * (ask - bid));
    for (int level = 0; level < levels; ++level) {
        const double size = amount * (1.0 + 0.5 * level);
        if (const double price = bid - level * step; price > 0.0)
            ladder.bids.push_back({price, size});
        ladder.asks.push_back({ask + level * step, size});
    }
    return std::make_shared<const Ladder>(std::move(ladder));
}

class DeskMarket
{
public:
    DeskMarket()
    {
        m_market.id = {1};
        m_market.asOf = parseIso8601("2026-02-05T12:00:00Z").value();
        m_market.source = "bench";
        m_market.indices = {{"BTC", indexUsd, m_market.asOf}};
        list("BTC-PERPETUAL", indexUsd - 5.0, indexUsd + 5.0, 250'000.0, indexUsd);
        for (const char* expiry : expiries)
            listExpiry(expiry);
    }

    [[nodiscard]] SnapshotPtr build() const
    {
        auto market = std::make_shared<MarketSnapshot>(m_market);
        std::vector<Instrument> instruments;
        for (const auto& [instrument, quote] : m_listed)
            instruments.push_back(instrument);
        market->instruments = std::make_shared<const InstrumentTable>(instruments);
        market->quotes.resize(m_listed.size());
        for (const auto& [instrument, quote] : m_listed)
            market->quotes[*market->instruments->find(instrument.id)] = quote;
        return market;
    }

private:
    void list(const std::string& name, double bid, double ask, double amount, double forward)
    {
        const Instrument instrument = parseDeribitName(name).value();
        Quote quote;
        quote.ladder = ladderRound(bid, ask, amount, instrument.tick.at(bid));
        quote.bid = bid;
        quote.ask = ask;
        quote.bidAmount = quote.askAmount = amount;
        quote.mark = 0.5 * (bid + ask);
        quote.underlyingPrice = forward;
        quote.openInterest = 500.0;
        quote.at = m_market.asOf;
        m_listed.emplace_back(instrument, quote);
    }

    void listExpiry(const char* expiry)
    {
        const Timestamp at = parseExpiryLabel(expiry).value();
        const double years = yearsBetween(m_market.asOf, at);
        const double forward = indexUsd * (1.0 + 0.04 * years);
        list(fmt::format("BTC-{}", expiry), forward - 10.0, forward + 10.0, 100'000.0, forward);
        for (int strike = 40'000; strike <= 112'000; strike += 2'000) {
            for (const OptionType type : {OptionType::Call, OptionType::Put}) {
                const double vol = smile(strike, forward, years);
                const double width = 0.006 + 0.03 * std::abs(std::log(strike / forward));
                const auto price = [&](double v) {
                    const double coins = blackPrice({forward, static_cast<double>(strike), years, v, type}) / forward;
                    return std::max(0.0001, 0.0001 * std::round(coins / 0.0001));
                };
                list(fmt::format("BTC-{}-{}-{}", expiry, strike, type == OptionType::Call ? 'C' : 'P'),
                     price(vol - width), price(vol + width) + 0.0001, 12.0, forward);
            }
        }
    }

    MarketSnapshot m_market;
    std::vector<std::pair<Instrument, Quote>> m_listed;
};

// Short more than long of everything listed, the perpetual against it: a market maker after a busy day.
PortfolioPtr deskBook(const MarketSnapshot& market)
{
    Portfolio book;
    const auto& listed = market.instruments->all();
    for (std::size_t line = 0; line < bookLines; ++line) {
        const Instrument& instrument = listed[(line * 7 + 3) % listed.size()];
        const double size = static_cast<double>(line * 13 % 17) - 9.5;
        const double quantity = isQuantityInUsd(instrument) ? 20'000.0 * size : 0.1 * std::round(4.0 * size);
        book.positions.push_back({instrument.id, quantity, std::nullopt, {}, {}});
    }
    return std::make_shared<const Portfolio>(std::move(book));
}

HedgePolicy threeBands()
{
    HedgePolicy policy;
    policy.bands = {{BandKind::Delta, -1.0, 1.0, {}, {}, "delta"},
                    {BandKind::Gamma, -2e-4, 2e-4, {}, {}, "gamma"},
                    {BandKind::Vega, -800.0, 800.0, {}, {}, "vega"}};
    policy.maxLegs = 6;
    return policy;
}

// The policy of the command-line contract; amounts of the size of this book.
HedgePolicy contractPolicy(HedgeObjective objective)
{
    HedgePolicy policy;
    policy.objective = objective;
    policy.bands = {{BandKind::Delta, -0.1, 0.1, {}, {}, "delta"},
                    {BandKind::Vega, -500.0, 500.0, {}, {}, "vega"},
                    {BandKind::Vega, -200.0, 200.0, {}, 30.0, "vega:30d"}};
    policy.upside = {{0.10, -400'000.0}};
    policy.floor = {{-0.15, -900'000.0}};
    policy.universe.minOpenInterest = 10.0;
    policy.maxLegs = 6;
    policy.maxNotionalUsd = 60e6;
    policy.margin.model = "deribit-pm";
    return policy;
}

struct DeskCase
{
    const char* name;
    HedgePolicy policy;
};

std::vector<DeskCase> deskCases()
{
    return {{"click to proposal, 1,000 lines, three bands, six legs", threeBands()},
            {"click to proposal, 1,000 lines, contract policy, cost", contractPolicy(HedgeObjective::Cost)},
            {"click to proposal, 1,000 lines, contract policy, variance", contractPolicy(HedgeObjective::Variance)},
            {"click to proposal, 1,000 lines, contract policy, mean-cvar", contractPolicy(HedgeObjective::MeanCvar)}};
}

Row deskRow(const DeskCase& desk)
{
    const SnapshotPtr market = DeskMarket().build();
    const std::vector<VolSurfacePtr> surfaces{
        std::make_shared<const VolSurface>(fitSurface(*market, "BTC", {}).value())};
    HedgeInputs inputs{ProposalId{1}, market, deskBook(*market), surfaces, desk.policy};
    inputs.effort = HedgeEffort::Quick;
    HedgeProposal proposal;
    const Timing timing = alternate(
        5, TimeKind::Wall, [&] { proposal = proposeHedge(inputs, {}); }, [] {});
    const bool answered = proposal.status == HedgeStatus::Optimal || proposal.status == HedgeStatus::Feasible;
    return {desk.name,
            "proposal",
            timing.oursNs,
            budgetNs,
            budgetNs / timing.oursNs,
            1.0,
            answered ? proposal.gap : std::numeric_limits<double>::infinity(),
            fmt::format("gap; {}, {} legs, {:.0f} USD; anchor: the budget of 250 ms", hedgeStatusWord(proposal.status),
                        proposal.trades.size(), proposal.costUsd())};
}

} // namespace

std::vector<Benchmark> deskHedgeBenchmarks()
{
    std::vector<Benchmark> benchmarks;
    for (const DeskCase& desk : deskCases())
        benchmarks.push_back({desk.name, [desk] { return deskRow(desk); }});
    return benchmarks;
}

} // namespace ballast::bench
