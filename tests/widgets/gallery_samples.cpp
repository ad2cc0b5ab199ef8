#include "gallery_samples.h"

#include "widgets/cell_roles.h"
#include "widgets/number_format.h"

#include <QStandardItemModel>
#include <cmath>
#include <limits>

namespace ballast::samples {

namespace {

Tile tile(const QString& label, const QString& unit, const QString& value)
{
    Tile t;
    t.label = label;
    t.unit = unit;
    t.value = value;
    return t;
}

Tile gaugeTile(const QString& label, const QString& unit, double value, int decimals, double band)
{
    Tile t = tile(label, unit, formatSigned(value, decimals));
    t.gauge = gaugeAround(-band, band, value);
    if (!t.gauge->isInside())
        t.out = value > 0.0 ? OutOfBand::Above : OutOfBand::Below;
    return t;
}

double smileVol(double strike, double level)
{
    const double k = std::log(strike / 63762.0);
    return level + 62.0 * (std::sqrt((k - 0.18) * (k - 0.18) + 0.03) - 0.16) - 62.0 * k;
}

void setNumber(QStandardItem* item, std::optional<double> value, int decimals, bool printPlus)
{
    if (value)
        item->setData(*value, RawRole);
    item->setData(decimals, DecimalsRole);
    item->setData(printPlus, SignedRole);
    item->setEditable(false);
}

struct Column
{
    QString name;
    QString unit;
    std::optional<int> decimals;
    bool printPlus = false;
    CellSignColour signColour = CellSignColour::None;
};

void setColumns(QStandardItemModel& model, const QList<Column>& columns)
{
    for (int c = 0; c < columns.size(); ++c) {
        auto* const item = new QStandardItem(columns.at(c).name);
        item->setData(columns.at(c).unit, UnitRole);
        if (columns.at(c).decimals) {
            item->setData(*columns.at(c).decimals, DecimalsRole);
            item->setData(columns.at(c).printPlus, SignedRole);
            item->setData(int(columns.at(c).signColour), SignColourRole);
        }
        model.setHorizontalHeaderItem(c, item);
    }
}

} // namespace

QList<Tile> tiles()
{
    QList<Tile> all;
    Tile book = tile(QStringLiteral("Book"), {}, QStringLiteral("BTC · Main"));
    book.hasMenu = true;
    book.detailTail = QStringLiteral("28 lines, 4 accounts");
    all << book;
    Tile index = tile(QStringLiteral("BTC index"), QStringLiteral("USD"), QStringLiteral("63,718.97"));
    index.detailSign = -1.0;
    index.detail = QStringLiteral("\u221210.07 %");
    index.detailTail = QStringLiteral("since 04:29");
    all << index;
    Tile vol = tile(QStringLiteral("Vol index 30 d"), {}, QStringLiteral("80.4"));
    vol.detailSign = 1.0;
    vol.detail = QStringLiteral("+26.1");
    vol.detailTail = QStringLiteral("pt");
    vol.dropPriority = 2;
    all << vol;
    Tile profit = tile(QStringLiteral("P&L today"), QStringLiteral("USD"), QStringLiteral("\u2212260,110"));
    profit.valueSign = -1.0;
    profit.detailSign = -1.0;
    profit.detail = QStringLiteral("\u22122.61 %");
    profit.detailTail = QStringLiteral("of equity");
    all << profit;
    all << gaugeTile(QStringLiteral("Delta"), QStringLiteral("BTC"), 29.31, 2, 5.0);
    all << gaugeTile(QStringLiteral("Gamma"), QStringLiteral("BTC/1 %"), -1.67, 2, 0.6);
    all << gaugeTile(QStringLiteral("Vega"), QStringLiteral("USD/pt"), -6290.0, 0, 4000.0);
    all << gaugeTile(QStringLiteral("Theta"), QStringLiteral("USD/d"), 9653.0, 0, 12000.0);
    Tile vanna = tile(QStringLiteral("Vanna"), QStringLiteral("USD/pt/1 %"), QStringLiteral("\u2212198"));
    vanna.detailTail = QStringLiteral("no band");
    vanna.dropPriority = 5;
    all << vanna;
    Tile es = tile(QStringLiteral("ES 97.5 %, 1 d"), QStringLiteral("USD"), QStringLiteral("340,591"));
    es.detailSign = 1.0;
    es.detailWarns = true;
    es.detail = QStringLiteral("133 %");
    es.detailTail = QStringLiteral("of 256,000");
    es.dropPriority = 3;
    all << es;
    Tile margin = tile(QStringLiteral("Initial margin"), QStringLiteral("of equity"), QStringLiteral("71.4 %"));
    BandGauge use;
    use.min = 0.0;
    use.max = 100.0;
    use.value = 71.4;
    use.limit = 90.0;
    use.filledToValue = true;
    margin.gauge = use;
    margin.dropPriority = 4;
    all << margin;
    return all;
}

ProposalStripContent proposal()
{
    ProposalStripContent c;
    c.phase = ProposalPhase::Open;
    c.title = QStringLiteral("Proposed hedge 218");
    c.policy = QStringLiteral("policy Crash, keep upside");
    c.basis = QStringLiteral("basis 41 206, 0.1 s old");
    c.pairs = {{QStringLiteral("Delta"), QStringLiteral("BTC"), QStringLiteral("+29.31"), QStringLiteral("+1.59"),
                gaugeAround(-5.0, 5.0, 1.59, 29.31)},
               {QStringLiteral("Gamma"), QStringLiteral("BTC/1 %"), QStringLiteral("\u22121.67"),
                QStringLiteral("\u22120.41"), gaugeAround(-0.6, 0.6, -0.41, -1.67)},
               {QStringLiteral("Vega"), QStringLiteral("USD/pt"), QStringLiteral("\u22126,290"),
                QStringLiteral("\u22122,213"), gaugeAround(-4000.0, 4000.0, -2213.0, -6290.0)}};
    c.legs = {{-1.0, QStringLiteral("Sell"), QStringLiteral("10.3"), QStringLiteral("PERPETUAL")},
              {1.0, QStringLiteral("Buy"), QStringLiteral("14.1"), QStringLiteral("24APR26-62000-P")},
              {1.0, QStringLiteral("Buy"), QStringLiteral("10.7"), QStringLiteral("20FEB26-70000-C")},
              {1.0, QStringLiteral("Buy"), QStringLiteral("20.3"), QStringLiteral("13FEB26-60000-P")},
              {1.0, QStringLiteral("Buy"), QStringLiteral("12.4"), QStringLiteral("27FEB26-62000-P")},
              {1.0, QStringLiteral("Buy"), QStringLiteral("10.2"), QStringLiteral("27FEB26-60000-P")}};
    c.figures = {{QStringLiteral("Cost"), QStringLiteral("USD"), QStringLiteral("3,628"),
                  QStringLiteral("spread 2,003, fees 1,625"), std::nullopt},
                 {QStringLiteral("ES 97.5 %, 1 d"), QStringLiteral("USD"), QStringLiteral("341k \u2192 79k"),
                  QStringLiteral("\u221277 %"), -1.0},
                 {QStringLiteral("Binds first"),
                  {},
                  QStringLiteral("Upside at +10 %"),
                  QStringLiteral("0.50 USD per USD"),
                  std::nullopt}};
    c.secondsLeft = 24;
    c.secondsTotal = 30;
    return c;
}

DecisionContent decision()
{
    DecisionContent c;
    c.phase = DecisionPhase::Open;
    c.title = QStringLiteral("Proposal 218");
    c.basis = QStringLiteral("book 7f3a...c21e, basis 41 206");
    c.checks = {
        {QStringLiteral("Prices fresh"), QStringLiteral("oldest 0.9 s"), CheckResult::Passed},
        {QStringLiteral("Market within tolerance"), QStringLiteral("spot moved 0.04 % of 0.25 %"), CheckResult::Passed},
        {QStringLiteral("Limits after fill"), QStringLiteral("9 of 9 inside"), CheckResult::Passed},
        {QStringLiteral("Margin after fill"), QStringLiteral("63.8 % of equity"), CheckResult::Failed}};
    c.secondsLeft = 24;
    return c;
}

HeatmapMatrix strikeByExpiry()
{
    HeatmapMatrix m;
    const QStringList strikes{QStringLiteral("≤45k"), QStringLiteral("50k"), QStringLiteral("55k"),
                              QStringLiteral("60k"),  QStringLiteral("65k"), QStringLiteral("70k"),
                              QStringLiteral("75k"),  QStringLiteral("80k"), QStringLiteral("85k"),
                              QStringLiteral("90k"),  QStringLiteral("≥95k")};
    for (const QString& strike : strikes)
        m.columns.append({strike, {}, std::nullopt});
    const auto row = [&](const QString& name, const QString& days, QMap<int, double> cells) {
        HeatmapRow r;
        r.name = name;
        r.subName = days;
        double sum = 0.0;
        for (int i = 0; i < strikes.size(); ++i) {
            r.cells.append(cells.contains(i) ? std::optional(cells.value(i)) : std::nullopt);
            sum += cells.value(i, 0.0);
            if (cells.contains(i))
                m.columns[i].total = m.columns.at(i).total.value_or(0.0) + cells.value(i);
        }
        r.total = sum;
        m.total = m.total.value_or(0.0) + sum;
        m.rows.append(r);
    };
    row(QStringLiteral("13FEB"), QStringLiteral("7 d"), {{3, -818}, {6, 482}});
    row(QStringLiteral("27FEB"), QStringLiteral("21 d"), {{1, 2183}, {3, -2290}, {5, -1201}, {7, -1434}});
    row(QStringLiteral("27MAR"), QStringLiteral("49 d"), {{3, -5699}, {5, 5023}, {9, -3192}});
    row(QStringLiteral("26JUN"), QStringLiteral("140 d"), {{1, 2292}, {10, 1327}});
    row(QStringLiteral("25DEC"), QStringLiteral("322 d"), {{7, -2963}});
    m.markerPosition = 4.25;
    m.markerText = QStringLiteral("Marker: index 63,719");
    m.legendText = QStringLiteral("USD per vol point");
    m.legendSubText = QStringLiteral("sign printed in every cell");
    return m;
}

HeatmapMatrix spotByVol()
{
    HeatmapMatrix m;
    m.hasTotals = false;
    m.columnsAtBottom = true;
    m.contours = true;
    m.contourLevels = {-200.0, -400.0, -600.0};
    for (int s = -32; s <= 32; s += 4)
        m.columns.append({formatSigned(s, 0), formatCompact(std::round(637.19 * (100 + s) / 10.0) * 100.0), {}});
    for (int v = 40; v >= -20; v -= 5) {
        HeatmapRow row;
        row.name = formatSigned(v, 0);
        for (int s = -32; s <= 32; s += 4)
            row.cells.append(-0.62 * (s - 6.0) * (s - 6.0) - 3.2 * v - (s < 0 ? 0.004 * std::pow(-s, 2.6) : 0.0) +
                             60.0);
        m.rows.append(row);
    }
    m.chosen = QPoint(5, 4);
    m.now = QPoint(8, 8);
    m.legendText = QStringLiteral("thousand USD");
    return m;
}

SurfaceMesh surface()
{
    SurfaceMesh m;
    const std::vector<double> days{2, 3, 4, 7, 10, 14, 21, 28, 35, 49, 77, 105, 140, 180, 231, 280, 322};
    const double span = std::log(322.0 / 2.0);
    for (double t = 0.0; t <= 1.0001; t += 0.04)
        m.xs.push_back(std::min(t, 1.0));
    for (double t = 0.0; t <= 1.0001; t += 0.03125)
        m.ys.push_back(std::min(t, 1.0));
    const auto vol = [&](double x, double y) {
        const double day = 2.0 * std::exp(y * span);
        const double atm = 52.0 + 88.0 / std::pow(day / 2.0, 0.45);
        const double wing = 0.55 + 0.6 / std::sqrt(day / 7.0 + 0.3);
        return atm + wing * (26.0 * (0.62 - x) * (0.62 - x) / 0.38 + 16.0 * (0.5 - x)) + 3.0 * std::sin(9.0 * y);
    };
    for (const double y : m.ys) {
        std::vector<std::optional<double>> row;
        for (const double x : m.xs)
            row.push_back(vol(x, y));
        m.z.push_back(row);
    }
    for (const double day : days) {
        const double y = std::log(day / 2.0) / span;
        for (double x = 0.02; x < 1.0; x += 0.075)
            m.dots.append({x, y, vol(x, y) + 0.4 * std::sin(40.0 * x)});
    }
    m.xLabels = {{0.0, QStringLiteral("10P")},
                 {0.25, QStringLiteral("25P")},
                 {0.5, QStringLiteral("ATM")},
                 {0.75, QStringLiteral("25C")},
                 {1.0, QStringLiteral("10C")}};
    for (const double day : {2.0, 7.0, 21.0, 49.0, 140.0, 322.0})
        m.yLabels.append({std::log(day / 2.0) / span, QStringLiteral("%1 d").arg(day)});
    m.highlightedRow = 15;
    m.highlightedColumn = 6;
    m.unit = QStringLiteral("%");
    return m;
}

ChartContent smile()
{
    ChartContent c;
    c.x.compact = true;
    ChartCurve fit;
    fit.name = QStringLiteral("fit");
    fit.role = CurveRole::Main;
    ChartCurve earlier;
    earlier.name = QStringLiteral("04:29");
    earlier.role = CurveRole::Earlier;
    for (double k = 43000; k <= 104000; k += 500) {
        fit.points.append({k, smileVol(k, 83.0)});
        earlier.points.append({k, smileVol(k, 51.0)});
    }
    c.curves = {fit, earlier};
    for (double k = 46000; k <= 102000; k += k < 60000 ? 5000 : 1000) {
        const double wide = 0.6 + 2.0 * std::fabs(k - 64000) / 40000;
        c.whiskers.append({k, smileVol(k, 83.0) - wide, smileVol(k, 83.0) + wide * 0.7, false});
        c.residuals.append({k, std::sin(k / 3000.0) * (k > 85000 ? 1.8 : 0.5)});
    }
    c.markers = {{50000, smileVol(50000, 83.0), 60.0, QStringLiteral("+60")},
                 {60000, smileVol(60000, 83.0), -40.0, QStringLiteral("\u221240")},
                 {68000, smileVol(68000, 83.0), -20.0, QStringLiteral("\u221220")},
                 {80000, smileVol(80000, 83.0), -45.0, QStringLiteral("\u221245")}};
    c.verticals = {{63762, QStringLiteral("F 63,762"), false}};
    c.residualLabel = QStringLiteral("mark \u2212 fit, pt");
    c.y.min = 60.0;
    c.y.max = 134.0;
    c.showLegend = true;
    c.legendBarsName = QStringLiteral("bid\u2013ask");
    c.legendMarkersName = QStringLiteral("own long, short");
    return c;
}

ChartContent termStructure()
{
    ChartContent c;
    c.x.logarithmic = true;
    c.x.ticks = {1, 2, 4, 7, 14, 21, 49, 77, 140, 231, 322};
    c.x.title = QStringLiteral("days to expiry, log scale");
    ChartCurve atm;
    atm.name = QStringLiteral("ATM");
    atm.role = CurveRole::Main;
    atm.marks = CurvePoints::Rings;
    ChartCurve put;
    put.name = QStringLiteral("25\u0394 put");
    ChartCurve call;
    call.name = QStringLiteral("25\u0394 call");
    call.dash = CurveDash::Dashed;
    ChartCurve forecast;
    forecast.name = QStringLiteral("realised forecast");
    forecast.dash = CurveDash::Dotted;
    for (const double d : {1.5, 2.5, 3.5, 7.0, 14.0, 21.0, 49.0, 77.0, 140.0, 231.0, 322.0}) {
        const double v = 52.0 + 100.0 / std::pow(d, 0.42);
        atm.points.append({d, v});
        put.points.append({d, v * 1.12});
        call.points.append({d, v * 0.93});
        forecast.points.append({d, v * 0.7 + 10.0});
    }
    c.curves = {atm, put, call, forecast};
    c.showLegend = true;
    return c;
}

ChartContent profitOverSpot()
{
    ChartContent c;
    c.x.compact = true;
    c.x.title = QStringLiteral("BTC index, USD");
    c.y.title = QStringLiteral("P&L, thousand USD");
    c.y.printPlus = true;
    ChartCurve book{{}, QStringLiteral("book"), {}, CurveRole::Other, CurveDash::Solid, CurvePoints::None, 0};
    ChartCurve hedge{{}, QStringLiteral("hedge"), {}, CurveRole::Other, CurveDash::Dashed, CurvePoints::None, 0};
    ChartCurve sum{{}, QStringLiteral("sum"), {}, CurveRole::Main, CurveDash::Solid, CurvePoints::None, 0};
    for (double s = 48000; s <= 80000; s += 400) {
        const double m = (s - 63719) / 1000.0;
        const double b = 30.0 * m - 1.55 * m * m;
        const double h = -27.0 * m + 1.35 * m * m;
        book.points.append({s, b});
        hedge.points.append({s, h});
        sum.points.append({s, b + h});
    }
    c.curves = {book, hedge, sum};
    c.verticals = {{63719, QStringLiteral("63,719"), true}};
    c.limits = {{54000, -190, QStringLiteral("floor \u2212190k")}, {70000, 20, QStringLiteral("upside +20k")}};
    return c;
}

ChartContent frontier()
{
    ChartContent c;
    c.x.title = QStringLiteral("cost, thousand USD");
    c.y.title = QStringLiteral("ES 97.5 %, 1 d, thousand USD after hedge");
    c.x.min = 2.5;
    c.x.max = 10.5;
    ChartCurve points;
    points.name = QStringLiteral("ES");
    points.marks = CurvePoints::Rings;
    for (double x = 2.9; x <= 9.9; x += 0.28)
        points.points.append({x, 41.0 + 73.0 * std::exp(-(x - 2.9) / 1.15)});
    c.curves = {points};
    c.shadeFromX = 5.0;
    c.shadeLabel = QStringLiteral("above cost limit");
    c.chosenPoint = QPoint(0, 3);
    c.chosenTitle = QStringLiteral("Proposal 218, point 4 of 26");
    c.chosenLines = {QStringLiteral("cost 3,628, ES 79,321"), QStringLiteral("6 legs, 78.0 BTC, rounded to lots")};
    return c;
}

QList<BeforeAfterRow> beforeAfter()
{
    const auto row = [](const QString& name, const QString& unit, double before, double after,
                        std::optional<double> low, std::optional<double> high, int decimals) {
        return BeforeAfterRow{
            name, unit, before, after, low, high, formatSigned(before, decimals), formatSigned(after, decimals)};
    };
    return {row(QStringLiteral("Delta"), QStringLiteral("BTC"), 29.31, 1.59, -5.0, 5.0, 2),
            row(QStringLiteral("Gamma"), QStringLiteral("BTC/1 %"), -1.67, -0.41, -0.6, 0.6, 2),
            row(QStringLiteral("Vega"), QStringLiteral("USD/pt"), -6290.0, -2213.0, -4000.0, 4000.0, 0),
            row(QStringLiteral("Theta"), QStringLiteral("USD/d"), 9653.0, -216.0, -12000.0, 12000.0, 0),
            row(QStringLiteral("P&L at +10 %"), QStringLiteral("kUSD"), 158.0, 21.0, 20.0, std::nullopt, 0),
            row(QStringLiteral("P&L at \u221215 %"), QStringLiteral("kUSD"), -448.0, -72.0, -190.0, std::nullopt, 0)};
}

QList<FeedLight> feeds()
{
    return {{QStringLiteral("Deribit"), FeedState::Live, QStringLiteral("0.2 s"), QStringLiteral("41 ms"), {}},
            {QStringLiteral("OKX"), FeedState::Live, QStringLiteral("0.3 s"), QStringLiteral("58 ms"), {}},
            {QStringLiteral("Bybit"), FeedState::Late, QStringLiteral("3.4 s"), QStringLiteral("212 ms"), {}},
            {QStringLiteral("Derive"), FeedState::Stale, QStringLiteral("74 s"), QStringLiteral("\u2014"), {}},
            {QStringLiteral("Uniswap"), FeedState::Down, QStringLiteral("2 min, next try 8 s"), {}, {}}};
}

QList<StatusFact> facts()
{
    return {{QStringLiteral("Priced"), QStringLiteral("18.4 ms"), false, 3},
            {QStringLiteral("Snapshot"), QStringLiteral("41 207"), false, 2},
            {QStringLiteral("Journal"), QStringLiteral("written, 1 204 entries"), false, 1},
            {{}, QStringLiteral("2026-02-05 21:29:37 UTC"), true, 0}};
}

QList<StripEntry> expiries()
{
    const QStringList names{QStringLiteral("6FEB"),  QStringLiteral("7FEB"),  QStringLiteral("8FEB"),
                            QStringLiteral("9FEB"),  QStringLiteral("13FEB"), QStringLiteral("20FEB"),
                            QStringLiteral("27FEB"), QStringLiteral("27MAR"), QStringLiteral("24APR"),
                            QStringLiteral("26JUN"), QStringLiteral("25SEP"), QStringLiteral("25DEC")};
    QList<StripEntry> entries;
    double vol = 151.4;
    for (const QString& name : names) {
        entries.append({name, formatNumber(vol, 1), {}});
        vol = 52.0 + (vol - 52.0) * 0.82;
    }
    return entries;
}

QList<FactSection> sections()
{
    return {
        {QString(),
         QString(),
         QStringLiteral("The crash left the book 29.3 BTC long and short gamma. Selling the perpetual alone would fix "
                        "delta but cut the upside at +10 % to \u221228k. Near puts bring gamma back inside."),
         {},
         {}},
        {QStringLiteral("What binds"),
         QStringLiteral("shadow price"),
         {},
         {{QStringLiteral("Upside at +10 % \u2265 +20k"), QStringLiteral("1k less saves 499 ES"), true, false, {}},
          {QStringLiteral("Delta band"), QStringLiteral("slack 3.51 BTC"), false, false, {}}},
         {}},
        {QStringLiteral("Contribution by leg"),
         QStringLiteral("ES change, USD"),
         {},
         {{QStringLiteral("PERPETUAL"), QStringLiteral("\u221270,839"), false, false, -1.0},
          {QStringLiteral("13FEB26-60000-P"), QStringLiteral("\u221263,948"), false, false, -0.9},
          {QStringLiteral("20FEB26-70000-C"), QStringLiteral("+12,316"), false, false, 0.17}},
         {}},
        {QStringLiteral("Refused"), QStringLiteral("reason"), {}, {}, QStringLiteral("Nothing was refused.")}};
}

QAbstractItemModel* chain(QObject* parent)
{
    auto* const model = new QStandardItemModel(parent);
    const QString delta = QStringLiteral("\u0394");
    setColumns(*model, {{QStringLiteral("Pos"), {}, 0, true, CellSignColour::BySign},
                        {delta, {}, 2},
                        {QStringLiteral("IV bid"), {}, 1},
                        {QStringLiteral("IV ask"), {}, 1},
                        {QStringLiteral("Bid"), {}, 4},
                        {QStringLiteral("Ask"), {}, 4},
                        {QStringLiteral("Strike"), {}, 0},
                        {QStringLiteral("Bid"), {}, 4},
                        {QStringLiteral("Ask"), {}, 4},
                        {QStringLiteral("IV bid"), {}, 1},
                        {QStringLiteral("IV ask"), {}, 1},
                        {delta, {}, 2},
                        {QStringLiteral("Pos"), {}, 0, true, CellSignColour::BySign}});
    for (double strike = 40000; strike <= 110000; strike += 2500) {
        const bool callIn = strike < 63762;
        const double vol = smileVol(strike, 83.0);
        const double call =
            std::max(0.0001, (63762.0 - strike) / 63762.0 + 0.08 * std::exp(-std::pow((strike - 63762) / 20000, 2)));
        const double put = std::max(0.0001, call + (strike - 63762.0) / 63762.0);
        const double d = 1.0 / (1.0 + std::exp((strike - 63762) / 7000.0));
        QList<QStandardItem*> row;
        const std::optional<double> missing;
        const QList<std::optional<double>> values{strike == 72500 ? std::optional(-20.0) : missing,
                                                  d,
                                                  vol - 1,
                                                  vol + 1,
                                                  call,
                                                  call + 0.001,
                                                  strike,
                                                  put,
                                                  strike > 90000 ? missing : std::optional(put + 0.002),
                                                  vol - 0.5,
                                                  strike > 90000 ? missing : std::optional(vol + 1.4),
                                                  d - 1.0,
                                                  strike == 50000   ? std::optional(60.0)
                                                  : strike == 60000 ? std::optional(-40.0)
                                                                    : missing};
        const QList<int> decimals{0, 2, 1, 1, 4, 4, 0, 4, 4, 1, 1, 2, 0};
        for (int c = 0; c < values.size(); ++c) {
            auto* const item = new QStandardItem;
            setNumber(item, values.at(c), decimals.at(c), c == 0 || c == 12);
            if ((c == 0 || c == 12) && !values.at(c))
                item->setText(QStringLiteral(" "));
            if (c == 0 || c == 12 || c == 6)
                item->setData(int(CellWeight::Strong), WeightRole);
            if (c == 1 || c == 11)
                item->setData(true, MutedRole);
            if (c == 6)
                item->setData(int(CellTint::Strike), TintRole);
            else if ((c < 6) == callIn)
                item->setData(int(CellTint::InTheMoney), TintRole);
            row.append(item);
        }
        model->appendRow(row);
    }
    return model;
}

QAbstractItemModel* positions(QObject* parent)
{
    auto* const model = new QStandardItemModel(parent);
    setColumns(*model, {{QStringLiteral("Instrument"), {}, {}},
                        {QStringLiteral("Qty"), QStringLiteral("BTC"), 1, true},
                        {QStringLiteral("Mark"), QStringLiteral("USD"), 0},
                        {QStringLiteral("IV"), QStringLiteral("%"), 1},
                        {QStringLiteral("Delta"), QStringLiteral("BTC"), 2, true},
                        {QStringLiteral("Gamma"), QStringLiteral("/1%"), 2, true},
                        {QStringLiteral("Vega"), QStringLiteral("$/pt"), 0, true},
                        {QStringLiteral("Theta"), QStringLiteral("$/d"), 0, true},
                        {QStringLiteral("P&L"), QStringLiteral("USD"), 0, true, CellSignColour::BySign}});
    const auto row = [](const QString& name, const QString& sub, QList<std::optional<double>> values, int depth) {
        QList<QStandardItem*> items{new QStandardItem(name)};
        items.first()->setEditable(false);
        items.first()->setData(sub, UnitRole);
        for (const auto& value : values) {
            auto* const item = new QStandardItem;
            item->setEditable(false);
            if (value)
                item->setData(*value, RawRole);
            else if (depth < 2)
                item->setText(QStringLiteral(" "));
            items.append(item);
        }
        for (QStandardItem* const item : std::as_const(items)) {
            if (depth < 2) {
                item->setData(int(depth == 0 ? CellTint::Group : CellTint::SubGroup), TintRole);
                if (item->column() <= 0)
                    item->setData(int(CellWeight::Strong), WeightRole);
            }
        }
        items.at(4)->setData(int(depth < 2 ? CellWeight::Strong : CellWeight::Body), WeightRole);
        for (int c = 1; c < items.size(); ++c) {
            if (c != 4)
                items.at(c)->setData(int(CellWeight::Body), WeightRole);
        }
        return items;
    };
    const std::optional<double> none;
    const auto btc = row(QStringLiteral("BTC"), QStringLiteral("14 lines"),
                         {none, none, none, 29.31, -1.67, -6290.0, 9653.0, -260110.0}, 0);
    const auto feb = row(QStringLiteral("27FEB26"), QStringLiteral("21 d"),
                         {none, none, none, -8.94, -1.05, -2742.0, 3944.0, 20538.0}, 1);
    feb.first()->appendRow(
        row(QStringLiteral("27FEB26-50000-P"), {}, {60.0, 1566.0, 112.7, -9.13, 0.52, 2183.0, -5734.0, 78839.0}, 2));
    feb.first()->appendRow(
        row(QStringLiteral("27FEB26-60000-P"), {}, {-40.0, 3789.0, 91.6, 14.01, -0.67, -2290.0, 4891.0, -116035.0}, 2));
    feb.first()->appendRow(
        row(QStringLiteral("27FEB26-80000-C"), {}, {-45.0, 673.0, 75.5, -5.64, -0.51, -1434.0, 2525.0, 11215.0}, 2));
    btc.first()->appendRow(feb);
    const auto futures =
        row(QStringLiteral("Futures and perpetual"), {}, {none, none, none, -3.2, 0.0, 0.0, 123.0, 22466.0}, 1);
    futures.first()->appendRow(
        row(QStringLiteral("PERPETUAL"), {}, {-9.2, 63702.0, none, -9.2, none, none, 123.0, 65858.0}, 2));
    const auto stale =
        row(QStringLiteral("27FEB26-65000-C"), {}, {-4.0, 5362.0, 86.9, -2.05, -0.14, -249.0, 258.0, none}, 2);
    for (QStandardItem* const item : stale)
        item->setData(true, MutedRole);
    stale.last()->setText(QStringLiteral("74 s"));
    stale.last()->setData(true, ClockRole);
    futures.first()->appendRow(stale);
    const auto unpriced = row(QStringLiteral("6MAR26-58000-P"), {}, {5.0, none, none, none, none, none, none, none}, 2);
    unpriced.last()->setText(QStringLiteral("no quote"));
    unpriced.last()->setData(true, WarnRole);
    futures.first()->appendRow(unpriced);
    btc.first()->appendRow(futures);
    model->appendRow(btc);
    return model;
}

} // namespace ballast::samples
