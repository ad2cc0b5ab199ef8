#include "ui/scenario/scenario_content.h"

#include "models/items/words.h"
#include "widgets/number_format.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

constexpr double thousand = 1000.0;

QString tr(const char* text)
{
    return QCoreApplication::translate("ballast::scenario_content", text);
}

QString axisName(const MapAxis& axis, double value)
{
    switch (axis.kind) {
    case MapAxisKind::Spot:
    case MapAxisKind::VolRelative:
        return formatPercent(value, 0, SignMode::Always);
    case MapAxisKind::VolPoints:
        return formatSigned(value, 0);
    case MapAxisKind::Days:
        break;
    }
    return QStringLiteral("+") + formatNumber(value, decimalsOf(value, 1));
}

QString axisUnit(const MapAxis& axis)
{
    switch (axis.kind) {
    case MapAxisKind::Spot:
        return words(axis.underlying);
    case MapAxisKind::VolRelative:
    case MapAxisKind::VolPoints:
        return tr("vol pt");
    case MapAxisKind::Days:
        break;
    }
    return tr("days");
}

// Place of a value between the axis' values, which may rise or fall; nullopt: beyond them.
std::optional<double> placeOn(const std::vector<double>& values, double value)
{
    for (std::size_t i = 1; i < values.size(); ++i) {
        const double low = std::min(values[i - 1], values[i]);
        const double high = std::max(values[i - 1], values[i]);
        if (value >= low - 1e-12 && value <= high + 1e-12)
            return static_cast<double>(i - 1) + (value - values[i - 1]) / (values[i] - values[i - 1]);
    }
    return std::nullopt;
}

// The value of the scenario that an axis moves.
double scenarioOn(const MapAxis& axis, const Scenario& scenario)
{
    switch (axis.kind) {
    case MapAxisKind::Spot:
        return shockFor(scenario, axis.underlying).spot;
    case MapAxisKind::VolRelative:
        return shockFor(scenario, axis.underlying).volRelative;
    case MapAxisKind::VolPoints:
        return shockFor(scenario, axis.underlying).volPoints;
    case MapAxisKind::Days:
        break;
    }
    return scenario.horizonDays;
}

std::optional<QPoint> cellOf(const BookMap& map, double rowValue, double columnValue)
{
    const auto row = placeOn(map.rows.values, rowValue);
    const auto column = placeOn(map.columns.values, columnValue);
    if (!row || !column)
        return std::nullopt;
    return QPoint(static_cast<int>(std::lround(*column)), static_cast<int>(std::lround(*row)));
}

// Three round levels between zero and the worst cell.
QList<double> levelsFor(const HeatmapMatrix& matrix)
{
    double worst = 0.0;
    for (const HeatmapRow& row : matrix.rows)
        for (const auto& cell : row.cells)
            worst = std::min(worst, cell.value_or(0.0));
    if (worst > -1e-9)
        return {};
    const double raw = -worst / 4.0;
    const double magnitude = std::pow(10.0, std::floor(std::log10(raw)));
    const double lead = raw / magnitude;
    const double step = (lead >= 5.0 ? 5.0 : lead >= 2.0 ? 2.0 : 1.0) * magnitude;
    return {-step, -2.0 * step, -3.0 * step};
}

void addMarks(HeatmapMatrix& matrix, const ScenarioPicture& picture)
{
    const BookMap& map = *picture.map;
    matrix.namesMarks = true;
    matrix.now = cellOf(map, 0.0, 0.0);
    const bool othersMove = picture.mapChoice.rest == MapRest::AsInScenario &&
                            mapBase(picture.mapChoice, map.columns.underlying, picture.applied) !=
                                mapBase(picture.mapChoice, map.columns.underlying, Scenario{});
    matrix.nowText = othersMove ? tr("both axes as now") : tr("now");
    matrix.chosen = cellOf(map, scenarioOn(map.rows, picture.applied), scenarioOn(map.columns, picture.applied));
    const StressPicture* const stress = picture.stress.get();
    if (!stress || !stress->stress || stress->stress->status != ReverseStressStatus::Found)
        return;
    // A stress moves vols by a factor; the map counts points at 30 days.
    MapAxis rows = map.rows;
    double perFactor = 1.0;
    if (rows.kind == MapAxisKind::VolPoints) {
        const auto level = std::ranges::find(picture.volLevels, rows.underlying, &VolLevel::underlying);
        rows.kind = MapAxisKind::VolRelative;
        perFactor = level == picture.volLevels.end() ? 0.0 : 100.0 * level->vol;
    }
    const auto path = pathOnMap(*stress->stress, rows, map.columns);
    if (!path)
        return;
    for (const MapPoint& point : *path) {
        const auto row = placeOn(map.rows.values, perFactor * point.row);
        const auto column = placeOn(map.columns.values, point.column);
        if (!row || !column)
            break;
        matrix.path << QPointF(*column, *row);
    }
    matrix.pathText =
        tr("breaks %1: %2 σ").arg(words(stress->stress->broken), formatNumber(stress->stress->deviations, 1));
}

QList<QPointF> curvePoints(const SpotCurves& curves, const SpotCurve& curve)
{
    QList<QPointF> points;
    for (std::size_t i = 0; i < curves.spotMoves.size(); ++i)
        points << QPointF(*curves.indexUsd * (1.0 + curves.spotMoves[i]), curve.pnlUsd[i] / thousand);
    return points;
}

ChartCurve namedCurve(const QString& name, QList<QPointF> points, CurveRole role, CurveDash dash)
{
    ChartCurve curve;
    curve.name = name;
    curve.endLabel = name;
    curve.points = std::move(points);
    curve.role = role;
    curve.dash = dash;
    return curve;
}

void addDensity(ChartContent& content, const SpotCurves& curves)
{
    if (!curves.distribution)
        return;
    ChartDensity density;
    density.name = tr("distribution in %1 d").arg(formatNumber(curves.distribution->days, 0));
    density.unit = tr("% per 1 % of spot");
    for (std::size_t i = 0; i < curves.spotMoves.size(); ++i)
        density.points << QPointF(*curves.indexUsd * (1.0 + curves.spotMoves[i]), curves.distribution->density[i]);
    density.knownLow = density.points.first().x();
    density.knownHigh = density.points.last().x();
    content.density = density;
}

void addBreakEvens(ChartContent& content, const SpotCurves& curves, const SpotCurve& curve)
{
    constexpr std::size_t most = 3;
    for (std::size_t i = 0; i < curve.breakEvens.size() && i < most; ++i) {
        const double level = *curves.indexUsd * (1.0 + curve.breakEvens[i]);
        content.limits << ChartLimit{level, 0.0,
                                     tr("break-even %1").arg(formatCompact(std::round(level / 10.0) * 10.0))};
    }
}

QString factorName(const TornadoFactor& factor)
{
    return words(tornadoFactorLabel(factor));
}

} // namespace

MeasureWords measureWords(BookMeasure measure)
{
    const QString title = words(bookMeasureLabel(measure));
    switch (measure) {
    case BookMeasure::MarginShare:
        return {title, tr("% of its balance"), 0.01, 0};
    case BookMeasure::LiquidationDistance:
        return {title, tr("% of spot, from there"), 0.01, 0};
    case BookMeasure::PnlUsd:
    case BookMeasure::ValueUsd:
    case BookMeasure::DeltaUsd:
    case BookMeasure::GammaUsd1pct:
    case BookMeasure::MarginInitialUsd:
    case BookMeasure::MarginMaintenanceUsd:
        return {title, tr("thousand %1").arg(words(bookMeasureUnit(measure))), thousand, 0};
    case BookMeasure::VegaUsd:
    case BookMeasure::ThetaUsdDay:
    case BookMeasure::VannaUsd1pct:
    case BookMeasure::VolgaUsd:
        break;
    }
    return {title, words(bookMeasureUnit(measure)), 1.0, 0};
}

QString mapTitle(const MapChoice& choice, const std::string& underlying)
{
    const QString measure = measureWords(choice.measure).title;
    switch (choice.view) {
    case MapView::SpotTime:
        return tr("%1, spot × time").arg(measure);
    case MapView::SpotSpot:
        return tr("%1, %2 × %3").arg(measure, words(underlying), words(choice.secondUnderlying));
    case MapView::SpotVol:
        break;
    }
    return tr("%1, spot × vol").arg(measure);
}

HeatmapMatrix bookMatrix(const ScenarioPicture& picture)
{
    HeatmapMatrix matrix;
    matrix.hasTotals = false;
    matrix.columnsAtBottom = true;
    matrix.emptyText =
        picture.mapProblem.empty() ? tr("The book holds nothing that can be revalued.") : words(picture.mapProblem);
    if (!picture.map)
        return matrix;
    const BookMap& map = *picture.map;
    const MeasureWords measure = measureWords(map.measure);
    matrix.contours = true;
    matrix.decimals = measure.decimals;
    matrix.cellUnit = measure.unit;
    matrix.legendText =
        tr("%1; down %2, across %3 index").arg(measure.unit, axisUnit(map.rows), words(map.columns.underlying));
    const IndexPrice* const index = picture.market ? picture.market->index(map.columns.underlying) : nullptr;
    for (const double move : map.columns.values)
        matrix.columns << HeatmapColumn{
            axisName(map.columns, move),
            index ? formatCompact(std::round(index->priceUsd * (1.0 + move) / 100.0) * 100.0) : QString(),
            std::nullopt};
    for (std::size_t row = 0; row < map.rows.values.size(); ++row) {
        HeatmapRow cells{axisName(map.rows, map.rows.values[row]), {}, {}, std::nullopt};
        for (std::size_t column = 0; column < map.columns.values.size(); ++column) {
            const auto& cell = map.at(row, column);
            cells.cells << (cell ? std::optional(*cell / measure.perShown) : std::nullopt);
        }
        matrix.rows << cells;
    }
    matrix.contourLevels = levelsFor(matrix);
    addMarks(matrix, picture);
    return matrix;
}

ChartContent spotCurvesChart(const ScenarioPicture& picture)
{
    ChartContent content;
    content.emptyText = tr("The book holds nothing of this underlying that can be revalued.");
    if (!picture.curves || !picture.curves->indexUsd)
        return content;
    const SpotCurves& curves = *picture.curves;
    content.x.compact = true;
    content.x.title = tr("%1 index, USD").arg(words(curves.underlying));
    content.y.title = tr("P&L, thousand USD");
    content.y.printPlus = true;
    constexpr CurveDash dashes[] = {CurveDash::Solid, CurveDash::Dashed, CurveDash::Dotted};
    for (std::size_t i = 0; i < curves.curves.size(); ++i) {
        const SpotCurve& curve = curves.curves[i];
        const QString name =
            curve.days == 0.0 ? tr("now") : tr("+%1 d, %2").arg(formatNumber(curve.days, 0), shortExpiryText(curve.at));
        content.curves << namedCurve(name, curvePoints(curves, curve), CurveRole::Other,
                                     dashes[std::min(i, std::size(dashes) - 1)]);
    }
    if (picture.scenarioCurve && picture.scenarioCurve->indexUsd && !picture.scenarioCurve->curves.empty()) {
        const SpotCurve& curve = picture.scenarioCurve->curves.front();
        content.curves << namedCurve(tr("scenario"), curvePoints(*picture.scenarioCurve, curve), CurveRole::Main,
                                     CurveDash::Solid);
        addBreakEvens(content, *picture.scenarioCurve, curve);
        const double spot = *curves.indexUsd * (1.0 + shockFor(picture.applied, curves.underlying).spot);
        content.verticals << ChartVerticalLine{spot, tr("scenario %1").arg(formatNumber(spot, 0)), false};
    }
    content.verticals << ChartVerticalLine{*curves.indexUsd, formatNumber(*curves.indexUsd, 0), true};
    addDensity(content, curves);
    return content;
}

QList<TornadoRow> tornadoRows(const ScenarioPicture& picture)
{
    QList<TornadoRow> rows;
    for (const TornadoBar& bar : picture.tornado ? picture.tornado->bars : std::vector<TornadoBar>{}) {
        TornadoRow row{factorName(bar.factor), words(bar.move), bar.downPnlUsd / thousand, bar.upPnlUsd / thousand};
        row.toolTip = tr("%1 alone, by full revaluation from the market as it is").arg(row.name);
        rows << row;
    }
    return rows;
}

QList<TornadoRow> contributionRows(const ScenarioPicture& picture)
{
    QList<TornadoRow> rows;
    if (!picture.contributions)
        return rows;
    for (const ScenarioContribution& each : picture.contributions->factors) {
        TornadoRow row{factorName(each.factor), words(each.move), std::nullopt, each.pnlUsd / thousand};
        row.toolTip = tr("What %1 of the scenario brings alone").arg(row.name);
        rows << row;
    }
    TornadoRow together{tr("together"), {}, std::nullopt, picture.contributions->interactionUsd / thousand};
    together.toolTip = tr("What the factors do together beyond what each does alone");
    TornadoRow total{tr("Scenario"), {}, std::nullopt, picture.contributions->pnlUsd / thousand, true};
    total.toolTip = tr("The scenario as a whole");
    if (rows.size() > 1)
        rows << together;
    rows << total;
    return rows;
}

QList<WaterfallStep> explainSteps(const PnlExplain& explain)
{
    const PnlParts& p = explain.parts;
    const std::pair<QString, double> parts[] = {{tr("Delta"), p.delta},
                                                {tr("Gamma"), p.gamma},
                                                {tr("Theta"), p.theta},
                                                {tr("Vega, level"), p.vegaLevel},
                                                {tr("Vega, term"), p.vegaTerm},
                                                {tr("Vega, skew"), p.vegaSkew},
                                                {tr("Vega, curvature"), p.vegaCurvature},
                                                {tr("Vanna"), p.vanna},
                                                {tr("Volga"), p.volga},
                                                {tr("Charm"), p.charm},
                                                {tr("Time × vol"), p.timeVol},
                                                {tr("Funding"), p.funding},
                                                {tr("Fees"), p.fees},
                                                {tr("Trades"), p.trades},
                                                {tr("New deals"), p.newDeals}};
    QList<WaterfallStep> steps;
    for (const auto& [name, usd] : parts)
        if (usd != 0.0)
            steps << WaterfallStep{name, usd, false, tr("%1: %2 USD").arg(name, formatSigned(usd, 2))};
    const bool tooMuch = explain.unexplainedShare > unexplainedLimit;
    steps << WaterfallStep{tr("Unexplained"), p.unexplained, tooMuch,
                           tr("%1 % of the gross P&L of %2 USD%3")
                               .arg(formatNumber(100.0 * explain.unexplainedShare, 2),
                                    formatNumber(explain.grossUsd, 0),
                                    tooMuch ? tr(": above the bound of 5 %") : QString())};
    return steps;
}

HistogramContent varHistogram(const VarReport& report)
{
    constexpr int bins = 41;
    HistogramContent content;
    content.unit = tr("thousand USD");
    if (report.pnlUsd.empty())
        return content;
    const auto [least, most] = std::ranges::minmax(report.pnlUsd);
    const double reach = std::max({std::abs(least), std::abs(most), 1.0}) / thousand;
    content.low = std::min(0.0, least / thousand);
    content.high = std::max(most / thousand, content.low + 0.02 * reach);
    content.decimals = reach < 10.0 ? 1 : 0;
    content.counts.fill(0.0, bins);
    for (const double pnl : report.pnlUsd) {
        const double share = (pnl / thousand - content.low) / (content.high - content.low);
        content.counts[std::clamp(static_cast<int>(share * bins), 0, bins - 1)] += 1.0;
    }
    const auto mark = [&](const QString& name, double loss, std::optional<double> low, std::optional<double> high) {
        HistogramMark made{-loss / thousand, tr("%1 %2").arg(name, formatSigned(-loss / thousand, content.decimals)),
                           std::nullopt, std::nullopt, true};
        if (low && high) {
            made.low = -*high / thousand;
            made.high = -*low / thousand;
        }
        content.marks << made;
    };
    const auto& errors = report.errors;
    mark(tr("ES"), report.risk.es, errors ? std::optional(errors->esLow) : std::nullopt,
         errors ? std::optional(errors->esHigh) : std::nullopt);
    mark(tr("VaR"), report.risk.var, errors ? std::optional(errors->varLow) : std::nullopt,
         errors ? std::optional(errors->varHigh) : std::nullopt);
    return content;
}

} // namespace ballast
