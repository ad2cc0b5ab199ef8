#include "ui/presenters/heatmap_content.h"

#include "models/items/words.h"
#include "widgets/number_format.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ballast::heatmap_content", text);
}

// Place of the index between the column centres, in columns from the left edge.
std::optional<double> markerPlace(const std::vector<double>& centres, double value)
{
    if (centres.size() < 2)
        return std::nullopt;
    const auto above = std::ranges::upper_bound(centres, value);
    if (above == centres.begin() || above == centres.end())
        return std::nullopt;
    const auto below = std::prev(above);
    const double share = (value - *below) / (*above - *below);
    return static_cast<double>(below - centres.begin()) + 0.5 + share;
}

QString columnName(const std::vector<double>& strikes, std::size_t column)
{
    const QString centre = formatCompact(strikes[column]);
    if (column == 0)
        return QStringLiteral("≤") + centre;
    return column + 1 == strikes.size() ? QStringLiteral("≥") + centre : centre;
}

std::size_t indexOfZero(const std::vector<double>& moves)
{
    const auto nearest = std::ranges::min_element(moves, {}, [](double move) { return std::abs(move); });
    return static_cast<std::size_t>(nearest - moves.begin());
}

} // namespace

GreekWords greekWords(HeatGreek greek, const std::string& underlying)
{
    const QString coin = words(underlying);
    switch (greek) {
    case HeatGreek::Delta:
        return {tr("Delta"), coin, tr("%1, Black-76 delta").arg(coin), 2};
    case HeatGreek::Gamma:
        return {tr("Gamma"), coin + QStringLiteral("/1 %"), tr("%1 of delta for a 1 % move").arg(coin), 2};
    case HeatGreek::Vega:
        return {tr("Vega"), tr("USD/pt"), tr("USD per vol point"), 0};
    case HeatGreek::Theta:
        return {tr("Theta"), tr("USD/d"), tr("USD per day"), 0};
    case HeatGreek::Vanna:
        break;
    }
    return {tr("Vanna"), tr("USD/pt/1 %"), tr("USD of vega for a 1 % move"), 0};
}

HeatmapMatrix greekMatrix(const GreekHeatmap& heatmap, std::optional<double> indexUsd)
{
    GreekWords greek = greekWords(heatmap.greek, heatmap.underlying);
    if (heatmap.greek == HeatGreek::Delta)
        greek.legend = tr("%1, delta %2").arg(words(heatmap.underlying), words(heatmap.deltaName));
    HeatmapMatrix matrix;
    matrix.decimals = greek.decimals;
    matrix.total = heatmap.total;
    matrix.legendText = greek.legend;
    matrix.legendSubText = tr("sign printed in every cell");
    matrix.emptyText = tr("The book holds no options of %1.").arg(words(heatmap.underlying));
    for (std::size_t column = 0; column < heatmap.strikes.size(); ++column)
        matrix.columns << HeatmapColumn{columnName(heatmap.strikes, column), {}, heatmap.columnTotals[column]};
    for (std::size_t row = 0; row < heatmap.expiries.size(); ++row) {
        HeatmapRow cells{
            shortExpiryText(heatmap.expiries[row]), daysText(heatmap.days[row]), {}, heatmap.rowTotals[row]};
        for (std::size_t column = 0; column < heatmap.strikes.size(); ++column)
            cells.cells << heatmap.cells[row * heatmap.strikes.size() + column];
        matrix.rows << cells;
    }
    if (indexUsd) {
        matrix.markerPosition = markerPlace(heatmap.strikes, *indexUsd);
        matrix.markerText = tr("Marker: index %1").arg(formatNumber(*indexUsd, 0));
    }
    return matrix;
}

HeatmapMatrix gridMatrix(const ScenarioGrid& grid, std::optional<double> indexUsd)
{
    constexpr double thousand = 1000.0;
    HeatmapMatrix matrix;
    matrix.hasTotals = false;
    matrix.columnsAtBottom = true;
    matrix.contours = true;
    matrix.legendText = tr("P&L, thousand USD, at once");
    matrix.legendSubText = tr("spot across, vol down, vols stay at their strikes");
    const std::size_t spots = grid.axes.spotMoves.size();
    const std::size_t vols = grid.axes.volMoves.size();
    for (std::size_t spot = 0; spot < spots; ++spot) {
        const double move = grid.axes.spotMoves[spot];
        const QString level =
            indexUsd ? formatCompact(std::round(*indexUsd * (1.0 + move) / 100.0) * 100.0) : QString();
        matrix.columns << HeatmapColumn{formatPercent(move, 0, SignMode::Always), level, std::nullopt};
    }
    for (std::size_t vol = vols; vol-- > 0;) {
        HeatmapRow row{formatPercent(grid.axes.volMoves[vol], 0, SignMode::Always), tr("vol"), {}, std::nullopt};
        for (std::size_t spot = 0; spot < spots; ++spot)
            row.cells << grid.at(spot, vol) / thousand;
        matrix.rows << row;
    }
    const auto now = QPoint(static_cast<int>(indexOfZero(grid.axes.spotMoves)),
                            static_cast<int>(vols - 1 - indexOfZero(grid.axes.volMoves)));
    matrix.now = now;
    return matrix;
}

} // namespace ballast
