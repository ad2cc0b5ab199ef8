#pragma once

#include <QStringList>
#include <QWidget>

namespace ballast {

// One choice out of a few, side by side, 20 px high; arrow keys move the choice.
class SegmentedControl : public QWidget
{
    Q_OBJECT

public:
    explicit SegmentedControl(const QStringList& segments, QWidget* parent = nullptr);

    void setSegments(const QStringList& segments);
    [[nodiscard]] const QStringList& segments() const { return m_segments; }
    [[nodiscard]] int currentIndex() const { return m_current; }
    // Emits currentChanged when the choice differs; indices out of range are ignored.
    void setCurrentIndex(int index);
    // Equal widths over the whole widget (policy panel) instead of widths by text.
    void setStretched(bool stretched);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void currentChanged(int index);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QRect segmentRect(int index) const;
    [[nodiscard]] int segmentAt(const QPoint& position) const;

    QStringList m_segments;
    int m_current = 0;
    int m_hovered = -1;
    bool m_stretched = false;
};

} // namespace ballast
