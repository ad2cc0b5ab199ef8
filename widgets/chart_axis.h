#pragma once

#include <QList>
#include <QString>

namespace ballast {

struct ChartAxis;

// Round values (1, 2 or 5 times a power of ten apart) inside low..high, about `wanted` of them.
[[nodiscard]] QList<double> niceTicks(double low, double high, int wanted);
// 1, 2, 5, 10, 20, 50 ... inside low..high, both positive.
[[nodiscard]] QList<double> logTicks(double low, double high);

// Maps values of one axis to a share of its length, linear or logarithmic.
struct AxisScale
{
    double low = 0.0;
    double high = 1.0;
    bool logarithmic = false;

    [[nodiscard]] double inner(double value) const; // what the chart's own axis sees
    [[nodiscard]] double share(double value) const; // 0..1, not clamped
    [[nodiscard]] double value(double share) const;
    [[nodiscard]] bool contains(double value) const;
};

// Limits of the axis, or those of the values with a little room; never empty, positive where logarithmic.
[[nodiscard]] AxisScale scaleFor(const ChartAxis& axis, const QList<double>& values, double roomShare);
[[nodiscard]] QList<double> ticksFor(const ChartAxis& axis, const AxisScale& scale, int wanted);
[[nodiscard]] QString tickText(const ChartAxis& axis, double value);

} // namespace ballast
