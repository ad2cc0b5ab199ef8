#pragma once

#include <QWidget>

namespace ballast {

// Seconds left as a ring with the number inside; steps once a second, set from outside.
class CountdownRing : public QWidget
{
    Q_OBJECT

public:
    explicit CountdownRing(QWidget* parent = nullptr);

    void setTime(int secondsLeft, int secondsTotal);
    [[nodiscard]] int secondsLeft() const { return m_secondsLeft; }
    [[nodiscard]] QSize sizeHint() const override { return {44, 44}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int m_secondsLeft = 0;
    int m_secondsTotal = 1;
};

} // namespace ballast
