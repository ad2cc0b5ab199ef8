#pragma once

#include <QList>
#include <QPoint>
#include <QPointF>
#include <QString>
#include <QWidget>
#include <optional>
#include <vector>

namespace ballast {

struct HeatmapRow
{
    QString name;    // "27FEB"
    QString subName; // muted, "21 d"
    QList<std::optional<double>> cells;
    std::optional<double> total;
    bool operator==(const HeatmapRow&) const = default;
};

struct HeatmapColumn
{
    QString name;
    QString subName; // muted second line, under a grid only
    std::optional<double> total;
    bool operator==(const HeatmapColumn&) const = default;
};

// A matrix of signed figures on the diverging scale. Texts of axes come formatted.
struct HeatmapMatrix
{
    QList<HeatmapColumn> columns;
    QList<HeatmapRow> rows;
    bool hasTotals = true;
    bool missingAsDash = false;           // where a figure is expected; else a missing cell stays empty
    std::optional<double> total;
    int decimals = 0;
    std::optional<double> scaleMax;       // |value| at full colour; the largest cell when missing
    std::optional<double> markerPosition; // dashed line, in columns from the left edge: 2.5 = middle of the third
    QString markerText;                   // right under the grid: "Marker: index 63,719"
    std::optional<QPoint> chosen;         // x column, y row
    std::optional<QPoint> now;
    bool columnsAtBottom = false; // spot by vol grids have their axis below
    bool contours = false;        // lines at zero (2 px) and at contourLevels (1 px)
    QList<double> contourLevels;
    QString legendText;      // "USD per vol point"
    QString legendSubText;   // "sign printed in every cell"
    QString emptyText;       // shown when there are no rows
    QList<QPointF> path;     // dashed, from the first to the last, which gets a cross; in cells, (0, 0) is a centre
    QString pathText;        // in the legend: "breaks margin: 2.6 σ"
    bool namesMarks = false; // the marks in the legend
    QString nowText;         // what the outline of `now` is called there
    QString cellUnit;        // after the figure in the tooltip
    bool operator==(const HeatmapMatrix&) const = default;
};

// Painted heatmap with totals and legend. Arrow keys move the chosen cell, Enter activates it.
class HeatmapView : public QWidget
{
    Q_OBJECT

public:
    explicit HeatmapView(QWidget* parent = nullptr);

    void setMatrix(const HeatmapMatrix& matrix);
    [[nodiscard]] const HeatmapMatrix& matrix() const { return m_matrix; }
    [[nodiscard]] std::optional<QPoint> hoveredCell() const { return m_hovered; }
    [[nodiscard]] QRectF cellRect(int column, int row) const; // in widget coordinates
    [[nodiscard]] QString asTsv() const;

    [[nodiscard]] QSize sizeHint() const override { return {712, 256}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {280, 140}; }

Q_SIGNALS:
    void cellHovered(int column, int row); // -1, -1 when the mouse left
    void cellChosen(int column, int row);
    void cellActivated(int column, int row);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void layOut();
    [[nodiscard]] std::optional<QPoint> cellAt(const QPointF& position) const;
    [[nodiscard]] double scaleMax() const;
    void choose(const QPoint& cell);
    void paintCells(QPainter& painter) const;
    void paintAxes(QPainter& painter) const;
    void paintTotals(QPainter& painter) const;
    void paintMarks(QPainter& painter) const;
    void paintContours(QPainter& painter) const;
    void paintPath(QPainter& painter) const;
    [[nodiscard]] QRegion besideFigures() const; // of the grid: where lines may be drawn
    void paintMarkNames(QPainter& painter) const;
    [[nodiscard]] QPointF placeOf(const QPointF& cells) const;
    void paintLegend(QPainter& painter) const;

    HeatmapMatrix m_matrix;
    QRectF m_grid; // follows matrix, size and font
    std::optional<QPoint> m_hovered;
};

} // namespace ballast
