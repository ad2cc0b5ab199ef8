#include "models/items/words.h"
#include "ui/presenters/surface_content.h"
#include "widgets/number_format.h"

#include <QCoreApplication>
#include <algorithm>

namespace ballast {

namespace {

constexpr double daysPerYear = 365.0;

QString tr(const char* text)
{
    return QCoreApplication::translate("ballast::surface_content", text);
}

ChartCurve curve(const QString& name, const QList<QPointF>& points, CurveRole role, CurveDash dash)
{
    ChartCurve line;
    line.name = name;
    line.points = points;
    line.role = role;
    line.dash = dash;
    return line;
}

double measured(double days, double vol, TermMeasure measure)
{
    return measure == TermMeasure::TotalVariance ? vol * vol * days / daysPerYear : 100.0 * vol;
}

using TermVol = std::optional<double> (*)(const TermPoint& point);

std::optional<double> atmOf(const TermPoint& point)
{
    return point.atmVol;
}

std::optional<double> putOf(const TermPoint& point)
{
    return point.put25Vol;
}

std::optional<double> callOf(const TermPoint& point)
{
    return point.call25Vol;
}

QList<QPointF> atExpiries(const std::vector<TermPoint>& points, TermMeasure measure, TermVol volOf)
{
    QList<QPointF> line;
    for (const TermPoint& point : points)
        if (const std::optional<double> vol = volOf(point))
            line << QPointF(point.days, measured(point.days, *vol, measure));
    return line;
}

// Day by day from the first expiry on.
QList<QPointF> daily(const SurfaceSamples& samples, TermMeasure measure, double TermCurvePoint::*vol)
{
    QList<QPointF> line;
    for (const TermCurvePoint& point : samples.termCurve.points)
        if (point.days >= samples.term.front().days - 1e-9)
            line << QPointF(point.days, measured(point.days, point.*vol, measure));
    return line;
}

// Level over each step; what lies before the first half day has no room on a log axis.
QList<QPointF> stairs(const TermCurve& curve, std::optional<double> TermStep::*vol)
{
    constexpr double firstShown = 0.5;
    QList<QPointF> line;
    for (const TermStep& step : curve.steps) {
        if (step.toDays <= firstShown || !(step.*vol))
            continue;
        line << QPointF(std::max(step.fromDays, firstShown), 100.0 * *(step.*vol))
             << QPointF(step.toDays, 100.0 * *(step.*vol));
    }
    return line;
}

void addTicks(ChartContent& content, double from, double to)
{
    content.x.logarithmic = true;
    content.x.title = tr("days to expiry, log scale");
    content.x.readOutName = tr("days");
    for (const double tick : {1.0, 2.0, 4.0, 7.0, 14.0, 30.0, 60.0, 90.0, 180.0, 365.0})
        if (tick >= from && tick <= to)
            content.x.ticks << tick;
}

void addForwardVols(ChartContent& content, const SurfaceSamples& samples, bool weighted,
                    const Earlier<SurfaceSamples>& earlier)
{
    content.curves << curve(tr("forward ATM"), stairs(samples.termCurve, &TermStep::forwardVol), CurveRole::Main,
                            CurveDash::Solid);
    if (weighted)
        content.curves << curve(tr("in calendar time"), stairs(samples.termCurve, &TermStep::calendarForwardVol),
                                CurveRole::Other, CurveDash::Dotted);
    if (earlier.value)
        content.curves << curve(tr("%1").arg(earlier.name), stairs(earlier.value->termCurve, &TermStep::forwardVol),
                                CurveRole::Earlier, CurveDash::Dashed);
}

ChartCurve indexRings(const TermCurve& fitted, TermMeasure measure, std::span<const VolIndexTenor> indices)
{
    ChartCurve rings = curve(tr("vol index"), {}, CurveRole::Other, CurveDash::Solid);
    rings.marks = CurvePoints::RingsOnly;
    for (const VolIndexPoint& point : fitted.volIndex) {
        const auto quoted = std::ranges::find_if(indices, [&point](const VolIndexTenor& tenor) {
            return tenor.days == point.days && tenor.source == VolIndexSource::Quotes;
        });
        const bool replicated = quoted != indices.end();
        const double vol = replicated ? quoted->index : point.vol;
        rings.points << QPointF(point.days, measured(point.days, vol, measure));
        rings.notes << QStringList{tr("Vol index, %1 days").arg(point.days),
                                   tr("%1 %").arg(formatNumber(100.0 * vol, 1)),
                                   sourceText(replicated ? VolIndexSource::Quotes : VolIndexSource::Surface)};
    }
    return rings;
}

void addVols(ChartContent& content, const SurfaceSamples& samples, TermMeasure measure, bool weighted,
             const Earlier<SurfaceSamples>& earlier, std::span<const VolIndexTenor> indices)
{
    ChartCurve rings = curve({}, atExpiries(samples.term, measure, &atmOf), CurveRole::Main, CurveDash::Solid);
    rings.marks = CurvePoints::RingsOnly;
    content.curves << rings
                   << curve(tr("ATM"), daily(samples, measure, &TermCurvePoint::vol), CurveRole::Main,
                            CurveDash::Solid);
    if (weighted)
        content.curves << curve(tr("in calendar time"), daily(samples, measure, &TermCurvePoint::calendarVol),
                                CurveRole::Other, CurveDash::Dotted);
    content.curves << curve(tr("25Δ put"), atExpiries(samples.term, measure, &putOf), CurveRole::Other,
                            CurveDash::Solid)
                   << curve(tr("25Δ call"), atExpiries(samples.term, measure, &callOf), CurveRole::Other,
                            CurveDash::Dashed);
    if (earlier.value)
        content.curves << curve(tr("ATM %1").arg(earlier.name), atExpiries(earlier.value->term, measure, &atmOf),
                                CurveRole::Earlier, CurveDash::Dashed);
    content.curves << indexRings(samples.termCurve, measure, indices);
}

} // namespace

QString sourceText(VolIndexSource source)
{
    return source == VolIndexSource::Quotes ? tr("replicated from quotes") : tr("from the fitted surface");
}

ChartContent termChart(const SurfaceSamples& samples, TermMeasure measure, bool weighted,
                       const Earlier<SurfaceSamples>& earlier, std::span<const VolIndexTenor> indices)
{
    ChartContent content;
    content.emptyText = tr("No surface could be fitted.");
    if (samples.term.empty())
        return content;
    if (measure == TermMeasure::ForwardVol)
        addForwardVols(content, samples, weighted, earlier);
    else
        addVols(content, samples, measure, weighted, earlier, indices);
    const bool variance = measure == TermMeasure::TotalVariance;
    for (ChartCurve& line : content.curves)
        line.decimals = variance ? 4 : 1;
    const double last = samples.term.back().days;
    const double first = measure == TermMeasure::ForwardVol ? 0.5 : samples.term.front().days;
    content.x.min = first;
    content.x.max = last;
    addTicks(content, first, last);
    content.y.decimals = variance ? 2 : 0;
    content.y.unit = variance ? QString() : QStringLiteral("%");
    content.showLegend = true;
    return content;
}

} // namespace ballast
