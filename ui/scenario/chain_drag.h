#pragma once

#include "models/desk/desk_picture.h"

#include <QObject>
#include <QPoint>
#include <functional>

class QMouseEvent;

namespace ballast {

class ChainPanel;

// Lets calls and puts be dragged out of a chain, and sent into the what-if book by its context menu. Owned by the panel
// that it watches.
class ChainDrag : public QObject
{
    Q_OBJECT

public:
    using PictureSource = std::function<DeskPicturePtr()>;
    ChainDrag(ChainPanel* chain, PictureSource picture);

    // The call or the put under a point of the table's viewport; empty: none is listed there.
    [[nodiscard]] QString instrumentAt(const QPoint& place) const;

Q_SIGNALS:
    void legWanted(const QString& instrument, double quantity);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void startDrag();
    void openMenu(const QPoint& place);

    ChainPanel* m_chain;
    PictureSource m_picture;
    QPoint m_pressedAt;
    QString m_pressed;
};

} // namespace ballast
