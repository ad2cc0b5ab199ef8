#pragma once

#include "widgets/choice_strip.h"

#include <QStringList>

namespace ballast {

// Tabs of the pages with a 2 px accent underline; arrow keys move.
class PageTabs : public ChoiceStrip
{
    Q_OBJECT

public:
    explicit PageTabs(QWidget* parent = nullptr);

    void setPages(const QStringList& pages);
    [[nodiscard]] int pageAt(const QPoint& position) const { return entryAt(position); } // -1: none
    [[nodiscard]] QRect pageRect(int index) const { return entryRect(index); }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    [[nodiscard]] int entryCount() const override { return int(m_pages.size()); }
    [[nodiscard]] QRect entryRect(int index) const override;
    [[nodiscard]] QString entryTitle(int index) const override { return m_pages.at(index); }
    void paintEvent(QPaintEvent* event) override;

private:
    QStringList m_pages;
};

} // namespace ballast
