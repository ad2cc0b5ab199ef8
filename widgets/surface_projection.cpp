#include "widgets/surface_projection.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ballast {

namespace {

constexpr double depth = 0.85;
constexpr double rise = 0.52;
// Widest and tallest extent at the default azimuth: the box keeps its size while it turns.
constexpr double referenceAzimuth = 36.0;

double radians(double degrees)
{
    return degrees * std::numbers::pi / 180.0;
}

} // namespace

SurfaceProjection::SurfaceProjection(double azimuthDegrees, double elevationDegrees, double zoom, const QRectF& area)
    : m_sinAzimuth(std::sin(radians(azimuthDegrees))),
      m_cosAzimuth(std::cos(radians(azimuthDegrees))),
      m_sinElevation(std::sin(radians(elevationDegrees))),
      m_cosElevation(std::cos(radians(elevationDegrees))),
      m_scale(1.0),
      m_centre(area.center())
{
    const double c = std::cos(radians(referenceAzimuth));
    const double s = std::sin(radians(referenceAzimuth));
    const double wide = c + s * depth;
    const double high = (s + c * depth) * m_sinElevation + rise * m_cosElevation;
    m_scale = zoom * std::min(area.width() / wide, area.height() / high);
}

QPointF SurfaceProjection::place(double x, double y, double z) const
{
    const double across = x - 0.5;
    const double along = (y - 0.5) * depth;
    const double up = (z - 0.5) * rise;
    const double right = across * m_cosAzimuth - along * m_sinAzimuth;
    const double towards = across * m_sinAzimuth + along * m_cosAzimuth;
    return m_centre + QPointF(right, towards * m_sinElevation - up * m_cosElevation) * m_scale;
}

double SurfaceProjection::nearness(double x, double y, double z) const
{
    const double towards = (x - 0.5) * m_sinAzimuth + (y - 0.5) * depth * m_cosAzimuth;
    return towards * m_cosElevation + (z - 0.5) * rise * m_sinElevation;
}

} // namespace ballast
