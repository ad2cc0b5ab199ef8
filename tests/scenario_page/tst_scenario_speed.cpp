#include "app/engine/qt/scenario_bridge.h"
#include "app/engine/scenario_lab.h"
#include "tests/scenario_page/lab_sample.h"
#include "tests/ui/desk_sample.h"
#include "ui/scenario/editor_panel.h"
#include "ui/scenario/scenario_hub.h"
#include "ui/scenario/scenario_page.h"
#include "widgets/theming.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <cstdio>

using namespace ballast;
using ballast::test::deskSample;
using ballast::test::labRequest;

namespace {

constexpr std::size_t bookLines = 1'000;
constexpr int editsInTests = 3;
constexpr int answerMilliseconds = 60'000;

// Every option and perpetual of the sample market over and over, longs and shorts.
PortfolioPtr largeBook(const MarketSnapshot& market)
{
    auto book = std::make_shared<Portfolio>();
    book->name = "1,000 lines";
    const auto& all = market.instruments->all();
    for (std::size_t i = 0; book->positions.size() < bookLines; ++i) {
        const Instrument& instrument = all[i % all.size()];
        if (instrument.kind != InstrumentKind::Option && instrument.kind != InstrumentKind::Perpetual)
            continue;
        Position line;
        line.instrument = instrument.id;
        line.quantity = (i % 3 == 0 ? -1.0 : 0.7) * (isQuantityInUsd(instrument) ? 10'000.0 : 1.0 + double(i % 5));
        line.account = "account " + std::to_string(i / all.size());
        book->positions.push_back(line);
    }
    return book;
}

double percentile(std::vector<double> values, double share)
{
    std::ranges::sort(values);
    const auto place = static_cast<std::size_t>(share * double(values.size() - 1) + 0.5);
    return values[place];
}

} // namespace

// An edit of a shock on a book of 1,000 lines until everything that it changes is painted: through the second worker,
// the bridge, the page and its widgets. BALLAST_MEASURE names how many edits; then the figures are printed.
class TestScenarioSpeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        Theming::apply(*qApp, Theme::dark(), Typography::standard());
        const auto book = largeBook(*deskSample().picture->market);
        Result<DeskPicture> desk = buildDeskPicture(deskSample().picture->market, book, {}, {});
        QVERIFY(desk.ok());
        m_desk = std::make_shared<const DeskPicture>(std::move(*desk));
    }

    void editOfAShock_isOnTheScreen_data()
    {
        QTest::addColumn<ShockField>("field");
        QTest::addColumn<bool>("whatIf");
        QTest::newRow("spot") << ShockField::Spot << false;
        QTest::newRow("vol") << ShockField::VolPoints << false;
        QTest::newRow("skew") << ShockField::Skew25d << false;
        QTest::newRow("skew, two books") << ShockField::Skew25d << true;
    }

    void editOfAShock_isOnTheScreen()
    {
        QFETCH(ShockField, field);
        QFETCH(bool, whatIf);
        const int edits = std::max(editsInTests, qEnvironmentVariableIntValue("BALLAST_MEASURE"));
        Selection selection;
        ScenarioPage page(&selection);
        page.resize(1920, 900);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        auto lab = std::make_shared<ScenarioLab>();
        ScenarioBridge bridge([lab](const ScenarioRequest& request, const ScenarioWorker::Stops& stops,
                                    const ScenarioWorker::Reports& reports) { lab->run(request, stops, reports); });
        connect(&bridge, &ScenarioBridge::pictureReady, page.hub(), &ScenarioHub::showPicture);
        ScenarioRequest request = labRequest();
        request.basis = m_desk;
        request.whatIf = whatIf ? withOneMoreLine() : nullptr;
        request.hedged = nullptr;
        request.explain = {};
        std::vector<double> milliseconds;
        std::vector<double> worker;

        for (int edit = 0; edit <= edits; ++edit) {
            const double value = -0.05 - 0.001 * edit;
            const auto set = withShockField(*request.set, request.chosen, {}, field,
                                            field == ShockField::Spot ? value : 100.0 * value);
            QVERIFY(set.ok());
            request.set = std::make_shared<const ScenarioSet>(*set);
            ++request.number;
            QElapsedTimer clock;
            clock.start();
            page.hub()->showScenarios({request.set, request.chosen, edit});
            bridge.submit(request, Urgency::Restart);
            while (!page.hub()->picture() || page.hub()->picture()->request != request.number) {
                QVERIFY(clock.elapsed() < answerMilliseconds);
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            }
            QCoreApplication::sendPostedEvents(); // what the picture changed is painted
            QCoreApplication::processEvents();
            if (edit > 0) { // the first prices the book
                milliseconds.push_back(double(clock.nsecsElapsed()) / 1e6);
                worker.push_back(page.hub()->picture()->quickMilliseconds);
            }
        }

        QCOMPARE(page.hub()->picture()->books.front()->report->lines.size(), bookLines);
        if (qEnvironmentVariableIsSet("BALLAST_MEASURE"))
            std::printf("%-16s %d edits, %zu lines: p50 %.1f ms, p95 %.1f ms; worker p50 %.1f ms, p95 %.1f ms\n",
                        QTest::currentDataTag(), edits, bookLines, percentile(milliseconds, 0.5),
                        percentile(milliseconds, 0.95), percentile(worker, 0.5), percentile(worker, 0.95));
    }

private:
    [[nodiscard]] PortfolioPtr withOneMoreLine() const
    {
        auto book = std::make_shared<Portfolio>(*m_desk->book);
        book->positions.push_back(book->positions.front());
        return book;
    }

    DeskPicturePtr m_desk;
};

QTEST_MAIN(TestScenarioSpeed)
#include "tst_scenario_speed.moc"
