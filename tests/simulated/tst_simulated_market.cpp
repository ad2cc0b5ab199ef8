#include "app/feeds/simulated/simulated_market.h"
#include "models/market/calendar.h"
#include "models/market/instrument_name.h"
#include "models/pricing/black76.h"
#include "tests/simulated/simulated_checks.h"

#include <QTest>

#include <chrono>

using namespace ballast;
using namespace std::chrono_literals;

namespace {

std::vector<SnapshotPtr> run(std::uint64_t seed)
{
    SimulationSettings settings;
    settings.seed = seed;
    SimulatedMarket market(settings);
    std::vector<SnapshotPtr> pictures{market.current()};
    for (int i = 0; i < 20; ++i)
        pictures.push_back(market.step(i % 5 == 0 ? Milliseconds(10s) : Milliseconds(100)));
    market.trigger(Episode::FlashCrash);
    for (int i = 0; i < 10; ++i)
        pictures.push_back(market.step(1min));
    pictures.push_back(market.step(26h));
    return pictures;
}

bool isWholeNumberOf(double value, double unit)
{
    return std::abs(value / unit - std::round(value / unit)) < 1e-6;
}

// Every price of one side of a row: on its tick, in order, in whole lots.
bool isSoundSide(const std::vector<LadderLevel>& levels, Side side, const Instrument& instrument)
{
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const LadderLevel& level = levels[i];
        if (level.price <= 0.0 || !isWholeNumberOf(level.price, instrument.tick.at(level.price)))
            return false;
        if (level.amount <= 0.0 || !isWholeNumberOf(level.amount, instrument.minTradeAmount))
            return false;
        const bool inOrder =
            i == 0 || (side == Side::Buy ? level.price < levels[i - 1].price : level.price > levels[i - 1].price);
        if (!inOrder)
            return false;
    }
    return true;
}

std::string faultOf(const Instrument& instrument, const Quote& quote)
{
    if (!quote.mark || !quote.ladder)
        return "no mark or ladder";
    if (quote.bid && quote.ask && *quote.bid >= *quote.ask)
        return "crossed";
    if (quote.bid && *quote.mark <= *quote.bid - 1e-12)
        return "mark below bid";
    if (quote.ask && *quote.mark >= *quote.ask + 1e-12)
        return "mark above ask";
    if (!isSoundSide(quote.ladder->bids, Side::Buy, instrument) ||
        !isSoundSide(quote.ladder->asks, Side::Sell, instrument))
        return "unsound ladder";
    const bool bidMatches = quote.bid ? !quote.ladder->bids.empty() && quote.ladder->bids.front().price == *quote.bid &&
                                            quote.bidAmount == quote.ladder->bids.front().amount
                                      : quote.ladder->bids.empty() && !quote.bidAmount;
    const bool askMatches = quote.ask ? !quote.ladder->asks.empty() && quote.ladder->asks.front().price == *quote.ask &&
                                            quote.askAmount == quote.ladder->asks.front().amount
                                      : quote.ladder->asks.empty() && !quote.askAmount;
    return bidMatches && askMatches ? "" : "ladder and best prices differ";
}

} // namespace

class TestSimulatedMarket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameSeedAndSteps_sameSnapshotsToTheByte()
    {
        const auto first = run(7);
        const auto second = run(7);

        QCOMPARE(first.size(), second.size());
        for (std::size_t i = 0; i < first.size(); ++i)
            QVERIFY(test::sameSnapshot(*first[i], *second[i]));
    }

    void otherSeed_otherPath()
    {
        const auto first = run(7);
        const auto second = run(8);

        QCOMPARE(first[0]->index("BTC")->priceUsd, second[0]->index("BTC")->priceUsd);
        QVERIFY(first[20]->index("BTC")->priceUsd != second[20]->index("BTC")->priceUsd);
        QVERIFY(!test::sameSnapshot(*first[20], *second[20]));
    }

    void snapshots_carryModeSourceTimeAndRisingIds()
    {
        SimulatedMarket market;
        const Timestamp start = market.settings().start;
        const auto first = market.current();
        const auto second = market.step();

        QCOMPARE(first->id.value, 1u);
        QCOMPARE(second->id.value, 2u);
        QCOMPARE(market.current(), second);
        QVERIFY(second->mode == MarketMode::Simulated);
        QCOMPARE(std::string(regimeWord(market.regime())), std::string("calm"));
        QCOMPARE(second->source, std::string("simulated"));
        QVERIFY(first->asOf == start);
        QVERIFY(second->asOf == start + 100ms);
        QCOMPARE(underlyingsOf(*second), (std::vector<std::string>{"BTC", "ETH"}));
        QCOMPARE(second->indices.size(), std::size_t(2));
        const auto newest = std::ranges::max(second->quotes, {}, &Quote::at).at;
        QVERIFY(newest == second->asOf);
        QCOMPARE(first->index("BTC")->priceUsd, 63'700.0);
        QCOMPARE(first->index("ETH")->priceUsd, 1'870.0);
    }

    void listing_looksLikeTheVenues()
    {
        const SimulatedMarket market;
        const auto& picture = *market.current();

        QVERIFY(picture.instruments->size() > 1'700);
        for (const Instrument& instrument : picture.instruments->all()) {
            const auto parsed = parseDeribitName(instrument.id.name);
            QVERIFY2(parsed.ok(), instrument.id.name.c_str());
            QVERIFY2(*parsed == instrument, instrument.id.name.c_str());
        }
        for (const char* name :
             {"BTC-PERPETUAL", "ETH-PERPETUAL", "BTC-27FEB26", "BTC-27MAR26", "BTC-25DEC26", "ETH-26JUN26"})
            QVERIFY2(picture.quote({deribitVenue, name}) != nullptr, name);
    }

    void quotes_areOnTicksUncrossedAndInLots_data()
    {
        QTest::addColumn<bool>("crash");
        QTest::newRow("calm") << false;
        QTest::newRow("crash") << true;
    }

    void quotes_areOnTicksUncrossedAndInLots()
    {
        QFETCH(bool, crash);
        SimulatedMarket market;
        if (crash)
            market.trigger(Episode::FlashCrash);

        for (int i = 0; i < 12; ++i) {
            const auto picture = market.step(i % 2 == 0 ? Milliseconds(1min) : Milliseconds(100));
            for (std::size_t row = 0; row < picture->quotes.size(); ++row) {
                const Instrument& instrument = (*picture->instruments)[row];
                const std::string fault = faultOf(instrument, picture->quotes[row]);
                QVERIFY2(fault.empty(), (instrument.id.name + ": " + fault).c_str());
            }
        }
    }

    void optionMarks_areBlack76AtTheirVolAndForward()
    {
        SimulatedMarket market;
        market.step(100ms);
        const auto picture = market.step(5min);

        for (std::size_t row = 0; row < picture->quotes.size(); ++row) {
            const Instrument& option = (*picture->instruments)[row];
            if (!isOption(option))
                continue;
            const Quote& quote = picture->quotes[row];
            const double years = yearsBetween(picture->asOf, *option.expiry);
            const double usd = blackPrice({*quote.underlyingPrice, *option.strike, years, *quote.markIv, *option.type});
            QVERIFY2(std::abs(usd / *quote.underlyingPrice - *quote.mark) < 1e-9, option.id.name.c_str());
            QVERIFY(!quote.bidIv || *quote.bidIv <= *quote.markIv + 1e-9);
            QVERIFY(!quote.askIv || *quote.askIv >= *quote.markIv - 1e-9);
            QVERIFY(quote.venueGreeks.delta && quote.venueGreeks.vega && quote.openInterest);
        }
    }

    void shortStep_requotesAFractionAndSharesTheRest()
    {
        SimulatedMarket market;
        auto before = market.step(100ms);
        int requoted = 0;
        int options = 0;

        for (int i = 0; i < 10; ++i) {
            const auto after = market.step(100ms);
            for (std::size_t row = 0; row < after->quotes.size(); ++row) {
                if (!isOption((*after->instruments)[row]))
                    continue;
                ++options;
                requoted += after->quotes[row].ladder != before->quotes[row].ladder;
                QVERIFY(after->quotes[row].openInterest == before->quotes[row].openInterest);
                QVERIFY(after->quotes[row].at <= after->asOf);
            }
            const auto perpetual = *perpetualOf(*after, "BTC");
            QVERIFY(after->quotes[perpetual].at == after->asOf);
            QVERIFY(after->quotes[perpetual].ladder != before->quotes[perpetual].ladder);
            before = after;
        }

        const double share = static_cast<double>(requoted) / options;
        QVERIFY2(share > 0.005 && share < 0.2, QByteArray::number(share));
    }

    void nearMoneyMonthly_isQuotedWithinAVolPointOrSo()
    {
        const SimulatedMarket market;
        const auto& picture = *market.current();
        std::vector<double> widths;

        for (std::size_t row = 0; row < picture.quotes.size(); ++row) {
            const Quote& quote = picture.quotes[row];
            const Instrument& option = (*picture.instruments)[row];
            if (!isOption(option) || expiryLabel(*option.expiry) != "27MAR26" || !quote.bidIv || !quote.askIv)
                continue;
            const double delta = std::abs(*quote.venueGreeks.delta);
            if (delta > 0.3 && delta < 0.6)
                widths.push_back(100.0 * (*quote.askIv - *quote.bidIv));
        }

        QVERIFY(widths.size() > 8);
        const double median = test::medianOf(widths);
        QVERIFY2(median > 0.4 && median < 1.3, QByteArray::number(median));
    }

    void anotherChoiceOfUnderlyings_isSimulatedAlone()
    {
        SimulationSettings settings;
        settings.underlyings = {simulatedEther()};
        settings.underlyings.front().spotUsd = 3'400.0;
        SimulatedMarket market(settings);

        const auto picture = market.step(1min);

        QCOMPARE(underlyingsOf(*picture), std::vector<std::string>{"ETH"});
        QVERIFY(std::abs(picture->index("ETH")->priceUsd / 3'400.0 - 1.0) < 0.05);
        QVERIFY(market.slices("BTC").empty());
        QVERIFY(!market.factors("BTC"));
    }

    void farWings_areOneSided()
    {
        const SimulatedMarket market;
        int withoutBid = 0;
        int withoutAsk = 0;

        for (std::size_t row = 0; row < market.current()->quotes.size(); ++row) {
            const Quote& quote = market.current()->quotes[row];
            if (!quote.bid) {
                ++withoutBid;
                QVERIFY(std::abs(*quote.venueGreeks.delta) < 0.05);
            }
            withoutAsk += !quote.ask;
        }

        QVERIFY2(withoutBid > 40 && withoutBid < 400, QByteArray::number(withoutBid));
        QCOMPARE(withoutAsk, 0);
    }
};

QTEST_GUILESS_MAIN(TestSimulatedMarket)
#include "tst_simulated_market.moc"
