#pragma once

#include "widgets/choice_strip.h"

#include <QStringList>

namespace ballast {

// One choice out of a few, side by side, 20 px high; arrow keys move the choice.
class SegmentedControl : public ChoiceStrip
{
    Q_OBJECT

public:
    explicit SegmentedControl(const QStringList& segments, QWidget* parent = nullptr);

    void setSegments(const QStringList& segments);
    [[nodiscard]] const QStringList& segments() const { return m_segments; }
    // Equal widths over the whole widget (policy panel) instead of widths by text.
    void setStretched(bool stretched);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    [[nodiscard]] int entryCount() const override { return int(m_segments.size()); }
    [[nodiscard]] QRect entryRect(int index) const override;
    [[nodiscard]] QString entryTitle(int index) const override { return m_segments.at(index); }
    void paintEvent(QPaintEvent* event) override;

private:
    QStringList m_segments;
    bool m_stretched = false;
};

} // namespace ballast
