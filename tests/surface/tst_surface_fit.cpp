#include "models/market/calendar.h"
#include "models/market/instrument_name.h"
#include "models/pricing/black76.h"
#include "models/surface/surface_fit.h"
#include "tests/surface/drawn_chain.h"

#include <QTest>

#include <cmath>
#include <stdexcept>
#include <thread>

using namespace ballast;

namespace {

const SviParams march{0.01, 0.1, -0.3, 0.0, 0.2};
const SviParams june{0.05, 0.2, -0.3, 0.0, 0.3};

MarketSnapshot twoExpiries()
{
    return test::drawnChain({{"27MAR26", 100500.0, march, test::evenStrikes(100500.0, -0.6, 0.6, 37)},
                             {"26JUN26", 102000.0, june, test::evenStrikes(102000.0, -0.8, 0.8, 33)}});
}

// The out-of-the-money option nearest to k in the March expiry.
std::size_t marchOption(const MarketSnapshot& snapshot, double k)
{
    const double strike =
        test::evenStrikes(100500.0, -0.6, 0.6, 37)[static_cast<std::size_t>(std::lround((k + 0.6) * 30.0))];
    return test::indexOf(snapshot, "BTC-27MAR26-" + std::to_string(std::lround(strike)) + (k < 0.0 ? "-P" : "-C"));
}

const SmileQuote& smileQuote(const VolSurface& surface, std::size_t instrument)
{
    for (const SviSlice& slice : surface.slices) {
        for (const SmileQuote& quote : slice.quotes) {
            if (quote.instrument == instrument)
                return quote;
        }
    }
    throw std::out_of_range("no such quote");
}

double worstVolError(const SviSlice& slice, const SviParams& truth, double reach)
{
    double worst = 0.0;
    for (double k = -reach; k <= reach; k += 0.01)
        worst = std::max(worst, std::abs(slice.volAtK(k) - std::sqrt(sviTotalVariance(truth, k) / slice.years)));
    return worst;
}

} // namespace

class TestSurfaceFit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exactChain_isFittedExactly();
    void outOfTheMoneySide_isPreferred();
    void badQuote_isLeftOutWithReason_data();
    void badQuote_isLeftOutWithReason();
    void wideMarket_fallsBackToTheMark();
    void venueVols_areBelieved();
    void tightQuotes_weighMore();
    void linearOptions_areReadInDollars();
    void thinExpiries_areListedWithReason();
    void emptyChain_isAnEmptySurface();
    void stopRequest_cancels();
    void richCheap_findsThePlantedEdge();
    void richCheap_ofAnotherSnapshotIsEmpty();
    void stillMarket_keepsEverySlice();
    void movedExpiry_isTheOnlyOneFittedAgain();
    void surfaceOfAnotherUnderlying_isNotUsed();
};

void TestSurfaceFit::exactChain_isFittedExactly()
{
    const MarketSnapshot snapshot = twoExpiries();

    const VolSurface surface = fitSurface(snapshot, "BTC", {}).value();

    QCOMPARE(surface.slices.size(), std::size_t{2});
    QVERIFY(surface.failed.empty());
    QVERIFY(surface.basis == snapshot.id);
    QVERIFY(worstVolError(surface.slices[0], march, 0.4) < 1e-4);
    QVERIFY(worstVolError(surface.slices[1], june, 0.6) < 1e-4);
    QVERIFY(surface.slices[0].rmseVolPoints < 0.01);
    QCOMPARE(surface.slices[0].insideBidAsk, 1.0);
    QVERIFY(surface.arbitrageFree());
    QVERIFY(surface.minCalendar > 0.0);
    QVERIFY(surface.slices[0].skew25d > 0.0);
    const double years = 30.0 / 365.0;
    QVERIFY(std::abs(surface.slices[0].atmVol - std::sqrt(sviTotalVariance(march, 0.0) / years)) < 1e-4);
}

void TestSurfaceFit::outOfTheMoneySide_isPreferred()
{
    const MarketSnapshot snapshot = twoExpiries();
    const VolSurface surface = fitSurface(snapshot, "BTC", {}).value();

    for (const SmileQuote& quote : surface.slices[0].quotes) {
        const OptionType type = *(*snapshot.instruments)[quote.instrument].type;
        const bool inTheMoney = type == OptionType::Call ? quote.k < -0.05 : quote.k > 0.05;
        QCOMPARE(quote.weight > 0.0, !inTheMoney);
        QCOMPARE(quote.leftOutBecause.empty(), !inTheMoney);
        if (inTheMoney)
            QVERIFY(quote.leftOutBecause.find("in the money") != std::string::npos);
    }
}

void TestSurfaceFit::badQuote_isLeftOutWithReason_data()
{
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QString>("reason");
    QTest::newRow("crossed prices") << QStringLiteral("crossed") << QStringLiteral("crossed: bid");
    QTest::newRow("crossed state") << QStringLiteral("crossed-state") << QStringLiteral("crossed");
    QTest::newRow("stale state") << QStringLiteral("stale-state") << QStringLiteral("stale");
    QTest::newRow("feed gap") << QStringLiteral("gap") << QStringLiteral("gap");
    QTest::newRow("an hour old") << QStringLiteral("old") << QStringLiteral("60 minutes older");
    QTest::newRow("outlier") << QStringLiteral("outlier") << QStringLiteral("outlier: +");
    QTest::newRow("nothing quoted") << QStringLiteral("nothing") << QStringLiteral("no mark vol");
    QTest::newRow("one-sided far wing") << QStringLiteral("far-wing") << QStringLiteral("one-sided far wing");
    QTest::newRow("in-the-money ask below intrinsic")
        << QStringLiteral("intrinsic") << QStringLiteral("below intrinsic");
}

void TestSurfaceFit::badQuote_isLeftOutWithReason()
{
    QFETCH(QString, fault);
    QFETCH(QString, reason);
    MarketSnapshot snapshot = twoExpiries();
    std::size_t at = marchOption(snapshot, -0.2);
    if (fault == QStringLiteral("far-wing"))
        at = marchOption(snapshot, 0.6);
    if (fault == QStringLiteral("intrinsic"))
        --at; // the call of that strike
    Quote& quote = snapshot.quotes[at];
    if (fault == QStringLiteral("crossed"))
        std::swap(quote.bid, quote.ask);
    if (fault == QStringLiteral("crossed-state"))
        quote.state = QuoteState::Crossed;
    if (fault == QStringLiteral("stale-state"))
        quote.state = QuoteState::Stale;
    if (fault == QStringLiteral("gap"))
        quote.state = QuoteState::Gap;
    if (fault == QStringLiteral("old"))
        quote.at = snapshot.asOf - std::chrono::hours(1);
    if (fault == QStringLiteral("outlier")) {
        const Instrument& option = (*snapshot.instruments)[at];
        const double price = blackPrice({100500.0, *option.strike, 30.0 / 365.0, 0.9, *option.type}) / 100500.0;
        quote.bid = price * 0.99;
        quote.ask = price * 1.01;
        quote.mark = price;
    }
    if (fault == QStringLiteral("nothing"))
        quote.bid = quote.ask = quote.mark = std::nullopt;
    if (fault == QStringLiteral("far-wing"))
        quote.bid.reset();
    if (fault == QStringLiteral("intrinsic")) {
        const Instrument& option = (*snapshot.instruments)[at];
        const double sign = *option.type == OptionType::Call ? 1.0 : -1.0;
        const double intrinsic = std::max(sign * (100500.0 - *option.strike), 0.0) / 100500.0;
        QVERIFY(intrinsic > 0.0);
        quote.ask = 0.9 * intrinsic;
        quote.bid.reset();
    }

    const VolSurface surface = fitSurface(snapshot, "BTC", {}).value();

    const SmileQuote& seen = smileQuote(surface, at);
    QCOMPARE(seen.weight, 0.0);
    QVERIFY2(QString::fromStdString(seen.leftOutBecause).contains(reason), seen.leftOutBecause.c_str());
    QVERIFY(worstVolError(surface.slices[0], march, 0.35) < 1e-3);
}

void TestSurfaceFit::wideMarket_fallsBackToTheMark()
{
    MarketSnapshot snapshot = twoExpiries();
    const std::size_t at = marchOption(snapshot, -0.2);
    snapshot.quotes[at].ask = *snapshot.quotes[at].ask * 3.0;

    const VolSurface surface = fitSurface(snapshot, "BTC", {}).value();

    const SmileQuote& seen = smileQuote(surface, at);
    QVERIFY(seen.weight > 0.0);
    QVERIFY(std::abs(*seen.targetVol - *seen.markVol) < 1e-15);
    QVERIFY(*seen.askVol > *seen.markVol + 0.2);
}

void TestSurfaceFit::venueVols_areBelieved()
{
    MarketSnapshot snapshot = twoExpiries();
    const std::size_t at = marchOption(snapshot, -0.2);
    snapshot.quotes[at].bidIv = 0.51;
    snapshot.quotes[at].askIv = 0.53;
    snapshot.quotes[at].markIv = 0.52;

    const VolSurface surface = fitSurface(snapshot, "BTC", {}).value();

    const SmileQuote& seen = smileQuote(surface, at);
    QCOMPARE(*seen.bidVol, 0.51);
    QCOMPARE(*seen.askVol, 0.53);
    QCOMPARE(*seen.targetVol, 0.52);
}

void TestSurfaceFit::tightQuotes_weighMore()
{
    const MarketSnapshot snapshot = twoExpiries();
    const std::size_t wide = marchOption(snapshot, 0.1);
    MarketSnapshot loose = twoExpiries();
    loose.quotes[wide].bid = *loose.quotes[wide].bid * 0.97;
    loose.quotes[wide].ask = *loose.quotes[wide].ask * 1.03;
    const VolSurface tight = fitSurface(snapshot, "BTC", {}).value();
    const VolSurface wider = fitSurface(loose, "BTC", {}).value();

    QVERIFY(smileQuote(wider, wide).weight < 0.6 * smileQuote(tight, wide).weight);
    QVERIFY(smileQuote(wider, wide).weight > 0.0);
}

void TestSurfaceFit::linearOptions_areReadInDollars()
{
    const MarketSnapshot inverse = twoExpiries();
    MarketSnapshot linear = inverse;
    std::vector<Instrument> instruments = inverse.instruments->all();
    for (Instrument& instrument : instruments)
        instrument.settlement = Settlement::Linear;
    linear.instruments = std::make_shared<const InstrumentTable>(instruments);
    for (Quote& quote : linear.quotes) {
        for (auto* price : {&quote.bid, &quote.ask, &quote.mark})
            *price = **price * *quote.underlyingPrice;
    }

    const VolSurface surface = fitSurface(linear, "BTC", {}).value();

    QVERIFY(worstVolError(surface.slices[0], march, 0.4) < 1e-4);
}

void TestSurfaceFit::thinExpiries_areListedWithReason()
{
    const MarketSnapshot snapshot =
        test::drawnChain({{"27MAR26", 100500.0, march, {100000.0}},
                          {"24APR26", 101000.0, march, {90000.0, 100000.0}},
                          {"26JUN26", 102000.0, june, test::evenStrikes(102000.0, -0.8, 0.8, 33)}});

    const VolSurface surface = fitSurface(snapshot, "BTC", {}).value();

    QCOMPARE(surface.slices.size(), std::size_t{1});
    QCOMPARE(surface.failed.size(), std::size_t{2});
    QVERIFY(expiryLabel(surface.failed[0].expiry) == "27MAR26");
    QVERIFY2(surface.failed[0].reason.find("2 usable quotes") != std::string::npos, surface.failed[0].reason.c_str());
    QVERIFY(surface.failed[1].reason.find("an SVI slice needs 5") != std::string::npos);
    QCOMPARE(surface.forwards.size(), std::size_t{3});
    QVERIFY(surface.vol(100000.0, surface.failed[0].expiry).has_value()); // w in proportion to time
}

void TestSurfaceFit::emptyChain_isAnEmptySurface()
{
    const auto none = fitSurface(twoExpiries(), "SOL", {});
    QVERIFY(none.ok());
    QVERIFY(none->empty());
    QVERIFY(none->failed.empty());

    MarketSnapshot blank = twoExpiries();
    for (Quote& quote : blank.quotes)
        quote = Quote{};
    const auto unquoted = fitSurface(blank, "BTC", {});
    QVERIFY(unquoted.ok());
    QVERIFY(unquoted->empty());
    QCOMPARE(unquoted->failed.size(), std::size_t{2});
    QVERIFY(unquoted->failed[0].reason.find("0 usable quotes") != std::string::npos);

    QVERIFY(fitSurface(MarketSnapshot{}, "BTC", {})->empty());
}

void TestSurfaceFit::stopRequest_cancels()
{
    std::jthread cancelled([](const std::stop_token&) {});
    cancelled.request_stop();

    const auto surface = fitSurface(twoExpiries(), "BTC", cancelled.get_stop_token());

    QVERIFY(!surface.ok());
    QVERIFY(surface.error().code == Errc::Cancelled);
}

void TestSurfaceFit::richCheap_findsThePlantedEdge()
{
    MarketSnapshot snapshot = twoExpiries();
    const std::size_t cheap = marchOption(snapshot, 0.1);
    const Instrument& option = (*snapshot.instruments)[cheap];
    const double years = 30.0 / 365.0;
    const double trueVol = std::sqrt(sviTotalVariance(march, std::log(*option.strike / 100500.0)) / years);
    const auto coin = [&](double vol) {
        return blackPrice({100500.0, *option.strike, years, vol, *option.type}) / 100500.0;
    };
    snapshot.quotes[cheap].bid = coin(trueVol - 0.05);
    snapshot.quotes[cheap].ask = coin(trueVol - 0.04);

    const VolSurface surface = fitSurface(snapshot, "BTC", {}).value();
    const std::vector<RichCheap> rows = richCheap(snapshot, surface);

    QCOMPARE(rows.front().instrument, cheap);
    QVERIFY(rows.front().z < 0.0);
    QVERIFY(rows.front().executable);
    QVERIFY(std::abs(rows.front().residualVolPoints + 4.5) < 0.3);
    const double premium = *snapshot.quotes[cheap].ask * 100500.0;
    const double fee = std::min(0.0003 * 100500.0, 0.125 * premium);
    const double model = coin(rows.front().volWithout) * 100500.0;
    QVERIFY(std::abs(rows.front().edgeUsd - (model - premium - fee)) < 1e-6);
    for (std::size_t i = 1; i < rows.size(); ++i) {
        QVERIFY(std::abs(rows[i].z) <= std::abs(rows[i - 1].z));
        QVERIFY(!rows[i].executable); // half a point of vol each side and the fee leave nothing
    }
}

void TestSurfaceFit::richCheap_ofAnotherSnapshotIsEmpty()
{
    MarketSnapshot snapshot = twoExpiries();
    const VolSurface surface = fitSurface(snapshot, "BTC", {}).value();
    snapshot.id = SnapshotId{8};

    QVERIFY(richCheap(snapshot, surface).empty());
}

void TestSurfaceFit::stillMarket_keepsEverySlice()
{
    const MarketSnapshot snapshot = twoExpiries();
    const VolSurface first = fitSurface(snapshot, "BTC", {}).value();
    MarketSnapshot next = snapshot;
    next.id = SnapshotId{8};
    next.asOf += std::chrono::milliseconds(500);

    const VolSurface second = fitSurface(next, "BTC", first, {}).value();

    QCOMPARE(second.slicesKept, 2);
    QVERIFY(second.basis == next.id);
    QVERIFY(second.arbitrageFree());
    for (std::size_t i = 0; i < 2; ++i) {
        QVERIFY(std::abs(second.slices[i].volAtK(0.1) - first.slices[i].volAtK(0.1)) < 1e-6);
        QCOMPARE(second.slices[i].points, first.slices[i].points);
    }
}

void TestSurfaceFit::movedExpiry_isTheOnlyOneFittedAgain()
{
    const VolSurface first = fitSurface(twoExpiries(), "BTC", {}).value();
    SviParams moved = march;
    moved.a += 0.002;
    const MarketSnapshot next =
        test::drawnChain({{"27MAR26", 100500.0, moved, test::evenStrikes(100500.0, -0.6, 0.6, 37)},
                          {"26JUN26", 102000.0, june, test::evenStrikes(102000.0, -0.8, 0.8, 33)}});

    const VolSurface second = fitSurface(next, "BTC", first, {}).value();

    QCOMPARE(second.slicesKept, 1);
    QVERIFY(second.arbitrageFree());
    QVERIFY(worstVolError(second.slices[0], moved, 0.4) < 3e-3);
    QVERIFY(std::abs(second.slices[1].volAtK(0.2) - first.slices[1].volAtK(0.2)) < 1e-9);
}

void TestSurfaceFit::surfaceOfAnotherUnderlying_isNotUsed()
{
    VolSurface first = fitSurface(twoExpiries(), "BTC", {}).value();
    first.underlying = "ETH";

    QCOMPARE(fitSurface(twoExpiries(), "BTC", first, {})->slicesKept, 0);
}

QTEST_APPLESS_MAIN(TestSurfaceFit)
#include "tst_surface_fit.moc"
