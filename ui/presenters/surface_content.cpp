#include "ui/presenters/surface_content.h"

#include "models/items/words.h"
#include "widgets/number_format.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

constexpr double daysPerYear = 365.0;

QString tr(const char* text)
{
    return QCoreApplication::translate("ballast::surface_content", text);
}

double placeBetween(double value, double low, double high)
{
    return high > low ? (value - low) / (high - low) : 0.5;
}

// Places on the unit square: across as sampled, tenors by log time.
struct UnitSquare
{
    double acrossLow = 0.0;
    double acrossHigh = 1.0;
    double logYearsLow = 0.0;
    double logYearsHigh = 1.0;

    explicit UnitSquare(const SampledSurface& sampled)
        : acrossLow(sampled.across.front()),
          acrossHigh(sampled.across.back()),
          logYearsLow(std::log(sampled.years.front())),
          logYearsHigh(std::log(sampled.years.back()))
    {}

    [[nodiscard]] double x(double across) const { return placeBetween(across, acrossLow, acrossHigh); }
    [[nodiscard]] double y(double years) const { return placeBetween(std::log(years), logYearsLow, logYearsHigh); }
};

QList<SurfaceAxisLabel> deltaLabels(const UnitSquare& square)
{
    return {{square.x(0.10), QStringLiteral("10P")},
            {square.x(0.25), QStringLiteral("25P")},
            {square.x(0.50), tr("ATM")},
            {square.x(0.75), QStringLiteral("25C")},
            {square.x(0.90), QStringLiteral("10C")}};
}

QList<SurfaceAxisLabel> evenLabels(SmileAxis axis, const UnitSquare& square)
{
    constexpr int labels = 5;
    QList<SurfaceAxisLabel> shown;
    for (int i = 0; i < labels; ++i) {
        const double place = 0.05 + 0.9 * i / (labels - 1);
        const double across = std::lerp(square.acrossLow, square.acrossHigh, place);
        const double rounded = axis == SmileAxis::Strike ? std::round(across / 1000.0) * 1000.0 : across;
        const QString text = axis == SmileAxis::Strike && rounded > 0.0 ? formatCompact(rounded)
                             : axis == SmileAxis::Strike                ? formatCompact(across)
                                                         : formatPercent(std::expm1(across), 0, SignMode::Always);
        shown << SurfaceAxisLabel{place, text};
    }
    return shown;
}

// Expiries far enough apart that their labels do not touch.
QList<SurfaceAxisLabel> tenorLabels(const VolSurface& surface, const UnitSquare& square)
{
    constexpr double leastGap = 0.13;
    QList<SurfaceAxisLabel> labels;
    for (const SviSlice& slice : surface.slices) {
        const double place = square.y(slice.years);
        if (labels.isEmpty() || place - labels.last().position >= leastGap)
            labels << SurfaceAxisLabel{place, daysText(slice.years * daysPerYear)};
    }
    return labels;
}

std::optional<int> nearestColumn(const SampledSurface& sampled, double across)
{
    const auto nearest =
        std::ranges::min_element(sampled.across, {}, [across](double each) { return std::abs(each - across); });
    return static_cast<int>(nearest - sampled.across.begin());
}

void highlight(SurfaceMesh& mesh, const VolSurface& surface, const SampledSurface& sampled, const SurfaceFocus& focus)
{
    const SviSlice* const slice = focus.expiry ? surface.slice(*focus.expiry) : nullptr;
    if (!slice)
        return;
    const auto row = std::ranges::find(sampled.years, slice->years);
    if (row == sampled.years.end())
        return;
    mesh.highlightedRow = static_cast<int>(row - sampled.years.begin());
    if (focus.strike)
        mesh.highlightedColumn = nearestColumn(sampled, acrossOf(*slice, sampled.axis, *focus.strike));
}

QString deltaWord(const SviSlice& slice, double strike)
{
    const double place = acrossOf(slice, SmileAxis::Delta, strike);
    if (std::abs(place - 0.5) < 0.03)
        return tr("at the money");
    const bool put = place < 0.5;
    const int delta = static_cast<int>(std::lround(100.0 * (put ? place : 1.0 - place)));
    return put ? tr("%1Δ put").arg(delta) : tr("%1Δ call").arg(delta);
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

bool isFitOutside(const SmileQuote& quote, double fit)
{
    return quote.bidVol && quote.askVol && (fit < *quote.bidVol || fit > *quote.askVol);
}

void addQuotes(ChartContent& content, const SviSlice& slice, const StrikeRange& range)
{
    for (const SmileQuote& quote : slice.quotes) {
        if (quote.strike < range.low || quote.strike > range.high || quote.weight <= 0.0)
            continue;
        const double fit = slice.volAtStrike(quote.strike);
        if (quote.bidVol && quote.askVol)
            content.whiskers << ChartWhisker{quote.strike, 100.0 * *quote.bidVol, 100.0 * *quote.askVol,
                                             isFitOutside(quote, fit)};
        if (quote.targetVol)
            content.residuals << ChartResidual{quote.strike, 100.0 * (*quote.targetVol - fit)};
    }
}

void addOwnPositions(ChartContent& content, const SviSlice& slice, const ChainView& chain, const StrikeRange& range)
{
    for (const ChainRow& row : chain.rows) {
        if (row.strike < range.low || row.strike > range.high)
            continue;
        for (const double position : {row.call.position, row.put.position})
            if (position != 0.0)
                content.markers << ChartMarker{row.strike, 100.0 * slice.volAtStrike(row.strike), position,
                                               formatSigned(position, decimalsOf(position, 1))};
    }
}

double measured(const TermPoint& point, double vol, TermMeasure measure)
{
    return measure == TermMeasure::TotalVariance ? vol * vol * point.days / daysPerYear : 100.0 * vol;
}

} // namespace

SurfaceMesh surfaceMesh(const VolSurface& surface, SmileAxis axis, const MeshSize& size, const SurfaceFocus& focus)
{
    SurfaceMesh mesh;
    mesh.unit = QStringLiteral("%");
    mesh.emptyText = tr("No surface could be fitted.");
    const SampledSurface sampled = sampleSurface(surface, axis, size);
    if (sampled.empty())
        return mesh;
    const UnitSquare square(sampled);
    for (const double across : sampled.across)
        mesh.xs.push_back(square.x(across));
    for (std::size_t row = 0; row < sampled.years.size(); ++row) {
        mesh.ys.push_back(square.y(sampled.years[row]));
        std::vector<std::optional<double>> vols;
        for (std::size_t column = 0; column < sampled.across.size(); ++column) {
            const std::optional<double> vol = sampled.at(row, column);
            vols.push_back(vol ? std::optional(100.0 * *vol) : std::nullopt);
        }
        mesh.z.push_back(std::move(vols));
    }
    for (const SampledQuote& quote : sampledQuotes(surface, axis))
        mesh.dots << SurfaceDot{square.x(quote.across), square.y(quote.years), 100.0 * quote.vol};
    mesh.xLabels = axis == SmileAxis::Delta ? deltaLabels(square) : evenLabels(axis, square);
    mesh.yLabels = tenorLabels(surface, square);
    highlight(mesh, surface, sampled, focus);
    return mesh;
}

std::optional<SurfaceReadOut> surfaceReadOut(const VolSurface& surface, const SurfaceFocus& focus)
{
    const SviSlice* const slice = focus.expiry ? surface.slice(*focus.expiry) : nullptr;
    if (!slice)
        return std::nullopt;
    const double strike = focus.strike.value_or(slice->forward);
    SurfaceReadOut readOut;
    readOut.title = QStringLiteral("%1 %2").arg(expiryText(slice->expiry), deltaWord(*slice, strike));
    readOut.lines
        << tr("IV %1 %, strike %2").arg(formatNumber(100.0 * slice->volAtStrike(strike), 1), formatNumber(strike, 0));
    readOut.lines << tr("ATM %1, 25Δ skew %2")
                         .arg(formatNumber(100.0 * slice->atmVol, 1), formatSigned(100.0 * slice->skew25d, 1));
    readOut.lines << tr("fit rms %1 pt, %2 quotes").arg(formatNumber(slice->rmseVolPoints, 2)).arg(slice->points);
    return readOut;
}

ChartContent smileChart(const SviSlice& slice, const ChainView& chain, double standardDeviations)
{
    constexpr int curvePoints = 121;
    const StrikeRange range = shownStrikes(slice, standardDeviations);
    ChartContent content;
    QList<QPointF> fit;
    for (const SmilePoint& point : sampleSmileOverStrikes(slice, range.low, range.high, curvePoints))
        fit << QPointF(point.strike, 100.0 * point.vol);
    content.curves << curve(tr("fit"), fit, CurveRole::Main, CurveDash::Solid);
    content.x.compact = true;
    content.x.min = range.low;
    content.x.max = range.high;
    content.y.decimals = 0;
    addQuotes(content, slice, range);
    addOwnPositions(content, slice, chain, range);
    content.verticals << ChartVerticalLine{slice.forward, QStringLiteral("F ") + formatNumber(slice.forward, 0), false};
    content.residualLabel = tr("mid − fit, pt");
    content.showLegend = true;
    content.legendBarsName = tr("bid–ask");
    content.legendMarkersName = content.markers.isEmpty() ? QString() : tr("own long, short");
    return content;
}

ChartContent termChart(const VolSurface& surface, TermMeasure measure)
{
    QList<QPointF> atm;
    QList<QPointF> put;
    QList<QPointF> call;
    for (const TermPoint& point : termStructure(surface)) {
        const std::optional<double> middle =
            measure == TermMeasure::ForwardVol ? point.forwardVol : std::optional(point.atmVol);
        if (middle)
            atm << QPointF(point.days, measured(point, *middle, measure));
        if (measure == TermMeasure::ForwardVol)
            continue;
        if (point.put25Vol)
            put << QPointF(point.days, measured(point, *point.put25Vol, measure));
        if (point.call25Vol)
            call << QPointF(point.days, measured(point, *point.call25Vol, measure));
    }
    ChartContent content;
    content.curves << curve(measure == TermMeasure::ForwardVol ? tr("forward ATM") : tr("ATM"), atm, CurveRole::Main,
                            CurveDash::Solid);
    content.curves.last().marks = CurvePoints::Rings;
    if (measure != TermMeasure::ForwardVol) {
        content.curves << curve(tr("25Δ put"), put, CurveRole::Other, CurveDash::Solid);
        content.curves << curve(tr("25Δ call"), call, CurveRole::Other, CurveDash::Dashed);
    }
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
