#pragma once

#include "widgets/choice_strip.h"

#include <QList>
#include <QString>

namespace ballast {

struct StripEntry
{
    QString title; // "27FEB"
    QString value; // "85.6"
    QString toolTip;
    bool operator==(const StripEntry&) const = default;
};

// Equal columns with a title and a muted value under it; the chosen one on accentBg. Above the option chain.
class ExpiryStrip : public ChoiceStrip
{
    Q_OBJECT

public:
    explicit ExpiryStrip(QWidget* parent = nullptr);

    void setEntries(const QList<StripEntry>& entries); // keeps the chosen title when it is still there
    [[nodiscard]] const QList<StripEntry>& entries() const { return m_entries; }
    [[nodiscard]] QSize sizeHint() const override { return {632, 36}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {120, 36}; }

protected:
    [[nodiscard]] int entryCount() const override { return int(m_entries.size()); }
    [[nodiscard]] QRect entryRect(int index) const override;
    [[nodiscard]] QString entryTitle(int index) const override { return m_entries.at(index).title; }
    void revealEntry(int index) override;
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] int visibleCount() const;

    QList<StripEntry> m_entries;
    int m_first = 0; // leftmost shown when they do not all fit
};

} // namespace ballast
