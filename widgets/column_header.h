#pragma once

#include <QHeaderView>

namespace ballast {

// Header 24 px high: name in text 500, unit (UnitRole of headerData) in muted after it; aligned as its column.
class ColumnHeader : public QHeaderView
{
    Q_OBJECT

public:
    explicit ColumnHeader(QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const override;
    [[nodiscard]] QSize sectionSizeFromContents(int logicalIndex) const override;
};

} // namespace ballast
