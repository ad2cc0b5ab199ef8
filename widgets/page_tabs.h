#pragma once

#include <QStringList>
#include <QWidget>

namespace ballast {

// Tabs of the pages with a 2 px accent underline; arrow keys move.
class PageTabs : public QWidget
{
    Q_OBJECT

public:
    explicit PageTabs(QWidget* parent = nullptr);

    void setPages(const QStringList& pages);
    [[nodiscard]] int currentIndex() const { return m_current; }
    void setCurrentIndex(int index);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void currentChanged(int index);

protected:
    void paintEvent(QPaintEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QRect tabRect(int index) const;
    [[nodiscard]] int tabAt(const QPoint& position) const;

    QStringList m_pages;
    int m_current = 0;
    int m_hovered = -1;
    bool m_keyboardFocus = false; // the box is for those who came by key
};

} // namespace ballast
