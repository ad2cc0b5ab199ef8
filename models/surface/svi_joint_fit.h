#pragma once

#include "models/surface/svi_bands.h"
#include "models/surface/svi_calibration.h"
#include "models/surface/svi_certificate.h"

#include <span>
#include <vector>

namespace ballast {

// One expiry of a joint fit.
struct JointSlice
{
    std::span<const SviBand> bands;
    SviParams start;
    QuotedRange quoted;
    bool fixed = false; // stays as it is; its neighbours keep clear of it
};

struct JointFit
{
    std::vector<SviParams> params;
    std::vector<double> minButterfly; // of each slice, on the certificate's grid
    std::vector<double> minCalendar;  // of each slice against the next one; 0 for the last
    double misses = 0.0;              // quotes of the core that do not hold their slice
    double quotes = 0.0;              // of the core
    int steps = 0;                    // of the search
    bool clean = false;               // no butterfly, no calendar, positive, wings within Lee's bound
};

// All expiries at once, in rising order: each slice inside its quotes' markets, none with a negative Durrleman g, none
// above the next one, wings' slopes rising with the expiry, so that no two slices cross even far out. Levenberg and
// Marquardt on all parameters; the normal equations couple neighbours only. The best clean set of slices is kept.
// `certified`: how closely a set is looked at before it counts as clean.
[[nodiscard]] JointFit fitSviJointly(std::span<const JointSlice> slices,
                                     CertificateDetail certified = CertificateDetail::Full);

} // namespace ballast
