#include "widgets/heatmap_view.h"

#include "widgets/heatmap_layout.h"
#include "widgets/paint_kit.h"
#include "widgets/view_setup.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <algorithm>
#include <cmath>

namespace ballast {

using namespace heatmap;

namespace {

double rowLabelWidth(const HeatmapMatrix& matrix)
{
    double widest = 0.0;
    for (const HeatmapRow& row : matrix.rows) {
        const double gap = row.subName.isEmpty() ? 0.0 : 12.0;
        widest = std::max(widest, textWidth(row.name, FontSize::Body) + gap + textWidth(row.subName, FontSize::Unit));
    }
    if (matrix.hasTotals)
        widest = std::max(widest, textWidth(HeatmapView::tr("Total"), FontSize::Body, QFont::DemiBold));
    return widest;
}

double totalWidth(const HeatmapMatrix& matrix)
{
    if (!matrix.hasTotals)
        return 0.0;
    double widest = textWidth(HeatmapView::tr("Total"), FontSize::Unit);
    for (const HeatmapRow& row : matrix.rows)
        widest =
            std::max(widest, textWidth(heatmapFigure(row.total, matrix.decimals), FontSize::Body, QFont::DemiBold));
    return std::max(widest, textWidth(heatmapFigure(matrix.total, matrix.decimals), FontSize::Body, QFont::DemiBold)) +
           14.0;
}

} // namespace

HeatmapView::HeatmapView(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Heatmap"));
}

void HeatmapView::setMatrix(const HeatmapMatrix& matrix)
{
    if (matrix == m_matrix)
        return;
    m_matrix = matrix;
    if (m_hovered && (m_hovered->y() >= matrix.rows.size() || m_hovered->x() >= matrix.columns.size()))
        m_hovered.reset();
    layOut();
}

double HeatmapView::scaleMax() const
{
    if (m_matrix.scaleMax && *m_matrix.scaleMax > 0.0)
        return *m_matrix.scaleMax;
    double largest = 0.0;
    for (const HeatmapRow& row : m_matrix.rows) {
        for (const auto& cell : row.cells) {
            if (cell && std::isfinite(*cell))
                largest = std::max(largest, std::fabs(*cell));
        }
    }
    return largest > 0.0 ? largest : 1.0;
}

void HeatmapView::layOut()
{
    const double left = std::ceil(inset + rowLabelWidth(m_matrix) + 12.0);
    const double right = width() - inset - totalWidth(m_matrix);
    const double top = m_matrix.columnsAtBottom ? 4.0 : axisHeight;
    double below = legendHeight + (m_matrix.hasTotals ? totalsHeight : 6.0);
    below += m_matrix.columnsAtBottom ? bottomAxisHeight : 0.0;
    const auto rows = std::max(qsizetype(1), m_matrix.rows.size());
    const double high = std::min(height() - top - below, double(rows) * mostRowHeight);
    m_grid = QRectF(left, top, std::max(10.0, right - left), std::max(10.0, high));
    update();
}

void HeatmapView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    layOut();
}

void HeatmapView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        layOut();
}

// Whole pixels, so that the 1 px gaps are equal.
QRectF HeatmapView::cellRect(int column, int row) const
{
    const QRectF& grid = m_grid;
    const auto columns = double(std::max(qsizetype(1), m_matrix.columns.size()));
    const auto rows = double(std::max(qsizetype(1), m_matrix.rows.size()));
    const double left = std::round(grid.left() + grid.width() * column / columns);
    const double top = std::round(grid.top() + grid.height() * row / rows);
    const double right = std::round(grid.left() + grid.width() * (column + 1) / columns) - 1.0;
    const double bottom = std::round(grid.top() + grid.height() * (row + 1) / rows) - 1.0;
    return {left, top, right - left, bottom - top};
}

std::optional<QPoint> HeatmapView::cellAt(const QPointF& position) const
{
    const QRectF& grid = m_grid;
    if (m_matrix.rows.isEmpty() || m_matrix.columns.isEmpty() || !grid.contains(position))
        return std::nullopt;
    const int column = int((position.x() - grid.left()) / grid.width() * double(m_matrix.columns.size()));
    const int row = int((position.y() - grid.top()) / grid.height() * double(m_matrix.rows.size()));
    return QPoint(std::clamp(column, 0, int(m_matrix.columns.size()) - 1),
                  std::clamp(row, 0, int(m_matrix.rows.size()) - 1));
}

QString HeatmapView::asTsv() const
{
    QStringList lines;
    QStringList head{QString()};
    for (const HeatmapColumn& column : m_matrix.columns)
        head << column.name;
    lines << head.join(QLatin1Char('\t'));
    for (const HeatmapRow& row : m_matrix.rows) {
        QStringList cells{(row.name + QLatin1Char(' ') + row.subName).trimmed()};
        for (const auto& cell : row.cells)
            cells << exactNumber(cell);
        lines << cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

void HeatmapView::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    if (m_matrix.rows.isEmpty() || m_matrix.columns.isEmpty()) {
        paintText(painter, inset, 20.0, m_matrix.emptyText, {FontSize::Body, QFont::Normal, theme.muted});
        return;
    }
    paintAxes(painter);
    paintCells(painter);
    if (m_matrix.contours)
        paintContours(painter);
    paintPath(painter);
    paintMarks(painter);
    if (m_matrix.hasTotals)
        paintTotals(painter);
    paintLegend(painter);
}

void HeatmapView::paintCells(QPainter& painter) const
{
    const Theme& theme = Theme::of(this);
    const double most = scaleMax();
    for (int row = 0; row < m_matrix.rows.size(); ++row) {
        const auto& cells = m_matrix.rows.at(row).cells;
        for (int column = 0; column < m_matrix.columns.size(); ++column) {
            const QRectF area = cellRect(column, row);
            const auto value = column < cells.size() ? cells.at(column) : std::nullopt;
            const QColor ground = theme.diverging(value ? *value / most : 0.0, stepsPerSide);
            painter.fillRect(area, ground);
            if (!value && !m_matrix.missingAsDash)
                continue;
            const QString text = heatmapFigure(value, m_matrix.decimals);
            const FontSize size =
                textWidth(text, FontSize::Body) + 2.0 * cellPadding <= area.width() ? FontSize::Body : FontSize::Unit;
            // A figure that does not fit is left out rather than cut; the read-out has it.
            if (textWidth(text, size) <= area.width() - 2.0)
                paintTextRight(painter,
                               area.right() - std::min(cellPadding, area.width() - textWidth(text, size) - 1.0),
                               centredBaseline(area.top(), area.height(), size), text,
                               {size, QFont::Normal, value ? theme.textOn(ground) : theme.muted});
        }
    }
}

void HeatmapView::paintAxes(QPainter& painter) const
{
    const Theme& theme = Theme::of(this);
    const QRectF& grid = m_grid;
    const double baseline = m_matrix.columnsAtBottom ? grid.bottom() + 16.0 : axisHeight - 10.0;
    double takenTo = -1e9;
    for (int column = 0; column < m_matrix.columns.size(); ++column) {
        const QRectF cell = cellRect(column, 0);
        const QString& name = m_matrix.columns.at(column).name;
        const double half = textWidth(name, FontSize::Unit) / 2.0;
        if (cell.center().x() - half < takenTo + 4.0)
            continue; // labels never overlap
        takenTo = cell.center().x() + half;
        paintTextCentred(painter, cell.center().x(), baseline, name, {FontSize::Unit, QFont::Normal, theme.text});
        if (m_matrix.columnsAtBottom)
            paintTextCentred(painter, cell.center().x(), baseline + 14.0, m_matrix.columns.at(column).subName,
                             {FontSize::Unit, QFont::Normal, theme.muted});
    }
    for (int row = 0; row < m_matrix.rows.size(); ++row) {
        const QRectF cell = cellRect(0, row);
        const double middle = centredBaseline(cell.top(), cell.height(), FontSize::Body);
        const HeatmapRow& line = m_matrix.rows.at(row);
        const bool single = line.subName.isEmpty();
        if (single)
            paintTextRight(painter, grid.left() - 12.0, middle, line.name, {FontSize::Body, QFont::Normal, theme.text});
        else
            paintText(painter, inset, middle, line.name, {FontSize::Body, QFont::Normal, theme.text});
        paintTextRight(painter, grid.left() - 10.0, middle, line.subName, {FontSize::Unit, QFont::Normal, theme.muted});
    }
}

void HeatmapView::paintTotals(QPainter& painter) const
{
    const Theme& theme = Theme::of(this);
    const QRectF& grid = m_grid;
    const double right = width() - inset;
    const TextStyle strong{FontSize::Body, QFont::DemiBold, theme.hi};
    const TextStyle plain{FontSize::Body, QFont::Normal, theme.text};
    const TextStyle missing{FontSize::Body, QFont::Normal, theme.muted};
    if (!m_matrix.columnsAtBottom)
        paintTextRight(painter, right, axisHeight - 10.0, tr("Total"), {FontSize::Unit, QFont::Normal, theme.muted});
    for (int row = 0; row < m_matrix.rows.size(); ++row) {
        const QRectF cell = cellRect(0, row);
        const auto& total = m_matrix.rows.at(row).total;
        paintTextRight(painter, right, centredBaseline(cell.top(), cell.height(), FontSize::Body),
                       heatmapFigure(total, m_matrix.decimals), total ? strong : missing);
    }
    const double top = grid.bottom() + (m_matrix.columnsAtBottom ? bottomAxisHeight : 0.0);
    const double baseline = centredBaseline(top, totalsHeight, FontSize::Body);
    paintText(painter, inset, baseline, tr("Total"), strong);
    for (int column = 0; column < m_matrix.columns.size(); ++column) {
        const auto& total = m_matrix.columns.at(column).total;
        const QRectF cell = cellRect(column, 0);
        const QString text = heatmapFigure(total, m_matrix.decimals);
        TextStyle style = total ? plain : missing;
        if (textWidth(text, FontSize::Body) + 2.0 * cellPadding > cell.width())
            style.size = FontSize::Unit;
        if (textWidth(text, style.size) <= cell.width() + 2.0)
            paintTextRight(painter, cell.right() - std::min(cellPadding, cell.width() - textWidth(text, style.size)),
                           baseline, text, style);
    }
    paintTextRight(painter, right, baseline, heatmapFigure(m_matrix.total, m_matrix.decimals),
                   m_matrix.total ? strong : missing);
}

void HeatmapView::mouseMoveEvent(QMouseEvent* event)
{
    const auto now = cellAt(event->position());
    if (now == m_hovered)
        return;
    m_hovered = now;
    const auto value = now ? m_matrix.rows.at(now->y()).cells.value(now->x()) : std::nullopt;
    const auto describe = [&] {
        const HeatmapRow& row = m_matrix.rows.at(now->y());
        const QString place =
            QStringLiteral("%1 %2, %3").arg(row.name, row.subName, m_matrix.columns.at(now->x()).name);
        return QStringLiteral("%1: %2 %3").arg(place, heatmapFigure(value, m_matrix.decimals + 2), m_matrix.cellUnit);
    };
    setToolTip(now ? describe().trimmed() : QString());
    update();
    Q_EMIT cellHovered(now ? now->x() : -1, now ? now->y() : -1);
}

void HeatmapView::leaveEvent(QEvent*)
{
    if (!m_hovered)
        return;
    m_hovered.reset();
    update();
    Q_EMIT cellHovered(-1, -1);
}

void HeatmapView::choose(const QPoint& cell)
{
    if (m_matrix.rows.isEmpty() || m_matrix.columns.isEmpty())
        return;
    const QPoint inside(std::clamp(cell.x(), 0, int(m_matrix.columns.size()) - 1),
                        std::clamp(cell.y(), 0, int(m_matrix.rows.size()) - 1));
    if (m_matrix.chosen == inside)
        return;
    m_matrix.chosen = inside;
    update();
    Q_EMIT cellChosen(inside.x(), inside.y());
}

void HeatmapView::mousePressEvent(QMouseEvent* event)
{
    const auto cell = cellAt(event->position());
    if (event->button() == Qt::LeftButton && cell)
        choose(*cell);
}

void HeatmapView::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        putOnClipboard(asTsv());
        return;
    }
    const QPoint now = m_matrix.chosen.value_or(QPoint(-1, 0));
    const bool hasChosen = m_matrix.chosen.has_value();
    switch (event->key()) {
    case Qt::Key_Left:
        choose(hasChosen ? now + QPoint(-1, 0) : QPoint(0, 0));
        return;
    case Qt::Key_Right:
        choose(hasChosen ? now + QPoint(1, 0) : QPoint(0, 0));
        return;
    case Qt::Key_Up:
        choose(hasChosen ? now + QPoint(0, -1) : QPoint(0, 0));
        return;
    case Qt::Key_Down:
        choose(hasChosen ? now + QPoint(0, 1) : QPoint(0, 0));
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (hasChosen)
            Q_EMIT cellActivated(now.x(), now.y());
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace ballast
