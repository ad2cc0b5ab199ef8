#pragma once

#include "widgets/surface_projection.h"

#include <QList>
#include <QPointF>
#include <QString>
#include <QWidget>
#include <optional>
#include <utility>
#include <vector>

namespace ballast {

struct SurfaceAxisLabel
{
    double position = 0.0; // 0..1 along the axis
    QString text;
    bool operator==(const SurfaceAxisLabel&) const = default;
};

enum class DotLook
{
    Full,
    Hollow, // counts for less
    Cross   // left out
};

struct SurfaceDot
{
    double x = 0.0; // 0..1
    double y = 0.0; // 0..1
    double z = 0.0; // vol %
    DotLook look = DotLook::Full;
    bool operator==(const SurfaceDot&) const = default;
};

// A height field over the unit square: rows along y (expiries, near to far), columns along x (delta or strike).
struct SurfaceMesh
{
    std::vector<double> xs;                            // positions of the columns, ascending in 0..1
    std::vector<double> ys;                            // positions of the rows, ascending in 0..1
    std::vector<std::vector<std::optional<double>>> z; // [row][column], vol %
    QList<SurfaceAxisLabel> xLabels;
    QList<SurfaceAxisLabel> yLabels;
    QList<SurfaceDot> dots;               // quotes
    QList<SurfaceDot> warnings;           // triangles: here something is wrong
    std::optional<int> highlightedRow;    // drawn as a white line
    std::optional<int> highlightedColumn; // the accent dot on that line
    std::optional<double> zMin;           // range of axis and scale; from the data when missing
    std::optional<double> zMax;
    QString unit; // "%"
    QString emptyText;
    bool operator==(const SurfaceMesh&) const = default;
};

enum class ColourBarPlace
{
    BottomLeft,
    Left
};

// First line strong, then rows of name and value.
struct SurfaceReadOut
{
    QString title;
    QList<std::pair<QString, QString>> rows;
    bool operator==(const SurfaceReadOut&) const = default;
};

// What lies under the mouse: a warning before a dot before a node of the mesh.
struct SurfaceHit
{
    enum class Kind
    {
        Nothing,
        Node,
        Dot,
        Warning
    };
    Kind kind = Kind::Nothing;
    int index = -1; // of the dot or warning
    int row = -1;   // of the node
    int column = -1;
    QPointF place; // on the widget
    bool operator==(const SurfaceHit&) const = default;
};

// Painted 3D surface. Drag and arrow keys turn it, the wheel zooms, 0 resets; with Shift the arrow keys move the chosen
// node.
class SurfaceView : public QWidget
{
    Q_OBJECT

public:
    static constexpr double defaultAzimuthDegrees = -36.0;
    static constexpr double defaultElevationDegrees = 25.0;

    explicit SurfaceView(QWidget* parent = nullptr);

    void setMesh(const SurfaceMesh& mesh); // keeps the view
    [[nodiscard]] const SurfaceMesh& mesh() const { return m_mesh; }
    void setReadOut(const std::optional<SurfaceReadOut>& readOut);      // in the corner: what is chosen
    void setHoverReadOut(const std::optional<SurfaceReadOut>& readOut); // beside the mouse: what is under it
    [[nodiscard]] const std::optional<SurfaceReadOut>& readOut() const { return m_readOut; }
    [[nodiscard]] const std::optional<SurfaceReadOut>& hoverReadOut() const { return m_hoverReadOut; }
    [[nodiscard]] QPointF placeOfDot(int dot) const;
    [[nodiscard]] QPointF placeOfWarning(int warning) const;
    void setColourBarPlace(ColourBarPlace place);
    void setHint(const QString& hint); // muted, bottom right: "drag or arrow keys turn, wheel zooms, 0 resets"

    [[nodiscard]] double azimuthDegrees() const { return m_azimuthDegrees; }
    [[nodiscard]] double elevationDegrees() const { return m_elevationDegrees; }
    [[nodiscard]] double zoom() const { return m_zoom; }
    void setView(double azimuthDegrees, double elevationDegrees, double zoom);
    void resetView();

    [[nodiscard]] QSize sizeHint() const override { return {568, 400}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 180}; }

Q_SIGNALS:
    void nodeHovered(int row, int column); // -1, -1 when the mouse left
    void nodeClicked(int row, int column);
    void hovered(const ballast::SurfaceHit& hit);
    void dotClicked(int dot);
    void warningClicked(int warning);
    void viewTurned();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void hover(const QPointF& position);
    void takeHit(const SurfaceHit& hit);
    [[nodiscard]] bool moveNodeBy(int key); // false: not a key that moves it
    void moveNode(int rows, int columns);
    void paintReadOuts(QPainter& painter);
    [[nodiscard]] SurfaceProjection projection() const;
    [[nodiscard]] SurfaceHit nodeAt(const QPointF& position) const;
    [[nodiscard]] SurfaceHit dotAt(const QPointF& position) const;

    SurfaceMesh m_mesh;
    std::optional<SurfaceReadOut> m_readOut;
    std::optional<SurfaceReadOut> m_hoverReadOut;
    SurfaceHit m_hit;
    QString m_hint;
    ColourBarPlace m_colourBarPlace = ColourBarPlace::BottomLeft;
    double m_azimuthDegrees = defaultAzimuthDegrees;
    double m_elevationDegrees = defaultElevationDegrees;
    double m_zoom = 1.0;
    QPoint m_pressedAt;
    QPoint m_draggedFrom;
    bool m_dragging = false;
};

} // namespace ballast
