#pragma once

#include <QLineF>
#include <QList>
#include <optional>

namespace ballast {

// Pieces of the line where the bilinear field equals level, by marching squares over the cell centres
// (Lorensen and Cline 1987, in two dimensions). Coordinates in cells: (0, 0) is the centre of the first cell.
// Squares with a missing corner are left out.
[[nodiscard]] QList<QLineF> contourLines(const QList<QList<std::optional<double>>>& rows, double level);

} // namespace ballast
