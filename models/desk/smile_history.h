#pragma once

#include "models/risk/delta_convention.h"

#include <cstddef>
#include <deque>
#include <map>
#include <string>
#include <vector>

namespace ballast {

// What the fits of a delta rule need before they are trusted.
inline constexpr std::size_t leastSmileSteps = 20;   // expiry by expiry, of the skew-stickiness ratio
inline constexpr double widestStickinessError = 0.5; // its standard error
inline constexpr std::size_t leastOptionSteps = 100; // option by option, of the minimum-variance coefficients

// How the smiles of the desk's own surfaces moved: steps between surfaces at least `spacing` of market time apart, the
// newest kept. A market that goes back in time, or stands still for longer than `longestGap`, begins anew.
class SmileHistory
{
public:
    explicit SmileHistory(Milliseconds spacing = std::chrono::seconds(30),
                          Milliseconds longestGap = std::chrono::hours(24 * 7))
        : m_spacing(spacing), m_longestGap(longestGap)
    {}

    void record(const VolSurfacePtr& surface);

    // Fitted over all expiries together (Bergomi 2009; Hull and White 2017; spec F7), where the steps suffice.
    [[nodiscard]] const std::vector<SmileMotion>& motions() const { return m_motions; }

private:
    struct OfUnderlying
    {
        VolSurfacePtr last;
        std::deque<SmileStep> smiles;
        std::deque<OptionStep> options;
        int surfaces = 0;
    };

    static void compare(OfUnderlying& known, const VolSurface& after);
    static SmileMotion fitted(const std::string& underlying, const OfUnderlying& known);

    Milliseconds m_spacing;
    Milliseconds m_longestGap;
    std::map<std::string, OfUnderlying> m_known; // by underlying
    std::vector<SmileMotion> m_motions;
};

} // namespace ballast
