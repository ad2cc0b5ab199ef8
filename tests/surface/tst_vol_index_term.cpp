#include "models/surface/quoted_vol_index.h"
#include "models/surface/surface_fit.h"
#include "models/surface/vol_index_term.h"
#include "tests/support/shared_data.h"
#include "tests/surface/drawn_chain.h"
#include "tests/surface/recorded_chain.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace ballast;

class TestVolIndexTerm : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void crash_readsEveryTenorFromQuotes();
    void fewStrikes_readTheSurface();
    void noSurface_readsQuotesOrNothing();
};

void TestVolIndexTerm::crash_readsEveryTenorFromQuotes()
{
    const auto file =
        test::sharedData("chains/deribit_full_btc_eth_2025-12_2026-05/deribit_options_snapshot_20260205T212937Z.csv");
    if (!file)
        QSKIP("recorded chain of 2026-02-05 is absent");
    const MarketSnapshot market = test::recordedChain(*file);
    for (const char* underlying : {"BTC", "ETH"}) {
        const VolSurface surface = fitSurface(market, underlying, {}).value();

        const auto term = volIndexTerm(market, underlying, &surface);

        QCOMPARE(term.size(), volIndexTermDays.size());
        for (std::size_t i = 0; i < term.size(); ++i) {
            QCOMPARE(term[i].days, volIndexTermDays[i]);
            const double fromFit = volIndex(surface, term[i].days).value();
            QVERIFY2(std::abs(term[i].index / fromFit - 1.0) <= 0.1,
                     qPrintable(QStringLiteral("%1 d: %2 %3").arg(term[i].days).arg(term[i].index).arg(fromFit)));
            if (term[i].source == VolIndexSource::Quotes)
                QCOMPARE(term[i].index, quotedVolIndex(market, underlying, term[i].days)->index);
            else
                QCOMPARE(term[i].index, fromFit);
        }
        QVERIFY(std::ranges::count(term, VolIndexSource::Quotes, &VolIndexTenor::source) >= 3);
    }
}

void TestVolIndexTerm::fewStrikes_readTheSurface()
{
    const MarketSnapshot market = test::drawnChain(
        {{"27MAR26", 100500.0, {0.01, 0.1, -0.3, 0.0, 0.2}, test::evenStrikes(100500.0, -0.3, 0.3, 7)},
         {"26JUN26", 102000.0, {0.05, 0.2, -0.3, 0.0, 0.3}, test::evenStrikes(102000.0, -0.3, 0.3, 7)}});
    const VolSurface surface = fitSurface(market, "BTC", {}).value();

    const auto term = volIndexTerm(market, "BTC", &surface);

    QVERIFY(term.size() >= 2); // 60 and 90 days lie between the expiries
    for (const VolIndexTenor& tenor : term) {
        QVERIFY(tenor.source == VolIndexSource::Surface);
        QCOMPARE(tenor.index, volIndex(surface, tenor.days).value());
        QCOMPARE(volIndexSourceWord(tenor.source), "surface");
    }
}

void TestVolIndexTerm::noSurface_readsQuotesOrNothing()
{
    QVERIFY(volIndexTerm(MarketSnapshot{}, "BTC", nullptr).empty());
}

QTEST_GUILESS_MAIN(TestVolIndexTerm)
#include "tst_vol_index_term.moc"
