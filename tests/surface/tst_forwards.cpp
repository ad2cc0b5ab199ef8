#include "models/market/instrument_name.h"
#include "models/surface/surface_fit.h"
#include "tests/surface/drawn_chain.h"

#include <QTest>

#include <cmath>

using namespace ballast;

namespace {

const SviParams march{0.01, 0.1, -0.3, 0.0, 0.2};
const SviParams june{0.05, 0.2, -0.3, 0.0, 0.3};

MarketSnapshot threeExpiries()
{
    const SviParams may{0.03, 0.15, -0.3, 0.0, 0.25};
    return test::drawnChain({{"27MAR26", 100500.0, march, test::evenStrikes(100500.0, -0.3, 0.3, 13)},
                             {"29MAY26", 101000.0, may, test::evenStrikes(101000.0, -0.3, 0.3, 13)},
                             {"26JUN26", 102000.0, june, test::evenStrikes(102000.0, -0.3, 0.3, 13)}});
}

void forgetVenueForwards(MarketSnapshot& snapshot, const std::string& label)
{
    for (std::size_t i = 0; i < snapshot.quotes.size(); ++i) {
        if (expiryLabel(*(*snapshot.instruments)[i].expiry) == label)
            snapshot.quotes[i].underlyingPrice.reset();
    }
}

void forgetPrices(MarketSnapshot& snapshot, const std::string& label)
{
    forgetVenueForwards(snapshot, label);
    for (std::size_t i = 0; i < snapshot.quotes.size(); ++i) {
        if (expiryLabel(*(*snapshot.instruments)[i].expiry) == label)
            snapshot.quotes[i].bid = snapshot.quotes[i].ask = snapshot.quotes[i].mark = std::nullopt;
    }
}

MarketSnapshot withFuture(const MarketSnapshot& snapshot, const std::string& name, double mark)
{
    MarketSnapshot more = snapshot;
    std::vector<Instrument> instruments = snapshot.instruments->all();
    instruments.push_back(parseDeribitName(name).value());
    more.instruments = std::make_shared<const InstrumentTable>(instruments);
    more.quotes.clear();
    for (const Instrument& instrument : more.instruments->all()) {
        Quote quote;
        quote.mark = mark;
        const Quote* known = snapshot.quote(instrument.id);
        more.quotes.push_back(known != nullptr ? *known : quote);
    }
    return more;
}

} // namespace

class TestForwards : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void venuePrices_giveTheirMedian();
    void listedFuture_isUsedWithoutVenuePrice();
    void putCallParity_isUsedWithoutFuture();
    void putCallParity_shrugsOffOneBadPair();
    void marksAlone_givePutCallParity();
    void nothingOfItsOwn_isInterpolated();
    void noPriceAtAll_givesNoForward();
};

void TestForwards::venuePrices_giveTheirMedian()
{
    MarketSnapshot snapshot = threeExpiries();
    snapshot.quotes.front().underlyingPrice = 90000.0;

    const auto forwards = impliedForwards(snapshot, "BTC");

    QCOMPARE(forwards.size(), std::size_t{3});
    QCOMPARE(forwards[0].forwardUsd, 100500.0);
    QVERIFY(forwards[0].source == ForwardSource::Venue);
    QVERIFY(std::abs(forwards[0].years - 30.0 / 365.0) < 1e-15);
}

void TestForwards::listedFuture_isUsedWithoutVenuePrice()
{
    MarketSnapshot snapshot = withFuture(threeExpiries(), "BTC-26JUN26", 102345.0);
    forgetVenueForwards(snapshot, "26JUN26");

    const auto forwards = impliedForwards(snapshot, "BTC");

    QCOMPARE(forwards.back().forwardUsd, 102345.0);
    QVERIFY(forwards.back().source == ForwardSource::Future);
}

void TestForwards::putCallParity_isUsedWithoutFuture()
{
    MarketSnapshot snapshot = threeExpiries();
    forgetVenueForwards(snapshot, "29MAY26");

    const auto forwards = impliedForwards(snapshot, "BTC");

    QVERIFY(forwards[1].source == ForwardSource::PutCallParity);
    QVERIFY2(std::abs(forwards[1].forwardUsd - 101000.0) < 2.0, qPrintable(QString::number(forwards[1].forwardUsd)));
}

void TestForwards::putCallParity_shrugsOffOneBadPair()
{
    MarketSnapshot snapshot = threeExpiries();
    forgetVenueForwards(snapshot, "29MAY26");
    for (std::size_t i = 0; i < snapshot.quotes.size(); ++i) {
        const Instrument& option = (*snapshot.instruments)[i];
        if (expiryLabel(*option.expiry) != "29MAY26" || *option.type != OptionType::Call || *option.strike != 101000.0)
            continue;
        snapshot.quotes[i].bid = *snapshot.quotes[i].bid + 0.05;
        snapshot.quotes[i].ask = *snapshot.quotes[i].ask + 0.05;
    }

    const auto forwards = impliedForwards(snapshot, "BTC");

    QVERIFY2(std::abs(forwards[1].forwardUsd - 101000.0) < 20.0, qPrintable(QString::number(forwards[1].forwardUsd)));
}

void TestForwards::marksAlone_givePutCallParity()
{
    MarketSnapshot snapshot = threeExpiries();
    forgetVenueForwards(snapshot, "29MAY26");
    for (Quote& quote : snapshot.quotes)
        quote.bid.reset();

    const auto forwards = impliedForwards(snapshot, "BTC");

    QVERIFY(forwards[1].source == ForwardSource::PutCallParity);
    QVERIFY(std::abs(forwards[1].forwardUsd - 101000.0) < 1e-6);
}

void TestForwards::nothingOfItsOwn_isInterpolated()
{
    MarketSnapshot snapshot = threeExpiries();
    forgetPrices(snapshot, "29MAY26");

    const auto forwards = impliedForwards(snapshot, "BTC");

    const double share = (forwards[1].years - forwards[0].years) / (forwards[2].years - forwards[0].years);
    QVERIFY(forwards[1].source == ForwardSource::Interpolated);
    QVERIFY(std::abs(forwards[1].forwardUsd - 100500.0 * std::pow(102000.0 / 100500.0, share)) < 1e-8);
}

void TestForwards::noPriceAtAll_givesNoForward()
{
    MarketSnapshot snapshot = threeExpiries();
    for (const char* label : {"27MAR26", "29MAY26", "26JUN26"})
        forgetPrices(snapshot, label);
    snapshot.indices.clear();

    QVERIFY(impliedForwards(snapshot, "BTC").empty());
    QVERIFY(impliedForwards(snapshot, "ETH").empty());
    const auto surface = fitSurface(snapshot, "BTC", {});
    QCOMPARE(surface->failed.size(), std::size_t{3});
    QVERIFY(surface->failed[0].reason.find("no forward") != std::string::npos);
}

QTEST_APPLESS_MAIN(TestForwards)
#include "tst_forwards.moc"
