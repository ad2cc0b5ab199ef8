#include "models/items/event_weights_model.h"
#include "models/items/words.h"
#include "models/market/instrument_name.h"
#include "tests/desk/desk_cases.h"
#include "tests/ui/desk_sample.h"
#include "ui/dialogs/time_weights_dialog.h"
#include "ui/pages.h"
#include "ui/panels/arbitrage_panel.h"
#include "ui/panels/chain_panel.h"
#include "ui/panels/difference_panel.h"
#include "ui/panels/fit_panel.h"
#include "ui/panels/move_bars.h"
#include "ui/panels/rich_cheap_panel.h"
#include "ui/panels/smile_grid.h"
#include "ui/panels/smile_panel.h"
#include "ui/panels/smiles_panel.h"
#include "ui/panels/surface_panel.h"
#include "ui/panels/term_panel.h"
#include "ui/presenters/smile_axis.h"
#include "ui/presenters/surface_content.h"
#include "widgets/combo_button.h"
#include "widgets/fact_list.h"
#include "widgets/line_chart.h"
#include "widgets/number_format.h"
#include "widgets/segmented_control.h"
#include "widgets/table_view.h"
#include "widgets/theming.h"

#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <cmath>

using namespace ballast;
using ballast::test::deskSample;

namespace {

template <class SomePanel>
std::unique_ptr<SomePanel> shownAlone(std::unique_ptr<SomePanel> panel)
{
    panel->resize(700, 500);
    panel->show();
    return panel;
}

std::unique_ptr<SurfacePanel> surfacePanel(Selection* selection)
{
    return shownAlone(std::make_unique<SurfacePanel>(QStringLiteral("surface"), SurfaceSize::Large, selection));
}

// One call bids more than its neighbours allow: a butterfly, and boxes with it.
DeskPicturePtr pictureWithViolations(const DeskSettings& settings = {})
{
    const auto market = test::smileMarket()
                            .option("BTC-30JAN26-110000-C", {.bid = 0.052,
                                                             .ask = 0.0525,
                                                             .bidAmount = 7.0,
                                                             .askAmount = 7.0,
                                                             .mark = 0.052,
                                                             .underlying = 100400.0})
                            .build();
    return std::make_shared<const DeskPicture>(buildDeskPicture(market, test::deskBook(), settings, {}).value());
}

void keepPicture(QWidget& widget, const QString& name)
{
    const QString folder = qEnvironmentVariable("BALLAST_PICTURES");
    if (!folder.isEmpty())
        widget.grab().save(QDir(folder).filePath(name + QStringLiteral(".png")));
}

QString valueOf(const std::optional<SurfaceReadOut>& readOut, const QString& name)
{
    for (const auto& [row, value] : readOut->rows)
        if (row == name)
            return value;
    return {};
}

void moveMouse(QWidget& widget, const QPointF& to)
{
    QMouseEvent move(QEvent::MouseMove, to, widget.mapToGlobal(to), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&widget, &move);
}

void click(QWidget& widget, const QPointF& at)
{
    QTest::mouseClick(&widget, Qt::LeftButton, Qt::NoModifier, at.toPoint());
}

} // namespace

class TestSurfacePage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theming::apply(*qApp, Theme::dark(), Typography::standard()); }

    void quoteUnderTheMouse_isReadOut()
    {
        Selection selection;
        const auto panel = surfacePanel(&selection);
        panel->showPicture(deskSample().picture);
        const AxisSamples& delta = deskSample().picture->of("BTC")->samples->over(SmileAxis::Delta);
        SurfaceView& view = *panel->view();
        view.setView(0.0, 85.0, 1.0); // from above: no dot hides another expiry's
        const int wanted = static_cast<int>(delta.quotes.size()) / 2;

        moveMouse(view, view.placeOfDot(wanted));

        QVERIFY(view.hoverReadOut());
        const QString strike = valueOf(view.hoverReadOut(), QStringLiteral("strike USD"));
        const auto isShown = [&](const SampledQuote& each) { // near the money call and put of a strike have a dot each
            return formatNumber(each.strike, 0) == strike &&
                   expiryText(each.expiry) == valueOf(view.hoverReadOut(), QStringLiteral("expiry")) &&
                   valueOf(view.hoverReadOut(), QStringLiteral("residual"))
                       .startsWith(formatSigned(100.0 * (each.vol - each.fitVol), 2));
        };
        QVERIFY(std::ranges::any_of(delta.quotes, isShown));
        QVERIFY(!valueOf(view.hoverReadOut(), QStringLiteral("status")).isEmpty());
        keepPicture(view, QStringLiteral("surface_hover_quote"));

        moveMouse(view, QPointF(2.0, 2.0));
        QVERIFY(!view.hoverReadOut());
    }

    void placeBetweenTheExpiries_isReadOutAsInterpolated()
    {
        Selection selection;
        const auto panel = surfacePanel(&selection);
        panel->showPicture(deskSample().picture);
        const UnderlyingPicture& btc = *deskSample().picture->of("BTC");
        const SampledSurface& mesh = btc.samples->over(SmileAxis::Delta).mesh;
        std::size_t between = 0;
        while (std::ranges::count(btc.samples->smiles, mesh.years[between], &SmileSamples::years) > 0)
            ++between;

        const auto readOut = surfaceHoverReadOut(*deskSample().picture, btc, SmileAxis::Delta,
                                                 {SurfaceHit::Kind::Node, -1, static_cast<int>(between), 20, {}});

        QVERIFY(valueOf(readOut, QStringLiteral("status")).contains(QStringLiteral("calendar time")));
        QCOMPARE(valueOf(readOut, QStringLiteral("IV")),
                 formatNumber(100.0 * *mesh.at(between, 20), 2) + QStringLiteral(" %"));
    }

    void violation_isATriangleWithItsWorth()
    {
        Selection selection;
        const auto panel = surfacePanel(&selection);
        const DeskPicturePtr picture = pictureWithViolations();
        panel->showPicture(picture);
        const UnderlyingPicture& btc = *picture->of("BTC");
        SurfaceView& view = *panel->view();
        qsizetype marks = static_cast<qsizetype>(btc.samples->arbitrage.size());
        for (const ShownViolation& each : btc.violations)
            marks += static_cast<qsizetype>(each.marks.size());
        QVERIFY(marks > 0);
        QCOMPARE(view.mesh().warnings.size(), marks);
        keepPicture(view, QStringLiteral("surface_violations"));

        moveMouse(view, view.placeOfWarning(0));

        QVERIFY(view.hoverReadOut());
        QVERIFY(view.hoverReadOut()->title.startsWith(QStringLiteral("▲ ")));
        QVERIFY(valueOf(view.hoverReadOut(), QStringLiteral("worth")).endsWith(QStringLiteral(" USD")));
        keepPicture(view, QStringLiteral("surface_hover_violation"));
        click(view, view.placeOfWarning(0));
        QVERIFY(selection.strike() && selection.optionType());
        QVERIFY(panel->subLine().contains(QStringLiteral("in quotes")));
    }

    void shiftArrows_moveTheChosenPoint()
    {
        Selection selection;
        const auto panel = surfacePanel(&selection);
        panel->showPicture(deskSample().picture);
        const SviSlice& slice = deskSample().picture->of("BTC")->surface->slices[4];
        selection.chooseStrike(slice.expiry, slice.forward);

        QTest::keyClick(panel->view(), Qt::Key_Right, Qt::ShiftModifier);

        QVERIFY(*selection.strike() > slice.forward);
        QCOMPARE(selection.expiry(), std::optional(slice.expiry));
        QCOMPARE(panel->view()->azimuthDegrees(), SurfaceView::defaultAzimuthDegrees);
    }

    void arbitrageTable_isLinkedBothWays()
    {
        Selection selection;
        const auto panel = shownAlone(std::make_unique<ArbitragePanel>(&selection));
        panel->showPicture(deskSample().nextPicture);
        const bool empty = deskSample().nextPicture->of("BTC")->violations.empty();
        QCOMPARE(panel->sentence()->isVisible(), empty);
        panel->showPicture(pictureWithViolations());
        QVERIFY(panel->model()->rowCount() > 1);
        QVERIFY(!panel->sentence()->isVisible());
        keepPicture(*panel, QStringLiteral("arbitrage_panel"));

        panel->table()->selectRow(1);
        QVERIFY(selection.strike());
        selection.chooseOption(parseExpiryLabel("30JAN26").value(), 110000.0, OptionType::Call);

        const int row = panel->table()->currentIndex().row();
        QVERIFY(panel->model()->violationAt(row));
        const auto& marks = panel->model()->violationAt(row)->marks;
        QVERIFY(std::ranges::any_of(marks, [](const ViolationMark& mark) { return mark.strike == 110000.0; }));
    }

    void richCheapAndChain_followEachOther()
    {
        Selection selection;
        const auto richCheap = shownAlone(std::make_unique<RichCheapPanel>(&selection));
        const auto chain = shownAlone(std::make_unique<ChainPanel>(&selection));
        chain->resize(640, 160); // too low for all strikes
        richCheap->showPicture(deskSample().picture);
        chain->showPicture(deskSample().picture);

        richCheap->table()->selectRow(3);
        const int row = chain->table()->currentIndex().row();
        QCOMPARE(chain->model()->strikeAt(row), selection.strike());
        const QRect seen = chain->table()->visualRect(chain->table()->currentIndex());
        QVERIFY(chain->table()->viewport()->rect().contains(seen.center()));

        // The other way: a put further down the list, clicked in the chain.
        const int last = chain->model()->rowCount() - 1;
        const int puts = ChainModel::columns - 3;
        chain->table()->setCurrentIndex(chain->model()->index(last, puts));
        QCOMPARE(selection.optionType(), std::optional(OptionType::Put));
        chain->table()->setCurrentIndex(chain->model()->index(last, 2));
        QCOMPARE(selection.optionType(), std::optional(OptionType::Call));
        const std::optional<int> listed =
            richCheap->model()->rowOfOption(*selection.expiry(), *selection.strike(), OptionType::Call);
        if (listed) {
            const QModelIndex current = richCheap->table()->currentIndex();
            QVERIFY(richCheap->table()->viewport()->rect().contains(richCheap->table()->visualRect(current).center()));
            QCOMPARE(current.siblingAtColumn(0).data().toString(),
                     richCheap->model()->index(*listed, 0).data().toString());
        } else {
            QVERIFY(!richCheap->table()->selectionModel()->hasSelection());
        }
    }

    // A tick must not move what the trader looks at.
    void nextPicture_scrollsNothing()
    {
        Selection selection;
        const auto chain = shownAlone(std::make_unique<ChainPanel>(&selection));
        chain->resize(640, 160);
        chain->showPicture(deskSample().picture);
        const ChainView& shown = chain->model()->chain();
        selection.chooseOption(shown.expiry, shown.rows.front().strike, OptionType::Put);
        chain->table()->verticalScrollBar()->setValue(chain->table()->verticalScrollBar()->maximum());
        const int before = chain->table()->verticalScrollBar()->value();

        chain->showPicture(deskSample().nextPicture);

        QCOMPARE(chain->table()->verticalScrollBar()->value(), before);
    }

    void smile_standsOnTheChosenAxis_data()
    {
        QTest::addColumn<int>("axis");
        QTest::newRow("delta") << static_cast<int>(SmileAxis::Delta);
        QTest::newRow("strike") << static_cast<int>(SmileAxis::Strike);
        QTest::newRow("moneyness") << static_cast<int>(SmileAxis::Moneyness);
    }

    void smile_standsOnTheChosenAxis()
    {
        QFETCH(int, axis);
        Selection selection;
        const auto panel = shownAlone(std::make_unique<SmilePanel>(&selection));
        panel->showPicture(deskSample().picture);
        const auto smiles = shownAlone(std::make_unique<SmilesPanel>(&selection));
        smiles->resize(1124, 412);
        smiles->showPicture(deskSample().picture);

        panel->axes()->setCurrentIndex(axis);
        smiles->axes()->setCurrentIndex(axis);

        const ChartContent& content = panel->chart()->content();
        const auto kind = static_cast<SmileAxis>(axis);
        const double forward = content.verticals.first().x;
        const SmileSamples* const smile = deskSample().picture->of("BTC")->samples->smile(
            parseExpiryLabel(panel->title().section(u' ', 1).toStdString()).value());
        QVERIFY(smile);
        const double expected = kind == SmileAxis::Delta ? 50.0 : kind == SmileAxis::Strike ? smile->forward : 0.0;
        QVERIFY(std::abs(forward - expected) < 0.03 * (kind == SmileAxis::Strike ? expected : 100.0));
        QVERIFY(!content.band.isEmpty());
        QVERIFY(!content.whiskers.isEmpty());
        for (const ChartWhisker& whisker : content.whiskers)
            QVERIFY(whisker.x >= *content.x.min && whisker.x <= *content.x.max);
        QCOMPARE(content.density.has_value(), kind != SmileAxis::Delta);
        QVERIFY(std::ranges::is_sorted(content.band, {}, &ChartBand::x));
        for (const SmallSmile& small : smiles->grid()->smiles()) {
            QVERIFY(small.band.size() > 1);
            QCOMPARE(small.density.isEmpty(), kind == SmileAxis::Delta);
        }
        keepPicture(*panel, QStringLiteral("smile_axis_%1").arg(axis));
        keepPicture(*smiles, QStringLiteral("smiles_axis_%1").arg(axis));
    }

    // Over the strikes the density holds the probability that the curve says lies between its ends.
    void density_integratesToTheProbabilityBetweenItsEnds()
    {
        for (const SmileSamples& smile : deskSample().picture->of("BTC")->samples->smiles) {
            double sum = 0.0;
            const auto& points = smile.wide.points;
            for (std::size_t i = 1; i < points.size(); ++i)
                sum += 0.5 * (points[i].density + points[i - 1].density) *
                       std::log(points[i].strike / points[i - 1].strike);
            const double expected = points.back().below - points.front().below;
            QVERIFY(expected > 0.9 && expected < 1.0);
            QVERIFY2(std::abs(sum - expected) < 2e-3, qPrintable(QString::number(sum - expected)));
        }
    }

    void timeWeights_showInTheTermStructure()
    {
        Selection selection;
        const auto panel = shownAlone(std::make_unique<TermPanel>(&selection));
        DeskSettings settings;
        panel->showPicture(pictureWithViolations(settings));
        const auto names = [&] {
            QStringList each;
            for (const ChartCurve& curve : panel->chart()->content().curves)
                each << curve.name;
            return each;
        };
        QVERIFY(!names().contains(QStringLiteral("in calendar time")));
        QVERIFY(panel->subLine().contains(QStringLiteral("calendar time")));

        settings.timeWeights.weekend = 0.4;
        panel->showPicture(pictureWithViolations(settings));
        panel->showTimeWeights(settings.timeWeights);
        panel->measure()->setCurrentIndex(static_cast<int>(TermMeasure::ForwardVol));

        QVERIFY(names().contains(QStringLiteral("in calendar time")));
        QVERIFY(panel->subLine().contains(QStringLiteral("weekend 0.40")));
        QVERIFY(panel->weightsButton()->text().contains(QStringLiteral("weekend 0.40")));
        const ChartCurve& forward = panel->chart()->content().curves.first();
        const auto [least, most] =
            std::ranges::minmax_element(forward.points, {}, [](const QPointF& point) { return point.y(); });
        QVERIFY(least->y() < 0.8 * most->y()); // weekends stand below weekdays
        keepPicture(*panel, QStringLiteral("term_forward_weighted"));
        panel->measure()->setCurrentIndex(static_cast<int>(TermMeasure::Vol));
        keepPicture(*panel, QStringLiteral("term_vol_weighted"));
        QVERIFY(names().contains(QStringLiteral("vol index")));
    }

    void timeWeightsDialog_appliesOnlyWhatIsValid()
    {
        TimeWeights weights;
        weights.weekend = 0.5;
        TimeWeightsDialog dialog(weights, {deskSample().now, 0.6});
        QSignalSpy confirmed(&dialog, &TimeWeightsDialog::confirmed);
        dialog.show();
        QVERIFY(dialog.applyButton()->isEnabled());

        dialog.weekendField()->setText(QStringLiteral("minus one"));
        QVERIFY(!dialog.applyButton()->isEnabled());
        QVERIFY(dialog.sentence().contains(QStringLiteral("number")));
        dialog.weekendField()->setText(QStringLiteral("7"));
        QVERIFY(!dialog.applyButton()->isEnabled());
        QVERIFY(dialog.sentence().contains(QStringLiteral("outside 0 to 3")));
        dialog.weekendField()->setText(QStringLiteral("0.25"));
        dialog.addButton()->click();
        EventWeightsModel& events = *dialog.model();
        QCOMPARE(events.rowCount(), 1);
        QVERIFY(events.events().front().at > deskSample().now);
        QVERIFY(!events.setData(events.index(0, EventWeightsModel::Starts), QStringLiteral("soon"), Qt::EditRole));
        QVERIFY(dialog.sentence().contains(QStringLiteral("UTC")));
        QVERIFY(
            events.setData(events.index(0, EventWeightsModel::Name), QStringLiteral("Rate decision"), Qt::EditRole));
        QVERIFY(events.setData(events.index(0, EventWeightsModel::Starts), QStringLiteral("2026-03-18 18:00"),
                               Qt::EditRole));
        QVERIFY(events.setData(events.index(0, EventWeightsModel::ExtraDays), QStringLiteral("2.5"), Qt::EditRole));
        QVERIFY(!events.setData(events.index(0, EventWeightsModel::ExtraDays), QStringLiteral("-2"), Qt::EditRole));
        keepPicture(dialog, QStringLiteral("time_weights_dialog"));
        dialog.applyButton()->click();

        QCOMPARE(confirmed.count(), 1);
        const auto applied = confirmed.first().first().value<TimeWeights>();
        QCOMPARE(applied.weekend, 0.25);
        QCOMPARE(applied.events.size(), std::size_t{1});
        QCOMPARE(applied.events.front().name, std::string("Rate decision"));
        QCOMPARE(applied.events.front().extraDays, 2.5);
        QCOMPARE(applied.events.front().at, parseIso8601("2026-03-18T18:00:00Z").value());
    }

    void timeWeightsDialog_deletesAndResets()
    {
        TimeWeights weights;
        weights.weekend = 0.5;
        weights.events = {{deskSample().now, 1.0, "first", 1.0}, {deskSample().now, 2.0, "second", 1.0}};
        TimeWeightsDialog dialog(weights, {deskSample().now, std::nullopt});
        QSignalSpy confirmed(&dialog, &TimeWeightsDialog::confirmed);
        dialog.show();

        dialog.table()->selectRow(0);
        dialog.deleteButton()->click();
        QCOMPARE(dialog.model()->events().front().name, std::string("second"));
        dialog.resetButton()->click();
        dialog.applyButton()->click();

        QCOMPARE(confirmed.count(), 1);
        QVERIFY(confirmed.first().first().value<TimeWeights>().calendarTime());
    }

    void fitPanel_saysModelQuotesAndDynamics()
    {
        Selection selection;
        const auto panel = shownAlone(std::make_unique<FitPanel>(&selection));
        panel->resize(296, 700);
        panel->showPicture(deskSample().picture);
        const VolSurface& surface = *deskSample().picture->of("BTC")->surface;

        const QList<FactSection>& sections = panel->facts()->sections();
        QCOMPARE(sections.size(), 3);
        QVERIFY(words(surface.method).startsWith(sections.at(0).caption));
        const auto value = [&](int section, const QString& name) {
            for (const FactRow& row : sections.at(section).rows)
                if (row.name == name)
                    return row.value;
            return QString();
        };
        QCOMPARE(value(0, QStringLiteral("certificate")), QStringLiteral("free of arbitrage"));
        const QuoteUses uses = quoteUses(surface.slices);
        QCOMPARE(value(1, QStringLiteral("used")), formatNumber(uses.used, 0));
        QCOMPARE(value(1, QStringLiteral("refused")), formatNumber(uses.refused, 0));
        QVERIFY(!value(2, QStringLiteral("sticky strike")).isEmpty());
        QVERIFY(!value(2, QStringLiteral("fitted skew stickiness")).isEmpty());
        keepPicture(*panel, QStringLiteral("fit_panel"));
    }

    void readOut_hasNoArrowBesideAPrintedZero()
    {
        UnderlyingPicture btc = *deskSample().picture->of("BTC");
        auto reference = std::make_shared<const SurfaceReference>(SurfaceReference{btc.surface, btc.samples, {}});
        btc.change = surfaceChange(*btc.surface, reference);
        for (SmileMove& move : btc.change->smiles)
            for (auto& vol : move.vols)
                vol = -0.0002; // prints as 0.0 points

        const auto readOut = surfaceReadOut(btc, {btc.surface->slices[3].expiry, btc.surface->slices[3].forward});

        QCOMPARE(valueOf(readOut, QStringLiteral("since %1").arg(sinceText(&*btc.change))), QStringLiteral("0.0 pt"));
    }

    void rates_standOnTheForwardsAndChooseTheirExpiry()
    {
        Selection selection;
        const auto panel = shownAlone(std::make_unique<TermPanel>(&selection));
        panel->showPicture(deskSample().picture);
        const BasisCurve& basis = deskSample().picture->of("BTC")->basis.value();
        panel->findChild<SegmentedControl*>()->setCurrentIndex(static_cast<int>(TermMeasure::Rate));

        auto* const chart = panel->findChild<LineChart*>();
        const std::vector<BasisPoint> shown = chartedBasis(basis);
        const ChartCurve& rings = chart->content().curves.front();
        QVERIFY(shown.size() >= 8);
        QCOMPARE(rings.points.size(), static_cast<qsizetype>(shown.size()));
        for (std::size_t i = 0; i < shown.size(); ++i) {
            const double rate = std::log(shown[i].forwardUsd / basis.spotUsd) / shown[i].years;
            QVERIFY(std::abs(rings.points.at(static_cast<qsizetype>(i)).y() - 100.0 * rate) < 1e-9);
        }
        Q_EMIT chart->pointChosen(0, 3);
        QCOMPARE(selection.expiry(), std::optional(shown[3].expiry));
        keepPicture(*panel, QStringLiteral("term_rates"));
    }

    void rowsWithoutPartner_saySo()
    {
        UnderlyingPicture btc = *deskSample().picture->of("BTC");
        auto earlier = std::make_shared<VolSurface>(*btc.surface);
        earlier->slices.erase(earlier->slices.begin() + 2); // an expiry that was not listed then
        const SurfaceChange change = surfaceChange(
            *btc.surface, std::make_shared<const SurfaceReference>(SurfaceReference{earlier, btc.samples}));

        const HeatmapMatrix matrix = differenceMatrix(change);

        QVERIFY(matrix.missingAsDash);
        QVERIFY(!matrix.rows.at(2).cells.front() && matrix.rows.at(1).cells.front());
        QVERIFY(matrix.legendSubText.startsWith(QStringLiteral("— not fitted then")));
    }

    void staleMarket_greysEveryPanelAndSaysTheAge_data()
    {
        QTest::addColumn<bool>("byFeed");
        QTest::newRow("the feed stands still") << true;
        QTest::newRow("the underlying's quotes are old") << false;
    }

    void staleMarket_greysEveryPanelAndSaysTheAge()
    {
        QFETCH(bool, byFeed);
        const auto isGrey = [](Panel* panel) {
            const QImage image = panel->grab().toImage();
            int vivid = 0;
            for (int y = 0; y < image.height(); y += 2)
                for (int x = 0; x < image.width(); x += 2)
                    vivid += image.pixelColor(x, y).hsvSaturationF() > 0.6F ? 1 : 0;
            return vivid == 0;
        };
        Selection selection;
        SurfacePage page(&selection);
        page.resize(1920, 952);
        page.show();
        for (Panel* const panel : page.panels())
            panel->showPicture(deskSample().picture);
        QVERIFY(!isGrey(page.surface()));
        const QString fresh = page.surface()->subLine();

        auto old = std::make_shared<DeskPicture>(*deskSample().picture);
        for (UnderlyingPicture& each : old->underlyings)
            each.staleFor = Milliseconds(74'000);
        for (Panel* const panel : page.panels())
            byFeed ? panel->showFeedAge(Milliseconds(74'000)) : panel->showPicture(old);

        for (Panel* const panel : page.panels()) {
            QVERIFY2(panel->isStale(), qPrintable(panel->id()));
            QVERIFY2(panel->subLine().startsWith(QStringLiteral("stale, 74 s old")), qPrintable(panel->subLine()));
        }
        QVERIFY(isGrey(page.surface()));
        QVERIFY(isGrey(page.term()));
        keepPicture(page, QStringLiteral("surface_page_stale"));
        for (Panel* const panel : page.panels())
            byFeed ? panel->showFeedAge(std::nullopt) : panel->showPicture(deskSample().nextPicture);
        QVERIFY(!page.surface()->isStale());
        QVERIFY(!page.surface()->subLine().contains(QStringLiteral("stale")));
        QVERIFY(!byFeed || page.surface()->subLine() == fresh);
    }

    void surfaceOfAFile_isListedByItsName()
    {
        Selection selection;
        const auto panel = shownAlone(std::make_unique<DifferencePanel>(&selection));
        panel->showPicture(deskSample().picture);
        const UnderlyingPicture& btc = *deskSample().picture->of("BTC");

        panel->showKept({std::make_shared<const SurfaceReference>(
            SurfaceReference{btc.surface, btc.samples, "before-the-crash.json"})});

        QCOMPARE(panel->earlier()->count(), 1);
        QVERIFY(panel->earlier()->itemText(0).contains(QStringLiteral("before-the-crash.json")));
    }

    void page_showsViolationsInBothThemes()
    {
        const QString folder = qEnvironmentVariable("BALLAST_PICTURES");
        Selection selection;
        SurfacePage page(&selection);
        page.resize(1920, 952);
        page.show();
        DeskSettings settings;
        settings.timeWeights.weekend = 0.5;
        const DeskPicturePtr picture = pictureWithViolations(settings);
        for (Panel* const panel : page.panels())
            panel->showPicture(picture);
        selection.chooseOption(parseExpiryLabel("30JAN26").value(), 110000.0, OptionType::Call);

        QCoreApplication::processEvents();
        keepPicture(page, QStringLiteral("surface_page_difference"));
        Q_EMIT page.richCheap()->optionActivated(); // brings the chain to the front
        QTRY_COMPARE(page.chain()->model()->chain().expiry, parseExpiryLabel("30JAN26").value());
        QVERIFY(page.arbitrage()->table()->isVisible());
        QCoreApplication::processEvents();
        keepPicture(page, QStringLiteral("surface_page_violations_dark"));
        Theming::apply(*qApp, Theme::light(), Typography::standard());
        keepPicture(page, QStringLiteral("surface_page_violations_light"));
        Theming::apply(*qApp, Theme::dark(), Typography::standard());
        for (const auto& [size, name] : {std::pair(QSize(1280, 672), "1280"), std::pair(QSize(1024, 640), "1024")}) {
            page.resize(size);
            QCoreApplication::processEvents();
            keepPicture(page, QStringLiteral("surface_page_%1").arg(QLatin1String(name)));
            for (DockPanel* const dock : page.docks())
                if (dock->isVisible() && page.tabifiedDockWidgets(dock).size() > 0) {
                    dock->raise();
                    QCoreApplication::processEvents();
                    keepPicture(page,
                                QStringLiteral("surface_page_%1_%2")
                                    .arg(QLatin1String(name), dock->windowTitle().section(QLatin1Char(' '), 0, 0)));
                }
        }
    }
};

QTEST_MAIN(TestSurfacePage)
#include "tst_surface_page.moc"
