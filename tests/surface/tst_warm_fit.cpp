#include "models/surface/slice_measures.h"
#include "models/surface/surface_fit.h"
#include "tests/support/shared_data.h"
#include "tests/surface/recorded_chain.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace ballast;

namespace {

constexpr const char* crash =
    "chains/deribit_full_btc_eth_2025-12_2026-05/deribit_options_snapshot_20260205T212937Z.csv";

struct Held
{
    int judged = 0;
    int inside = 0;
    double error = 0.0; // sum of distances from the markets, vol points

    [[nodiscard]] double share() const { return judged > 0 ? static_cast<double>(inside) / judged : 0.0; }
};

Held heldBy(const VolSurface& surface)
{
    Held held;
    for (const SviSlice& slice : surface.slices) {
        for (const SmileQuote& quote : slice.quotes) {
            if (!judgesTheFit(quote, slice.years))
                continue;
            const double distance = std::abs(distanceFromMarket(quote, slice.volAtK(quote.k)));
            ++held.judged;
            held.inside += distance == 0.0 ? 1 : 0;
            held.error += 100.0 * distance;
        }
    }
    return held;
}

// A tick later: a few options' bid, ask and mark move together by a tick or two of the venue.
MarketSnapshot ticked(const MarketSnapshot& before, std::uint64_t id, std::mt19937_64& random)
{
    MarketSnapshot next = before;
    next.id = {id};
    next.asOf += std::chrono::milliseconds(200);
    for (std::size_t i = 0; i < next.quotes.size(); ++i) {
        Quote& quote = next.quotes[i];
        if (random() % 20 != 0 || !quote.bid || !quote.ask || *quote.bid < 0.002)
            continue;
        const double step = 0.0001 * (static_cast<double>(random() % 5) - 2.0);
        quote.bid = *quote.bid + step;
        quote.ask = *quote.ask + step;
        quote.markIv.reset(); // it no longer belongs to this mark
        quote.mark = quote.mark ? std::optional(*quote.mark + step) : std::nullopt;
    }
    return next;
}

} // namespace

class TestWarmFit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ticks_keepWhatDidNotMoveAndFitTheRestAsWellAsCold();
    void hoursLater_isFittedAsWellAsCold();
    void manyStillTicks_areFittedAgainAtTimes();
};

void TestWarmFit::ticks_keepWhatDidNotMoveAndFitTheRestAsWellAsCold()
{
    const auto file = test::sharedData(crash);
    if (!file)
        QSKIP("recorded chain of 2026-02-05 is absent");
    MarketSnapshot market = test::recordedChain(*file);
    VolSurface warm = fitSurface(market, "BTC", {}).value();
    std::mt19937_64 random(5);
    double warmMs = 0.0;
    double coldMs = 0.0;
    for (std::uint64_t tick = 2; tick < 22; ++tick) {
        market = ticked(market, tick, random);
        warm = fitSurface(market, "BTC", warm, {}).value();
        const VolSurface cold = fitSurface(market, "BTC", {}).value();
        warmMs += warm.fitMilliseconds / 20.0;
        coldMs += cold.fitMilliseconds / 20.0;

        QVERIFY(warm.arbitrageFree());
        QVERIFY(warm.basis == market.id);
        QCOMPARE(warm.slices.size(), cold.slices.size());
        const Held held = heldBy(warm);
        const Held reference = heldBy(cold);
        QVERIFY2(held.share() >= std::min(reference.share() - 0.01, 0.985),
                 qPrintable(QStringLiteral("%1 against %2").arg(held.share()).arg(reference.share())));
        QVERIFY2(held.error <= reference.error + 3.0,
                 qPrintable(QStringLiteral("%1 against %2").arg(held.error).arg(reference.error)));
    }
    qInfo("a tick: %.2f ms warm, %.2f ms cold", warmMs, coldMs);
}

void TestWarmFit::hoursLater_isFittedAsWellAsCold()
{
    const auto folder = test::sharedData("chains/deribit_full_btc_eth_2025-12_2026-05");
    if (!folder)
        QSKIP("recorded chains are absent");
    std::optional<VolSurface> before;
    for (const char* at : {"20260205T042952Z", "20260205T093647Z", "20260205T155132Z", "20260205T212937Z"}) {
        const MarketSnapshot market =
            test::recordedChain(*folder / (std::string("deribit_options_snapshot_") + at + ".csv"));
        const VolSurface cold = fitSurface(market, "BTC", {}).value();
        if (before) {
            const VolSurface warm = fitSurface(market, "BTC", *before, {}).value();
            QVERIFY(warm.arbitrageFree());
            QVERIFY2(heldBy(warm).share() >= 0.98, qPrintable(QString::number(heldBy(warm).share())));
            QVERIFY(heldBy(warm).share() >= heldBy(cold).share() - 0.01);
        }
        before = cold;
    }
}

void TestWarmFit::manyStillTicks_areFittedAgainAtTimes()
{
    const auto file = test::sharedData(crash);
    if (!file)
        QSKIP("recorded chain of 2026-02-05 is absent");
    MarketSnapshot market = test::recordedChain(*file);
    VolSurface warm = fitSurface(market, "ETH", {}).value();
    int refitted = 0;
    int kept = 0;
    for (std::uint64_t tick = 2; tick < 50; ++tick) {
        market.id = {tick};
        warm = fitSurface(market, "ETH", warm, {}).value();
        refitted += static_cast<int>(warm.slices.size()) - warm.slicesKept;
        kept += warm.slicesKept;
    }

    QVERIFY(refitted > 0); // small moves add up: nothing is kept for ever
    QVERIFY(kept > 10 * refitted);
}

QTEST_GUILESS_MAIN(TestWarmFit)
#include "tst_warm_fit.moc"
