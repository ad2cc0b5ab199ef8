#include "ui/scenario/leg_drop.h"

#include "ui/scenario/legs_panel.h"
#include "widgets/page_tabs.h"

#include <QDropEvent>
#include <QMimeData>

namespace ballast {

QStringList draggedLegs(const QMimeData& data)
{
    const QByteArray names = data.data(QString::fromLatin1(legsMimeType));
    return QString::fromUtf8(names).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

LegDrop::LegDrop(PageTabs* tabs, int page) : QObject(tabs), m_tabs(tabs), m_page(page)
{
    tabs->setAcceptDrops(true);
    tabs->installEventFilter(this);
    m_rest.setSingleShot(true);
    m_rest.setInterval(restMs);
    connect(&m_rest, &QTimer::timeout, this, &LegDrop::pageWanted);
}

bool LegDrop::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::DragEnter:
    case QEvent::DragMove:
        drag(*static_cast<QDropEvent*>(event));
        return true;
    case QEvent::DragLeave:
        m_rest.stop();
        return true;
    case QEvent::Drop: {
        auto& drop = *static_cast<QDropEvent*>(event);
        drag(drop);
        m_rest.stop();
        if (drop.isAccepted()) {
            Q_EMIT dropped(draggedLegs(*drop.mimeData()));
            Q_EMIT pageWanted();
        }
        return true;
    }
    default:
        return QObject::eventFilter(watched, event);
    }
}

// Accepted on the page's own tab only; entering elsewhere is let in, so that the moves that follow are told.
void LegDrop::drag(QDropEvent& event)
{
    const bool legs = !draggedLegs(*event.mimeData()).isEmpty();
    const bool there = legs && m_tabs->pageAt(event.position().toPoint()) == m_page;
    if (!there)
        m_rest.stop();
    else if (!m_rest.isActive())
        m_rest.start();
    if (there || (legs && event.type() == QEvent::DragEnter))
        event.acceptProposedAction();
    else
        event.ignore();
}

} // namespace ballast
