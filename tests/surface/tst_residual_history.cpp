#include "models/surface/residual_history.h"
#include "models/surface/surface_fit.h"
#include "tests/surface/drawn_chain.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace ballast;
using namespace std::chrono_literals;

namespace {

const SviParams march{0.01, 0.1, -0.3, 0.0, 0.2};
constexpr const char* richName = "BTC-27MAR26-100000-C";

// One call stands well above the smile of its neighbours, tightly quoted.
MarketSnapshot withARichCall(double standsAboveVol)
{
    std::vector<double> strikes;
    for (double strike = 80000.0; strike <= 122000.0; strike += 2000.0)
        strikes.push_back(strike);
    MarketSnapshot market = test::drawnChain({{"27MAR26", 100500.0, march, strikes, 0.002}});
    Quote& quote = market.quotes[test::indexOf(market, richName)];
    const double vegaCoin = 0.4 * std::sqrt(30.0 / 365.0) * standsAboveVol; // about the money
    quote.bid = *quote.bid + vegaCoin;
    quote.ask = *quote.ask + vegaCoin;
    quote.mark = *quote.mark + vegaCoin;
    return market;
}

RichCheap rowOf(const MarketSnapshot& market, const ResidualHistory& history)
{
    const VolSurface surface = fitSurface(market, "BTC", {}).value();
    const auto rows = richCheap(market, surface, history);
    return *std::ranges::find(rows, test::indexOf(market, richName), &RichCheap::instrument);
}

ResidualHistory seenBefore(const MarketSnapshot& market, int times)
{
    ResidualHistory history;
    const VolSurface surface = fitSurface(market, "BTC", {}).value();
    const auto rows = richCheap(market, surface);
    for (int i = 0; i < times; ++i)
        history.record(market.asOf + i * ResidualHistory::spacing, *market.instruments, rows);
    return history;
}

} // namespace

class TestResidualHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void quoteThatJumped_isMispriced();
    void quoteThatAlwaysLiesThere_isNot();
    void shortHistory_saysNothing();
    void fastTicks_countOnce();
    void history_isBounded();
    void earlierMarket_startsAnew();
};

void TestResidualHistory::quoteThatJumped_isMispriced()
{
    const RichCheap row = rowOf(withARichCall(0.06), seenBefore(withARichCall(0.0), 30));

    QVERIFY(row.usual.has_value());
    QCOMPARE(row.usual->seen, 30);
    QVERIFY(std::abs(row.usual->meanVolPoints) < 0.5);
    QVERIFY2(row.executable, qPrintable(QString::number(row.edgeUsd)));
}

void TestResidualHistory::quoteThatAlwaysLiesThere_isNot()
{
    const MarketSnapshot market = withARichCall(0.06);

    const RichCheap row = rowOf(market, seenBefore(market, 30));

    QVERIFY(rowOf(market, {}).executable);
    QVERIFY(row.usual->meanVolPoints > 2.0);
    QVERIFY(row.usualUsd > row.edgeUsd);
    QVERIFY(!row.executable);
}

void TestResidualHistory::shortHistory_saysNothing()
{
    const MarketSnapshot market = withARichCall(0.06);

    const RichCheap row = rowOf(market, seenBefore(market, ResidualHistory::enough - 1));

    QVERIFY(!row.usual);
    QVERIFY(row.executable);
}

void TestResidualHistory::fastTicks_countOnce()
{
    const MarketSnapshot market = withARichCall(0.0);
    const VolSurface surface = fitSurface(market, "BTC", {}).value();
    const auto rows = richCheap(market, surface);
    ResidualHistory history;
    for (int i = 0; i < 100; ++i)
        history.record(market.asOf + i * 100ms, *market.instruments, rows); // ten seconds: two records

    QVERIFY(!history.of((*market.instruments)[test::indexOf(market, richName)]));
}

void TestResidualHistory::history_isBounded()
{
    const MarketSnapshot market = withARichCall(0.0);

    const ResidualHistory history = seenBefore(market, 500);

    QCOMPARE(history.of((*market.instruments)[test::indexOf(market, richName)])->seen,
             static_cast<int>(ResidualHistory::mostKept));
}

void TestResidualHistory::earlierMarket_startsAnew()
{
    const MarketSnapshot market = withARichCall(0.0);
    ResidualHistory history = seenBefore(market, 30);
    const VolSurface surface = fitSurface(market, "BTC", {}).value();

    history.record(market.asOf - 1h, *market.instruments, richCheap(market, surface));

    QVERIFY(!history.of((*market.instruments)[test::indexOf(market, richName)]));
}

QTEST_APPLESS_MAIN(TestResidualHistory)
#include "tst_residual_history.moc"
