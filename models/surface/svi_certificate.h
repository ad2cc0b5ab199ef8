#pragma once

#include "models/surface/svi.h"
#include "models/surface/svi_calibration.h"

#include <span>
#include <vector>

namespace ballast {

inline constexpr double certifiedReach = 16.0; // |k| up to which slices are certified

// Least value of a function of k and where it is.
struct LeastPoint
{
    double k = 0.0;
    double value = 0.0;
};

enum class CertificateDetail
{
    Search, // while a fit is under way
    Full    // what is published
};

// Where one slice, or two neighbours, are looked at: dense around the quotes, out to |k| = certifiedReach in growing
// steps; around the slices' vertices in addition.
class CertificateGrid
{
public:
    CertificateGrid(std::span<const QuotedRange> quoted, CertificateDetail detail);

    // Of Durrleman's g.
    [[nodiscard]] LeastPoint leastButterfly(const SviParams& slice) const;
    // Of w(later) - w(earlier).
    [[nodiscard]] LeastPoint leastCalendar(const SviParams& earlier, const SviParams& later) const;

private:
    template <class Least>
    [[nodiscard]] LeastPoint least(std::span<const SviParams> vertices, const Least& leastOf) const;

    std::vector<std::vector<double>> m_runs; // each rising
    std::span<const double> m_aroundVertex; // (k - m) / sigma, rising
};

} // namespace ballast
