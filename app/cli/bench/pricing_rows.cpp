#include "app/cli/bench/benchmark.h"
#include "app/cli/bench/measure.h"
#include "models/pricing/black_batch.h"
#include "models/pricing/implied_vol_batch.h"
#include "models/pricing/quantlib/anchors.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>

namespace ballast::bench {
namespace {

// As many options as a large underlying lists.
constexpr std::size_t chainOptions = 1200;
constexpr int rounds = 25;

struct Chain
{
    std::vector<double> forward, strike, years, vol;
    std::vector<OptionType> type;

    [[nodiscard]] BlackColumns columns() const { return {forward, strike, years, vol, type}; }
    [[nodiscard]] ContractColumns contracts() const { return {forward, strike, years, type}; }
};

// Expiries from a day to a year, out-of-the-money strikes to 2.3 deviations (a delta of about 0.01), a smile on top.
Chain quotedChain()
{
    std::mt19937_64 random(2015);
    std::uniform_real_distribution<double> deviations(-2.3, 2.3);
    Chain chain;
    for (std::size_t i = 0; i < chainOptions; ++i) {
        const double years = std::array{1.0, 3.0, 7.0, 14.0, 30.0, 60.0, 90.0, 180.0, 270.0, 365.0}[i % 10] / 365.0;
        const double z = deviations(random);
        const double vol = 0.55 + 0.04 * z * z - 0.03 * z;
        chain.forward.push_back(7e4);
        chain.strike.push_back(7e4 * std::exp(z * vol * std::sqrt(years)));
        chain.years.push_back(years);
        chain.vol.push_back(vol);
        chain.type.push_back(z < 0.0 ? OptionType::Put : OptionType::Call);
    }
    return chain;
}

Row rowOf(const char* name, const Timing& timing, double target, double accuracy, const char* meaning)
{
    const double units = static_cast<double>(chainOptions);
    return {name,     "option", timing.oursNs / units, timing.anchorNs / units, timing.anchorNs / timing.oursNs, target,
            accuracy, meaning};
}

constexpr const char* impliedName = "implied vol, full chain";

Row impliedVolRow()
{
    const Chain chain = quotedChain();
    std::vector<double> price;
    for (std::size_t i = 0; i < chainOptions; ++i)
        price.push_back(
            *referencePrice({chain.forward[i], chain.strike[i], chain.years[i], chain.vol[i], chain.type[i]}));
    std::vector<double> ours(chainOptions);
    std::vector<double> theirs(chainOptions);
    std::vector<QuoteVolStatus> status(chainOptions);
    const QuoteColumns side{price, {}, ours, status};

    const Timing timing = alternate(
        rounds, TimeKind::ThreadCpu,
        [&] {
            impliedVols(chain.contracts(), {&side, 1});
        },
        [&] { anchorImpliedVols(chain.contracts(), price, theirs); });

    double worst = 0.0;
    for (std::size_t i = 0; i < chainOptions; ++i)
        worst = status[i] == QuoteVolStatus::Ok ? std::max(worst, std::abs(ours[i] - chain.vol[i]))
                                                : std::numeric_limits<double>::infinity();
    return rowOf(impliedName, timing, 20.0, worst, "largest error of a vol");
}

constexpr const char* greeksName = "price + 6 Greeks";

// The outputs that both sides have: price, delta, gamma, vega, theta and dV/dK (our rho is -K T dV/dK).
std::array<double, 6> commonOutputs(const std::array<std::vector<double>, 10>& v, const Chain& c, std::size_t i)
{
    return {v[0][i], v[1][i], v[2][i], v[3][i], v[4][i], -v[9][i] / (c.strike[i] * c.years[i])};
}

// In units of F, 1, 1 / (F s), F sqrt(T), F vol / sqrt(T), 1.
double largestScaledError(const std::array<std::vector<double>, 10>& ours,
                          const std::array<std::vector<double>, anchorGreekCount>& theirs, const Chain& c)
{
    double worst = 0.0;
    for (std::size_t i = 0; i < chainOptions; ++i) {
        const double rootT = std::sqrt(c.years[i]);
        const double f = c.forward[i];
        const std::array<double, 6> scale{f, 1.0, 1.0 / (f * c.vol[i] * rootT), f * rootT, f * c.vol[i] / rootT, 1.0};
        const auto mine = commonOutputs(ours, c, i);
        for (std::size_t k = 0; k < scale.size(); ++k)
            worst = std::max(worst, std::abs(mine[k] - theirs[k][i]) / scale[k]);
    }
    return worst;
}

Row greeksRow()
{
    const Chain chain = quotedChain();
    std::array<std::vector<double>, 10> o;
    std::array<std::vector<double>, anchorGreekCount> theirs;
    std::ranges::fill(o, std::vector<double>(chainOptions));
    std::ranges::fill(theirs, std::vector<double>(chainOptions));
    std::vector<PriceStatus> status(chainOptions);
    const BlackValueColumns values{o[0], o[1], o[2], o[3], o[4], o[5], o[6], o[7], o[8], o[9], status};
    std::array<std::span<double>, anchorGreekCount> spans;
    std::ranges::copy(theirs, spans.begin());

    const Timing timing = alternate(
        rounds, TimeKind::ThreadCpu, [&] { blackValues(chain.columns(), values); },
        [&] { anchorGreeks(chain.columns(), spans); });

    return rowOf(greeksName, timing, 20.0, largestScaledError(o, theirs, chain), "largest error, scaled");
}

} // namespace

std::vector<Benchmark> pricingBenchmarks()
{
    return {{impliedName, impliedVolRow}, {greeksName, greeksRow}};
}

} // namespace ballast::bench
