#include "models/market/instrument_name.h"
#include "models/pricing/black76.h"
#include "models/surface/surface_fit.h"
#include "tests/support/shared_data.h"
#include "tests/surface/recorded_chain.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>

using namespace ballast;

namespace {

constexpr const char* folder = "chains/deribit_full_btc_eth_2025-12_2026-05";
constexpr const char* crash =
    "chains/deribit_full_btc_eth_2025-12_2026-05/deribit_options_snapshot_20260205T212937Z.csv";

const Timestamp february = parseExpiryLabel("27FEB26").value();
const Timestamp march = parseExpiryLabel("27MAR26").value();

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

// Straight lines between the venue's own mark vols, level beyond the listed strikes.
double markVolAt(const std::map<double, double>& volByK, double k)
{
    const auto after = volByK.lower_bound(k);
    if (after == volByK.begin())
        return after->second;
    const auto before = std::prev(after);
    if (after == volByK.end())
        return before->second;
    return before->second + (after->second - before->second) * (k - before->first) / (after->first - before->first);
}

// Of the quotes with both sides and |delta| in 0.05..0.95, the share whose bid..ask holds the model's price.
double shareInside(const MarketSnapshot& snapshot, const VolSurface& surface)
{
    int judged = 0;
    int held = 0;
    for (std::size_t i = 0; i < snapshot.quotes.size(); ++i) {
        const Instrument& option = (*snapshot.instruments)[i];
        const Quote& quote = snapshot.quotes[i];
        const SviSlice* slice = option.underlying == surface.underlying ? surface.slice(*option.expiry) : nullptr;
        if (slice == nullptr || !quote.bid || !quote.ask || *quote.bid > *quote.ask)
            continue;
        const double vol = slice->volAtStrike(*option.strike);
        const BlackTerms terms{*quote.underlyingPrice, *option.strike, slice->years, vol, *option.type};
        const BlackTerms marked{terms.forward, terms.strike, terms.years, quote.markIv.value_or(vol), terms.type};
        const double delta = std::abs(blackValues(marked).delta);
        if (delta < 0.05 || delta > 0.95)
            continue;
        const double price = blackPrice(terms) / terms.forward;
        ++judged;
        held += *quote.bid <= price && price <= *quote.ask ? 1 : 0;
    }
    return judged > 0 ? static_cast<double>(held) / judged : 0.0;
}

double leastCalendarGapFarOut(const VolSurface& surface)
{
    double least = 1.0;
    for (std::size_t i = 1; i < surface.slices.size(); ++i)
        for (double k = -12.0; k <= 12.0; k += 2e-3)
            least = std::min(least, sviTotalVariance(surface.slices[i].params, k) -
                                        sviTotalVariance(surface.slices[i - 1].params, k));
    return least;
}

// Fair total variance of the log contract (Demeterfi et al. 1999) without any fit: from the marks alone.
double markTotalVariance(const SviSlice& slice)
{
    std::map<double, double> volByK;
    for (const SmileQuote& quote : slice.quotes) {
        if (quote.markVol)
            volByK[quote.k] = *quote.markVol;
    }
    double sum = 0.0;
    constexpr double step = 1e-3;
    for (double k = -4.0 + 0.5 * step; k < 4.0; k += step) {
        const OptionType type = k < 0.0 ? OptionType::Put : OptionType::Call;
        sum += 2.0 * step * std::exp(-k) * blackPrice({1.0, std::exp(k), slice.years, markVolAt(volByK, k), type});
    }
    return sum;
}

} // namespace

class TestRecordedSurface : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordedChain_isFittedWithoutArbitrage_data();
    void recordedChain_isFittedWithoutArbitrage();
    void crash_atTheMoneyVolAgreesWithTheMarks();
    void crash_volIndexAgreesWithTheMarks();
    void crash_richCheapListsEveryQuoteOnce();
    void crash_wholeChainBenchmark();
};

void TestRecordedSurface::recordedChain_isFittedWithoutArbitrage_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("underlying");
    const auto path = test::sharedData(folder);
    if (!path)
        QSKIP("recorded chains are absent");
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(*path)) {
        if (entry.path().filename().string().starts_with("deribit_options_snapshot_"))
            files.push_back(entry.path());
    }
    std::ranges::sort(files);
    for (const auto& file : files) {
        for (const char* underlying : {"BTC", "ETH"})
            QTest::addRow("%s %s", underlying, file.stem().c_str())
                << QString::fromStdString(file.string()) << QString::fromLatin1(underlying);
    }
}

void TestRecordedSurface::recordedChain_isFittedWithoutArbitrage()
{
    QFETCH(QString, file);
    QFETCH(QString, underlying);
    const MarketSnapshot snapshot = test::recordedChain(file.toStdString());

    const VolSurface surface = fitSurface(snapshot, underlying.toStdString(), {}).value();

    QVERIFY(surface.slices.size() >= 11);
    QCOMPARE(surface.slices.size() + surface.failed.size(), surface.forwards.size());
    for (const FailedSlice& failed : surface.failed) // the last hours of an expiry: bids and asks are gone
        QVERIFY2(failed.reason.find("an SVI slice needs 5") != std::string::npos, failed.reason.c_str());
    std::vector<double> errors;
    for (const SviSlice& slice : surface.slices) {
        QVERIFY(slice.points >= 5);
        QVERIFY2(slice.minButterfly >= 0.0, expiryLabel(slice.expiry).c_str());
        QVERIFY(slice.params.b * (1.0 + std::abs(slice.params.rho)) <= 2.0);
        QVERIFY(sviMinDurrleman(slice.params, -1.5, 1.5, 3001) >= -1e-9);
        QVERIFY(sviMinDurrleman(slice.params, -12.0, 12.0, 4801) >= -1e-9);
        errors.push_back(slice.rmseVolPoints);
    }
    QVERIFY2(surface.minCalendar >= 0.0, qPrintable(QString::number(surface.minCalendar)));
    QVERIFY(surface.arbitrageFree());
    QVERIFY(leastCalendarGapFarOut(surface) >= -1e-9);
    QVERIFY2(median(errors) < 1.0, qPrintable(QString::number(median(errors))));
    const double inside = shareInside(snapshot, surface);
    QVERIFY2(inside >= 0.98, qPrintable(QString::number(inside)));
    QVERIFY(volIndex(surface, 30.0).has_value());
}

void TestRecordedSurface::crash_atTheMoneyVolAgreesWithTheMarks()
{
    const auto file = test::sharedData(crash);
    if (!file)
        QSKIP("recorded chain of 2026-02-05 is absent");

    const VolSurface surface = fitSurface(test::recordedChain(*file), "BTC", {}).value();

    const SviSlice* slice = surface.slice(february);
    QVERIFY(slice != nullptr);
    QVERIFY2(std::abs(slice->atmVol - 0.856) < 0.005, qPrintable(QString::number(slice->atmVol)));
    QVERIFY(slice->skew25d > 0.2); // puts bid in the crash
    QVERIFY(slice->forwardSource == ForwardSource::Venue);
}

void TestRecordedSurface::crash_volIndexAgreesWithTheMarks()
{
    const auto file = test::sharedData(crash);
    if (!file)
        QSKIP("recorded chain of 2026-02-05 is absent");
    const VolSurface surface = fitSurface(test::recordedChain(*file), "BTC", {}).value();
    const SviSlice& first = *surface.slice(february);
    const SviSlice& second = *surface.slice(march);

    const double years = 30.0 / 365.0;
    const double share = (years - first.years) / (second.years - first.years);
    const double variance = (1.0 - share) * markTotalVariance(first) + share * markTotalVariance(second);
    const double fromMarks = std::sqrt(variance / years);
    const double index = volIndex(surface, 30.0).value();

    QVERIFY2(std::abs(index - fromMarks) < 0.03, qPrintable(QStringLiteral("%1 against %2").arg(index).arg(fromMarks)));
}

void TestRecordedSurface::crash_richCheapListsEveryQuoteOnce()
{
    const auto file = test::sharedData(crash);
    if (!file)
        QSKIP("recorded chain of 2026-02-05 is absent");
    const MarketSnapshot snapshot = test::recordedChain(*file);
    const VolSurface surface = fitSurface(snapshot, "BTC", {}).value();

    const std::vector<RichCheap> rows = richCheap(snapshot, surface);

    QVERIFY(rows.size() > 600);
    std::vector<std::size_t> instruments;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        instruments.push_back(rows[i].instrument);
        QVERIFY(std::isfinite(rows[i].z) && std::isfinite(rows[i].edgeUsd));
        QVERIFY(i == 0 || std::abs(rows[i].z) <= std::abs(rows[i - 1].z));
        if (rows[i].executable)
            QVERIFY(rows[i].edgeUsd > 0.0);
    }
    std::ranges::sort(instruments);
    QVERIFY(std::ranges::adjacent_find(instruments) == instruments.end());
}

void TestRecordedSurface::crash_wholeChainBenchmark()
{
    const auto file = test::sharedData(crash);
    if (!file)
        QSKIP("recorded chain of 2026-02-05 is absent");
    const MarketSnapshot snapshot = test::recordedChain(*file);

    std::size_t slices = 0;
    QBENCHMARK
    {
        slices = fitSurface(snapshot, "BTC", {})->slices.size();
    }

    QCOMPARE(slices, std::size_t{12});
}

QTEST_GUILESS_MAIN(TestRecordedSurface)
#include "tst_recorded_surface.moc"
