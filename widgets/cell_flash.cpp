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
    const auto it = m_startedAtMs.constFind(keyOf(index));
    return it != m_startedAtMs.cend() && m_clock.elapsed() - it.value() < durationMs;
}

bool CellFlash::flashes(int column) const
{
    return m_view->model() != nullptr && m_view->model()->headerData(column, Qt::Horizontal, FlashesRole).toBool();
}

// Only visible cells: a cell seen for the first time has no earlier value and does not flash.
void CellFlash::remember(const QModelIndex& topLeft, const QModelIndex& bottomRight)
{
    if (!m_enabled || reducedMotion() || !topLeft.isValid())
        return;
    const QRect visible = m_view->viewport()->rect();
    for (int row = topLeft.row(); row <= bottomRight.row(); ++row) {
        if (!m_view->visualRect(topLeft.siblingAtRow(row)).intersects(visible.adjusted(-4000, 0, 4000, 0)))
            continue;
        for (int column = topLeft.column(); column <= bottomRight.column(); ++column) {
            if (!flashes(column))
                continue;
            const QModelIndex cell = topLeft.sibling(row, column);
            const QVariant value = shownValue(cell, *m_view->model());
            if (!value.isValid())
                continue;
            const Key key = keyOf(cell);
            const auto last = m_lastShown.constFind(key);
            const bool changed = last != m_lastShown.cend() && last.value() != value;
            m_lastShown.insert(key, value);
            const qint64 now = m_clock.elapsed();
            if (changed && now - m_startedAtMs.value(key, -durationMs) >= shortestPauseMs)
                m_startedAtMs.insert(key, now);
        }
    }
    if (!m_startedAtMs.isEmpty())
        m_timer.start();
}

void CellFlash::forget()
{
    m_lastShown.clear();
    m_startedAtMs.clear();
    m_timer.stop();
}

void CellFlash::expire()
{
    const qint64 now = m_clock.elapsed();
    const auto gone = m_startedAtMs.removeIf([now](const auto& entry) { return now - entry.value() >= durationMs; });
    if (gone > 0)
        m_view->viewport()->update();
    if (m_startedAtMs.isEmpty())
        m_timer.stop();
}

} // namespace ballast
