#include "widgets/table_view.h"

#include "widgets/cell_roles.h"
#include "widgets/column_fit.h"
#include "widgets/theme.h"

#include <QHeaderView>
#include <QHoverEvent>
#include <QPainter>

namespace ballast {

TableView::TableView(QWidget* parent) : DeskView(SpreadRest::OverAllColumns, parent)
{
    setShowGrid(false);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(16);
    setRowHeight(20);
    connect(this, &QTableView::doubleClicked, this, &TableView::rowActivated);
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

void TableView::activateRow(const QModelIndex& index)
{
    Q_EMIT rowActivated(index);
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
