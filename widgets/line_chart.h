#pragma once

#include "widgets/theme.h"

#include <QChartView>
#include <QList>
#include <QPointF>
#include <QString>
#include <memory>
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
    Rings
}; // rings at the points: frontier, term structure

struct ChartCurve
{
    QString name;          // legend and read-out
    QString endLabel;      // direct label at the end of the line
    QList<QPointF> points; // ascending x; a NaN y breaks the line
    CurveRole role = CurveRole::Other;
    CurveDash dash = CurveDash::Solid;
    CurvePoints marks = CurvePoints::None;
    int decimals = 1; // of y in the read-out
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

struct ChartAxis
{
    QString title;             // unit, once at the axis end
    std::optional<double> min; // from the curves when missing
    std::optional<double> max;
    bool logarithmic = false;
    QList<double> ticks; // chosen by the chart when empty
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

// Curves on Qt Charts (QLineSeries::replace), with whiskers, markers, labels and read-out painted over them.
class LineChart : public QChartView
{
    Q_OBJECT

public:
    explicit LineChart(QWidget* parent = nullptr);
    ~LineChart() override;

    void setContent(const ChartContent& content);
    [[nodiscard]] const ChartContent& content() const { return m_content; }
    [[nodiscard]] QPointF positionOf(const QPointF& value) const; // widget coordinates
    [[nodiscard]] double xAt(double widgetX) const;
    [[nodiscard]] QRectF plotRect() const;
    [[nodiscard]] QString asTsv() const;
    void resetZoom();

    [[nodiscard]] QSize sizeHint() const override { return {560, 320}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 140}; }

Q_SIGNALS:
    void xHovered(double x);
    void pointChosen(int curve, int point);

protected:
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Parts; // geometry and the series of the chart

    void updateScales();
    void updateSeries();
    void layOut();
    void zoomX(double low, double high);
    [[nodiscard]] std::optional<QPoint> ringAt(const QPointF& position) const;

    ChartContent m_content;
    std::unique_ptr<Parts> m_parts;
    std::optional<double> m_hoverX;
    std::optional<double> m_zoomLow; // x range while zoomed in
    std::optional<double> m_zoomHigh;
    std::optional<double> m_draggedFromX; // widget coordinates
};

} // namespace ballast
