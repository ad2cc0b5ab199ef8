#include "models/risk/pnl_explain.h"
#include "tests/risk/episode_measuring.h"
#include "tests/risk/risk_cases.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

// Every tenth option that is quoted in all chains, long and short in turn, with a perpetual on each coin.
PortfolioPtr spreadBook(const std::vector<RecordedChain>& chains, std::size_t every)
{
    BookBuilder book("spread");
    std::size_t counted = 0;
    double sign = 1.0;
    for (const Instrument& instrument : chains.front().market->instruments->all()) {
        if (!isOption(instrument))
            continue;
        const bool always = std::ranges::all_of(chains, [&](const RecordedChain& c) {
            const Quote* quote = c.market->quote(instrument.id);
            return quote && quote->mark && quote->markIv && *quote->markIv > 0.0;
        });
        if (always && ++counted % every == 0) {
            book.line(instrument.id.name, sign * (instrument.underlying == "BTC" ? 5.0 : 50.0));
            sign = -sign;
        }
    }
    return book.line("BTC-PERPETUAL", -300000.0).line("ETH-PERPETUAL", 100000.0).build();
}

// What a trader holds over the crash: short strangles, long wings, a calendar.
PortfolioPtr shortGammaBook(const std::vector<RecordedChain>& chains)
{
    BookBuilder book("short gamma");
    double sign = -1.0;
    for (const Instrument& instrument : chains.front().market->instruments->all()) {
        const Quote* quote = chains.front().market->quote(instrument.id);
        if (!isOption(instrument) || !quote || !quote->venueGreeks.delta || !quote->markIv)
            continue;
        const double delta = std::abs(*quote->venueGreeks.delta);
        const double days =
            std::chrono::duration<double>(*instrument.expiry - chains.front().market->asOf).count() / 86400.0;
        if (days > 5.0 && days < 60.0 && delta > 0.2 && delta < 0.35) {
            book.line(instrument.id.name, sign * 3.0);
            sign = sign < 0.0 ? (sign < -0.9 ? -0.5 : 1.0) : -1.0;
        }
    }
    return book.build();
}

} // namespace

// The ten recorded chains from 2026-02-04 to 02-07: a fall by 13 % and back.
class TestRecordedExplain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_chains = februaryChains();
        if (m_chains.empty())
            QSKIP("no shared reference data here");
    }

    void crashDays_areExplained_data()
    {
        QTest::addColumn<int>("book");
        QTest::newRow("every fortieth option") << 0;
        QTest::newRow("every seventh option") << 1;
        QTest::newRow("short gamma") << 2;
    }

    // Between neighbouring snapshots and from the first to every later one: the lines sum to the P&L, and what is
    // left unexplained stays within the bound or is flagged.
    void crashDays_areExplained()
    {
        QFETCH(int, book);
        const PortfolioPtr held = book == 0   ? spreadBook(m_chains, 40)
                                  : book == 1 ? spreadBook(m_chains, 7)
                                              : shortGammaBook(m_chains);
        QVERIFY(held->positions.size() > 5);
        int flagged = 0;
        double worst = 0.0;
        for (std::size_t i = 0; i + 1 < m_chains.size(); ++i) {
            const PnlExplain explain = explained(held, m_chains[i], m_chains[i + 1]);
            QVERIFY(std::abs(explain.parts.total() - explain.pnlUsd) < 0.01);
            QVERIFY(explain.linesLeftOut == 0 || explain.flagged);
            QCOMPARE(explain.flagged, explain.unexplainedShare > unexplainedLimit || explain.linesLeftOut > 0);
            worst = std::max(worst, explain.unexplainedShare);
            flagged += explain.unexplainedShare > unexplainedLimit ? 1 : 0;
            qInfo("%s: P&L %.0f, gross %.0f, unexplained %.0f = %.2f %%, %d left out",
                  toIso8601(explain.toTime).c_str(), explain.pnlUsd, explain.grossUsd, explain.parts.unexplained,
                  100.0 * explain.unexplainedShare, explain.linesLeftOut);
        }
        qInfo("largest unexplained share %.2f %%, %d above the bound", 100.0 * worst, flagged);
        QCOMPARE(flagged, 0);
    }

    // Vega's four parts are the vega of the whole vol move, with surfaces and without.
    void vegaParts_sumToTheVega()
    {
        const PortfolioPtr held = spreadBook(m_chains, 25);
        const PnlExplain with = explained(held, m_chains[1], m_chains[4]);
        RecordedChain first = m_chains[1];
        first.surfaces.clear();
        const PnlExplain without = explained(held, first, m_chains[4]);

        QVERIFY(std::abs(with.parts.vega() - without.parts.vega()) < 0.01);
        QCOMPARE(without.parts.vegaSkew, 0.0);
        QVERIFY(with.parts.vegaSkew != 0.0 && with.parts.vegaTerm != 0.0);
    }

private:
    static PnlExplain explained(const PortfolioPtr& book, const RecordedChain& from, const RecordedChain& to)
    {
        const RiskReport before = computeRisk({from.market, book, from.surfaces, VolChoice::Mark}, {}).value();
        const RiskReport after = computeRisk({to.market, book, to.surfaces, VolChoice::Mark}, {}).value();
        return explainPnl({&before, &after, from.surfaces, to.surfaces, to.market, {}, {}, {}}).value();
    }

    std::vector<RecordedChain> m_chains;
};

QTEST_GUILESS_MAIN(TestRecordedExplain)
#include "tst_recorded_explain.moc"
