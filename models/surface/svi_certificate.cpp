#include "models/surface/svi_certificate.h"
#include "models/surface/slice_kernels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace ballast {
namespace {

constexpr std::size_t closerPoints = 16; // between the neighbours of a grid's least

// The least over rising k, and of what lies between its neighbours.
template <class Least>
LeastPoint leastOn(std::span<const double> grid, const Least& leastOf)
{
    const LeastAt coarse = leastOf(grid);
    const double low = grid[coarse.index - std::min<std::size_t>(coarse.index, 1)];
    const double high = grid[std::min(coarse.index + 1, grid.size() - 1)];
    std::array<double, closerPoints> closer{};
    for (std::size_t i = 0; i < closer.size(); ++i)
        closer[i] = low + (high - low) * static_cast<double>(i) / closerPoints;
    const LeastAt fine = leastOf(closer);
    if (!(fine.value >= coarse.value))
        return {closer[fine.index], fine.value};
    return {grid[coarse.index], coarse.value};
}

// (k - m) / sigma, rising, in growing steps from the vertex.
std::span<const double> aroundVertex(CertificateDetail detail)
{
    const auto made = [](int points) {
        std::vector<double> places;
        for (int i = -points; i <= points; ++i)
            places.push_back(std::sinh(4.0 * i / points));
        return places;
    };
    static const std::vector<double> full = made(40);
    static const std::vector<double> search = made(10);
    return detail == CertificateDetail::Full ? full : search;
}

} // namespace

CertificateGrid::CertificateGrid(std::span<const QuotedRange> quoted, CertificateDetail detail)
{
    m_aroundVertex = aroundVertex(detail);
    const int dense = detail == CertificateDetail::Full ? 240 : 40;
    const double growth = detail == CertificateDetail::Full ? 1.06 : 1.3;
    double reach = 0.1;
    for (const QuotedRange& range : quoted) {
        const double width = range.high - range.low;
        std::vector<double>& run = m_runs.emplace_back();
        for (int i = 0; i <= dense; ++i)
            run.push_back(range.low - 0.5 * width + 2.0 * width * i / dense);
        reach = std::max({reach, std::abs(range.low), std::abs(range.high)});
    }
    std::vector<double> above;
    for (double k = 0.02 * reach; k < certifiedReach; k *= growth)
        above.push_back(k);
    above.push_back(certifiedReach);
    std::vector<double>& far = m_runs.emplace_back();
    for (auto k = above.rbegin(); k != above.rend(); ++k)
        far.push_back(-*k);
    far.insert(far.end(), above.begin(), above.end());
}

template <class Least>
LeastPoint CertificateGrid::least(std::span<const SviParams> vertices, const Least& leastOf) const
{
    LeastPoint least{0.0, std::numeric_limits<double>::infinity()};
    const auto take = [&](std::span<const double> run) {
        const LeastPoint here = leastOn(run, leastOf);
        if (!(here.value >= least.value))
            least = here;
    };
    for (const std::vector<double>& run : m_runs)
        take(run);
    std::array<double, 81> around{};
    for (const SviParams& slice : vertices) {
        for (std::size_t i = 0; i < m_aroundVertex.size(); ++i)
            around[i] = slice.m + slice.sigma * m_aroundVertex[i];
        take(std::span(around).first(m_aroundVertex.size()));
    }
    return least;
}

LeastPoint CertificateGrid::leastButterfly(const SviParams& slice) const
{
    const SviForm form = toForm(slice);
    return least({&slice, 1}, [&](std::span<const double> k) { return leastDurrlemanOf(form, k); });
}

LeastPoint CertificateGrid::leastCalendar(const SviParams& earlier, const SviParams& later) const
{
    const std::array both{earlier, later};
    const SviForm early = toForm(earlier);
    const SviForm late = toForm(later);
    return least(both, [&](std::span<const double> k) { return leastGapOf(early, late, k); });
}

} // namespace ballast
