#include "widgets/heatmap_view.h"

#include "widgets/heatmap_contours.h"
#include "widgets/number_format.h"
#include "widgets/paint_kit.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

constexpr double inset = 12.0;
constexpr double axisHeight = 26.0;
constexpr double bottomAxisHeight = 36.0;
constexpr double totalsHeight = 34.0;
constexpr double legendHeight = 34.0;
constexpr double mostRowHeight = 44.0;
constexpr double cellPadding = 5.0;
constexpr int stepsPerSide = 8;
constexpr double swatchWidth = 10.0;

QString figure(std::optional<double> value, int decimals)
{
    return formatSigned(value, decimals);
}

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
        widest = std::max(widest, textWidth(figure(row.total, matrix.decimals), FontSize::Body, QFont::DemiBold));
    return std::max(widest, textWidth(figure(matrix.total, matrix.decimals), FontSize::Body, QFont::DemiBold)) + 14.0;
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
    update();
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

QRectF HeatmapView::gridRect() const
{
    const double left = std::ceil(inset + rowLabelWidth(m_matrix) + 12.0);
    const double right = width() - inset - totalWidth(m_matrix);
    const double top = m_matrix.columnsAtBottom ? 4.0 : axisHeight;
    double below = legendHeight + (m_matrix.hasTotals ? totalsHeight : 6.0);
    below += m_matrix.columnsAtBottom ? bottomAxisHeight : 0.0;
    const auto rows = std::max(qsizetype(1), m_matrix.rows.size());
    const double high = std::min(height() - top - below, double(rows) * mostRowHeight);
    return {left, top, std::max(10.0, right - left), std::max(10.0, high)};
}

// Whole pixels, so that the 1 px gaps are equal.
QRectF HeatmapView::cellRect(int column, int row) const
{
    const QRectF grid = gridRect();
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
    const QRectF grid = gridRect();
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
            if (!value)
                continue;
            const QString text = figure(value, m_matrix.decimals);
            const FontSize size =
                textWidth(text, FontSize::Body) + 2.0 * cellPadding <= area.width() ? FontSize::Body : FontSize::Unit;
            // A figure that does not fit is left out rather than cut; the read-out has it.
            if (textWidth(text, size) <= area.width() - 2.0)
                paintTextRight(painter,
                               area.right() - std::min(cellPadding, area.width() - textWidth(text, size) - 1.0),
                               centredBaseline(area.top(), area.height(), size), text,
                               {size, QFont::Normal, theme.textOn(ground)});
        }
    }
}

void HeatmapView::paintAxes(QPainter& painter) const
{
    const Theme& theme = Theme::of(this);
    const QRectF grid = gridRect();
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
    const QRectF grid = gridRect();
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
                       figure(total, m_matrix.decimals), total ? strong : missing);
    }
    const double top = grid.bottom() + (m_matrix.columnsAtBottom ? bottomAxisHeight : 0.0);
    const double baseline = centredBaseline(top, totalsHeight, FontSize::Body);
    paintText(painter, inset, baseline, tr("Total"), strong);
    for (int column = 0; column < m_matrix.columns.size(); ++column) {
        const auto& total = m_matrix.columns.at(column).total;
        const QRectF cell = cellRect(column, 0);
        const QString text = figure(total, m_matrix.decimals);
        TextStyle style = total ? plain : missing;
        if (textWidth(text, FontSize::Body) + 2.0 * cellPadding > cell.width())
            style.size = FontSize::Unit;
        if (textWidth(text, style.size) <= cell.width() + 2.0)
            paintTextRight(painter, cell.right() - std::min(cellPadding, cell.width() - textWidth(text, style.size)),
                           baseline, text, style);
    }
    paintTextRight(painter, right, baseline, figure(m_matrix.total, m_matrix.decimals),
                   m_matrix.total ? strong : missing);
}

void HeatmapView::paintMarks(QPainter& painter) const
{
    const Theme& theme = Theme::of(this);
    const QRectF grid = gridRect();
    if (m_matrix.markerPosition) {
        const double share = *m_matrix.markerPosition / double(m_matrix.columns.size());
        const double x = std::round(grid.left() + std::clamp(share, 0.0, 1.0) * grid.width()) + 0.5;
        painter.setPen(QPen(theme.hi, 1.0, Qt::CustomDashLine));
        QPen pen(theme.hi, 1.0);
        pen.setDashPattern({2.0, 3.0});
        painter.setPen(pen);
        painter.drawLine(QPointF(x, grid.top()), QPointF(x, grid.bottom()));
        paintTriangle(painter, {x, grid.top() - 3.0}, 8.0, Pointing::Down, theme.hi);
    }
    const auto outline = [&](const QPoint& cell, const QColor& colour) {
        painter.setPen(QPen(colour, 2.0, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(cellRect(cell.x(), cell.y()).adjusted(1, 1, -1, -1));
    };
    if (m_hovered) {
        painter.setPen(QPen(theme.muted, 1.0));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(cellRect(m_hovered->x(), m_hovered->y()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
    if (m_matrix.now)
        outline(*m_matrix.now, theme.hi);
    if (m_matrix.chosen)
        outline(*m_matrix.chosen, theme.accent);
}

void HeatmapView::paintContours(QPainter& painter) const
{
    const Theme& theme = Theme::of(this);
    QList<QList<std::optional<double>>> rows;
    QRegion free(gridRect().toAlignedRect());
    for (int row = 0; row < m_matrix.rows.size(); ++row) {
        rows.append(m_matrix.rows.at(row).cells);
        for (int column = 0; column < m_matrix.rows.at(row).cells.size(); ++column) {
            const QRectF cell = cellRect(column, row);
            const double wide = textWidth(figure(rows.last().at(column), m_matrix.decimals), FontSize::Unit) + 4.0;
            free -= QRectF(cell.right() - cellPadding - wide, cell.center().y() - 7.0, wide + 3.0, 14.0).toRect();
        }
    }
    painter.save();
    painter.setClipRegion(free); // broken under the figures
    painter.setRenderHint(QPainter::Antialiasing);
    const auto place = [this](const QPointF& cells) {
        const QRectF first = cellRect(0, 0);
        const QRectF last = cellRect(int(m_matrix.columns.size()) - 1, int(m_matrix.rows.size()) - 1);
        const QPointF span = last.center() - first.center();
        const double dx = m_matrix.columns.size() > 1 ? span.x() / double(m_matrix.columns.size() - 1) : 0.0;
        const double dy = m_matrix.rows.size() > 1 ? span.y() / double(m_matrix.rows.size() - 1) : 0.0;
        return first.center() + QPointF(cells.x() * dx, cells.y() * dy);
    };
    const auto draw = [&](double level, double pen) {
        painter.setPen(QPen(theme.hi, pen));
        for (const QLineF& line : contourLines(rows, level))
            painter.drawLine(place(line.p1()), place(line.p2()));
    };
    for (const double level : m_matrix.contourLevels)
        draw(level, 1.0);
    draw(0.0, 2.0);
    painter.restore();
}

void HeatmapView::paintLegend(QPainter& painter) const
{
    const Theme& theme = Theme::of(this);
    const double left = m_matrix.columnsAtBottom ? gridRect().left() : inset;
    const double top = height() - legendHeight + 2.0;
    for (int step = -stepsPerSide; step <= stepsPerSide; ++step)
        painter.fillRect(QRectF(left + (step + stepsPerSide) * swatchWidth, top, swatchWidth, 8.0),
                         theme.diverging(double(step) / stepsPerSide, stepsPerSide));
    const double wide = (2 * stepsPerSide + 1) * swatchWidth;
    const double most = scaleMax();
    const double baseline = top + 21.0;
    const TextStyle style{FontSize::Unit, QFont::Normal, theme.muted};
    paintText(painter, left, baseline, figure(-most, m_matrix.decimals), style);
    paintTextCentred(painter, left + wide / 2.0, baseline, QStringLiteral("0"), style);
    paintTextRight(painter, left + wide, baseline, figure(most, m_matrix.decimals), style);
    paintText(painter, left + wide + 18.0, top + 8.0, m_matrix.legendText, style);
    paintText(painter, left + wide + 18.0, baseline, m_matrix.legendSubText, style);
    paintTextRight(painter, width() - inset, top + 8.0, m_matrix.markerText, style);
    if (hasFocus())
        paintFocus(painter, QRectF(rect()).adjusted(2, 0, -2, -1), theme);
}

void HeatmapView::mouseMoveEvent(QMouseEvent* event)
{
    const auto now = cellAt(event->position());
    if (now == m_hovered)
        return;
    m_hovered = now;
    const auto value = now ? m_matrix.rows.at(now->y()).cells.value(now->x()) : std::nullopt;
    setToolTip(now ? QStringLiteral("%1 %2, %3: %4")
                         .arg(m_matrix.rows.at(now->y()).name, m_matrix.rows.at(now->y()).subName,
                              m_matrix.columns.at(now->x()).name, figure(value, m_matrix.decimals + 2))
                   : QString());
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
