#include "widgets/band_gauge.h"
#include "widgets/chart_axis.h"
#include "widgets/chart_overlay.h"
#include "widgets/heatmap_contours.h"
#include "widgets/heatmap_view.h"
#include "widgets/line_chart.h"
#include "widgets/surface_projection.h"
#include "widgets/surface_view.h"
#include "widgets/theming.h"

#include <QApplication>
#include <QClipboard>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>
#include <cmath>
#include <limits>

using namespace ballast;

namespace {

HeatmapMatrix matrix()
{
    HeatmapMatrix m;
    m.columns = {
        {QStringLiteral("50k"), {}, 5.0}, {QStringLiteral("60k"), {}, std::nullopt}, {QStringLiteral("70k"), {}, 1.0}};
    m.rows = {{QStringLiteral("27FEB"), QStringLiteral("21 d"), {-100.0, std::nullopt, 50.0}, -50.0},
              {QStringLiteral("27MAR"), QStringLiteral("49 d"), {25.0, 0.0, 100.0}, 125.0}};
    m.total = 75.0;
    return m;
}

SurfaceMesh mesh()
{
    SurfaceMesh m;
    for (int i = 0; i <= 10; ++i) {
        m.xs.push_back(i / 10.0);
        m.ys.push_back(i / 10.0);
    }
    for (const double y : m.ys) {
        std::vector<std::optional<double>> row;
        for (const double x : m.xs)
            row.push_back(60.0 + 40.0 * (x - 0.5) * (x - 0.5) - 20.0 * y);
        m.z.push_back(row);
    }
    m.xLabels = {{0.0, QStringLiteral("10P")}, {1.0, QStringLiteral("10C")}};
    m.yLabels = {{0.0, QStringLiteral("2 d")}, {1.0, QStringLiteral("322 d")}};
    m.dots = {{0.5, 0.5, 55.0}};
    m.highlightedRow = 5;
    m.highlightedColumn = 5;
    return m;
}

ChartContent chart()
{
    ChartContent c;
    ChartCurve main;
    main.name = QStringLiteral("fit");
    main.role = CurveRole::Main;
    main.points = {{1.0, 10.0}, {2.0, 20.0}, {3.0, 15.0}};
    ChartCurve broken;
    broken.name = QStringLiteral("earlier");
    broken.role = CurveRole::Earlier;
    broken.points = {{1.0, 5.0}, {1.5, std::numeric_limits<double>::quiet_NaN()}, {2.0, 8.0}, {3.0, 9.0}};
    c.curves = {main, broken};
    c.whiskers = {{2.0, 18.0, 22.0, false}};
    c.markers = {{2.0, 20.0, -1.0, QStringLiteral("\u221220")}};
    c.residuals = {{2.0, 0.5}, {3.0, -0.4}};
    return c;
}

QImage rendered(QWidget& widget, const QSize& size)
{
    widget.resize(size);
    widget.show();
    QCoreApplication::sendPostedEvents();
    QImage image(size, QImage::Format_RGB32);
    image.fill(Qt::black);
    widget.render(&image);
    return image;
}

int coloursIn(const QImage& image)
{
    QSet<QRgb> colours;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            colours.insert(image.pixel(x, y));
    }
    return int(colours.size());
}

} // namespace

class TestPaintedViews : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void gauge_sharesClampAndBandsDecide_data();
    void gauge_sharesClampAndBandsDecide();
    void gauge_aroundShowsEverything();
    void gauge_outsidePaintsWarn();
    void heatmap_rendersDeterministically();
    void heatmap_cellsCarryTheScale();
    void heatmap_missingIsADashWhereItIsExpected();
    void heatmap_keysMoveTheChoiceAndStopAtTheEdge();
    void heatmap_hoverTellsTheCell();
    void heatmap_tsvHasEmptyForMissing();
    void contours_crossAtTheLevel();
    void refinedField_bendsThroughItsValues();
    void contours_missingCornerIsLeftOut();
    void surface_rendersDeterministically();
    void surface_keysTurnZoomAndReset();
    void surface_dragTurnsAndClampsElevation();
    void surface_hoverFindsTheNearestNode();
    void surface_missingNodesLeaveAHole();
    void projection_frontCornerIsNearest();
    void chart_rendersDeterministically();
    void chart_placesValuesInsideThePlot();
    void chart_wheelZoomsRoundThePointAndDoubleClickResets();
    void chart_arrowKeysReadValuesAndCopyTakesThemAll();
    void chart_ringClickChoosesThePoint();
    void chart_gapBreaksTheCurve();
    void chart_logAxisSpreadsDecades();
    void axis_niceTicks_data();
    void axis_niceTicks();
};

void TestPaintedViews::initTestCase()
{
    Theming::apply(*qApp, Theme::dark(), Typography::standard());
}

void TestPaintedViews::gauge_sharesClampAndBandsDecide_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<double>("share");
    QTest::addColumn<bool>("inside");

    QTest::newRow("low end") << -10.0 << 0.0 << false;
    QTest::newRow("middle") << 0.0 << 0.5 << true;
    QTest::newRow("at the limit") << 5.0 << 0.75 << true;
    QTest::newRow("far above") << 1e9 << 1.0 << false;
    QTest::newRow("far below") << -1e9 << 0.0 << false;
    QTest::newRow("not a number") << std::numeric_limits<double>::quiet_NaN() << 0.5 << false;
}

void TestPaintedViews::gauge_sharesClampAndBandsDecide()
{
    QFETCH(double, value);
    QFETCH(double, share);
    QFETCH(bool, inside);
    BandGauge gauge;
    gauge.min = -10.0;
    gauge.max = 10.0;
    gauge.bandLow = -5.0;
    gauge.bandHigh = 5.0;
    gauge.value = value;

    QCOMPARE(gauge.share(value), share);
    QCOMPARE(gauge.isInside(), inside);
}

void TestPaintedViews::gauge_aroundShowsEverything()
{
    const BandGauge gauge = gaugeAround(-5.0, 5.0, 1.6, 29.3);

    for (const double v : {-5.0, 5.0, 1.6, 29.3}) {
        QVERIFY(gauge.share(v) > 0.0);
        QVERIFY(gauge.share(v) < 1.0);
    }
    QVERIFY(gaugeAround(std::nullopt, std::nullopt, std::nullopt).isInside());
}

void TestPaintedViews::gauge_outsidePaintsWarn()
{
    const auto hasWarn = [](double value) {
        BandGaugeView view;
        view.setGauge(gaugeAround(-5.0, 5.0, value));
        const QImage image = rendered(view, {120, 12});
        for (int x = 0; x < image.width(); ++x) {
            for (int y = 0; y < image.height(); ++y) {
                if (image.pixelColor(x, y) == Theme::of().warn)
                    return true;
            }
        }
        return false;
    };

    QVERIFY(hasWarn(29.0));
    QVERIFY(!hasWarn(1.0));
}

void TestPaintedViews::heatmap_rendersDeterministically()
{
    HeatmapView first;
    first.setMatrix(matrix());
    HeatmapView second;
    second.setMatrix(matrix());

    const QImage image = rendered(first, {500, 220});

    QVERIFY(coloursIn(image) > 20);
    QCOMPARE(image, rendered(second, {500, 220}));
}

void TestPaintedViews::heatmap_cellsCarryTheScale()
{
    HeatmapView view;
    view.setMatrix(matrix());
    const QImage image = rendered(view, {500, 220});
    const auto ground = [&](int column, int row) {
        return image.pixelColor((view.cellRect(column, row).topLeft() + QPointF(2, 2)).toPoint());
    };

    QCOMPARE(ground(0, 0), Theme::of().diverging(-1.0, 8));
    QCOMPARE(ground(1, 0), Theme::of().diverging(0.0)); // missing: the middle, without text
    QCOMPARE(ground(2, 0), Theme::of().diverging(0.5, 8));
    QCOMPARE(ground(2, 1), Theme::of().diverging(1.0, 8));
}

void TestPaintedViews::heatmap_missingIsADashWhereItIsExpected()
{
    HeatmapView view;
    view.setMatrix(matrix());
    const auto inked = [&] {
        const QImage image = rendered(view, {500, 220});
        const QRect cell = view.cellRect(1, 0).toRect().adjusted(2, 2, -2, -2);
        for (int y = cell.top(); y <= cell.bottom(); ++y)
            for (int x = cell.left(); x <= cell.right(); ++x)
                if (image.pixelColor(x, y) != Theme::of().diverging(0.0))
                    return true;
        return false;
    };
    QVERIFY(!inked());

    HeatmapMatrix dashed = matrix();
    dashed.missingAsDash = true;
    view.setMatrix(dashed);

    QVERIFY(inked());
}

void TestPaintedViews::heatmap_keysMoveTheChoiceAndStopAtTheEdge()
{
    HeatmapView view;
    view.setMatrix(matrix());
    rendered(view, {500, 220});
    QSignalSpy chosen(&view, &HeatmapView::cellChosen);
    QSignalSpy activated(&view, &HeatmapView::cellActivated);

    QTest::keyClick(&view, Qt::Key_Right); // nothing chosen yet: the first cell
    QTest::keyClick(&view, Qt::Key_Right);
    QTest::keyClick(&view, Qt::Key_Down);
    QTest::keyClick(&view, Qt::Key_Down); // already at the lowest row
    QTest::keyClick(&view, Qt::Key_Return);

    QCOMPARE(chosen.count(), 3);
    QCOMPARE(view.matrix().chosen, std::optional(QPoint(1, 1)));
    QCOMPARE(activated.count(), 1);
    QCOMPARE(activated.first().at(0).toInt(), 1);
}

void TestPaintedViews::heatmap_hoverTellsTheCell()
{
    HeatmapView view;
    view.setMatrix(matrix());
    rendered(view, {500, 220});
    QSignalSpy hovered(&view, &HeatmapView::cellHovered);

    QTest::mouseMove(&view, view.cellRect(2, 1).center().toPoint());

    QTRY_COMPARE(hovered.count(), 1);
    QCOMPARE(hovered.first(), QList<QVariant>({2, 1}));
}

void TestPaintedViews::heatmap_tsvHasEmptyForMissing()
{
    HeatmapView view;
    view.setMatrix(matrix());

    QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);

    QCOMPARE(QApplication::clipboard()->text(), view.asTsv());
    QCOMPARE(view.asTsv(), QStringLiteral("\t50k\t60k\t70k\n27FEB 21 d\t-100\t\t50\n27MAR 49 d\t25\t0\t100\n"));
}

void TestPaintedViews::contours_crossAtTheLevel()
{
    // f = x: the line of 0.25 stands upright at x = 0.25.
    const QList<QLineF> lines = contourLines({{0.0, 1.0}, {0.0, 1.0}}, 0.25);

    QCOMPARE(lines.size(), 1);
    QCOMPARE(lines.first().x1(), 0.25);
    QCOMPARE(lines.first().x2(), 0.25);
    QVERIFY(contourLines({{0.0, 1.0}, {0.0, 1.0}}, 2.0).isEmpty());
    QCOMPARE(contourLines({{1.0, -1.0}, {-1.0, 1.0}}, 0.0).size(), 2); // a saddle has two pieces
}

void TestPaintedViews::refinedField_bendsThroughItsValues()
{
    QList<QList<std::optional<double>>> rows;
    for (int y = 0; y < 4; ++y) {
        rows.append(QList<std::optional<double>>());
        for (int x = 0; x < 5; ++x)
            rows.last().append(double(x * x + y)); // a cubic through four points of a parabola is the parabola
    }
    const auto fine = refinedField(rows, 4);

    QCOMPARE(fine.size(), 13);
    QCOMPARE(fine.first().size(), 17);
    for (int y = 0; y < 4; ++y)
        for (int x = 0; x < 5; ++x)
            QCOMPARE(*fine.at(4 * y).at(4 * x), double(x * x + y));
    QVERIFY(std::abs(*fine.at(4).at(6) - (1.5 * 1.5 + 1.0)) < 1e-12);
    rows[1][2] = std::nullopt;
    const auto holed = refinedField(rows, 4);
    QVERIFY(!holed.at(4).at(8) && !holed.at(4).at(7) && !holed.at(5).at(8));
    QVERIFY(holed.at(4).at(4) && holed.at(0).at(8));
    QVERIFY(refinedField({}, 4).isEmpty());
}

void TestPaintedViews::contours_missingCornerIsLeftOut()
{
    QVERIFY(contourLines({{0.0, std::nullopt}, {0.0, 1.0}}, 0.5).isEmpty());
}

void TestPaintedViews::surface_rendersDeterministically()
{
    SurfaceView first;
    first.setMesh(mesh());
    SurfaceView second;
    second.setMesh(mesh());

    const QImage image = rendered(first, {400, 300});

    QVERIFY(coloursIn(image) > 100);
    QCOMPARE(image, rendered(second, {400, 300}));
}

void TestPaintedViews::surface_keysTurnZoomAndReset()
{
    SurfaceView view;
    view.setMesh(mesh());
    const QImage before = rendered(view, {400, 300});

    QTest::keyClick(&view, Qt::Key_Left);
    QTest::keyClick(&view, Qt::Key_Up);
    QTest::keyClick(&view, Qt::Key_Plus);

    QCOMPARE(view.azimuthDegrees(), SurfaceView::defaultAzimuthDegrees + 5.0);
    QCOMPARE(view.elevationDegrees(), SurfaceView::defaultElevationDegrees + 5.0);
    QCOMPARE(view.zoom(), 1.1);
    QVERIFY(rendered(view, {400, 300}) != before);
    QTest::keyClick(&view, Qt::Key_0);
    QCOMPARE(view.azimuthDegrees(), SurfaceView::defaultAzimuthDegrees);
    QCOMPARE(rendered(view, {400, 300}), before);
}

void TestPaintedViews::surface_dragTurnsAndClampsElevation()
{
    SurfaceView view;
    view.setMesh(mesh());
    rendered(view, {400, 300});
    QSignalSpy turned(&view, &SurfaceView::viewTurned);

    QTest::mousePress(&view, Qt::LeftButton, {}, {200, 150});
    QTest::mouseMove(&view, {150, 150});
    QTRY_COMPARE(view.azimuthDegrees(), SurfaceView::defaultAzimuthDegrees + 20.0);
    QTest::mouseMove(&view, {150, 5000});
    QTRY_COMPARE(view.elevationDegrees(), 85.0);
    QTest::mouseRelease(&view, Qt::LeftButton, {}, {150, 280});

    QVERIFY(turned.count() >= 2);
}

void TestPaintedViews::surface_hoverFindsTheNearestNode()
{
    SurfaceView view;
    view.setMesh(mesh());
    rendered(view, {400, 300});
    QSignalSpy hovered(&view, &SurfaceView::nodeHovered);
    QSignalSpy clicked(&view, &SurfaceView::nodeClicked);
    // As SurfaceView lays itself out, with the labels round the box.
    const SurfaceProjection projection(-36.0, 25.0, 1.0, QRectF(0, 0, 400, 300).adjusted(44, 12, -44, -34));
    const SurfaceMesh m = mesh();
    const double low = 40.0; // the lowest and highest node of the mesh
    const double high = 70.0;
    const QPointF place = projection.place(m.xs[3], m.ys[8], (*m.z[8][3] - low) / (high - low));

    QTest::mouseMove(&view, place.toPoint());

    QTRY_VERIFY(!hovered.isEmpty());
    QCOMPARE(hovered.last(), QList<QVariant>({8, 3}));
    QTest::mouseClick(&view, Qt::LeftButton, {}, place.toPoint());
    QCOMPARE(clicked.count(), 1);
}

void TestPaintedViews::surface_missingNodesLeaveAHole()
{
    SurfaceView full;
    full.setMesh(mesh());
    SurfaceMesh holed = mesh();
    for (auto& row : holed.z)
        std::ranges::fill(row, std::nullopt);
    SurfaceView empty;
    empty.setMesh(holed);
    const auto count = [](const QImage& image, const QColor& colour) {
        int n = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                n += image.pixelColor(x, y) == colour;
        }
        return n;
    };

    const QImage without = rendered(empty, {400, 300});

    QVERIFY(count(without, Theme::of().panel) > count(rendered(full, {400, 300}), Theme::of().panel) + 10000);
}

void TestPaintedViews::projection_frontCornerIsNearest()
{
    const SurfaceProjection projection(-36.0, 25.0, 1.0, QRectF(0, 0, 400, 300));

    QVERIFY(projection.highYIsNear());
    QVERIFY(!projection.highXIsNear());
    const double front = projection.nearness(0, 1, 0);
    for (const QPointF& other : {QPointF(0, 0), QPointF(1, 0), QPointF(1, 1)})
        QVERIFY(projection.nearness(other.x(), other.y(), 0) < front);
    QVERIFY(projection.place(0, 1, 0).y() > projection.place(1, 0, 0).y()); // lower on the screen
    QVERIFY(projection.place(0.5, 0.5, 1).y() < projection.place(0.5, 0.5, 0).y());
}

void TestPaintedViews::chart_rendersDeterministically()
{
    LineChart first;
    first.setContent(chart());
    LineChart second;
    second.setContent(chart());

    const QImage image = rendered(first, {420, 300});

    QVERIFY(coloursIn(image) > 30);
    QCOMPARE(image, rendered(second, {420, 300}));
}

void TestPaintedViews::chart_placesValuesInsideThePlot()
{
    LineChart view;
    view.setContent(chart());
    rendered(view, {420, 300});

    const QPointF low = view.positionOf({1.0, 10.0});
    const QPointF high = view.positionOf({2.0, 20.0});

    QVERIFY(view.plotRect().contains(low) && view.plotRect().contains(high));
    QVERIFY(high.x() > low.x());
    QVERIFY(high.y() < low.y());
    QVERIFY(std::abs(view.xAt(high.x()) - 2.0) < 1e-9);
}

void TestPaintedViews::chart_wheelZoomsRoundThePointAndDoubleClickResets()
{
    LineChart view;
    view.setContent(chart());
    rendered(view, {420, 300});
    const QPointF at = view.positionOf({2.0, 15.0});
    const double leftBefore = view.xAt(view.plotRect().left());
    QWheelEvent wheel(at, view.mapToGlobal(at.toPoint()), {}, {0, 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                      false);

    QCoreApplication::sendEvent(view.viewport(), &wheel);

    QVERIFY(view.xAt(view.plotRect().left()) > leftBefore);
    QVERIFY(std::abs(view.xAt(at.x()) - 2.0) < 1e-6);
    QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, at.toPoint());
    QVERIFY(std::abs(view.xAt(view.plotRect().left()) - leftBefore) < 1e-9);
}

void TestPaintedViews::chart_arrowKeysReadValuesAndCopyTakesThemAll()
{
    LineChart view;
    view.setContent(chart());
    const QImage before = rendered(view, {420, 300});
    QSignalSpy hovered(&view, &LineChart::xHovered);

    QTest::keyClick(&view, Qt::Key_Right);
    QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);

    QCOMPARE(hovered.count(), 1);
    QVERIFY(hovered.first().first().toDouble() > 2.0);
    QVERIFY(rendered(view, {420, 300}) != before);
    QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("fit\t2\t20\n")));
}

void TestPaintedViews::chart_ringClickChoosesThePoint()
{
    ChartContent content = chart();
    content.curves[0].marks = CurvePoints::Rings;
    LineChart view;
    view.setContent(content);
    rendered(view, {420, 300});
    QSignalSpy chosen(&view, &LineChart::pointChosen);

    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.positionOf({3.0, 15.0}).toPoint());

    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.first(), QList<QVariant>({0, 2}));
}

void TestPaintedViews::chart_gapBreaksTheCurve()
{
    const ChartCurve broken = chart().curves.at(1);

    QCOMPARE(curveValueAt(broken, 2.5), std::optional(8.5));
    QVERIFY(!curveValueAt(broken, 1.7));
    QVERIFY(!curveValueAt(broken, 4.0));
}

void TestPaintedViews::chart_logAxisSpreadsDecades()
{
    const AxisScale scale{1.0, 100.0, true};

    QCOMPARE(scale.share(10.0), 0.5);
    QCOMPARE(scale.value(0.5), 10.0);
    QCOMPARE(logTicks(1.0, 100.0), QList<double>({1, 2, 5, 10, 20, 50, 100}));
}

void TestPaintedViews::axis_niceTicks_data()
{
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::addColumn<QList<double>>("expected");

    QTest::newRow("vols") << 58.0 << 134.0 << QList<double>{60, 70, 80, 90, 100, 110, 120, 130};
    QTest::newRow("over zero") << -1.0 << 1.0 << QList<double>{-1, -0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8, 1};
    QTest::newRow("empty range") << 5.0 << 5.0 << QList<double>{};
    QTest::newRow("not finite") << 0.0 << std::numeric_limits<double>::infinity() << QList<double>{};
}

void TestPaintedViews::axis_niceTicks()
{
    QFETCH(double, low);
    QFETCH(double, high);
    QFETCH(QList<double>, expected);

    const QList<double> ticks = niceTicks(low, high, 7);

    QCOMPARE(ticks.size(), expected.size());
    for (qsizetype i = 0; i < ticks.size(); ++i)
        QVERIFY(std::abs(ticks.at(i) - expected.at(i)) < 1e-9);
}

QTEST_MAIN(TestPaintedViews)
#include "tst_painted_views.moc"
