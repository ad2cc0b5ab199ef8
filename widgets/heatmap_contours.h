#pragma once

#include <QLineF>
#include <QList>
#include <optional>

namespace ballast {

// Pieces of the line where the bilinear field equals level, by marching squares over the cell centres
// (Lorensen and Cline 1987, in two dimensions). Coordinates in cells: (0, 0) is the centre of the first cell.
// Squares with a missing corner are left out.
[[nodiscard]] QList<QLineF> contourLines(const QList<QList<std::optional<double>>>& rows, double level);

// The same field with `parts` steps from centre to centre, through every given value, curved by Catmull and Rom's cubic
// (1974) along rows, then along columns: what is contoured on it bends instead of breaking. A square with a missing
// corner stays missing; beyond the edge the field goes on straight.
[[nodiscard]] QList<QList<std::optional<double>>> refinedField(const QList<QList<std::optional<double>>>& rows,
                                                               int parts);

} // namespace ballast
