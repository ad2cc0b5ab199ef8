#include "models/desk/surface_sampling.h"
#include "models/market/calendar.h"

#include <QTest>
#include <cmath>

using namespace ballast;

namespace {

// Slices with params near those of a calm BTC surface; vol at the money falls with time.
VolSurface surface()
{
    VolSurface surface;
    surface.underlying = "BTC";
    for (const int days : {2, 7, 21, 49, 140}) {
        SviSlice slice;
        slice.years = days / 365.0;
        slice.expiry = Timestamp{} + std::chrono::hours(24 * days);
        slice.forward = 64000.0 * (1.0 + 0.0001 * days);
        const double variance = 0.36 * slice.years;
        slice.params = {0.5 * variance, 0.6 * variance / std::sqrt(slice.years), -0.3, 0.0,
                        0.6 * std::sqrt(slice.years)};
        slice.atmVol = slice.volAtK(0.0);
        slice.points = 3;
        for (const double k : {-0.1, 0.0, 0.1}) {
            const double vol = slice.volAtK(k);
            slice.quotes.push_back({0, slice.forward * std::exp(k), k, vol, vol, vol, vol, k > 0.05 ? 0.0 : 1.0, {}});
        }
        surface.slices.push_back(slice);
        surface.forwards.push_back({slice.expiry, slice.years, slice.forward, ForwardSource::Venue});
    }
    return surface;
}

} // namespace

class TestSurfaceSampling : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mesh_holdsEveryFittedExpiryAndRises()
    {
        const VolSurface fitted = surface();

        const SampledSurface mesh = sampleSurface(fitted, SmileAxis::Delta, {41, 25});

        QCOMPARE(mesh.across.size(), std::size_t{41});
        QVERIFY(std::is_sorted(mesh.years.begin(), mesh.years.end()));
        QVERIFY(mesh.years.size() >= 20 && mesh.years.size() <= 30);
        for (const SviSlice& slice : fitted.slices)
            QVERIFY(std::find(mesh.years.begin(), mesh.years.end(), slice.years) != mesh.years.end());
    }

    void meshRowOfASlice_hasTheSlicesVols_data()
    {
        QTest::addColumn<int>("axis");
        QTest::newRow("delta") << static_cast<int>(SmileAxis::Delta);
        QTest::newRow("strike") << static_cast<int>(SmileAxis::Strike);
        QTest::newRow("moneyness") << static_cast<int>(SmileAxis::Moneyness);
    }

    void meshRowOfASlice_hasTheSlicesVols()
    {
        QFETCH(int, axis);
        const auto smileAxis = static_cast<SmileAxis>(axis);
        const VolSurface fitted = surface();
        const SampledSurface mesh = sampleSurface(fitted, smileAxis, {21, 15});

        for (const SviSlice& slice : fitted.slices) {
            const auto row = static_cast<std::size_t>(std::find(mesh.years.begin(), mesh.years.end(), slice.years) -
                                                      mesh.years.begin());
            const std::vector<SmilePoint> smile = sampleSmile(fitted, slice, smileAxis, 21);
            QCOMPARE(smile.size(), mesh.across.size());
            for (std::size_t column = 0; column < smile.size(); ++column)
                QVERIFY(std::abs(*mesh.at(row, column) - smile[column].vol) < 1e-9);
        }
    }

    void deltaPlaces_agreeWithStrikeAtDelta()
    {
        const VolSurface fitted = surface();
        const SviSlice& slice = fitted.slices[2];

        const double put25 = *strikeAtDelta(slice, OptionType::Put, 0.25);
        const double call25 = *strikeAtDelta(slice, OptionType::Call, 0.25);

        QVERIFY(std::abs(acrossOf(slice, SmileAxis::Delta, put25) - 0.25) < 1e-6);
        QVERIFY(std::abs(acrossOf(slice, SmileAxis::Delta, call25) - 0.75) < 1e-6);
    }

    void dots_sayWhatTheFitMadeOfThem()
    {
        VolSurface fitted = surface();
        SmileQuote& refused = fitted.slices[2].quotes[2];
        refused.leftOutBecause = "quote is stale";
        fitted.slices[2].quotes[0].bounds = true;

        const std::vector<SampledQuote> dots = sampledQuotes(fitted, SmileAxis::Moneyness);

        const auto count = [&](QuoteUse use) { return std::ranges::count(dots, use, &SampledQuote::use); };
        QCOMPARE(count(QuoteUse::Bounds), 1);
        QCOMPARE(count(QuoteUse::DownWeighted), 9);
        QCOMPARE(count(QuoteUse::Refused), 5);
        const auto dot = std::ranges::find(dots, refused.strike, &SampledQuote::strike);
        QVERIFY(dot != dots.end());
        QCOMPARE(dot->because, refused.leftOutBecause);
        QCOMPARE(dot->expiry, fitted.slices[2].expiry);
        QVERIFY(std::abs(dot->fitVol - *refused.targetVol) < 1e-12);
    }

    void refusedTwinOfAUsedQuote_hasNoDot()
    {
        VolSurface fitted = surface();
        SmileQuote twin = fitted.slices[2].quotes[1];
        twin.weight = 0.0;
        twin.leftOutBecause = "in the money: the put is used";
        fitted.slices[2].quotes.push_back(twin);

        QCOMPARE(sampledQuotes(fitted, SmileAxis::Moneyness).size(),
                 sampledQuotes(surface(), SmileAxis::Moneyness).size());
    }

    void forwardVol_rebuildsTheLongerVariance()
    {
        const std::vector<TermPoint> points = termStructure(surface());

        const double earlier = points[1].atmVol * points[1].atmVol * points[1].days;
        const double later = points[2].atmVol * points[2].atmVol * points[2].days;
        const double between = *points[2].forwardVol * *points[2].forwardVol * (points[2].days - points[1].days);
        QVERIFY(std::abs(earlier + between - later) < 1e-9);
        QVERIFY(*points[2].put25Vol > *points[2].call25Vol);
    }

    void emptySurface_givesEmptyPictures()
    {
        const VolSurface none;

        QVERIFY(sampleSurface(none, SmileAxis::Delta, {}).empty());
        QVERIFY(sampledQuotes(none, SmileAxis::Delta).empty());
        QVERIFY(termStructure(none).empty());
    }
};

QTEST_GUILESS_MAIN(TestSurfaceSampling)
#include "tst_surface_sampling.moc"
