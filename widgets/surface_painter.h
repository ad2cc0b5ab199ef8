#pragma once

#include "widgets/surface_projection.h"
#include "widgets/surface_view.h"
#include "widgets/theme.h"

#include <QPainter>

namespace ballast {

// Paints one mesh in one projection: floor and walls, quads from far to near, quotes, chosen curve, labels.
class SurfacePainter
{
public:
    SurfacePainter(const SurfaceMesh& mesh, const SurfaceProjection& projection, const Theme& theme);

    void paint(QPainter& painter) const;
    void paintColourBar(QPainter& painter, const QRectF& area, ColourBarPlace place) const;
    void paintNode(QPainter& painter, int row, int column) const;
    void paintRing(QPainter& painter, const QPointF& place) const;
    [[nodiscard]] std::optional<QPointF> nodePlace(int row, int column) const;

    [[nodiscard]] QPointF placeOf(const SurfaceDot& dot) const;

    [[nodiscard]] double zMin() const { return m_zMin; }
    [[nodiscard]] double zMax() const { return m_zMax; }

private:
    [[nodiscard]] double share(double z) const;
    [[nodiscard]] std::vector<double> zTicks() const;
    void paintWalls(QPainter& painter) const;
    void paintQuads(QPainter& painter) const;
    void paintQuad(QPainter& painter, std::size_t row, std::size_t column) const;
    // Dots by cell, rows first, each in the order of the mesh.
    [[nodiscard]] std::vector<std::vector<int>> dotsByCell() const;
    void paintDot(QPainter& painter, const SurfaceDot& dot) const;
    void paintCurve(QPainter& painter) const;
    void paintWarnings(QPainter& painter) const;
    void paintLabels(QPainter& painter) const;

    const SurfaceMesh& m_mesh;
    const SurfaceProjection& m_projection;
    const Theme& m_theme;
    QColor m_ink;  // on the highest colour
    double m_zMin = 0.0;
    double m_zMax = 1.0;
};

} // namespace ballast
