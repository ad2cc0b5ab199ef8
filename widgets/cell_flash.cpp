#include "widgets/cell_flash.h"

#include "widgets/cell_roles.h"
#include "widgets/theming.h"

#include <QAbstractItemView>

#include <cmath>

namespace ballast {
namespace {

// What the eye would see as a change: the number as it is printed.
QVariant shownValue(const QModelIndex& cell, const QAbstractItemModel& model)
{
    const QVariant raw = cell.data(RawRole);
    bool isNumber = false;
    const double number = raw.toDouble(&isNumber);
    QVariant decimals = cell.data(DecimalsRole);
    if (!decimals.isValid())
        decimals = model.headerData(cell.column(), Qt::Horizontal, DecimalsRole);
    if (!isNumber || !decimals.isValid())
        return raw;
    return std::round(number * std::pow(10.0, decimals.toInt()));
}

} // namespace

CellFlash::CellFlash(QAbstractItemView* view) : QObject(view), m_view(view)
{
    m_clock.start();
    m_timer.setInterval(50);
    connect(&m_timer, &QTimer::timeout, this, &CellFlash::expire);
}

void CellFlash::watch(QAbstractItemModel* model)
{
    forget();
    if (!model)
        return;
    connect(model, &QAbstractItemModel::dataChanged, this, &CellFlash::remember);
    connect(model, &QAbstractItemModel::modelReset, this, &CellFlash::forget);
    connect(model, &QAbstractItemModel::layoutChanged, this, &CellFlash::forget);
    connect(model, &QAbstractItemModel::rowsInserted, this, &CellFlash::forget);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &CellFlash::forget);
}

void CellFlash::setEnabled(bool enabled)
{
    m_enabled = enabled;
    forget();
}

CellFlash::Key CellFlash::keyOf(const QModelIndex& index)
{
    return {index.row(), index.column(), index.internalId()};
}

bool CellFlash::isFlashing(const QModelIndex& index) const
{
    const auto it = m_flashes.constFind(keyOf(index));
    return it != m_flashes.cend() && m_clock.elapsed() - it->startedAtMs < durationMs;
}

QList<int> CellFlash::flashingColumns(int first, int last) const
{
    QList<int> columns;
    for (int column = first; column <= last; ++column)
        if (m_view->model()->headerData(column, Qt::Horizontal, FlashesRole).toBool())
            columns << column;
    return columns;
}

// Only visible cells: a cell seen for the first time has no earlier value and does not flash.
void CellFlash::remember(const QModelIndex& topLeft, const QModelIndex& bottomRight)
{
    if (!m_enabled || reducedMotion() || !topLeft.isValid() || m_view->model() == nullptr)
        return;
    const QList<int> columns = flashingColumns(topLeft.column(), bottomRight.column());
    const QRect visible = m_view->viewport()->rect();
    const qint64 now = m_clock.elapsed();
    for (int row = topLeft.row(); !columns.isEmpty() && row <= bottomRight.row(); ++row) {
        if (!m_view->visualRect(topLeft.siblingAtRow(row)).intersects(visible.adjusted(-4000, 0, 4000, 0)))
            continue;
        for (const int column : columns) {
            const QModelIndex cell = topLeft.sibling(row, column);
            const QVariant value = shownValue(cell, *m_view->model());
            if (!value.isValid())
                continue;
            const Key key = keyOf(cell);
            const auto last = m_lastShown.constFind(key);
            const bool changed = last != m_lastShown.cend() && last.value() != value;
            m_lastShown.insert(key, value);
            if (changed && now - m_flashes.value(key, {-durationMs, {}}).startedAtMs >= shortestPauseMs)
                m_flashes.insert(key, {now, cell});
        }
    }
    if (!m_flashes.isEmpty())
        m_timer.start();
}

void CellFlash::forget()
{
    m_lastShown.clear();
    m_flashes.clear();
    m_timer.stop();
}

// Only the cells whose flash is over are painted anew.
void CellFlash::expire()
{
    const qint64 now = m_clock.elapsed();
    m_flashes.removeIf([&](const auto& entry) {
        const bool over = now - entry.value().startedAtMs >= durationMs;
        if (over)
            m_view->update(entry.value().cell);
        return over;
    });
    if (m_flashes.isEmpty())
        m_timer.stop();
}

} // namespace ballast
