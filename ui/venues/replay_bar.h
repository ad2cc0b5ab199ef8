#pragma once

#include "models/core/time.h"

#include <QToolBar>

class QComboBox;
class QLabel;
class QSlider;
class QToolButton;

namespace ballast {

// Where a recorded feed is, how fast it runs, and the way to another place in it.
class ReplayBar : public QToolBar
{
    Q_OBJECT

public:
    explicit ReplayBar(QWidget* parent = nullptr);

    void showTape(Timestamp begin, Timestamp at, Timestamp end);
    void showPace(double speed, bool paused);
    [[nodiscard]] QSlider* slider() const { return m_slider; }
    [[nodiscard]] QComboBox* speeds() const { return m_speeds; }
    [[nodiscard]] QToolButton* pauseButton() const { return m_pause; }
    [[nodiscard]] QString timeText() const;

Q_SIGNALS:
    void seekRequested(qint64 unixMilliseconds);
    void speedChosen(double speed);
    void pauseToggled(bool paused);
    void stepRequested();

private:
    QToolButton* m_pause;
    QToolButton* m_step;
    QSlider* m_slider;
    QLabel* m_time;
    QComboBox* m_speeds;
    Timestamp m_begin{};
};

} // namespace ballast
