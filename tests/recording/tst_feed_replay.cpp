#include "app/feeds/recording/recorded_tape.h"
#include "app/feeds/recording/recording_writer.h"
#include "app/feeds/recording/replay_report.h"
#include "tests/support/shared_data.h"
#include "tests/venue/venue_testing.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>

#include <fstream>
#include <map>

using namespace ballast;
using namespace ballast::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* recordedHalfMinute = "api_json/cryptofeed_ws_recordings/DERIBIT.ws.1.0";

// A desk on a simulated venue for half a minute, with a break in between; what it published on the way.
struct RecordedHour
{
    std::vector<SnapshotPtr> pictures;

    void record(const QString& path)
    {
        DeribitSettings settings;
        settings.channels.currencies = {"BTC"};
        settings.channels.watched = {"BTC-27MAR26-60000-C"};
        settings.credentials = deribit::Credentials{"reader", "venue-test-reader"};
        VenueRig rig;
        DeribitPipeline desk(settings, "venue", MarketMode::Recording);
        auto writer = RecordingWriter::create(path.toStdString(), {"venue", settings, false});
        desk.recordInto(writer->get());
        std::uint64_t link = 2;
        rig.venue.opened(link, rig.now);
        carryOut(rig, link, desk.connected(rig.now), desk);
        for (int step = 0; step < 300; ++step) {
            rig.now += 100ms;
            if (step == 150) {
                rig.venue.closed(link, rig.now);
                carryOut(rig, link, desk.disconnected(rig.now, "cut"), desk);
                rig.venue.opened(++link, rig.now);
                carryOut(rig, link, desk.connected(rig.now), desk);
            }
            rig.venue.tick(rig.now);
            settle(rig, link, desk);
            carryOut(rig, link, desk.tick(rig.now), desk);
            FeedWork work = desk.publish(rig.now);
            pictures.push_back(work.picture);
            carryOut(rig, link, work, desk);
        }
    }

private:
    void settle(VenueRig& rig, std::uint64_t link, DeribitPipeline& desk)
    {
        for (auto outputs = rig.venue.takeOutput(); !outputs.empty(); outputs = rig.venue.takeOutput()) {
            for (const VenueOutput& output : outputs) {
                if (output.connection == link && !output.text.empty())
                    send(rig, link, desk.received(output.text, rig.now));
            }
        }
    }

    void carryOut(VenueRig& rig, std::uint64_t link, const FeedWork& work, DeribitPipeline& desk)
    {
        send(rig, link, work);
        settle(rig, link, desk);
    }

    static void send(VenueRig& rig, std::uint64_t link, const FeedWork& work)
    {
        for (const SessionAction& action : work.actions) {
            if (const auto* text = std::get_if<SendText>(&action))
                rig.venue.received(link, text->text, rig.now);
        }
    }
};

std::unique_ptr<FeedTape> tapeOf(const QString& path)
{
    auto tape = openTape(path.toStdString());
    return tape ? std::move(*tape) : nullptr;
}

// The books of a recording by Qt's JSON reader and sorted maps: nothing of ours but the file.
struct PlainBook
{
    std::map<double, double, std::greater<>> bids;
    std::map<double, double> asks;
    qint64 changeId = 0;
};

template <class Map>
void applyLevels(Map& side, const QJsonArray& levels)
{
    for (const QJsonValue value : levels) {
        const QJsonArray level = value.toArray();
        if (level.at(0).toString() == QLatin1String("delete"))
            side.erase(level.at(1).toDouble());
        else
            side[level.at(1).toDouble()] = level.at(2).toDouble();
    }
}

std::map<std::string, PlainBook> plainBooks(const std::filesystem::path& path)
{
    std::map<std::string, PlainBook> books;
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
        const auto brace = line.find('{');
        if (brace == std::string::npos)
            continue;
        const QJsonObject params = QJsonDocument::fromJson(QByteArray::fromStdString(line.substr(brace)))
                                       .object()[QLatin1String("params")]
                                       .toObject();
        if (!params[QLatin1String("channel")].toString().startsWith(QLatin1String("book.")))
            continue;
        const QJsonObject data = params[QLatin1String("data")].toObject();
        PlainBook& book = books[data[QLatin1String("instrument_name")].toString().toStdString()];
        if (data[QLatin1String("type")].toString() == QLatin1String("snapshot"))
            book = {};
        applyLevels(book.bids, data[QLatin1String("bids")].toArray());
        applyLevels(book.asks, data[QLatin1String("asks")].toArray());
        book.changeId = data[QLatin1String("change_id")].toInteger();
    }
    return books;
}

template <class Map>
std::vector<LadderLevel> levelsOf(const Map& side)
{
    std::vector<LadderLevel> levels;
    for (const auto& [price, amount] : side)
        levels.push_back({price, amount});
    return levels;
}

} // namespace

class FeedReplayTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordedFeed_replaysToTheSamePictures()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.ballastrec"));
        RecordedHour hour;
        hour.record(path);
        FeedReplay replay(tapeOf(path));
        std::vector<SnapshotPtr> again;
        replay.onPicture = [&again](const SnapshotPtr& picture) { again.push_back(picture); };
        const auto progress = replay.playAll();
        QVERIFY(!progress.problem);
        QCOMPARE(again.size(), hour.pictures.size());
        for (std::size_t i = 0; i < again.size(); ++i) {
            QCOMPARE(again[i]->id.value, hour.pictures[i]->id.value);
            QCOMPARE(again[i]->asOf, hour.pictures[i]->asOf);
            QCOMPARE(again[i]->quotes.size(), hour.pictures[i]->quotes.size());
            for (std::size_t row = 0; row < again[i]->quotes.size(); ++row) {
                Quote left = again[i]->quotes[row];
                Quote right = hour.pictures[i]->quotes[row];
                QCOMPARE(left.ladder != nullptr, right.ladder != nullptr);
                if (left.ladder)
                    QVERIFY(*left.ladder == *right.ladder);
                left.ladder = right.ladder = nullptr;
                QVERIFY(left == right);
            }
        }
        QVERIFY(again.back()->quotes.size() == 7);
        QVERIFY(replay.status().session.reconnects >= 1);
    }

    void sameFile_givesTheSameReportByteForByte()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.ballastrec"));
        RecordedHour().record(path);
        FeedReplay first(tapeOf(path));
        FeedReplay second(tapeOf(path));
        // At another pace: in steps of 700 ms, then from the start again.
        for (Timestamp at = second.begin(); !second.atEnd(); at += 700ms)
            QVERIFY(!second.playUntil(at).problem);
        const auto left = replayWhole(first);
        const auto right = replayWhole(second);
        QVERIFY(left.ok() && right.ok());
        QCOMPARE(left->picturesHash, right->picturesHash);
        QCOMPARE(left->picturesHash.size(), std::size_t(64));
        QCOMPARE(left->inputs, right->inputs);
        QVERIFY(left->status == right->status);
    }

    void recordedHalfMinute_endsInTheBooksOfAnIndependentReading()
    {
        const auto path = sharedData(recordedHalfMinute);
        if (!path)
            QSKIP("no shared reference data");
        auto tape = openTape(*path);
        QVERIFY2(tape.ok(), tape ? "" : tape.error().message.c_str());
        FeedReplay replay(std::move(*tape));
        const auto report = replayWhole(replay);
        QVERIFY(report.ok());
        const auto expected = plainBooks(*path);
        QVERIFY(expected.size() >= 5);
        std::size_t compared = 0;
        for (const ReplayedBook& book : report->books) {
            const auto known = expected.find(book.instrument);
            if (known == expected.end())
                continue;
            ++compared;
            QVERIFY2(book.changeId.has_value(), book.instrument.c_str());
            QCOMPARE(qint64(*book.changeId), known->second.changeId);
            QVERIFY2(book.ladder.bids == levelsOf(known->second.bids), book.instrument.c_str());
            QVERIFY2(book.ladder.asks == levelsOf(known->second.asks), book.instrument.c_str());
        }
        QCOMPARE(compared, expected.size());
        QCOMPARE(report->status.session.gaps, std::uint64_t(0));
        QVERIFY(report->pictures > 200);
    }

    void linesWithoutReceiveTimes_areRefused()
    {
        const QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("lines.txt")).toStdString();
        std::ofstream(path) << "{\"jsonrpc\":\"2.0\"}\n";
        const auto tape = openTape(path);
        QVERIFY(!tape.ok());
        QVERIFY(tape.error().message.find("receive time") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(FeedReplayTest)
#include "tst_feed_replay.moc"
