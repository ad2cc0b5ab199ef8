#include "models/surface/svi_certificate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace ballast {
namespace {

constexpr int closerPoints = 16; // between the neighbours of a grid's least

template <class Function>
LeastPoint leastOn(std::span<const double> grid, const Function& at)
{
    LeastPoint least{0.0, std::numeric_limits<double>::infinity()};
    std::size_t where = 0;
    for (std::size_t i = 0; i < grid.size(); ++i) {
        if (const double here = at(grid[i]); !(here >= least.value)) {
            least = {grid[i], here};
            where = i;
        }
    }
    const double low = grid[where - std::min<std::size_t>(where, 1)];
    const double high = grid[std::min(where + 1, grid.size() - 1)];
    for (int i = 1; i < closerPoints; ++i) {
        const double k = low + (high - low) * i / closerPoints;
        if (const double here = at(k); !(here >= least.value))
            least = {k, here};
    }
    return least;
}

} // namespace

CertificateGrid::CertificateGrid(std::span<const QuotedRange> quoted, CertificateDetail detail)
{
    const int vertexPoints = detail == CertificateDetail::Full ? 40 : 10;
    for (int i = -vertexPoints; i <= vertexPoints; ++i)
        m_aroundVertex.push_back(std::sinh(4.0 * i / vertexPoints));
    const int dense = detail == CertificateDetail::Full ? 240 : 40;
    const double growth = detail == CertificateDetail::Full ? 1.06 : 1.3;
    double reach = 0.1;
    for (const QuotedRange& range : quoted) {
        const double width = range.high - range.low;
        for (int i = 0; i <= dense; ++i)
            m_k.push_back(range.low - 0.5 * width + 2.0 * width * i / dense);
        reach = std::max({reach, std::abs(range.low), std::abs(range.high)});
    }
    for (double k = 0.02 * reach; k < certifiedReach; k *= growth) {
        m_k.push_back(k);
        m_k.push_back(-k);
    }
    m_k.push_back(certifiedReach);
    m_k.push_back(-certifiedReach);
    std::sort(m_k.begin(), m_k.end());
}

template <class Function>
LeastPoint CertificateGrid::least(std::span<const SviParams> vertices, const Function& at) const
{
    LeastPoint least = leastOn(std::span<const double>(m_k), at);
    std::array<double, 81> around{};
    for (const SviParams& slice : vertices) {
        for (std::size_t i = 0; i < m_aroundVertex.size(); ++i)
            around[i] = slice.m + slice.sigma * m_aroundVertex[i];
        const LeastPoint here = leastOn(std::span(around).first(m_aroundVertex.size()), at);
        if (!(here.value >= least.value))
            least = here;
    }
    return least;
}

LeastPoint CertificateGrid::leastButterfly(const SviParams& slice) const
{
    return least({&slice, 1}, [&](double k) { return sviDurrleman(slice, k); });
}

LeastPoint CertificateGrid::leastCalendar(const SviParams& earlier, const SviParams& later) const
{
    const std::array both{earlier, later};
    return least(both, [&](double k) { return sviTotalVariance(later, k) - sviTotalVariance(earlier, k); });
}

} // namespace ballast
