#pragma once

#include <QGraphicsEffect>

namespace ballast {

// Draws a panel in grey, half way to the panel's ground: what it shows is old. Off until it is enabled.
class StaleVeil : public QGraphicsEffect
{
    Q_OBJECT

public:
    explicit StaleVeil(QWidget* panel);

protected:
    void draw(QPainter* painter) override;

private:
    QWidget* m_panel; // not owned
};

} // namespace ballast
