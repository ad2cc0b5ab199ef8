#include "app/store/surface_json.h"
#include "app/store/time_weights_json.h"
#include "models/market/calendar.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace ballast;

namespace {

const Timestamp asOf = parseIso8601("2026-02-05T04:29:00Z").value();

VolSurface surface()
{
    VolSurface made;
    made.underlying = "BTC";
    made.asOf = asOf;
    made.method = "raw SVI per expiry";
    made.minCalendar = 1.5e-4;
    for (const int days : {1, 7, 49}) {
        SviSlice slice;
        slice.expiry = std::chrono::floor<std::chrono::days>(asOf) + std::chrono::days(days) + std::chrono::hours(8);
        slice.years = yearsBetween(asOf, slice.expiry);
        slice.forward = 63'719.25 + days;
        slice.params = {0.01 * slice.years, 0.3 * slice.years, -0.31234567890123456, 0.02, 0.1 / 3.0};
        slice.points = 28;
        slice.rmseVolPoints = 0.42;
        slice.insideBidAsk = 0.988;
        slice.minButterfly = 0.11;
        made.slices.push_back(slice);
        made.forwards.push_back({slice.expiry, slice.years, slice.forward, ForwardSource::Venue});
    }
    return made;
}

QByteArray bytes(const std::string& text)
{
    return QByteArray::fromStdString(text);
}

} // namespace

// Surfaces and time weights as files.
class TestSurfaceJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writtenSurface_isReadBackToTheLastDigit()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = std::filesystem::path(folder.path().toStdString()) / "surface.json";
        const VolSurface written = surface();
        QVERIFY(writeSurface(written, file).ok());

        const auto read = readSurface(file);

        QVERIFY2(read.ok(), read ? "" : read.error().message.c_str());
        QCOMPARE(read->underlying, written.underlying);
        QCOMPARE(read->asOf, written.asOf);
        QCOMPARE(read->method, written.method);
        QVERIFY(read->forwards == written.forwards);
        QCOMPARE(read->slices.size(), written.slices.size());
        for (std::size_t i = 0; i < written.slices.size(); ++i) {
            QVERIFY(read->slices[i].params == written.slices[i].params);
            QCOMPARE(read->slices[i].expiry, written.slices[i].expiry);
            QCOMPARE(read->slices[i].years, written.slices[i].years);
            QCOMPARE(read->slices[i].atmVol, written.slices[i].volAtK(0.0));
            QVERIFY(read->slices[i].skew25d > 0.0);
        }
        QVERIFY(read->arbitrageFree());
    }

    void truncatedSurface_isRefusedAtEveryByte()
    {
        const std::string text = surfaceJson(surface());
        const std::size_t end = text.find_last_of('}');
        for (std::size_t length = 0; length <= end; ++length)
            QVERIFY2(!parseSurface(text.substr(0, length), "cut.json").ok(), text.substr(0, length).c_str());
    }

    void wrongSurface_isRefusedWithItsReason_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char* name, const char* from, const char* to, const char* says) {
            QTest::newRow(name) << QByteArray(from) << QByteArray(to) << QByteArray(says);
        };
        row("no surface", "\"ballastSurface\": 1,", "", "is no saved surface");
        row("newer version", "\"ballastSurface\": 1,", "\"ballastSurface\": 2,", "is version 2");
        row("unknown key", "\"method\"", "\"methods\"", "did you mean 'method'");
        row("no underlying", "\"underlying\": \"BTC\"", "\"underlying\": \"\"", "must be a name");
        row("no time", "2026-02-05T04:29:00Z", "yesterday", "is no time");
        row("rho beyond one", "\"rho\": -0.", "\"rho\": -1.", "rho");
        row("no forward", "\"forward\": 63720.25", "\"forward\": 0", "forward");
        row("expiry in the past", "2026-02-06T08:00:00Z", "2026-02-01T08:00:00Z", "must lie after");
        row("expiries do not rise", "2026-02-12T08:00:00Z", "2026-02-06T08:00:00Z", "must be later");
        row("missing parameter", "\"m\": 0.02", "\"points\": 2", "");
        row("huge number", "\"m\": 0.02", "\"m\": 1e300", "m");
    }

    void wrongSurface_isRefusedWithItsReason()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QByteArray, says);
        QByteArray text = bytes(surfaceJson(surface()));
        const auto at = text.indexOf(from);
        QVERIFY2(at >= 0, text.constData());
        text.replace(at, from.size(), to);

        const auto read = parseSurface(text.toStdString(), "wrong.json");

        QVERIFY(!read.ok());
        QVERIFY2(bytes(read.error().message).contains(says), read.error().message.c_str());
        QVERIFY2(bytes(read.error().message).startsWith("wrong.json:"), read.error().message.c_str());
    }

    void negativeVariance_isRefused()
    {
        VolSurface broken = surface();
        broken.slices[1].params.a = -1.0;

        const auto read = parseSurface(surfaceJson(broken), "broken.json");

        QVERIFY(!read.ok());
        QVERIFY(bytes(read.error().message).contains("negative variance"));
    }

    void missingFile_saysSo() { QCOMPARE(readSurface("/nonexistent/surface.json").error().code, Errc::NotFound); }

    void writtenTimeWeights_areReadBack()
    {
        const TimeWeights weights{0.35, {{asOf, 2.5, "Rate decision", 1.5}, {asOf, 0.0, "Zoë's birthday", 0.0}}};

        const auto read = parseTimeWeights(timeWeightsJson(weights), "weights.json");

        QVERIFY2(read.ok(), read ? "" : read.error().message.c_str());
        QCOMPARE(*read, weights);
        QCOMPARE(parseTimeWeights("{}", "weights.json").value(), TimeWeights{});
    }

    void truncatedTimeWeights_areRefusedAtEveryByte()
    {
        const std::string text = timeWeightsJson({0.35, {{asOf, 2.5, "Rate decision", 1.5}}});
        const std::size_t end = text.find_last_of('}');
        for (std::size_t length = 0; length <= end; ++length)
            QVERIFY2(!parseTimeWeights(text.substr(0, length), "cut.json").ok(), text.substr(0, length).c_str());
    }

    void wrongTimeWeights_areRefusedWithTheirReason_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char* name, const char* text, const char* says) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(says);
        };
        row("unknown key", R"({"weekends": 0.5})", "did you mean 'weekend'");
        row("weekend negative", R"({"weekend": -0.5})", "weekend");
        row("weekend text", R"({"weekend": "half"})", "weekend");
        row("events no list", R"({"events": {}})", "must be a list");
        row("no time", R"({"events": [{"name": "x", "extraDays": 1}]})", "needs 'at'");
        row("bad time", R"({"events": [{"name": "x", "at": "noon", "extraDays": 1}]})", "is no time");
        row("no weight", R"({"events": [{"name": "x", "at": "2026-03-18"}]})", "needs 'extraDays'");
        row("no name", R"({"events": [{"at": "2026-03-18", "extraDays": 1}]})", "needs a name");
        row("too heavy", R"({"events": [{"name": "x", "at": "2026-03-18", "extraDays": 61}]})", "extraDays");
        row("too long", R"({"events": [{"name": "x", "at": "2026-03-18", "extraDays": 1, "hours": 400}]})", "hours");
    }

    void wrongTimeWeights_areRefusedWithTheirReason()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, says);

        const auto read = parseTimeWeights(text.toStdString(), "weights.json");

        QVERIFY(!read.ok());
        QVERIFY2(bytes(read.error().message).contains(says), read.error().message.c_str());
    }
};

QTEST_APPLESS_MAIN(TestSurfaceJson)
#include "tst_surface_json.moc"
