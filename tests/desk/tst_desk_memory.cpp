#include "models/desk/desk_memory.h"
#include "tests/desk/desk_cases.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace ballast;
using namespace ballast::test;
using namespace std::chrono_literals;

namespace {

// The market `later`, its quotes of one underlying raised by `factor`.
SnapshotPtr next(const MarketSnapshot& market, Milliseconds later, const std::string& moved = {}, double factor = 1.0)
{
    auto changed = std::make_shared<MarketSnapshot>(market);
    changed->id = {market.id.value + 1};
    changed->asOf += later;
    for (std::size_t i = 0; i < changed->quotes.size(); ++i) {
        Quote& quote = changed->quotes[i];
        if ((*changed->instruments)[i].underlying != moved || !isOption((*changed->instruments)[i]))
            continue;
        for (std::optional<double>* price : {&quote.bid, &quote.ask, &quote.mark}) {
            if (*price)
                *price = **price * factor;
        }
    }
    return changed;
}

struct Desk
{
    DeskMemory memory;
    DeskSettings settings;
    PortfolioPtr book = deskBook();

    DeskPicture priced(const SnapshotPtr& market)
    {
        return buildDeskPicture(market, book, settings, std::stop_token(), DeskAids{nullptr, &memory, nullptr}).value();
    }
};

} // namespace

class TestDeskMemory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stillMarket_reusesEverything();
    void oneUnderlyingMoves_theOtherStands();
    void movedUnderlying_equalsAColdRun();
    void anotherBook_reusesTheSurfaceAlone();
    void quoteAge_renewsTheChainAlone();
    void timePassing_fitsAgain();
    void earlierMarketOrOtherTable_isForgotten();
};

void TestDeskMemory::stillMarket_reusesEverything()
{
    Desk desk;
    const auto market = smileMarket().build();
    const DeskPicture first = desk.priced(market);

    const DeskPicture second = desk.priced(next(*market, 100ms));

    QCOMPARE(second.market->id.value, market->id.value + 1);
    for (std::size_t i = 0; i < first.underlyings.size(); ++i) {
        const UnderlyingPicture& a = first.underlyings[i];
        const UnderlyingPicture& b = second.underlyings[i];
        QVERIFY(a.surface && a.surface == b.surface);
        QVERIFY(a.samples == b.samples);
        QCOMPARE(b.richCheap.size(), a.richCheap.size());
        QVERIFY(b.chains == a.chains);
        QVERIFY(b.heatmaps == a.heatmaps);
        QVERIFY(b.grid->pnlUsd == a.grid->pnlUsd);
        QVERIFY(b.grid->basis == second.market->id);
        QCOMPARE(b.volIndex30d, a.volIndex30d);
    }
}

void TestDeskMemory::oneUnderlyingMoves_theOtherStands()
{
    Desk desk;
    const auto market = smileMarket().build();
    const DeskPicture first = desk.priced(market);

    const DeskPicture second = desk.priced(next(*market, 100ms, "ETH", 1.02));

    QVERIFY(second.of("BTC")->surface == first.of("BTC")->surface);
    QVERIFY(second.of("BTC")->samples == first.of("BTC")->samples);
    QVERIFY(second.of("ETH")->surface != first.of("ETH")->surface);
    QVERIFY(second.of("ETH")->surface->basis == second.market->id);
    QVERIFY(second.of("ETH")->surface->slices.front().atmVol > first.of("ETH")->surface->slices.front().atmVol);
}

void TestDeskMemory::movedUnderlying_equalsAColdRun()
{
    Desk desk;
    const auto market = smileMarket().build();
    static_cast<void>(desk.priced(market));
    const auto moved = next(*market, 100ms, "BTC", 1.03);

    const DeskPicture warm = desk.priced(moved);
    const DeskPicture cold = buildDeskPicture(moved, desk.book, desk.settings, {}).value();

    QVERIFY(warm.of("BTC")->surface->arbitrageFree());
    for (std::size_t i = 0; i < cold.grid->pnlUsd.size(); ++i)
        QCOMPARE(warm.grid->pnlUsd[i], cold.grid->pnlUsd[i]); // priced on marks
    const VolSurface& a = *warm.of("BTC")->surface;
    const VolSurface& b = *cold.of("BTC")->surface;
    for (std::size_t i = 0; i < b.slices.size(); ++i) {
        QVERIFY(a.slices[i].insideBidAsk >= b.slices[i].insideBidAsk);
        QVERIFY(std::abs(a.slices[i].atmVol - b.slices[i].atmVol) < 0.002);
    }
    for (std::size_t v = 0; v < cold.of("BTC")->chains.size(); ++v) {
        const auto& warmRows = warm.of("BTC")->chains[v].rows;
        const auto& coldRows = cold.of("BTC")->chains[v].rows;
        QCOMPARE(warmRows.size(), coldRows.size());
        for (std::size_t r = 0; r < coldRows.size(); ++r) {
            QCOMPARE(warmRows[r].call.solvedVols.ask.status, coldRows[r].call.solvedVols.ask.status);
            if (coldRows[r].call.askVol)
                QVERIFY(std::abs(*warmRows[r].call.askVol - *coldRows[r].call.askVol) < 1e-9);
        }
    }
}

void TestDeskMemory::anotherBook_reusesTheSurfaceAlone()
{
    Desk desk;
    const auto market = smileMarket().build();
    const DeskPicture first = desk.priced(market);
    desk.book = std::make_shared<const Portfolio>();

    const DeskPicture second = desk.priced(next(*market, 100ms));

    QVERIFY(second.of("BTC")->surface == first.of("BTC")->surface);
    QVERIFY(second.of("BTC")->chains != first.of("BTC")->chains);
    QVERIFY(!second.of("BTC")->grid);
}

void TestDeskMemory::quoteAge_renewsTheChainAlone()
{
    Desk desk;
    const auto market = smileMarket().build();
    const DeskPicture first = desk.priced(market);
    auto confirmed = std::make_shared<MarketSnapshot>(*next(*market, 100ms));
    for (Quote& quote : confirmed->quotes)
        quote.at = confirmed->asOf;

    const DeskPicture second = desk.priced(confirmed);

    QVERIFY(second.of("BTC")->surface == first.of("BTC")->surface);
    QVERIFY(second.of("BTC")->chains.front().rows.front().call.quotedAt == confirmed->asOf ||
            second.of("BTC")->chains.front().rows.front().put.quotedAt == confirmed->asOf);
}

void TestDeskMemory::timePassing_fitsAgain()
{
    Desk desk;
    const auto market = smileMarket().build();
    const DeskPicture first = desk.priced(market);

    const DeskPicture later = desk.priced(next(*market, longestReuse + 1s));

    QVERIFY(later.of("BTC")->surface != first.of("BTC")->surface);
    QVERIFY(later.of("BTC")->surface->asOf == later.market->asOf);
}

void TestDeskMemory::earlierMarketOrOtherTable_isForgotten()
{
    Desk desk;
    const auto market = smileMarket().build();
    const DeskPicture first = desk.priced(market);
    auto relisted = std::make_shared<MarketSnapshot>(*next(*market, 100ms));
    relisted->instruments = std::make_shared<const InstrumentTable>(*market->instruments);

    QVERIFY(desk.priced(next(*market, -1000ms)).of("BTC")->surface != first.of("BTC")->surface);
    QVERIFY(desk.memory.before(*relisted, "BTC") == nullptr);
}

QTEST_APPLESS_MAIN(TestDeskMemory)
#include "tst_desk_memory.moc"
