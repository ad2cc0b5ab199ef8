#include "ui/presenters/surface_content.h"

#include "models/items/words.h"
#include "widgets/number_format.h"

#include <QCoreApplication>

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

QList<QPointF> percentPoints(const std::vector<SmilePoint>& points)
{
    QList<QPointF> shown;
    for (const SmilePoint& point : points)
        shown << QPointF(point.strike, 100.0 * point.vol);
    return shown;
}

void addQuotes(ChartContent& content, const SmileSamples& smile)
{
    for (const FittedQuote& quote : smile.quotes) {
        if (quote.bidVol && quote.askVol)
            content.whiskers << ChartWhisker{quote.strike, 100.0 * *quote.bidVol, 100.0 * *quote.askVol,
                                             quote.fitOutside};
        if (quote.targetVol)
            content.residuals << ChartResidual{quote.strike, 100.0 * (*quote.targetVol - quote.fitVol)};
    }
}

void addOwnPositions(ChartContent& content, const ChainView& chain, const StrikeRange& range)
{
    for (const ChainRow& row : chain.rows) {
        if (row.strike < range.low || row.strike > range.high)
            continue;
        for (const ChainSide* const side : {&row.call, &row.put})
            if (side->position != 0.0 && side->modelVol)
                content.markers << ChartMarker{row.strike, 100.0 * *side->modelVol, side->position,
                                               formatSigned(side->position, decimalsOf(side->position, 1))};
    }
}

// Only what lies within the shown strikes: the axis is that of the smile of now.
QList<QPointF> within(const QList<QPointF>& points, const StrikeRange& range)
{
    QList<QPointF> kept;
    for (const QPointF& point : points)
        if (point.x() >= range.low && point.x() <= range.high)
            kept << point;
    return kept;
}

double measured(const TermPoint& point, double vol, TermMeasure measure)
{
    return measure == TermMeasure::TotalVariance ? vol * vol * point.days / daysPerYear : 100.0 * vol;
}

using TermVol = std::optional<double> (*)(const TermPoint& point, TermMeasure measure);

std::optional<double> atmOf(const TermPoint& point, TermMeasure measure)
{
    return measure == TermMeasure::ForwardVol ? point.forwardVol : std::optional(point.atmVol);
}

std::optional<double> putOf(const TermPoint& point, TermMeasure)
{
    return point.put25Vol;
}

std::optional<double> callOf(const TermPoint& point, TermMeasure)
{
    return point.call25Vol;
}

QList<QPointF> termLine(const std::vector<TermPoint>& points, TermMeasure measure, TermVol volOf)
{
    QList<QPointF> line;
    for (const TermPoint& point : points)
        if (const std::optional<double> vol = volOf(point, measure))
            line << QPointF(point.days, measured(point, *vol, measure));
    return line;
}

} // namespace

ChartContent smileChart(const SmileSamples& smile, const ChainView& chain, std::optional<double> strike,
                        const Earlier<SmileSamples>& earlier)
{
    const StrikeRange& range = smile.wide.range;
    ChartContent content;
    content.curves << curve(tr("fit"), percentPoints(smile.wide.points), CurveRole::Main, CurveDash::Solid);
    if (earlier.value)
        content.curves << curve(earlier.name, within(percentPoints(earlier.value->wide.points), range),
                                CurveRole::Earlier, CurveDash::Dashed);
    content.x.compact = true;
    content.x.min = range.low;
    content.x.max = range.high;
    content.y.decimals = 0;
    addQuotes(content, smile);
    addOwnPositions(content, chain, range);
    content.verticals << ChartVerticalLine{smile.forward, QStringLiteral("F ") + formatNumber(smile.forward, 0), false};
    if (strike && *strike >= range.low && *strike <= range.high)
        content.verticals << ChartVerticalLine{*strike, QStringLiteral("K ") + formatNumber(*strike, 0), true};
    content.residualLabel = tr("mid − fit, pt");
    content.showLegend = true;
    content.legendBarsName = tr("bid–ask");
    content.legendMarkersName = content.markers.isEmpty() ? QString() : tr("own long, short");
    return content;
}

ChartContent termChart(const std::vector<TermPoint>& points, TermMeasure measure,
                       const Earlier<std::vector<TermPoint>>& earlier)
{
    const QList<QPointF> atm = termLine(points, measure, &atmOf);
    ChartContent content;
    content.curves << curve(measure == TermMeasure::ForwardVol ? tr("forward ATM") : tr("ATM"), atm, CurveRole::Main,
                            CurveDash::Solid);
    content.curves.last().marks = CurvePoints::Rings;
    if (measure != TermMeasure::ForwardVol) {
        content.curves << curve(tr("25Δ put"), termLine(points, measure, &putOf), CurveRole::Other, CurveDash::Solid)
                       << curve(tr("25Δ call"), termLine(points, measure, &callOf), CurveRole::Other,
                                CurveDash::Dashed);
    }
    if (earlier.value)
        content.curves << curve(tr("ATM %1").arg(earlier.name), termLine(*earlier.value, measure, &atmOf),
                                CurveRole::Earlier, CurveDash::Dashed);
    const int decimals = measure == TermMeasure::TotalVariance ? 4 : 1;
    for (ChartCurve& line : content.curves)
        line.decimals = decimals;
    content.x.logarithmic = true;
    content.x.title = tr("days to expiry, log scale");
    for (const double tick : {1.0, 2.0, 4.0, 7.0, 14.0, 30.0, 60.0, 90.0, 180.0, 365.0})
        if (!atm.isEmpty() && tick >= atm.first().x() && tick <= atm.last().x())
            content.x.ticks << tick;
    content.y.decimals = measure == TermMeasure::TotalVariance ? 2 : 0;
    content.showLegend = true;
    content.emptyText = tr("No surface could be fitted.");
    return content;
}

} // namespace ballast
