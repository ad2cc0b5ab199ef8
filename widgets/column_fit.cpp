#include "widgets/column_fit.h"

#include <QHeaderView>
#include <algorithm>

namespace ballast {

ColumnFit::ColumnFit(QHeaderView* header, SpreadRest spread, QObject* parent)
    : QObject(parent), m_header(header), m_spread(spread)
{}

void ColumnFit::setWidths(const QList<int>& widths)
{
    m_widths = widths;
    fit(m_availableWidth);
}

void ColumnFit::setDropPriority(int column, int priority)
{
    m_priorities.insert(column, priority);
    fit(m_availableWidth);
}

int ColumnFit::widthOf(int column) const
{
    return column < m_widths.size() ? m_widths.at(column) : m_header->defaultSectionSize();
}

QList<int> ColumnFit::shownColumns() const
{
    QList<int> shown;
    for (int column = 0; column < m_header->count(); ++column) {
        if (!m_header->isSectionHidden(column))
            shown.append(column);
    }
    return shown;
}

void ColumnFit::dropColumns(int availableWidth)
{
    for (const int column : std::as_const(m_dropped))
        m_header->setSectionHidden(column, false);
    m_dropped.clear();
    QList<int> shown = shownColumns();
    int needed = 0;
    for (const int column : shown)
        needed += widthOf(column);
    std::ranges::stable_sort(shown, std::greater{}, [this](int column) { return m_priorities.value(column, 0); });
    for (const int column : shown) {
        if (needed <= availableWidth || m_priorities.value(column, 0) == 0)
            return;
        m_header->setSectionHidden(column, true);
        m_dropped.insert(column);
        needed -= widthOf(column);
    }
}

void ColumnFit::fit(int availableWidth)
{
    m_availableWidth = availableWidth;
    if (m_widths.isEmpty() || availableWidth <= 0 || m_header->count() == 0)
        return;
    dropColumns(availableWidth);
    const QList<int> shown = shownColumns();
    int wanted = 0;
    for (const int column : shown)
        wanted += widthOf(column);
    int rest = std::max(0, availableWidth - wanted);
    int left = wanted;
    for (const int column : shown) {
        int extra = 0;
        if (m_spread == SpreadRest::IntoFirstColumn)
            extra = column == shown.first() ? rest : 0;
        else if (left > 0)
            extra = rest * widthOf(column) / left;
        if (m_spread == SpreadRest::OverAllColumns) {
            rest -= extra;
            left -= widthOf(column);
        }
        m_header->resizeSection(column, widthOf(column) + extra);
    }
}

} // namespace ballast
