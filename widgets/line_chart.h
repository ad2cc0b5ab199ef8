#pragma once

#include "widgets/chart_content.h"

#include <QChartView>
#include <QList>
#include <QPointF>
#include <QString>
#include <memory>
#include <optional>

namespace ballast {

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

    void paintAfterTheTables();
    void updateScales();
    void updateSeries();
    void layOut();
    void zoomX(double low, double high);
    [[nodiscard]] std::optional<QPoint> ringAt(const QPointF& position) const;
    [[nodiscard]] bool hasNotes(const QPoint& ring) const;
    bool moveRing(int step); // false: no rings that say something

    ChartContent m_content;
    std::unique_ptr<Parts> m_parts;
    std::optional<double> m_hoverX;
    std::optional<QPoint> m_hoverRing; // x curve, y point
    std::optional<double> m_zoomLow;   // x range while zoomed in
    std::optional<double> m_zoomHigh;
    std::optional<double> m_draggedFromX; // widget coordinates
};

} // namespace ballast
