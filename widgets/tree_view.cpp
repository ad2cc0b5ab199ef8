#include "widgets/cell_roles.h"
#include "widgets/column_fit.h"
#include "widgets/table_view.h"
#include "widgets/theme.h"

#include <QHeaderView>
#include <QPainter>

namespace ballast {

TreeView::TreeView(QWidget* parent) : DeskView(SpreadRest::IntoFirstColumn, parent)
{
    setUniformRowHeights(true);
    setIndentation(14);
    setAnimated(false);
    setAllColumnsShowFocus(true);
    header()->setStretchLastSection(false);
    connect(this, &QTreeView::doubleClicked, this, &TreeView::rowActivated);
}

void TreeView::setRowHeight(int pixels)
{
    m_rowHeight = pixels;
    scheduleDelayedItemsLayout();
}

// Enter opens or closes a group.
void TreeView::activateRow(const QModelIndex& index)
{
    const QModelIndex first = index.siblingAtColumn(0);
    if (model()->hasChildren(first))
        setExpanded(first, !isExpanded(first));
    Q_EMIT rowActivated(index);
}

void TreeView::drawRow(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QTreeView::drawRow(painter, option, index);
    const bool drives = index.siblingAtColumn(0).data(DrivesOthersRole).toBool();
    if (drives && selectionModel()->isSelected(index))
        painter->fillRect(0, option.rect.top(), 4, option.rect.height(), Theme::of(this).accent);
    if (index.siblingAtColumn(0).data(OutlineRole).toBool()) {
        painter->setPen(QPen(Theme::of(this).accent, 1.0));
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
}

// The indent carries the ground of its row: the tint of a group starts at the left edge of the view.
void TreeView::drawBranches(QPainter* painter, const QRect& rect, const QModelIndex& index) const
{
    const Theme& theme = Theme::of(this);
    const auto tint = static_cast<CellTint>(index.siblingAtColumn(0).data(TintRole).toInt());
    if (selectionModel() && selectionModel()->isSelected(index))
        painter->fillRect(rect, theme.accentBg);
    else if (tint == CellTint::Group || tint == CellTint::Reference)
        painter->fillRect(rect, theme.raised);
    else if (tint == CellTint::SubGroup)
        painter->fillRect(rect, mixed(theme.panel, theme.raised, 0.5));
    QTreeView::drawBranches(painter, rect, index);
}

} // namespace ballast
