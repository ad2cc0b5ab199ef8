#include "app/cli/bench/measure.h"

#include <algorithm>
#include <ctime>
#include <vector>

namespace ballast::bench {
namespace {

double nowNs(TimeKind kind)
{
    timespec now{};
    clock_gettime(kind == TimeKind::ThreadCpu ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

double timeOf(TimeKind kind, const std::function<void()>& work)
{
    const double start = nowNs(kind);
    work();
    return nowNs(kind) - start;
}

// Of wall times the least: whatever else the machine does only ever adds.
double typical(TimeKind kind, std::vector<double> times)
{
    if (kind == TimeKind::Wall)
        return *std::ranges::min_element(times);
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::ranges::nth_element(times, middle);
    return *middle;
}

} // namespace

Timing alternate(int rounds, TimeKind kind, const std::function<void()>& ours, const std::function<void()>& anchor)
{
    ours();
    anchor();
    std::vector<double> oursNs;
    std::vector<double> anchorNs;
    for (int round = 0; round < rounds; ++round) {
        oursNs.push_back(timeOf(kind, ours));
        anchorNs.push_back(timeOf(kind, anchor));
    }
    return {typical(kind, std::move(oursNs)), typical(kind, std::move(anchorNs))};
}

} // namespace ballast::bench
