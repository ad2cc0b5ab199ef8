#include "app/feeds/simulated/simulated_market.h"
#include "models/market/instrument_name.h"
#include "tests/simulated/simulated_checks.h"

#include <QTest>

#include <map>

using namespace ballast;
using namespace std::chrono_literals;

namespace {

constexpr double butterflyTolerance = 1e-9;
constexpr double calendarTolerance = 1e-10;

// Least Durrleman g and least w(k, next) - w(k, previous) over a wide grid.
struct ArbitrageSlack
{
    double butterfly = 1e9;
    double calendar = 1e9;
};

ArbitrageSlack slackOf(const std::vector<ModelSlice>& slices)
{
    ArbitrageSlack slack;
    for (std::size_t i = 0; i < slices.size(); ++i) {
        slack.butterfly = std::min(slack.butterfly, sviMinDurrleman(slices[i].svi, -2.0, 2.0, 401));
        for (double k = -2.0; i > 0 && k <= 2.0; k += 0.01) {
            const double growth = sviTotalVariance(slices[i].svi, k) - sviTotalVariance(slices[i - 1].svi, k);
            slack.calendar = std::min(slack.calendar, growth);
        }
    }
    return slack;
}

using Smile = std::map<double, double>; // strike to mark in USD

std::map<std::string, Smile> callMarks(const MarketSnapshot& picture)
{
    std::map<std::string, Smile> smiles;
    for (std::size_t row = 0; row < picture.quotes.size(); ++row) {
        const Instrument& option = (*picture.instruments)[row];
        const Quote& quote = picture.quotes[row];
        if (isOption(option) && option.type == OptionType::Call)
            smiles[option.underlying + expiryLabel(*option.expiry)][*option.strike] =
                *quote.mark * *quote.underlyingPrice;
    }
    return smiles;
}

// Call prices fall in strike, by at most the strike's growth, and are convex.
bool isConvex(const Smile& calls)
{
    constexpr double rounding = 1e-9; // per USD of strike
    double slopeBefore = -1.0 - rounding;
    for (auto it = std::next(calls.begin()); it != calls.end(); ++it) {
        const auto before = std::prev(it);
        const double slope = (it->second - before->second) / (it->first - before->first);
        if (slope < slopeBefore - rounding || slope > rounding)
            return false;
        slopeBefore = slope;
    }
    return true;
}

std::string firstNonConvex(const MarketSnapshot& picture)
{
    for (const auto& [label, calls] : callMarks(picture)) {
        if (!isConvex(calls))
            return label;
    }
    return {};
}

// Medians over the options near the money of all expiries beyond a week.
struct Liquidity
{
    double widthVolPoints = 0.0;
    double optionDepth = 0.0;       // coins over five levels
    double perpetualDepthUsd = 0.0; // ten levels
};

double depthOf(const Ladder& ladder)
{
    double sum = 0.0;
    for (const auto* side : {&ladder.bids, &ladder.asks}) {
        for (const LadderLevel& level : *side)
            sum += level.amount;
    }
    return sum;
}

Liquidity liquidityOf(const MarketSnapshot& picture)
{
    std::vector<double> widths;
    std::vector<double> depths;
    for (std::size_t row = 0; row < picture.quotes.size(); ++row) {
        const Instrument& option = (*picture.instruments)[row];
        const Quote& quote = picture.quotes[row];
        if (!isOption(option) || option.underlying != "BTC" || *option.expiry < picture.asOf + 7 * 24h)
            continue;
        const double delta = std::abs(*quote.venueGreeks.delta);
        if (delta < 0.25 || delta > 0.5 || !quote.bidIv || !quote.askIv)
            continue;
        widths.push_back(100.0 * (*quote.askIv - *quote.bidIv));
        depths.push_back(depthOf(*quote.ladder));
    }
    const Quote& perpetual = picture.quotes[*perpetualOf(picture, "BTC")];
    return {test::medianOf(widths), test::medianOf(depths), depthOf(*perpetual.ladder)};
}

// Median of some pictures a minute apart: a single ladder is random.
Liquidity liquidityOver(SimulatedMarket& market, int minutes)
{
    std::vector<double> width, depth, perpetual;
    for (int i = 0; i < minutes; ++i) {
        const Liquidity now = liquidityOf(*market.step(1min));
        width.push_back(now.widthVolPoints);
        depth.push_back(now.optionDepth);
        perpetual.push_back(now.perpetualDepthUsd);
    }
    return {test::medianOf(width), test::medianOf(depth), test::medianOf(perpetual)};
}

double atmVol(const ModelSlice& slice)
{
    return slice.volAtStrike(slice.forwardUsd);
}

double putCallSkew(const ModelSlice& slice)
{
    const double wing = 0.67 * atmVol(slice) * std::sqrt(slice.years);
    return slice.volAtStrike(slice.forwardUsd * std::exp(-wing)) - slice.volAtStrike(slice.forwardUsd * std::exp(wing));
}

} // namespace

class TestSimulatedCrash : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void marks_areFreeOfArbitrageOverTwoDaysAndTheCrash()
    {
        SimulatedMarket market;
        ArbitrageSlack worst;
        const auto inspect = [&](const MarketSnapshot& picture) {
            for (const char* underlying : {"BTC", "ETH"}) {
                const ArbitrageSlack slack = slackOf(market.slices(underlying));
                worst.butterfly = std::min(worst.butterfly, slack.butterfly);
                worst.calendar = std::min(worst.calendar, slack.calendar);
            }
            const std::string label = firstNonConvex(picture);
            QVERIFY2(label.empty(), (toIso8601(picture.asOf) + " " + label).c_str());
        };

        for (int hour = 0; hour < 48; ++hour) {
            inspect(*market.step(1h));
            if (hour != 20)
                continue;
            market.trigger(Episode::FlashCrash);
            for (int i = 0; i < 60; ++i)
                inspect(*market.step(1min));
        }

        QVERIFY2(worst.butterfly > -butterflyTolerance, QByteArray::number(worst.butterfly));
        QVERIFY2(worst.calendar > -calendarTolerance, QByteArray::number(worst.calendar));
    }

    void lastMinutesBeforeExpiry_staySound()
    {
        SimulationSettings settings;
        settings.start = parseIso8601("2026-02-13T07:58:00Z").value();
        SimulatedMarket market(settings);

        for (int i = 0; i < 119; ++i) {
            const auto picture = market.step(1s);
            const std::string label = firstNonConvex(*picture);
            QVERIFY2(label.empty(), label.c_str());
            const ArbitrageSlack slack = slackOf(market.slices("BTC"));
            QVERIFY(slack.butterfly > -butterflyTolerance && slack.calendar > -calendarTolerance);
        }
    }

    void check_findsPlantedArbitrage()
    {
        SimulatedMarket market;
        auto slices = market.slices("BTC");
        std::swap(slices[2].svi, slices[5].svi);
        QVERIFY(slackOf(slices).calendar < -calendarTolerance);

        slices = market.slices("BTC");
        slices[3].svi = {-0.041, 0.1331, 0.3060, 0.3586, 0.4153}; // Vogt's slice, spec F4
        QVERIFY(slackOf(slices).butterfly < -0.03);
    }

    void spot_fallsEighteenPerCentInTenMinutesAndComesPartlyBack()
    {
        std::vector<double> falls;
        std::vector<double> recoveries;
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
            SimulationSettings settings;
            settings.seed = seed;
            SimulatedMarket market(settings);
            const double before = market.current()->index("BTC")->priceUsd;
            market.trigger(Episode::FlashCrash);
            const double bottom = market.step(10min)->index("BTC")->priceUsd;
            const double after = market.step(50min)->index("BTC")->priceUsd;
            falls.push_back(bottom / before - 1.0);
            recoveries.push_back((after - bottom) / (before - bottom));
        }

        QVERIFY2(std::abs(test::medianOf(falls) + 0.18) < 0.015, QByteArray::number(test::medianOf(falls)));
        QVERIFY2(test::medianOf(recoveries) > 0.3 && test::medianOf(recoveries) < 0.6,
                 QByteArray::number(test::medianOf(recoveries)));
    }

    void surface_risesSteepensAndInvertsInTheCrash()
    {
        SimulatedMarket market;
        const auto calm = market.slices("BTC");
        market.trigger(Episode::FlashCrash);
        market.step(11min);
        const auto crash = market.slices("BTC");

        QVERIFY(atmVol(calm.front()) < atmVol(calm.back())); // contango
        QVERIFY(atmVol(crash.front()) > 2.0 * atmVol(crash.back()));
        QVERIFY(atmVol(crash.front()) > 1.0);
        for (std::size_t i = 0; i < calm.size(); ++i) {
            QVERIFY(atmVol(crash[i]) > atmVol(calm[i]));
            QVERIFY(putCallSkew(crash[i]) > putCallSkew(calm[i]));
        }
    }

    void books_thinOutInTheCrashAndRefill()
    {
        SimulatedMarket market;
        const Liquidity before = liquidityOver(market, 5);
        market.trigger(Episode::FlashCrash);
        market.step(8min);
        const Liquidity during = liquidityOver(market, 5);
        market.step(10h);
        const Liquidity after = liquidityOver(market, 5);

        QVERIFY2(during.widthVolPoints > 3.0 * before.widthVolPoints,
                 QByteArray::number(during.widthVolPoints / before.widthVolPoints));
        QVERIFY2(during.optionDepth < before.optionDepth / 4.0,
                 QByteArray::number(before.optionDepth / during.optionDepth));
        QVERIFY2(during.perpetualDepthUsd < before.perpetualDepthUsd / 5.0,
                 QByteArray::number(before.perpetualDepthUsd / during.perpetualDepthUsd));
        QVERIFY2(after.widthVolPoints < 1.5 * before.widthVolPoints,
                 QByteArray::number(after.widthVolPoints / before.widthVolPoints));
        QVERIFY(after.perpetualDepthUsd > 0.6 * before.perpetualDepthUsd);
    }

    void episode_reportsItsPhaseAndEnds()
    {
        SimulatedMarket market;
        QVERIFY(!market.episode());
        QVERIFY(market.regime() == MarketRegime::Calm);

        market.trigger(Episode::FlashCrash);
        market.step(5min);
        QVERIFY(market.episode()->phase == CrashPhase::Falling);
        QVERIFY(market.regime() == MarketRegime::Crash);
        QVERIFY(std::abs(market.episode()->elapsedSeconds - 300.0) < 1e-6);

        market.step(7min);
        QVERIFY(market.episode()->phase == CrashPhase::Bottom);
        market.step(20min);
        QVERIFY(market.episode()->phase == CrashPhase::Recovering);
        QVERIFY(market.regime() == MarketRegime::Recovery);
        const double share = market.episode()->share;
        market.step(2h);
        QVERIFY(market.episode()->phase == CrashPhase::Calming);
        QVERIFY(market.episode()->share > share);
        market.step(6h);
        QVERIFY(!market.episode());
    }

    void perpetualAndCurve_tradeUnderTheIndexInTheCrashAndFundingFalls()
    {
        SimulatedMarket market;
        const auto before = market.current();
        market.trigger(Episode::FlashCrash);
        const auto crash = market.step(12min);
        const auto later = market.step(3h);
        const auto perpetual = [](const MarketSnapshot& picture) {
            return picture.quotes[*perpetualOf(picture, "BTC")];
        };
        const auto future = [](const MarketSnapshot& picture) { return picture.quote({deribitVenue, "BTC-27FEB26"}); };

        QVERIFY(*perpetual(*before).mark > before->index("BTC")->priceUsd);
        QVERIFY(*future(*before)->mark > before->index("BTC")->priceUsd);
        QVERIFY(*perpetual(*crash).mark < crash->index("BTC")->priceUsd);
        QVERIFY(*future(*crash)->mark < crash->index("BTC")->priceUsd);
        QVERIFY(*perpetual(*later).fundingRate8h < *perpetual(*before).fundingRate8h);
    }

    void secondCrash_fallsFurtherAndStaysSound()
    {
        SimulatedMarket market;
        const double start = market.current()->index("BTC")->priceUsd;
        market.trigger(Episode::FlashCrash);
        market.step(10min);
        market.trigger(Episode::FlashCrash);
        const auto picture = market.step(10min);

        QVERIFY(picture->index("BTC")->priceUsd < 0.75 * start);
        QVERIFY(firstNonConvex(*picture).empty());
        QVERIFY(slackOf(market.slices("BTC")).calendar > -calendarTolerance);
    }
};

QTEST_GUILESS_MAIN(TestSimulatedCrash)
#include "tst_simulated_crash.moc"
