#include "app/feeds/simulated/simulated_market.h"
#include "models/market/calendar.h"
#include "models/market/instrument_name.h"
#include "tests/simulated/smile_picture.h"
#include "tests/support/csv_table.h"
#include "tests/support/shared_data.h"

#include <QGuiApplication>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>

using namespace ballast;
using namespace std::chrono_literals;

namespace {

// A smile as strikes and vols around a forward, recorded or simulated alike.
struct Smile
{
    std::string label;
    double years = 0.0;
    double forward = 0.0;
    std::map<double, double> volByStrike;

    [[nodiscard]] double volAt(double strike) const
    {
        const auto above = volByStrike.lower_bound(strike);
        if (above == volByStrike.begin())
            return above->second;
        if (above == volByStrike.end())
            return std::prev(above)->second;
        const auto below = std::prev(above);
        const double share = (strike - below->first) / (above->first - below->first);
        return below->second + share * (above->second - below->second);
    }
    [[nodiscard]] double atm() const { return volAt(forward); }
    // Vol `deviations` at-the-money standard deviations from the forward.
    [[nodiscard]] double volAtDeviation(double deviations) const
    {
        return volAt(forward * std::exp(deviations * atm() * std::sqrt(years)));
    }
    // 25 delta lies about 0.67 deviations out.
    [[nodiscard]] double skew() const { return volAtDeviation(-0.67) - volAtDeviation(0.67); }
    [[nodiscard]] double wings() const { return 0.5 * (volAtDeviation(-1.28) + volAtDeviation(1.28)) - atm(); }
};

using Smiles = std::vector<Smile>; // rising expiry

// Out-of-the-money marks of a recorded chain.
Smiles recordedSmiles(const std::filesystem::path& file, const std::string& underlying)
{
    const auto table = test::readCsvTable(file);
    std::map<Timestamp, Smile> byExpiry;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        const auto option = parseDeribitName(table.cell(row, "instrument_name"));
        const double vol = table.number(row, "implied_volatility");
        if (!option || option->underlying != underlying || !isOption(*option) || vol <= 0.0)
            continue;
        const double forward = table.number(row, "futures_price");
        const Timestamp asOf = parseIso8601(table.cell(row, "timestamp")).value();
        Smile& smile = byExpiry[*option->expiry];
        smile = {expiryLabel(*option->expiry), yearsBetween(asOf, *option->expiry), forward,
                 std::move(smile.volByStrike)};
        if ((option->type == OptionType::Call) == (*option->strike >= forward))
            smile.volByStrike[*option->strike] = vol;
    }
    Smiles smiles;
    for (auto& [expiry, smile] : byExpiry)
        smiles.push_back(std::move(smile));
    return smiles;
}

Smiles simulatedSmiles(const SimulatedMarket& market, const std::string& underlying)
{
    Smiles smiles;
    for (const ModelSlice& slice : market.slices(underlying)) {
        Smile smile{expiryLabel(slice.expiry), slice.years, slice.forwardUsd, {}};
        const double deviation = slice.volAtStrike(slice.forwardUsd) * std::sqrt(slice.years);
        for (double x = -3.4; x <= 3.4; x += 0.05) {
            const double strike = slice.forwardUsd * std::exp(x * deviation);
            smile.volByStrike[strike] = slice.volAtStrike(strike);
        }
        smiles.push_back(std::move(smile));
    }
    return smiles;
}

const Smile& nearest(const Smiles& smiles, double days)
{
    return *std::ranges::min_element(smiles, {},
                                     [&](const Smile& s) { return std::abs(std::log(s.years * 365.0 / days)); });
}

struct Recording
{
    const char* title;
    const char* file;
    const char* start;
    bool crash;
};

constexpr Recording quietDay{"Quiet: recorded 2026-01-14 21:22 UTC (dots), simulated at the same hour (line)",
                             "deribit_options_snapshot_20260114T212207Z.csv", "2026-01-14T21:22:07Z", false};
constexpr Recording crashDay{
    "Crash: recorded 2026-02-05 21:29 UTC (dots), simulated at the bottom of a flash crash (line)",
    "deribit_options_snapshot_20260205T212937Z.csv", "2026-02-05T21:17:37Z", true};

std::optional<std::filesystem::path> fileOf(const Recording& recording)
{
    return test::sharedData(std::string("chains/deribit_full_btc_eth_2025-12_2026-05/") + recording.file);
}

SimulatedMarket marketLike(const Recording& recording)
{
    SimulationSettings settings;
    settings.start = parseIso8601(recording.start).value();
    SimulatedMarket market(settings);
    if (recording.crash) {
        market.trigger(Episode::FlashCrash);
        market.step(12min);
    }
    return market;
}

std::vector<test::SmilePoint> pointsOf(const Smile& smile)
{
    std::vector<test::SmilePoint> points;
    const double deviation = smile.atm() * std::sqrt(smile.years);
    for (const auto& [strike, vol] : smile.volByStrike)
        points.push_back({std::log(strike / smile.forward) / deviation, vol});
    return points;
}

test::SmileRow rowOf(const Recording& recording, const std::string& underlying)
{
    const Smiles recorded = recordedSmiles(*fileOf(recording), underlying);
    const Smiles simulated = simulatedSmiles(marketLike(recording), underlying);
    test::SmileRow row{QString::fromStdString(underlying) + QStringLiteral("   ") + QString::fromUtf8(recording.title),
                       {}};
    for (const double days : {2.0, 8.0, 45.0, 300.0}) {
        const Smile& real = nearest(recorded, days);
        const Smile& model = nearest(simulated, real.years * 365.0);
        const QString title =
            QString::fromStdString(real.label) +
            QStringLiteral(", %1 days: vol %, standard deviations").arg(real.years * 365.0, 0, 'f', 1);
        row.panels.push_back({title, pointsOf(real), pointsOf(model)});
    }
    return row;
}

} // namespace

class TestSmileComparison : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void levels_resembleTheRecordedChains_data()
    {
        QTest::addColumn<bool>("crash");
        QTest::addColumn<QString>("underlying");
        QTest::addColumn<double>("days");
        for (const bool crash : {false, true}) {
            for (const char* underlying : {"BTC", "ETH"}) {
                for (const double days : {2.4, 8.0, 20.0, 50.0, 150.0, 320.0})
                    QTest::addRow("%s %s %.0f days", crash ? "crash" : "quiet", underlying, days)
                        << crash << QString::fromLatin1(underlying) << days;
            }
        }
    }

    void levels_resembleTheRecordedChains()
    {
        QFETCH(bool, crash);
        QFETCH(QString, underlying);
        QFETCH(double, days);
        const Recording& recording = crash ? crashDay : quietDay;
        const auto file = fileOf(recording);
        if (!file)
            QSKIP("the recorded chains are not on this machine");

        const Smile real = nearest(recordedSmiles(*file, underlying.toStdString()), days);
        const Smile model =
            nearest(simulatedSmiles(marketLike(recording), underlying.toStdString()), real.years * 365.0);

        const double atmRatio = model.atm() / real.atm();
        const double skewGap = (model.skew() - real.skew()) / real.atm();
        const double wingGap = (model.wings() - real.wings()) / real.atm();
        qInfo("%s T=%.1fd atm %.1f / %.1f  skew %.2f / %.2f  wings %.2f / %.2f (simulated / recorded, vol points)",
              real.label.c_str(), real.years * 365.0, 100 * model.atm(), 100 * real.atm(), 100 * model.skew(),
              100 * real.skew(), 100 * model.wings(), 100 * real.wings());
        QVERIFY2(std::abs(atmRatio - 1.0) < (crash ? 0.15 : 0.10), QByteArray::number(atmRatio));
        QVERIFY2(std::abs(skewGap) < (crash ? 0.12 : 0.05), QByteArray::number(skewGap));
        QVERIFY2(std::abs(wingGap) < (crash ? 0.12 : 0.05), QByteArray::number(wingGap));
    }

    // Writes the pictures of docs/ where BALLAST_PICTURES names a folder.
    void pictures_showBothSmiles()
    {
        if (!fileOf(quietDay) || !fileOf(crashDay))
            QSKIP("the recorded chains are not on this machine");

        const QImage image = test::paintSmiles(
            {rowOf(quietDay, "BTC"), rowOf(crashDay, "BTC"), rowOf(quietDay, "ETH"), rowOf(crashDay, "ETH")});

        QCOMPARE(image.width(), 1320);
        int recordedPixels = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                recordedPixels += image.pixelColor(x, y) == QColor(0xe3, 0xb3, 0x41);
        }
        QVERIFY2(recordedPixels > 1'000, QByteArray::number(recordedPixels));
        const QString folder = qEnvironmentVariable("BALLAST_PICTURES");
        if (!folder.isEmpty())
            QVERIFY(image.save(folder + QStringLiteral("/simulated_smiles.png")));
    }
};

QTEST_MAIN(TestSmileComparison)
#include "tst_smile_comparison.moc"
