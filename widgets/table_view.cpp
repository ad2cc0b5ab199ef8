#include "widgets/table_view.h"

#include "widgets/cell_flash.h"
#include "widgets/cell_roles.h"
#include "widgets/column_fit.h"
#include "widgets/column_header.h"
#include "widgets/role_delegate.h"
#include "widgets/theme.h"
#include "widgets/view_setup.h"

#include <QHoverEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

namespace ballast {

TableView::TableView(QWidget* parent)
    : QTableView(parent),
      m_flash(new CellFlash(this)),
      m_fit(new ColumnFit(new ColumnHeader(this), SpreadRest::OverAllColumns, this))
{
    setHorizontalHeader(findChild<ColumnHeader*>());
    setUpItemView(*this);
    setShowGrid(false);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(16);
    setRowHeight(20);
    connect(this, &QTableView::doubleClicked, this, &TableView::rowActivated);
}

TableView::~TableView() = default;

void TableView::setModel(QAbstractItemModel* newModel)
{
    if (newModel == model())
        return;
    if (model()) {
        model()->disconnect(this);
        model()->disconnect(m_flash);
    }
    QTableView::setModel(newModel);
    m_flash->watch(newModel);
    if (!newModel)
        return;
    // A tick never moves the scroll position, not even one that rebuilds the rows.
    connect(newModel, &QAbstractItemModel::modelAboutToBeReset, this,
            [this] { m_scrollBeforeReset = verticalScrollBar()->value(); });
    connect(newModel, &QAbstractItemModel::modelReset, this, [this] {
        m_fit->fit(viewport()->width());
        updateGeometries();
        verticalScrollBar()->setValue(m_scrollBeforeReset);
    });
    m_fit->fit(viewport()->width());
}

void TableView::setRowHeight(int pixels)
{
    verticalHeader()->setDefaultSectionSize(pixels);
}

void TableView::setSelectionLook(SelectionLook look)
{
    m_selectionLook = look;
    viewport()->update();
}

void TableView::setFlashEnabled(bool enabled)
{
    m_flash->setEnabled(enabled);
}

bool TableView::isFlashing(const QModelIndex& index) const
{
    return m_flash->isFlashing(index);
}

void TableView::setDropPriority(int column, int priority)
{
    m_fit->setDropPriority(column, priority);
}

void TableView::setColumnWidths(const QList<int>& widths)
{
    m_fit->setWidths(widths);
    m_fit->fit(viewport()->width());
}

QString TableView::selectionAsTsv() const
{
    return selectionModel() ? selectedCellsAsTsv(*this) : QString();
}

void TableView::copySelection() const
{
    putOnClipboard(selectionAsTsv());
}

void TableView::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
        return;
    }
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && state() != EditingState && currentIndex().isValid()) {
        Q_EMIT rowActivated(currentIndex());
        return;
    }
    QTableView::keyPressEvent(event);
}

void TableView::paintEvent(QPaintEvent* event)
{
    QTableView::paintEvent(event);
    if (!model())
        return;
    QPainter painter(viewport());
    const Theme& theme = Theme::of(this);
    const int first = std::max(0, rowAt(0));
    const int last = rowAt(viewport()->height() - 1);
    for (int row = first; row <= (last < 0 ? model()->rowCount() - 1 : last); ++row) {
        const QModelIndex index = model()->index(row, 0);
        const bool selected = selectionModel()->isRowSelected(row);
        const QRect line(0, rowViewportPosition(row), viewport()->width() - 1, rowHeight(row) - 1);
        if ((selected && m_selectionLook == SelectionLook::Outline) || index.data(OutlineRole).toBool()) {
            painter.setPen(QPen(theme.accent, 1.0));
            painter.drawRect(line);
        } else if (selected && index.data(DrivesOthersRole).toBool()) {
            painter.fillRect(line.left(), line.top(), 4, line.height() + 1, theme.accent);
        }
    }
}

void TableView::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    m_fit->fit(viewport()->width());
}

// The whole row under the mouse takes the hover tone, not only one cell.
bool TableView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::HoverMove || event->type() == QEvent::HoverEnter ||
        event->type() == QEvent::HoverLeave) {
        const bool left = event->type() == QEvent::HoverLeave;
        const QModelIndex now = left ? QModelIndex() : indexAt(static_cast<QHoverEvent*>(event)->position().toPoint());
        if (now.row() != m_hovered.row())
            viewport()->update();
        m_hovered = now;
    }
    return QTableView::viewportEvent(event);
}

} // namespace ballast
