#include "models/risk/scenario_grid.h"
#include "models/surface/surface_fit.h"
#include "tests/risk/risk_cases.h"
#include "tests/support/crash_chain.h"

#include <QTest>

#include <algorithm>
#include <chrono>
#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

// One lot of everything that is listed.
PortfolioPtr wholeListing(const MarketSnapshot& market)
{
    BookBuilder book("whole listing");
    for (const Instrument& instrument : market.instruments->all())
        book.line(instrument.id.name, 1.0);
    return book.build();
}

} // namespace

// A book of every option of a recorded crash: 2026-02-05T21:29:37Z.
class TestRecordedBook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_market = crashChain();
        if (!m_market)
            QSKIP("no shared reference data here");
        m_book = wholeListing(*m_market);
        for (const char* underlying : {"BTC", "ETH"})
            m_surfaces.push_back(std::make_shared<const VolSurface>(fitSurface(*m_market, underlying, {}).value()));
    }

    // The venue marks in coin what Black-76 gives at its mark vol, up to the recording's minutes of staleness.
    void markVols_giveTheVenuesMarks()
    {
        const RiskReport report = computeRisk({m_market, m_book, m_surfaces, VolChoice::Mark}, {}).value();
        int compared = 0;
        int close = 0;
        for (const RiskLine& line : report.lines) {
            if (!line.values || line.values->volSource != VolSource::VenueMark)
                continue;
            const double error = std::abs(line.values->unit.priceCoin - line.values->mark);
            QVERIFY2(error < 0.006, line.holding.instrument.name.c_str());
            ++compared;
            close += error < 5e-4 ? 1 : 0;
        }

        QVERIFY2(compared > 1500, qPrintable(QString::number(compared)));
        QVERIFY2(close > 0.9 * compared, qPrintable(QStringLiteral("%1 of %2").arg(close).arg(compared)));
    }

    void everyLine_isPricedOrSaysWhy()
    {
        const RiskReport report = computeRisk({m_market, m_book, {}, VolChoice::Mark}, {}).value();

        int failed = 0;
        for (const RiskLine& line : report.lines) {
            failed += line.values ? 0 : 1;
            QVERIFY(line.values || !line.values.error().message.empty());
            QVERIFY(!line.values || std::isfinite(line.values->exposure.gammaUsd1pct));
        }
        QCOMPARE(report.linesFailed, failed);
        QVERIFY2(failed < 0.05 * static_cast<double>(report.lines.size()), qPrintable(QString::number(failed)));
    }

    void modelVols_priceEveryLine()
    {
        const RiskReport report = computeRisk({m_market, m_book, m_surfaces, VolChoice::Model}, {}).value();

        QCOMPARE(report.linesFailed, 0);
        const auto fromModel = std::ranges::count_if(
            report.lines, [](const RiskLine& line) { return line.values->volSource == VolSource::Surface; });
        QCOMPARE(fromModel + 2, static_cast<std::ptrdiff_t>(report.lines.size())); // and two perpetuals
    }

    void grid_isFiniteEverywhere()
    {
        const RiskReport report = computeRisk({m_market, m_book, m_surfaces, VolChoice::Mark}, {}).value();

        const auto started = std::chrono::steady_clock::now();
        const auto grid = computeGrid(report, {evenAxis(-0.5, 0.5, 41), evenAxis(-0.4, 0.4, 21)}, {}, {});
        const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - started;

        QVERIFY(std::ranges::all_of(grid->pnlUsd, [](double pnl) { return std::isfinite(pnl); }));
        QCOMPARE(grid->at(20, 10), 0.0);
        QVERIFY(grid->worst.pnlUsd < 0.0);
        qInfo("41 x 21 cells, %zu lines: %.0f ms", report.lines.size(), spent.count());
    }

private:
    SnapshotPtr m_market;
    PortfolioPtr m_book;
    std::vector<VolSurfacePtr> m_surfaces;
};

QTEST_GUILESS_MAIN(TestRecordedBook)
#include "tst_recorded_book.moc"
