#include "widgets/heatmap_contours.h"

#include <algorithm>
#include <array>

namespace ballast {

namespace {

struct Corner
{
    QPointF place;
    double value = 0.0;
};

std::optional<QPointF> crossing(const Corner& a, const Corner& b, double level)
{
    if ((a.value < level) == (b.value < level))
        return std::nullopt;
    return a.place + (b.place - a.place) * ((level - a.value) / (b.value - a.value));
}

void addSquare(QList<QLineF>& lines, const std::array<Corner, 4>& corners, double level)
{
    QList<QPointF> points;
    for (std::size_t i = 0; i < corners.size(); ++i) {
        if (const auto point = crossing(corners[i], corners[(i + 1) % corners.size()], level))
            points.append(*point);
    }
    if (points.size() == 2)
        lines.append(QLineF(points.at(0), points.at(1)));
    if (points.size() != 4)
        return;
    // A saddle: the mean of the corners says which pair of corners is joined.
    double mean = 0.0;
    for (const Corner& corner : corners)
        mean += corner.value / 4.0;
    const bool joinsFirst = (mean < level) == (corners[0].value < level);
    lines.append(joinsFirst ? QLineF(points.at(0), points.at(1)) : QLineF(points.at(3), points.at(0)));
    lines.append(joinsFirst ? QLineF(points.at(2), points.at(3)) : QLineF(points.at(1), points.at(2)));
}

} // namespace

namespace {

using Field = QList<std::optional<double>>;

// Between b and c, at t of the way; missing neighbours go on straight.
std::optional<double> curved(std::optional<double> a, std::optional<double> b, std::optional<double> c,
                             std::optional<double> d, double t)
{
    if (!b || !c)
        return t == 0.0 ? b : std::nullopt;
    const double before = a.value_or(2.0 * *b - *c);
    const double after = d.value_or(2.0 * *c - *b);
    const double slope = *c - before;
    const double bend = 2.0 * before - 5.0 * *b + 4.0 * *c - after;
    const double turn = 3.0 * (*b - *c) + after - before;
    return *b + 0.5 * t * (slope + t * (bend + t * turn));
}

Field refinedLine(const Field& line, int parts)
{
    const auto at = [&line](qsizetype i) { return i >= 0 && i < line.size() ? line.at(i) : std::nullopt; };
    Field result;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const int steps = i + 1 < line.size() ? parts : 1;
        for (int step = 0; step < steps; ++step)
            result.append(curved(at(i - 1), at(i), at(i + 1), at(i + 2), double(step) / parts));
    }
    return result;
}

} // namespace

QList<QList<std::optional<double>>> refinedField(const QList<QList<std::optional<double>>>& rows, int parts)
{
    QList<Field> wide;
    qsizetype width = 0;
    for (const Field& row : rows) {
        wide.append(refinedLine(row, parts));
        width = std::max(width, wide.last().size());
    }
    QList<Field> result(rows.isEmpty() ? 0 : (rows.size() - 1) * parts + 1);
    for (qsizetype x = 0; x < width; ++x) {
        Field column;
        for (const Field& row : wide)
            column.append(x < row.size() ? row.at(x) : std::nullopt);
        const Field fine = refinedLine(column, parts);
        for (qsizetype y = 0; y < fine.size(); ++y)
            result[y].append(fine.at(y));
    }
    return result;
}

QList<QLineF> contourLines(const QList<QList<std::optional<double>>>& rows, double level)
{
    QList<QLineF> lines;
    for (qsizetype y = 0; y + 1 < rows.size(); ++y) {
        const auto width = std::min(rows.at(y).size(), rows.at(y + 1).size());
        for (qsizetype x = 0; x + 1 < width; ++x) {
            const auto a = rows.at(y).at(x);
            const auto b = rows.at(y).at(x + 1);
            const auto c = rows.at(y + 1).at(x + 1);
            const auto d = rows.at(y + 1).at(x);
            if (!a || !b || !c || !d)
                continue;
            const double left = double(x);
            const double top = double(y);
            addSquare(lines,
                      {{{{left, top}, *a}, {{left + 1, top}, *b}, {{left + 1, top + 1}, *c}, {{left, top + 1}, *d}}},
                      level);
        }
    }
    return lines;
}

} // namespace ballast
