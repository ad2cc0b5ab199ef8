#include "models/pricing/black_batch.h"
#include "models/pricing/implied_vol_batch.h"
#include "models/pricing/scenario_batch.h"
#include "models/pricing/settlement_window.h"
#include "models/surface/svi_calibration.h"

#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <vector>

// Any bit patterns as columns of the kernels: no crash, and no number that is not one without a status that says so.
namespace {

using namespace ballast;

struct Columns
{
    std::vector<double> forward, strike, years, vol, price;
    std::vector<OptionType> type;
    std::vector<Settlement> settlement;
};

Columns columnsOf(const unsigned char* data, std::size_t size)
{
    constexpr std::size_t rowBytes = 5 * sizeof(double) + 1;
    Columns c;
    for (std::size_t at = 0; at + rowBytes <= size; at += rowBytes) {
        std::array<double, 5> row{};
        std::memcpy(row.data(), data + at, sizeof row);
        c.forward.push_back(row[0]);
        c.strike.push_back(row[1]);
        c.years.push_back(row[2]);
        c.vol.push_back(row[3]);
        c.price.push_back(row[4]);
        c.type.push_back((data[at + rowBytes - 1] & 1) != 0 ? OptionType::Call : OptionType::Put);
        c.settlement.push_back((data[at + rowBytes - 1] & 2) != 0 ? Settlement::Inverse : Settlement::Linear);
    }
    return c;
}

void require(bool holds)
{
    if (!holds)
        std::abort();
}

template <std::size_t N>
void requireNumbers(const std::array<std::vector<double>, N>& columns, const std::vector<PriceStatus>& status)
{
    for (std::size_t i = 0; i < status.size(); ++i) {
        for (const std::vector<double>& column : columns)
            require(status[i] == PriceStatus::Ok ? std::isfinite(column[i]) : std::isnan(column[i]));
    }
}

template <std::size_t N>
std::array<std::vector<double>, N> outputs(std::size_t rows)
{
    std::array<std::vector<double>, N> columns;
    columns.fill(std::vector<double>(rows, 0.0));
    return columns;
}

void price(const Columns& c)
{
    const BlackColumns in{c.forward, c.strike, c.years, c.vol, c.type};
    std::vector<PriceStatus> status(c.forward.size());
    auto prices = outputs<1>(c.forward.size());
    blackPrices(in, prices[0], status);
    requireNumbers(prices, status);
    auto v = outputs<10>(c.forward.size());
    blackValues(in, {v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], status});
    requireNumbers(v, status);
    auto g = outputs<14>(c.forward.size());
    optionGreeks(in, c.settlement,
                 {g[0], g[1], g[2], g[3], g[4], g[5], g[6], g[7], g[8], g[9], g[10], g[11], g[12], g[13], status});
    requireNumbers(g, status);
}

void solve(const Columns& c)
{
    std::vector<double> vols(c.forward.size());
    std::vector<QuoteVolStatus> status(c.forward.size());
    const QuoteColumns side{c.price, c.vol, vols, status}; // any vol as a start
    impliedVols({c.forward, c.strike, c.years, c.type}, {&side, 1});
    for (std::size_t i = 0; i < vols.size(); ++i)
        require(status[i] == QuoteVolStatus::Ok ? std::isfinite(vols[i]) && vols[i] >= 0.0 : std::isnan(vols[i]));
}

void revalue(const Columns& c)
{
    std::vector<HeldOption> held;
    for (std::size_t i = 0; i < c.forward.size(); ++i)
        held.push_back({{c.forward[i], c.strike[i], c.years[i], c.vol[i], c.type[i]}, 1.0, 0});
    const std::vector<FactorMoves> moves{gridMoves(std::array{0.5, 1.0, 2.0}, std::array{0.0, 1.0, 3.0})};
    const auto plan = RevaluationPlan::prepare(held, moves);
    require(plan.ok());
    std::vector<double> pnl(plan->scenarios(), 0.0);
    require(plan->addPnl(plan->wholeRange(), pnl, {}) == RunStatus::Finished);
    for (const double each : pnl)
        require(!std::isnan(each));
    const std::vector<FactorMoves> wild{{c.forward, c.vol, {}}};
    static_cast<void>(RevaluationPlan::prepare(held, wild)); // refused or taken, without a crash
}

void fit(const Columns& c)
{
    std::vector<SviSample> samples;
    for (std::size_t i = 0; i < c.forward.size(); ++i)
        samples.push_back({c.forward[i], c.strike[i], c.years[i]});
    const auto slice = calibrateSvi(samples, arbitrageGrid({-1.0, 1.0}, std::nullopt), std::nullopt);
    if (!slice)
        return;
    const SviParams& p = slice->params;
    for (const double each : {p.a, p.b, p.rho, p.m, p.sigma})
        require(std::isfinite(each));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    const Columns columns = columnsOf(data, size);
    if (columns.forward.empty())
        return 0;
    price(columns);
    solve(columns);
    revalue(columns);
    fit(columns);
    return 0;
}
