#include "models/risk/tail_risk.h"

#include "models/pricing/normal.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <tuple>

namespace ballast {
namespace {

// (1 - 0.99) 500 is 5.000000000000004 in binary: it is five scenarios, not six.
constexpr double countNoise = 1e-9;

// Worst first, earlier scenarios first among equals. With equal weights only the tail itself needs its order.
std::vector<std::size_t> worstFirst(std::span<const double> pnl, bool weighted, double tailSize)
{
    std::vector<std::size_t> order(pnl.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (weighted) {
        std::ranges::stable_sort(order, {}, [&](std::size_t i) { return pnl[i]; });
        return order;
    }
    const auto ordered = std::min(order.size(), static_cast<std::size_t>(std::ceil(tailSize)) + 1);
    std::ranges::partial_sort(order, order.begin() + static_cast<std::ptrdiff_t>(ordered),
                              [&](std::size_t l, std::size_t r) { return std::tie(pnl[l], l) < std::tie(pnl[r], r); });
    return order;
}

double quantile(const std::vector<double>& sorted, double share)
{
    const double at = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

} // namespace

Result<Tail> tailOf(std::span<const double> pnl, double confidence, std::span<const double> weights)
{
    if (pnl.empty() || !(confidence > 0.0 && confidence < 1.0))
        return Error{Errc::BadInput, "a tail needs scenarios and a confidence between 0 and 1"};
    const double total =
        weights.empty() ? static_cast<double>(pnl.size()) : std::accumulate(weights.begin(), weights.end(), 0.0);
    const bool sound = weights.empty() || (weights.size() == pnl.size() &&
                                           std::ranges::all_of(weights, [](double w) { return w >= 0.0; }));
    if (!sound || !(total > 0.0))
        return Error{Errc::BadInput, "the scenarios' weights must be one each, not negative, and not all zero"};

    const double size = (1.0 - confidence) * total;
    Tail tail;
    double taken = 0.0;
    for (const std::size_t i : worstFirst(pnl, !weights.empty(), size)) {
        const double weight = weights.empty() ? 1.0 : weights[i];
        const double counted = std::min(weight, size - taken);
        tail.scenarios.push_back({i, counted / size});
        tail.risk.es -= pnl[i] * counted / size;
        tail.varScenario = i;
        taken += weight;
        if (taken >= size - countNoise * total)
            break;
    }
    tail.risk.var = -pnl[tail.varScenario];
    return tail;
}

Result<TailErrors> bootstrapTail(std::span<const double> pnl, double confidence, const BootstrapOptions& options,
                                 std::span<const double> weights, const std::stop_token& stop)
{
    if (options.draws < 2 || !(options.coverage > 0.0 && options.coverage < 1.0))
        return Error{Errc::BadInput, "a bootstrap needs two draws or more and a coverage between 0 and 1"};
    std::mt19937_64 random(options.seed);
    std::uniform_int_distribution<std::size_t> pick(0, pnl.empty() ? 0 : pnl.size() - 1);
    std::vector<double> vars;
    std::vector<double> shortfalls;
    for (int draw = 0; draw < options.draws; ++draw) {
        if (stop.stop_requested())
            return Error{Errc::Cancelled, "the error bars were not finished: newer work replaced them"};
        std::vector<double> sample;
        sample.reserve(pnl.size());
        std::vector<double> sampleWeights;
        for (std::size_t i = 0; i < pnl.size(); ++i) {
            const std::size_t chosen = pick(random);
            sample.push_back(pnl[chosen]);
            if (!weights.empty())
                sampleWeights.push_back(weights[chosen]);
        }
        const auto tail = tailOf(sample, confidence, sampleWeights);
        if (!tail)
            return tail.error();
        vars.push_back(tail->risk.var);
        shortfalls.push_back(tail->risk.es);
    }
    std::ranges::sort(vars);
    std::ranges::sort(shortfalls);
    const double outside = 0.5 * (1.0 - options.coverage);
    return TailErrors{quantile(vars, outside),
                      quantile(vars, 1.0 - outside),
                      quantile(shortfalls, outside),
                      quantile(shortfalls, 1.0 - outside),
                      options.coverage,
                      options.draws};
}

TailMeasure normalTail(double deviation, double confidence)
{
    const double z = inverseNormalCdf(confidence);
    return {z * deviation, deviation * normalPdf(z) / (1.0 - confidence)};
}

} // namespace ballast
