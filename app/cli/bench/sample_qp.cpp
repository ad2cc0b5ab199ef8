#include "app/cli/bench/sample_qp.h"

#include <random>

namespace ballast::bench {
namespace {

constexpr std::size_t instruments = 200;
constexpr std::size_t factors = 40;
constexpr std::size_t bands = 17;

double uniform(std::mt19937_64& random, double from, double to)
{
    return std::uniform_real_distribution<double>(from, to)(random);
}

} // namespace

QpProblem sampleQp()
{
    std::mt19937_64 random(200);
    std::normal_distribution<double> normal;
    QpProblem qp;
    qp.columns = instruments;
    for (std::size_t k = 0; k < factors; ++k) {
        qp.offset.push_back(30.0 * normal(random));
        for (std::size_t j = 0; j < instruments; ++j)
            qp.factors.push_back(normal(random) / static_cast<double>(k + 1));
    }
    for (std::size_t j = 0; j < instruments; ++j) {
        const double cost = uniform(random, 0.2, 3.0);
        const double most = uniform(random, 5.0, 50.0);
        qp.variables.push_back({j, 1.0, cost, 0.0, most});
        qp.variables.push_back({j, -1.0, cost, 0.0, most});
    }
    for (std::size_t r = 0; r < bands; ++r) {
        QpRow row{-uniform(random, 2.0, 20.0), uniform(random, 2.0, 20.0), RowSum::Signed, {}};
        for (std::size_t j = 0; j < instruments; ++j)
            row.perColumn.push_back(normal(random));
        qp.rows.push_back(std::move(row));
    }
    return qp;
}

} // namespace ballast::bench
