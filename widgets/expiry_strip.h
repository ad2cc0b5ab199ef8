#pragma once

#include <QList>
#include <QString>
#include <QWidget>

namespace ballast {

struct StripEntry
{
    QString title; // "27FEB"
    QString value; // "85.6"
    QString toolTip;
    bool operator==(const StripEntry&) const = default;
};

// Equal columns with a title and a muted value under it; the chosen one on accentBg. Above the option chain.
class ExpiryStrip : public QWidget
{
    Q_OBJECT

public:
    explicit ExpiryStrip(QWidget* parent = nullptr);

    void setEntries(const QList<StripEntry>& entries); // keeps the chosen title when it is still there
    [[nodiscard]] const QList<StripEntry>& entries() const { return m_entries; }
    [[nodiscard]] int currentIndex() const { return m_current; }
    void setCurrentIndex(int index);
    [[nodiscard]] QSize sizeHint() const override { return {632, 36}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {120, 36}; }

Q_SIGNALS:
    void currentChanged(int index);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] int visibleCount() const;
    [[nodiscard]] QRect entryRect(int index) const;
    [[nodiscard]] int entryAt(const QPoint& position) const;

    QList<StripEntry> m_entries;
    int m_current = -1;
    int m_first = 0; // leftmost shown when they do not all fit
    int m_hovered = -1;
};

} // namespace ballast
