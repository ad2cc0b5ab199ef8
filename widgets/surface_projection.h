#pragma once

#include <QPointF>
#include <QRectF>

namespace ballast {

// Orthographic view of the box [0,1] x [0,1] x [0,1]: x to the right, y towards the viewer at azimuth 0, z up.
// The box is 1 wide, 0.85 deep and 0.52 high.
class SurfaceProjection
{
public:
    SurfaceProjection(double azimuthDegrees, double elevationDegrees, double zoom, const QRectF& area);

    [[nodiscard]] QPointF place(double x, double y, double z) const;
    // Grows towards the viewer.
    [[nodiscard]] double nearness(double x, double y, double z) const;
    [[nodiscard]] bool highXIsNear() const { return m_sinAzimuth > 0.0; }
    [[nodiscard]] bool highYIsNear() const { return m_cosAzimuth > 0.0; }

private:
    double m_sinAzimuth;
    double m_cosAzimuth;
    double m_sinElevation;
    double m_cosElevation;
    double m_scale;
    QPointF m_centre;
};

} // namespace ballast
