#include "widgets/column_header.h"

#include "widgets/cell_roles.h"
#include "widgets/theme.h"
#include "widgets/typography.h"

#include <QPainter>
#include <cmath>

namespace ballast {

namespace {

constexpr int padding = 6;
constexpr double unitGap = 4.0;

} // namespace

ColumnHeader::ColumnHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(true);
    setHighlightSections(false);
    setMinimumSectionSize(24);
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

QSize ColumnHeader::sizeHint() const
{
    return {QHeaderView::sizeHint().width(), 24};
}

void ColumnHeader::paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const
{
    const Theme& theme = Theme::of(this);
    const auto value = [&](int role) { return model()->headerData(logicalIndex, Qt::Horizontal, role); };
    const QString name = value(Qt::DisplayRole).toString();
    QString unit = value(UnitRole).toString();
    const QFont nameFont = uiFont(FontSize::Unit, QFont::Medium);
    const QFont unitFont = uiFont(FontSize::Unit);
    const QFontMetricsF metrics(nameFont);
    double unitWidth = unit.isEmpty() ? 0.0 : QFontMetricsF(unitFont).horizontalAdvance(unit) + unitGap;
    const double nameWidth = metrics.horizontalAdvance(name);
    if (nameWidth + unitWidth > rect.width() - 2 * padding) { // names never touch: the unit gives way
        unit.clear();
        unitWidth = 0.0;
    }
    const QVariant given = value(Qt::TextAlignmentRole);
    const Qt::Alignment align = given.isValid()                 ? Qt::Alignment(given.toInt())
                                : value(DecimalsRole).isValid() ? Qt::AlignRight
                                                                : Qt::AlignLeft;
    const QRectF area = QRectF(rect).adjusted(padding, 0, -padding, 0);
    double left = area.left();
    if (align & Qt::AlignRight)
        left = area.right() - nameWidth - unitWidth;
    else if (align & Qt::AlignHCenter)
        left = area.center().x() - (nameWidth + unitWidth) / 2.0;

    painter->save();
    painter->fillRect(rect, theme.panel);
    const double baseline = area.top() + (area.height() + metrics.capHeight()) / 2.0;
    painter->setFont(nameFont);
    painter->setPen(theme.text);
    painter->drawText(QPointF(left, baseline), name);
    painter->setFont(unitFont);
    painter->setPen(theme.muted);
    painter->drawText(QPointF(left + nameWidth + unitGap, baseline), unit);
    if (isSortIndicatorShown() && sortIndicatorSection() == logicalIndex) {
        const bool up = sortIndicatorOrder() == Qt::AscendingOrder;
        painter->fillRect(QRectF(area.left(), up ? rect.top() : rect.bottom() - 1.0, area.width(), 2.0), theme.accent);
    }
    painter->restore();
}

QSize ColumnHeader::sectionSizeFromContents(int logicalIndex) const
{
    const QString name = model()->headerData(logicalIndex, Qt::Horizontal, Qt::DisplayRole).toString();
    const QString unit = model()->headerData(logicalIndex, Qt::Horizontal, UnitRole).toString();
    double width = QFontMetricsF(uiFont(FontSize::Unit, QFont::Medium)).horizontalAdvance(name) + 2.0 * padding;
    if (!unit.isEmpty())
        width += QFontMetricsF(uiFont(FontSize::Unit)).horizontalAdvance(unit) + unitGap;
    return {int(std::ceil(width)), 24};
}

} // namespace ballast
