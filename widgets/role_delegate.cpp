#include "widgets/role_delegate.h"

#include "widgets/cell_roles.h"
#include "widgets/icons.h"
#include "widgets/number_format.h"
#include "widgets/table_view.h"
#include "widgets/theme.h"
#include "widgets/typography.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QLineEdit>
#include <QPainter>
#include <QToolTip>
#include <cmath>

namespace ballast {

namespace {

constexpr int padding = 6;
constexpr double barLength = 28.0;

QVariant columnData(const QModelIndex& index, int role)
{
    return index.model()->headerData(index.column(), Qt::Horizontal, role);
}

QVariant cellOrColumn(const QModelIndex& index, int role)
{
    const QVariant own = index.data(role);
    return own.isValid() ? own : columnData(index, role);
}

bool isNumeric(const QModelIndex& index)
{
    return index.data(RawRole).isValid() || columnData(index, DecimalsRole).isValid();
}

QColor tintColour(CellTint tint, const Theme& theme)
{
    switch (tint) {
    case CellTint::Group:
        return theme.raised;
    case CellTint::SubGroup:
        return mixed(theme.panel, theme.raised, 0.5);
    case CellTint::InTheMoney:
        return mixed(theme.panel, theme.raised, 0.75);
    case CellTint::Strike:
    case CellTint::Reference:
        return theme.raised;
    case CellTint::None:
        break;
    }
    return {};
}

QColor groundOf(const QStyleOptionViewItem& option, const QModelIndex& index, const Theme& theme)
{
    const auto* const table = qobject_cast<const TableView*>(option.widget);
    const auto* const tree = qobject_cast<const TreeView*>(option.widget);
    const bool filledSelection = !table || table->selectionLook() == SelectionLook::Filled;
    if ((option.state & QStyle::State_Selected) && filledSelection)
        return theme.accentBg;
    if ((table && table->isFlashing(index)) || (tree && tree->isFlashing(index)))
        return theme.hover;
    if (table && table->hoveredIndex().isValid() && table->hoveredIndex().row() == index.row())
        return mixed(theme.raised, theme.hover, 0.6);
    if (tree && (option.state & QStyle::State_MouseOver))
        return mixed(theme.raised, theme.hover, 0.6);
    const QColor tint = tintColour(static_cast<CellTint>(index.data(TintRole).toInt()), theme);
    // An outlined selection keeps the ground of its row: the view has painted its own selection under the cell.
    return !tint.isValid() && (option.state & QStyle::State_Selected) ? theme.panel : tint;
}

bool isMissing(const QString& text)
{
    return text == missingText();
}

QColor inkOf(const QModelIndex& index, const QString& text, const Theme& theme)
{
    if (index.data(WarnRole).toBool())
        return theme.warn;
    if (isMissing(text) || index.data(MutedRole).toBool())
        return theme.muted;
    switch (static_cast<CellSignColour>(cellOrColumn(index, SignColourRole).toInt())) {
    case CellSignColour::BySign: {
        const QVariant raw = index.data(RawRole);
        if (raw.isValid() && raw.toDouble() != 0.0)
            return theme.signColour(raw.toDouble());
        break;
    }
    case CellSignColour::Positive:
        return theme.positive;
    case CellSignColour::Negative:
        return theme.negative;
    case CellSignColour::None:
        break;
    }
    return index.data(WeightRole).toInt() == int(CellWeight::Strong) ? theme.hi : theme.text;
}

QFont fontOf(const QModelIndex& index)
{
    switch (static_cast<CellWeight>(cellOrColumn(index, WeightRole).toInt())) {
    case CellWeight::Strong:
        return uiFont(FontSize::Body, QFont::DemiBold);
    case CellWeight::Medium:
        return uiFont(FontSize::Body, QFont::Medium);
    case CellWeight::Body:
        break;
    }
    return uiFont(FontSize::Body);
}

// Unsigned: a bar that ends left of the number. Signed: in the colour of the sign.
void paintBar(QPainter& painter, const QRectF& area, double share, double right, const Theme& theme, bool bySign)
{
    const double length = std::max(2.0, std::fabs(std::clamp(share, -1.0, 1.0)) * barLength);
    const QColor colour = bySign ? theme.signColour(share) : theme.series;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawRoundedRect(QRectF(right - length, area.center().y() - 1.5, length, 4.0), 2.0, 2.0);
    painter.restore();
}

constexpr double tickWidth = 22.0;
constexpr double subWordGap = 5.0;

void paintField(QPainter& painter, const QStyleOptionViewItem& option, const Theme& theme)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(option.state & QStyle::State_HasFocus ? QPen(theme.accent, 1.0) : QPen(Qt::NoPen));
    painter.setBrush(theme.raised);
    painter.drawRoundedRect(QRectF(option.rect).adjusted(2.5, 1.5, -2.5, -1.5), 4.0, 4.0);
}

void paintTick(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index, double left)
{
    QStyleOptionViewItem box = option;
    box.rect = QRect(int(left), option.rect.top(), 14, option.rect.height());
    const int state = index.data(Qt::CheckStateRole).toInt();
    box.state.setFlag(QStyle::State_On, state == Qt::Checked);
    box.state.setFlag(QStyle::State_NoChange, state == Qt::PartiallyChecked);
    box.state.setFlag(QStyle::State_HasFocus, false);
    option.widget->style()->drawPrimitive(QStyle::PE_IndicatorItemViewItemCheck, &box, &painter, option.widget);
}

} // namespace

struct RoleDelegate::CellText
{
    QString words;
    QString subWord;
    QFont font;
    QColor ink;
    QColor subInk;
    Qt::Alignment align;
    bool isFigure = false;
};

QRectF RoleDelegate::paintText(QPainter& painter, const QRectF& area, const CellText& cell) const
{
    const QFont subFont = cell.subWord.isEmpty() ? QFont() : uiFont(FontSize::Unit);
    const double subWidth = cell.subWord.isEmpty() ? 0.0 : m_texts.shaped(cell.subWord, subFont).width + subWordGap;
    const QFontMetricsF metrics(cell.font);
    CellTextCache::Shaped words = m_texts.shaped(cell.words, cell.font);
    if (const double room = area.width() - subWidth; !cell.isFigure && words.width > room)
        words = m_texts.shaped(metrics.elidedText(cell.words, Qt::ElideMiddle, room), cell.font);
    double left = area.left();
    if (cell.align & Qt::AlignRight)
        left = area.right() - words.width - subWidth;
    else if (cell.align & Qt::AlignHCenter)
        left = area.center().x() - (words.width + subWidth) / 2.0;
    const double baseline = area.top() + (area.height() + metrics.capHeight()) / 2.0;
    painter.setPen(cell.ink);
    paintShaped(painter, {left, baseline}, words);
    if (!cell.subWord.isEmpty()) {
        painter.setPen(cell.subInk);
        paintShaped(painter, {left + words.width + subWordGap, baseline}, m_texts.shaped(cell.subWord, subFont));
    }
    return {left, area.top(), words.width + subWidth, area.height()};
}

QString RoleDelegate::text(const QModelIndex& index) const
{
    const QVariant shown = index.data(Qt::DisplayRole);
    if (shown.userType() == QMetaType::QString && !shown.toString().isEmpty())
        return shown.toString();
    const QVariant raw = index.data(RawRole);
    const bool printPlus = cellOrColumn(index, SignedRole).toBool();
    const SignMode sign = printPlus ? SignMode::Always : SignMode::MinusOnly;
    if (raw.isValid())
        return formatNumber(raw.toDouble(), cellOrColumn(index, DecimalsRole).toInt(), sign);
    if (shown.isValid() && shown.userType() != QMetaType::QString)
        return shown.userType() == QMetaType::Double
                   ? formatNumber(shown.toDouble(), cellOrColumn(index, DecimalsRole).toInt(), sign)
                   : shown.toString();
    return isNumeric(index) && !shown.isValid() ? missingText() : QString();
}

Qt::Alignment RoleDelegate::alignment(const QModelIndex& index) const
{
    const QVariant own = cellOrColumn(index, Qt::TextAlignmentRole);
    if (own.isValid())
        return Qt::Alignment(own.toInt()) | Qt::AlignVCenter;
    return (isNumeric(index) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter;
}

QString RoleDelegate::displayText(const QVariant& value, const QLocale&) const
{
    return value.userType() == QMetaType::Double ? formatNumber(value.toDouble(), 0) : value.toString();
}

void RoleDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& theme = Theme::of(option.widget);
    painter->save();
    if (const QColor ground = groundOf(option, index, theme); ground.isValid())
        painter->fillRect(option.rect, ground);
    if (index.data(EditableFieldRole).toBool())
        paintField(*painter, option, theme);
    QRectF area = QRectF(option.rect).adjusted(padding, 0, -padding, 0);
    if (index.flags() & Qt::ItemIsUserCheckable) {
        paintTick(*painter, option, index, area.left());
        area.setLeft(area.left() + tickWidth);
    }
    const QString words = text(index);
    const CellText cell{words,           index.data(UnitRole).toString(),
                        fontOf(index),   inkOf(index, words, theme),
                        theme.muted,     alignment(index),
                        isNumeric(index)};
    const QRectF place = paintText(*painter, area, cell);
    if (index.data(ClockRole).toBool())
        paintIcon(*painter, QRectF(place.left() - 16.0, area.center().y() - 6.0, 12.0, 12.0), IconName::Clock,
                  cell.ink);
    if (const QVariant bar = index.data(BarRole); bar.isValid()) {
        const bool besideNumber = (alignment(index) & Qt::AlignRight) && !words.isEmpty();
        const double right = besideNumber ? area.right() - std::max(place.width(), 24.0) - 8.0 : area.right();
        const bool bySign = cellOrColumn(index, SignColourRole).toInt() == int(CellSignColour::BySign);
        paintBar(*painter, area, bar.toDouble(), right, theme, bySign);
    }
    painter->restore();
}

QSize RoleDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* const tree = qobject_cast<const TreeView*>(option.widget);
    const QFontMetricsF metrics(fontOf(index));
    const QString subWord = index.data(UnitRole).toString();
    double width = metrics.horizontalAdvance(text(index)) + 2.0 * padding;
    if (!subWord.isEmpty())
        width += QFontMetricsF(uiFont(FontSize::Unit)).horizontalAdvance(subWord) + subWordGap;
    if (index.flags() & Qt::ItemIsUserCheckable)
        width += tickWidth;
    return {int(std::ceil(width)), tree ? tree->rowHeight() : 20};
}

bool RoleDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                             const QModelIndex& index)
{
    const QString reason = index.data(ReasonRole).toString();
    if (event->type() == QEvent::ToolTip && !reason.isEmpty() && index.data(Qt::ToolTipRole).toString().isEmpty()) {
        QToolTip::showText(event->globalPos(), reason, view);
        return true;
    }
    return QStyledItemDelegate::helpEvent(event, view, option, index);
}

QWidget* RoleDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QWidget* const editor = QStyledItemDelegate::createEditor(parent, option, index);
    if (auto* const line = qobject_cast<QLineEdit*>(editor))
        line->setAlignment(alignment(index));
    if (editor) {
        editor->setProperty("compact", true);
        editor->setAccessibleName(columnData(index, Qt::DisplayRole).toString());
    }
    return editor;
}

NumberDelegate::NumberDelegate(QObject* parent, int decimals, bool printPlus)
    : RoleDelegate(parent), m_decimals(decimals), m_printPlus(printPlus)
{}

QString NumberDelegate::text(const QModelIndex& index) const
{
    const QVariant shown = index.data(Qt::DisplayRole);
    if (shown.userType() == QMetaType::QString)
        return shown.toString();
    const QVariant raw = index.data(RawRole).isValid() ? index.data(RawRole) : shown;
    const QVariant decimals = cellOrColumn(index, DecimalsRole);
    const QVariant printPlus = cellOrColumn(index, SignedRole);
    const bool plus = printPlus.isValid() ? printPlus.toBool() : m_printPlus;
    const auto number = raw.isValid() ? std::optional<double>(raw.toDouble()) : std::nullopt;
    return formatNumber(number, decimals.isValid() ? decimals.toInt() : m_decimals,
                        plus ? SignMode::Always : SignMode::MinusOnly);
}

Qt::Alignment NumberDelegate::alignment(const QModelIndex&) const
{
    return Qt::AlignRight | Qt::AlignVCenter;
}

} // namespace ballast
