#include "widgets/desk_view.h"

#include "widgets/cell_flash.h"
#include "widgets/column_fit.h"
#include "widgets/column_header.h"
#include "widgets/view_setup.h"

#include <QKeyEvent>
#include <QScrollBar>

namespace ballast {

namespace {

ColumnHeader* installHeader(QTableView& view)
{
    auto* const header = new ColumnHeader(&view);
    view.setHorizontalHeader(header);
    return header;
}

ColumnHeader* installHeader(QTreeView& view)
{
    auto* const header = new ColumnHeader(&view);
    view.setHeader(header);
    return header;
}

} // namespace

template <class View>
DeskView<View>::DeskView(SpreadRest spread, QWidget* parent)
    : View(parent), m_flash(new CellFlash(this)), m_fit(new ColumnFit(installHeader(*this), spread, this))
{
    setUpItemView(*this);
}

template <class View>
void DeskView<View>::setModel(QAbstractItemModel* newModel)
{
    QAbstractItemModel* const oldModel = View::model();
    if (newModel == oldModel)
        return;
    if (oldModel) {
        oldModel->disconnect(this);
        oldModel->disconnect(m_flash);
    }
    View::setModel(newModel);
    m_flash->watch(newModel);
    if (!newModel)
        return;
    // A tick never moves the scroll position, not even one that rebuilds the rows.
    QObject::connect(newModel, &QAbstractItemModel::modelAboutToBeReset, this,
                     [this] { m_scrollBeforeReset = View::verticalScrollBar()->value(); });
    QObject::connect(newModel, &QAbstractItemModel::modelReset, this, [this] {
        fitColumns();
        View::updateGeometries();
        View::verticalScrollBar()->setValue(m_scrollBeforeReset);
    });
    fitColumns();
}

template <class View>
void DeskView<View>::setFlashEnabled(bool enabled)
{
    m_flash->setEnabled(enabled);
}

template <class View>
bool DeskView<View>::isFlashing(const QModelIndex& index) const
{
    return m_flash->isFlashing(index);
}

template <class View>
void DeskView<View>::setDropPriority(int column, int priority)
{
    m_fit->setDropPriority(column, priority);
}

template <class View>
void DeskView<View>::setColumnWidths(const QList<int>& widths)
{
    m_fit->setWidths(widths);
    fitColumns();
}

template <class View>
QString DeskView<View>::selectionAsTsv() const
{
    return View::selectionModel() ? selectedCellsAsTsv(*this) : QString();
}

template <class View>
void DeskView<View>::copySelection() const
{
    putOnClipboard(selectionAsTsv());
}

template <class View>
void DeskView<View>::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
        return;
    }
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && View::state() != QAbstractItemView::EditingState && View::currentIndex().isValid()) {
        activateRow(View::currentIndex());
        return;
    }
    View::keyPressEvent(event);
}

template <class View>
void DeskView<View>::resizeEvent(QResizeEvent* event)
{
    View::resizeEvent(event);
    fitColumns();
}

template <class View>
void DeskView<View>::fitColumns()
{
    m_fit->fit(View::viewport()->width());
}

template class DeskView<QTableView>;
template class DeskView<QTreeView>;

} // namespace ballast
