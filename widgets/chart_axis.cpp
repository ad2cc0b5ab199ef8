#include "widgets/chart_axis.h"

#include "widgets/chart_content.h"
#include "widgets/number_format.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ballast {

QList<double> niceTicks(double low, double high, int wanted)
{
    QList<double> ticks;
    if (!std::isfinite(low) || !std::isfinite(high) || !(high > low) || wanted < 1)
        return ticks;
    const double raw = (high - low) / wanted;
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    const double lead = raw / power;
    const double step = (lead < 1.5 ? 1.0 : lead < 3.5 ? 2.0 : lead < 7.5 ? 5.0 : 10.0) * power;
    for (double n = std::ceil(low / step - 1e-9); n * step <= high + step * 1e-9; n += 1.0)
        ticks.append(n * step);
    return ticks;
}

QList<double> logTicks(double low, double high)
{
    QList<double> ticks;
    if (!(low > 0.0) || !(high > low))
        return ticks;
    for (double power = std::pow(10.0, std::floor(std::log10(low))); power <= high; power *= 10.0) {
        for (const double lead : {1.0, 2.0, 5.0}) {
            if (lead * power >= low && lead * power <= high)
                ticks.append(lead * power);
        }
    }
    return ticks;
}

double AxisScale::inner(double v) const
{
    return logarithmic ? std::log10(std::max(v, std::numeric_limits<double>::min())) : v;
}

double AxisScale::share(double v) const
{
    const double from = inner(low);
    const double to = inner(high);
    return to > from ? (inner(v) - from) / (to - from) : 0.5;
}

double AxisScale::value(double s) const
{
    const double from = inner(low);
    const double at = from + s * (inner(high) - from);
    return logarithmic ? std::pow(10.0, at) : at;
}

bool AxisScale::contains(double v) const
{
    return std::isfinite(v) && v >= std::min(low, high) && v <= std::max(low, high);
}

AxisScale scaleFor(const ChartAxis& axis, const QList<double>& values, double roomShare)
{
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const double v : values) {
        if (!std::isfinite(v) || (axis.logarithmic && v <= 0.0))
            continue;
        low = std::min(low, v);
        high = std::max(high, v);
    }
    if (low > high) {
        low = axis.logarithmic ? 1.0 : 0.0;
        high = axis.logarithmic ? 10.0 : 1.0;
    }
    if (low == high) {
        low = axis.logarithmic ? low / 2.0 : low - 1.0;
        high = axis.logarithmic ? high * 2.0 : high + 1.0;
    }
    const double room = axis.logarithmic ? 0.0 : (high - low) * roomShare;
    AxisScale scale{axis.min.value_or(low - room), axis.max.value_or(high + room), axis.logarithmic};
    if (!(scale.high > scale.low))
        scale.high = scale.low + 1.0;
    return scale;
}

QList<double> ticksFor(const ChartAxis& axis, const AxisScale& scale, int wanted)
{
    QList<double> ticks = axis.ticks;
    if (ticks.isEmpty())
        ticks = scale.logarithmic ? logTicks(scale.low, scale.high) : niceTicks(scale.low, scale.high, wanted);
    ticks.removeIf([&scale](double tick) { return !scale.contains(tick); });
    return ticks;
}

QString tickText(const ChartAxis& axis, double value)
{
    const qsizetype labelled = axis.tickLabels.isEmpty() ? -1 : axis.ticks.indexOf(value);
    if (labelled >= 0 && labelled < axis.tickLabels.size())
        return axis.tickLabels.at(labelled);
    const SignMode sign = axis.printPlus ? SignMode::Always : SignMode::MinusOnly;
    return axis.compact ? formatCompact(value, sign) : formatNumber(value, axis.decimals, sign);
}

} // namespace ballast
