#pragma once

#include <QString>

class QAbstractItemModel;
class QWidget;

namespace ballast {

// All rows of a table or tree as CSV in the C locale with full precision. Text that a spreadsheet would run as a
// formula is defused with a leading apostrophe (OWASP, CSV injection).
[[nodiscard]] QString tableAsCsv(const QAbstractItemModel& model);

// Asks for a file and writes it; shows why when that fails.
void exportTable(QWidget* parent, const QAbstractItemModel& model, const QString& suggestedName);

} // namespace ballast
