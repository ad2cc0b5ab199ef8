#pragma once

#include <QString>

class QAbstractItemView;

namespace ballast {

// What tables and trees have in common.
void setUpItemView(QAbstractItemView& view);
[[nodiscard]] QString selectedCellsAsTsv(const QAbstractItemView& view);
void putOnClipboard(const QString& text);

} // namespace ballast
