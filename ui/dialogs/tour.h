#pragma once

#include <QFrame>
#include <QPointer>

class QLabel;
class QPushButton;

namespace ballast {

struct TourStep
{
    QString title;
    QString text;
    QPointer<QWidget> beside; // the card is placed inside this widget
    int page = 0;
};

// A small card that walks a newcomer through the window; in nobody's way and closed with one key.
class Tour : public QFrame
{
    Q_OBJECT

public:
    Tour(const QList<TourStep>& steps, QWidget* window);

    void start();
    [[nodiscard]] int step() const { return m_step; }

public Q_SLOTS:
    void next();
    void finish();

Q_SIGNALS:
    void pageWanted(int page);
    void finished();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void showStep();

    QList<TourStep> m_steps;
    int m_step = 0;
    QLabel* m_title;
    QLabel* m_text;
    QLabel* m_count;
    QPushButton* m_next;
};

} // namespace ballast
