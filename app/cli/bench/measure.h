#pragma once

#include <functional>

namespace ballast::bench {

struct Timing
{
    double oursNs = 0.0;
    double anchorNs = 0.0;
};

enum class TimeKind
{
    ThreadCpu, // what this thread worked: other programs on the machine do not count
    Wall       // for work on several threads
};

// Medians (of wall times the least) of `rounds` runs of each, alternated in one process, after one run of each to warm
// caches.
[[nodiscard]] Timing alternate(int rounds, TimeKind kind, const std::function<void()>& ours,
                               const std::function<void()>& anchor);

} // namespace ballast::bench
