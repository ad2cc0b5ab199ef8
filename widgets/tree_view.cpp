#include "widgets/cell_flash.h"
#include "widgets/cell_roles.h"
#include "widgets/column_fit.h"
#include "widgets/column_header.h"
#include "widgets/table_view.h"
#include "widgets/theme.h"
#include "widgets/view_setup.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

namespace ballast {

TreeView::TreeView(QWidget* parent)
    : QTreeView(parent),
      m_flash(new CellFlash(this)),
      m_fit(new ColumnFit(new ColumnHeader(this), SpreadRest::IntoFirstColumn, this))
{
    setHeader(findChild<ColumnHeader*>());
    setUpItemView(*this);
    setUniformRowHeights(true);
    setIndentation(14);
    setAnimated(false);
    setAllColumnsShowFocus(true);
    header()->setStretchLastSection(false);
    connect(this, &QTreeView::doubleClicked, this, &TreeView::rowActivated);
}

TreeView::~TreeView() = default;

void TreeView::setModel(QAbstractItemModel* newModel)
{
    if (newModel == model())
        return;
    if (model()) {
        model()->disconnect(this);
        model()->disconnect(m_flash);
    }
    QTreeView::setModel(newModel);
    m_flash->watch(newModel);
    if (!newModel)
        return;
    connect(newModel, &QAbstractItemModel::modelAboutToBeReset, this,
            [this] { m_scrollBeforeReset = verticalScrollBar()->value(); });
    connect(newModel, &QAbstractItemModel::modelReset, this, [this] {
        m_fit->fit(viewport()->width());
        updateGeometries();
        verticalScrollBar()->setValue(m_scrollBeforeReset);
    });
    m_fit->fit(viewport()->width());
}

void TreeView::setRowHeight(int pixels)
{
    m_rowHeight = pixels;
    scheduleDelayedItemsLayout();
}

void TreeView::setFlashEnabled(bool enabled)
{
    m_flash->setEnabled(enabled);
}

bool TreeView::isFlashing(const QModelIndex& index) const
{
    return m_flash->isFlashing(index);
}

void TreeView::setColumnWidths(const QList<int>& widths)
{
    m_fit->setWidths(widths);
    m_fit->fit(viewport()->width());
}

void TreeView::setDropPriority(int column, int priority)
{
    m_fit->setDropPriority(column, priority);
}

QString TreeView::selectionAsTsv() const
{
    return selectionModel() ? selectedCellsAsTsv(*this) : QString();
}

void TreeView::copySelection() const
{
    putOnClipboard(selectionAsTsv());
}

void TreeView::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
        return;
    }
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && state() != EditingState && currentIndex().isValid()) {
        if (model()->hasChildren(currentIndex().siblingAtColumn(0)))
            setExpanded(currentIndex().siblingAtColumn(0), !isExpanded(currentIndex().siblingAtColumn(0)));
        Q_EMIT rowActivated(currentIndex());
        return;
    }
    QTreeView::keyPressEvent(event);
}

void TreeView::resizeEvent(QResizeEvent* event)
{
    QTreeView::resizeEvent(event);
    m_fit->fit(viewport()->width());
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
