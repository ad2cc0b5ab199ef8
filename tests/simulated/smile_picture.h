#pragma once

#include <QImage>
#include <QString>

#include <vector>

namespace ballast::test {

struct SmilePoint
{
    double x = 0.0; // ln(strike / forward) / (vol at the money sqrt(years)): standard deviations
    double vol = 0.0;
};

// One panel: a recorded smile as dots under a simulated one as a line.
struct SmilePanel
{
    QString title;
    std::vector<SmilePoint> recorded;
    std::vector<SmilePoint> simulated;
};

// Panels side by side, one row per title.
struct SmileRow
{
    QString title;
    std::vector<SmilePanel> panels;
};

[[nodiscard]] QImage paintSmiles(const std::vector<SmileRow>& rows);

} // namespace ballast::test
