#pragma once

#include <QList>
#include <QPoint>
#include <QPointF>
#include <QString>
#include <QStringList>
#include <optional>

namespace ballast {

enum class CurveRole
{
    Main,
    Other,
    Earlier
}; // accent 2 px; series 1.3 px; muted dashed
enum class CurveDash
{
    Solid,
    Dashed,
    Dotted
}; // for Other
enum class CurvePoints
{
    None,
    Rings,
    RingsOnly,
}; // rings at the points: frontier, term structure; alone: points that no line joins

struct ChartCurve
{
    QString name;          // legend and read-out
    QString endLabel;      // direct label at the end of the line
    QList<QPointF> points; // ascending x; a NaN y breaks the line
    CurveRole role = CurveRole::Other;
    CurveDash dash = CurveDash::Solid;
    CurvePoints marks = CurvePoints::None;
    int decimals = 1; // of y in the read-out
    QList<QStringList> notes{}; // of rings, parallel to points: what the mouse reads there, the title first
    bool operator==(const ChartCurve&) const = default;
};

// Bid to ask at one x.
struct ChartWhisker
{
    double x = 0.0;
    double low = 0.0;
    double high = 0.0;
    bool warns = false; // the fit lies outside
    bool operator==(const ChartWhisker&) const = default;
};

// Own position: triangle up (positive, over the curve) or down (negative, under it) with its label.
struct ChartMarker
{
    double x = 0.0;
    double y = 0.0;
    double sign = 0.0;
    QString label;
    bool operator==(const ChartMarker&) const = default;
};

struct ChartVerticalLine // dashed, with a label at its top or bottom
{
    double x = 0.0;
    QString label;
    bool labelAtBottom = false;
    bool operator==(const ChartVerticalLine&) const = default;
};

struct ChartLimit // short warn tick at (x, y) with its value: "floor −190k"
{
    double x = 0.0;
    double y = 0.0;
    QString label;
    bool operator==(const ChartLimit&) const = default;
};

struct ChartResidual // bar in the strip under the plot
{
    double x = 0.0;
    double value = 0.0;
    bool operator==(const ChartResidual&) const = default;
};

struct ChartBand // an area about a curve: its error band
{
    double x = 0.0;
    double low = 0.0;
    double high = 0.0;
    bool operator==(const ChartBand&) const = default;
};

// A distribution along x in the lower part of the plot, on a scale of its own. Outside known..known it is assumed, not
// seen: grey and dashed.
struct ChartDensity
{
    QString name;          // in the legend
    QString unit;          // of its read-out
    QList<QPointF> points; // rising x
    double knownLow = 0.0;
    double knownHigh = 0.0;
    int decimals = 2;
    bool operator==(const ChartDensity&) const = default;
};

struct ChartAxis
{
    QString title;             // unit, once at the axis end
    QString readOutName;       // before x in the read-out; the title when empty
    QString unit;              // after a value in the read-out
    std::optional<double> min; // from the curves when missing
    std::optional<double> max;
    bool logarithmic = false;
    QList<double> ticks;    // chosen by the chart when empty
    QStringList tickLabels; // in place of the ticks' numbers, parallel to ticks
    int decimals = 0;
    bool compact = false; // 60000 -> 60k
    bool printPlus = false;
    bool operator==(const ChartAxis&) const = default;
};

struct ChartContent
{
    ChartAxis x;
    ChartAxis y;
    QList<ChartCurve> curves;
    QList<ChartWhisker> whiskers;
    QList<ChartBand> band; // rising x
    QString legendBandName;
    std::optional<ChartDensity> density;
    QList<ChartMarker> markers;
    QList<ChartVerticalLine> verticals;
    QList<ChartLimit> limits;
    std::optional<double> shadeFromX; // raised ground from here to the right ("above cost limit")
    QString shadeLabel;
    QList<ChartResidual> residuals;
    QString residualLabel;             // "mark − fit, pt"; the strip shows when residuals is not empty
    bool showLegend = false;           // inline above the plot, only when direct labels do not fit
    QString legendBarsName;            // legend entry for whiskers: "bid–ask"
    QString legendMarkersName;         // legend entry for markers: "own long, short"
    std::optional<QPoint> chosenPoint; // x curve, y point: filled accent dot with guides to both axes
    QString chosenTitle;               // callout beside the chosen point
    QStringList chosenLines;
    QString emptyText;
    bool operator==(const ChartContent&) const = default;
};

} // namespace ballast
