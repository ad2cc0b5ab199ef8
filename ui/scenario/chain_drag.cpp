#include "ui/scenario/chain_drag.h"

#include "models/items/chain_model.h"
#include "models/items/words.h"
#include "ui/panels/chain_panel.h"
#include "ui/scenario/legs_panel.h"
#include "widgets/table_view.h"

#include <QApplication>
#include <QDrag>
#include <QMenu>
#include <QMimeData>
#include <QMouseEvent>

namespace ballast {

ChainDrag::ChainDrag(ChainPanel* chain, PictureSource picture)
    : QObject(chain), m_chain(chain), m_picture(std::move(picture))
{
    chain->table()->viewport()->installEventFilter(this);
}

QString ChainDrag::instrumentAt(const QPoint& place) const
{
    const QModelIndex index = m_chain->table()->indexAt(place);
    const DeskPicturePtr picture = m_picture();
    const auto strike = index.isValid() ? m_chain->model()->strikeAt(index.row()) : std::nullopt;
    if (!picture || !strike || index.column() == ChainModel::strikeColumn)
        return {};
    for (const ChainRow& row : m_chain->model()->chain().rows) {
        if (row.strike != *strike)
            continue;
        const auto& listed = ChainModel::isCallColumn(index.column()) ? row.call.instrument : row.put.instrument;
        return listed ? words((*picture->market->instruments)[*listed].id.name) : QString();
    }
    return {};
}

bool ChainDrag::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::MouseButtonPress) {
        const auto* const mouse = static_cast<QMouseEvent*>(event);
        m_pressedAt = mouse->position().toPoint();
        m_pressed = mouse->button() == Qt::LeftButton ? instrumentAt(m_pressedAt) : QString();
        if (mouse->button() == Qt::RightButton)
            openMenu(m_pressedAt);
    }
    if (event->type() == QEvent::MouseMove && !m_pressed.isEmpty()) {
        const auto* const mouse = static_cast<QMouseEvent*>(event);
        const int moved = (mouse->position().toPoint() - m_pressedAt).manhattanLength();
        if (mouse->buttons().testFlag(Qt::LeftButton) && moved >= QApplication::startDragDistance()) {
            startDrag();
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

void ChainDrag::startDrag()
{
    auto* const mime = new QMimeData;
    mime->setData(QString::fromLatin1(legsMimeType), m_pressed.toUtf8());
    mime->setText(m_pressed);
    m_pressed.clear();
    auto* const drag = new QDrag(m_chain);
    drag->setMimeData(mime);
    drag->exec(Qt::CopyAction);
}

void ChainDrag::openMenu(const QPoint& place)
{
    const QString instrument = instrumentAt(place);
    if (instrument.isEmpty())
        return;
    auto* const menu = new QMenu(m_chain);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const double quantity : {1.0, 10.0, -1.0, -10.0})
        menu->addAction(quantity > 0.0 ? tr("What-if: buy %1 %2").arg(quantity).arg(instrument)
                                       : tr("What-if: sell %1 %2").arg(-quantity).arg(instrument),
                        this, [this, instrument, quantity] { Q_EMIT legWanted(instrument, quantity); });
    menu->popup(m_chain->table()->viewport()->mapToGlobal(place));
}

} // namespace ballast
