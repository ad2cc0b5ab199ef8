#include "models/risk/otc_estimates.h"

#include <fmt/format.h>

#include <algorithm>

namespace ballast {
namespace {

std::string counted(int points, std::string_view point)
{
    return fmt::format("{} {}{}", points, point, points == 1 ? "" : "s");
}

} // namespace

void OtcEstimates::note(const RiskLine& line, const std::string& refusal, int points)
{
    if (refusal.empty())
        return;
    const auto at = std::ranges::lower_bound(lines, line.position, {}, &OtcEstimate::position);
    if (at != lines.end() && at->position == line.position)
        at->points += points;
    else
        lines.insert(at, {line.position, line.holding.instrument.name, points, refusal});
}

void OtcEstimates::add(const OtcEstimates& more, int pointsEach)
{
    for (const OtcEstimate& other : more.lines) {
        const auto at = std::ranges::lower_bound(lines, other.position, {}, &OtcEstimate::position);
        if (at != lines.end() && at->position == other.position) {
            at->points += other.points * pointsEach;
            continue;
        }
        const auto added = lines.insert(at, other);
        added->points *= pointsEach;
    }
}

std::string OtcEstimates::summary(std::string_view point) const
{
    if (lines.empty())
        return {};
    const int most = std::ranges::max_element(lines, {}, &OtcEstimate::points)->points;
    const bool one = lines.size() == 1;
    return fmt::format("{} over-the-counter line{} by delta-gamma-vega estimate in {}{}", lines.size(), one ? "" : "s",
                       one ? "" : "up to ", counted(most, point));
}

std::vector<std::string> OtcEstimates::details(std::string_view point) const
{
    std::vector<std::string> texts;
    for (const OtcEstimate& line : lines)
        texts.push_back(fmt::format("{}: {} by delta-gamma-vega estimate: {}", line.instrument,
                                    counted(line.points, point), line.refusal));
    return texts;
}

} // namespace ballast
