#pragma once

#include <QWidget>

namespace ballast {

// One choice out of several, side by side. Knows the choice, the entry under the mouse and the keys that move the
// choice; what an entry is and how it looks is the subclass's.
class ChoiceStrip : public QWidget
{
    Q_OBJECT

public:
    [[nodiscard]] int currentIndex() const { return m_current; }
    // Emits currentChanged when the choice differs; indices out of range are ignored.
    void setCurrentIndex(int index);

Q_SIGNALS:
    void currentChanged(int index);

protected:
    explicit ChoiceStrip(QWidget* parent);

    [[nodiscard]] virtual int entryCount() const = 0;
    [[nodiscard]] virtual QRect entryRect(int index) const = 0; // empty: not on screen
    [[nodiscard]] virtual QString entryTitle(int index) const = 0;
    virtual void revealEntry(int /*index*/) {}

    [[nodiscard]] int entryAt(const QPoint& position) const; // -1: none
    [[nodiscard]] int hoveredIndex() const { return m_hovered; }
    [[nodiscard]] bool focusCameByKey() const { return m_focusCameByKey; }
    void setUpAndDownMove(bool move) { m_upAndDownMove = move; }
    void resetCurrentIndex(int index) { m_current = index; } // without a word to anybody
    void keepCurrentInRange();

    void focusInEvent(QFocusEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    int m_current = 0;
    int m_hovered = -1;
    bool m_upAndDownMove = false;
    bool m_focusCameByKey = false;
};

} // namespace ballast
