#include "models/items/words.h"
#include "ui/presenters/surface_content.h"
#include "widgets/number_format.h"

#include <QCoreApplication>
#include <algorithm>

namespace ballast {

namespace {

constexpr double daysPerYear = 365.0;
constexpr double leastDays = 1.0; // over hours a rounding of the forward is a rate of per cents

QString tr(const char* text)
{
    return QCoreApplication::translate("ballast::surface_content", text);
}

QString wordsOf(ForwardSource source)
{
    switch (source) {
    case ForwardSource::Venue:
        return tr("forward of the venue");
    case ForwardSource::Future:
        return tr("from the future");
    case ForwardSource::PutCallParity:
        return tr("from put-call parity");
    case ForwardSource::Interpolated:
        break;
    }
    return tr("interpolated");
}

QStringList noteOf(const BasisPoint& point)
{
    return {tr("%1, %2").arg(expiryText(point.expiry), daysText(daysPerYear * point.years)),
            tr("forward %1 USD, basis %2 USD").arg(formatNumber(point.forwardUsd, 2), formatSigned(point.basisUsd, 2)),
            tr("%1 % a year, %2").arg(formatSigned(100.0 * point.impliedRate, 2), wordsOf(point.source))};
}

} // namespace

std::vector<BasisPoint> chartedBasis(const BasisCurve& curve)
{
    std::vector<BasisPoint> points;
    std::ranges::copy_if(curve.points, std::back_inserter(points),
                         [](const BasisPoint& point) { return point.years * daysPerYear >= leastDays; });
    return points;
}

ChartContent basisChart(const BasisCurve& curve)
{
    ChartContent content;
    content.emptyText = tr("No forward of a day or more to read a rate from.");
    const std::vector<BasisPoint> points = chartedBasis(curve);
    if (points.empty())
        return content;
    ChartCurve implied;
    implied.name = tr("rate to expiry");
    implied.role = CurveRole::Main;
    implied.marks = CurvePoints::Rings;
    implied.decimals = 2;
    ChartCurve between;
    between.name = tr("between expiries");
    between.decimals = 2;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double days = daysPerYear * points[i].years;
        implied.points << QPointF(days, 100.0 * points[i].impliedRate);
        implied.notes << noteOf(points[i]);
        if (i == 0 || !points[i].forwardRate)
            continue;
        const double rate = 100.0 * *points[i].forwardRate;
        between.points << QPointF(daysPerYear * points[i - 1].years, rate) << QPointF(days, rate);
    }
    content.curves << implied << between;
    content.x.logarithmic = true;
    content.x.title = tr("days to expiry, log scale");
    content.x.readOutName = tr("days");
    content.x.min = daysPerYear * points.front().years;
    content.x.max = daysPerYear * points.back().years;
    for (const double tick : {1.0, 2.0, 4.0, 7.0, 14.0, 30.0, 60.0, 90.0, 180.0, 365.0})
        if (tick >= *content.x.min && tick <= *content.x.max)
            content.x.ticks << tick;
    content.y.decimals = 1;
    content.y.unit = QStringLiteral("%");
    content.y.printPlus = true;
    content.showLegend = true;
    return content;
}

} // namespace ballast
