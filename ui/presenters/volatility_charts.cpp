#include "ui/presenters/smile_axis.h"
#include "ui/presenters/surface_content.h"

#include "models/items/words.h"
#include "widgets/number_format.h"

#include <QCoreApplication>
#include <limits>

namespace ballast {

namespace {

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

constexpr double bandErrors = 2.0; // standard errors either side

void addQuotes(ChartContent& content, const SmileSamples& smile, const SmileScale& scale)
{
    for (const FittedQuote& quote : smile.quotes) {
        const double x = scale.x(quote.strike, quote.deltaPlace);
        if (quote.bidVol && quote.askVol)
            content.whiskers << ChartWhisker{x, 100.0 * *quote.bidVol, 100.0 * *quote.askVol, quote.fitOutside};
        if (quote.targetVol)
            content.residuals << ChartResidual{x, 100.0 * (*quote.targetVol - quote.fitVol)};
        const bool further = content.band.isEmpty() || x > content.band.last().x;
        if (quote.errorBand && further) {
            const double half = bandErrors * *quote.errorBand;
            content.band << ChartBand{x, 100.0 * (quote.fitVol - half), 100.0 * (quote.fitVol + half)};
        }
    }
}

void addOwnPositions(ChartContent& content, const ChainView& chain, const StrikeRange& range, const SmileScale& scale)
{
    for (const ChainRow& row : chain.rows) {
        if (row.strike < range.low || row.strike > range.high)
            continue;
        for (const ChainSide* const side : {&row.call, &row.put})
            if (side->position != 0.0 && side->modelVol)
                content.markers << ChartMarker{scale.xOfStrike(row.strike), 100.0 * *side->modelVol, side->position,
                                               formatSigned(side->position, decimalsOf(side->position, 1))};
    }
}

// The fit where strikes are quoted and, apart, beyond them.
void addFit(ChartContent& content, const SmileSamples& smile, const SmileScale& scale)
{
    const double gap = std::numeric_limits<double>::quiet_NaN();
    QList<QPointF> known;
    QList<QPointF> beyond;
    for (const SmilePoint& point : smile.wide.points) {
        const QPointF place(scale.x(point), 100.0 * point.vol);
        const bool quoted = point.strike >= smile.quoted.low && point.strike <= smile.quoted.high;
        known << (quoted ? place : QPointF(place.x(), gap));
        beyond << (quoted ? QPointF(place.x(), gap) : place);
    }
    content.curves << curve(tr("fit"), known, CurveRole::Main, CurveDash::Solid);
    if (smile.wide.range.low < smile.quoted.low || smile.wide.range.high > smile.quoted.high)
        content.curves << curve(tr("extrapolated"), beyond, CurveRole::Other, CurveDash::Dotted);
}

// Only what lies within the shown strikes: the axis is that of the smile of now.
QList<QPointF> within(const QList<QPointF>& points, double low, double high)
{
    QList<QPointF> kept;
    for (const QPointF& point : points)
        if (point.x() >= low && point.x() <= high)
            kept << point;
    return kept;
}

} // namespace

ChartContent smileChart(const SmileSamples& smile, const ChainView& chain, SmileAxis axis, std::optional<double> strike,
                        const Earlier<SmileSamples>& earlier)
{
    const StrikeRange& range = smile.wide.range;
    const SmileScale scale(axis, smile);
    ChartContent content;
    addFit(content, smile, scale);
    const double low = scale.x(smile.wide.points.front());
    const double high = scale.x(smile.wide.points.back());
    if (earlier.value)
        content.curves << curve(earlier.name,
                                within(SmileScale(axis, *earlier.value).curve(earlier.value->wide), low, high),
                                CurveRole::Earlier, CurveDash::Dashed);
    describeAxis(content.x, axis);
    content.x.min = low;
    content.x.max = high;
    content.y.decimals = 0;
    content.y.unit = QStringLiteral("%");
    addQuotes(content, smile, scale);
    addOwnPositions(content, chain, range, scale);
    const QList<QPointF> density = scale.density(smile.wide);
    if (!density.isEmpty())
        content.density = ChartDensity{tr("density"),
                                       tr("% per 1 %"),
                                       density,
                                       scale.xOfStrike(smile.quoted.low),
                                       scale.xOfStrike(smile.quoted.high),
                                       2};
    content.verticals << ChartVerticalLine{scale.xOfStrike(smile.forward),
                                           QStringLiteral("F ") + formatNumber(smile.forward, 0), false};
    if (strike && *strike >= range.low && *strike <= range.high)
        content.verticals << ChartVerticalLine{scale.xOfStrike(*strike),
                                               QStringLiteral("K ") + formatNumber(*strike, 0), true};
    content.residualLabel = tr("mid − fit, pt");
    content.showLegend = true;
    content.legendBarsName = tr("bid–ask");
    content.legendBandName = tr("2 errors of the fit");
    content.legendMarkersName = content.markers.isEmpty() ? QString() : tr("own long, short");
    return content;
}

} // namespace ballast
