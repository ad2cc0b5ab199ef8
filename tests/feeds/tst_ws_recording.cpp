#include "app/feeds/ws_recording.h"
#include "tests/feeds/import_testing.h"
#include "tests/support/shared_data.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace ballast;
using namespace ballast::test;

namespace {

// The books of a recording, rebuilt with another parser and other containers.
struct OtherBook
{
    std::map<double, double, std::greater<>> bids;
    std::map<double, double> asks;
    qint64 changeId = 0;
};

template <class Side>
void applyLevels(Side& side, const QJsonArray& levels)
{
    for (const QJsonValue level : levels) {
        const double price = level.toArray().at(1).toDouble();
        if (level.toArray().at(0).toString() == QLatin1String("delete"))
            side.erase(price);
        else
            side[price] = level.toArray().at(2).toDouble();
    }
}

struct OtherReading
{
    std::map<std::string, OtherBook> books;
    std::map<std::string, QJsonObject> tickers;
};

OtherReading readOtherwise(const std::filesystem::path& path)
{
    OtherReading reading;
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
        const auto start = line.find('{');
        if (start == std::string::npos)
            continue;
        const auto params = QJsonDocument::fromJson(QByteArray::fromStdString(line.substr(start)))
                                .object()[QLatin1String("params")]
                                .toObject();
        const QString channel = params[QLatin1String("channel")].toString();
        const QJsonObject data = params[QLatin1String("data")].toObject();
        const auto name = data[QLatin1String("instrument_name")].toString().toStdString();
        if (channel.startsWith(QLatin1String("ticker.")))
            reading.tickers[name] = data;
        if (!channel.startsWith(QLatin1String("book.")))
            continue;
        OtherBook& book = reading.books[name];
        if (data[QLatin1String("type")].toString() == QLatin1String("snapshot"))
            book = {};
        applyLevels(book.bids, data[QLatin1String("bids")].toArray());
        applyLevels(book.asks, data[QLatin1String("asks")].toArray());
        book.changeId = data[QLatin1String("change_id")].toInteger();
    }
    return reading;
}

template <class Side>
bool sameLevels(const std::vector<LadderLevel>& levels, const Side& side)
{
    return std::ranges::equal(levels, side, [](const LadderLevel& level, const auto& other) {
        return level.price == other.first && level.amount == other.second;
    });
}

const std::string snapshotLine =
    R"({"jsonrpc":"2.0","method":"subscription","params":{"channel":"book.BTC-PERPETUAL.raw","data":{"type":"snapshot","timestamp":1795000000000,"instrument_name":"BTC-PERPETUAL","change_id":5,"bids":[["new",100.0,10.0]],"asks":[["new",101.0,20.0]]}}})";
const std::string changeLine =
    R"({"jsonrpc":"2.0","method":"subscription","params":{"channel":"book.BTC-PERPETUAL.raw","data":{"type":"change","timestamp":1795000005000,"instrument_name":"BTC-PERPETUAL","prev_change_id":5,"change_id":6,"bids":[["new",100.5,3.0]],"asks":[]}}})";
const std::string gapLine =
    R"({"jsonrpc":"2.0","method":"subscription","params":{"channel":"book.BTC-PERPETUAL.raw","data":{"type":"change","timestamp":1795000009000,"instrument_name":"BTC-PERPETUAL","prev_change_id":8,"change_id":9,"bids":[["new",99.0,3.0]],"asks":[]}}})";

} // namespace

class WsRecordingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void liveRecording_hasTheBooksOfAnIndependentReading()
    {
        const auto path = sharedData("api_json/cryptofeed_ws_recordings/DERIBIT.ws.1.0");
        if (!path)
            QSKIP("no shared data");
        const auto result = import({*path});
        QVERIFY2(result.ok(), result.ok() ? "" : result.error().message.c_str());
        const OtherReading other = readOtherwise(*path);

        QCOMPARE(other.books.size(), std::size_t(10));
        QCOMPARE(result->rows, std::size_t(138));
        QCOMPARE(result->used, std::size_t(135)); // 89 tickers and 46 books
        QCOMPARE(result->used + rejectedInAll(*result), result->rows);
        for (const auto& [name, book] : other.books) {
            const Quote* quote = quoteOf(*result->merged, name.c_str());
            QVERIFY(quote != nullptr && quote->ladder != nullptr);
            QVERIFY2(sameLevels(quote->ladder->bids, book.bids), name.c_str());
            QVERIFY2(sameLevels(quote->ladder->asks, book.asks), name.c_str());
            QCOMPARE(static_cast<int>(quote->state), static_cast<int>(QuoteState::Live));
            const QJsonObject& ticker = other.tickers.at(name);
            QCOMPARE(*quote->mark, ticker[QLatin1String("mark_price")].toDouble());
            QCOMPARE(*quote->markIv, ticker[QLatin1String("mark_iv")].toDouble() / 100.0);
            QCOMPARE(quote->bid.value_or(0.0), book.bids.empty() ? 0.0 : book.bids.begin()->first);
            QCOMPARE(quote->ask.value_or(0.0), book.asks.empty() ? 0.0 : book.asks.begin()->first);
        }
        QVERIFY(!hasNote(*result, "gap"));
    }

    void liveRecording_givesAPictureASecondAtMost()
    {
        const auto path = sharedData("api_json/cryptofeed_ws_recordings/DERIBIT.ws.1.0");
        if (!path)
            QSKIP("no shared data");
        const auto result = import({*path});
        QVERIFY(result->snapshots.size() > 10 && result->snapshots.size() < 40);
        for (std::size_t i = 1; i + 1 < result->snapshots.size(); ++i)
            QVERIFY(result->snapshots[i]->asOf - result->snapshots[i - 1]->asOf >= std::chrono::seconds(1));
    }

    void listing_isAMessageALine()
    {
        const auto path = sharedData("api_json/cryptofeed_ws_recordings/DERIBIT.0");
        if (!path)
            QSKIP("no shared data");
        const auto result = import({*path});
        QVERIFY(result.ok());
        QCOMPARE(result->rows, std::size_t(5));
        QCOMPARE(result->used, std::size_t(4));
        QVERIFY(result->merged->instruments->size() > 398 + 426);
        QCOMPARE(toIso8601(result->merged->asOf), std::string("2021-07-22T22:42:05.131Z"));
        const auto at = result->merged->instruments->find({deribitVenue, "BTC-24SEP21-40000-P"});
        QVERIFY(at.has_value());
        QVERIFY((*result->merged->instruments)[*at].tick == (TickSchedule{0.0005, {}}));
    }

    void rawMessages_areUsedOrNamed()
    {
        const auto path = sharedData("api_json/crypto_msg_parser_raw/deribit_raw_messages.jsonl");
        if (!path)
            QSKIP("no shared data");
        const auto result = import({*path});
        QVERIFY(result.ok());
        QCOMPARE(result->rows, std::size_t(26));
        QCOMPARE(result->used, std::size_t(18));
        QCOMPARE(rejectedFor(*result, "no market data: trades"), std::size_t(3));
        QCOMPARE(rejectedFor(*result, "no market data: other channel"), std::size_t(3));
        QCOMPARE(rejectedFor(*result, "sequence gap"), std::size_t(2));
    }

    void receiveTime_standsBeforeTheMessage_data()
    {
        QTest::addColumn<QString>("prefix");
        QTest::addColumn<qint64>("unixMs");
        QTest::newRow("seconds") << "1626993723.804855: " << qint64(1626993723804);
        QTest::newRow("milliseconds") << "1626993723804 " << qint64(1626993723804);
        QTest::newRow("ISO") << "2021-07-22T22:42:03.804Z " << qint64(1626993723804);
        QTest::newRow("ISO with a blank") << "2021-07-22 22:42:03.804, " << qint64(1626993723804);
        QTest::newRow("address") << "https://x/y?currency=BTC&expired=false -> 1626993723.804: "
                                 << qint64(1626993723804);
        QTest::newRow("none") << "" << qint64(-1);
        QTest::newRow("word") << "configuration: " << qint64(-1);
    }

    void receiveTime_standsBeforeTheMessage()
    {
        QFETCH(QString, prefix);
        QFETCH(qint64, unixMs);
        const auto at = receiveTime(prefix.toStdString());
        QCOMPARE(at ? toUnixMilliseconds(*at) : -1, unixMs);
    }

    void plainAndStampedLines_giveTheSameMarket()
    {
        const ImportFolder folder;
        const auto plain = import({folder.write("a", snapshotLine + "\n" + changeLine + "\n")});
        const auto stamped =
            import({folder.write("b", "1795000000.1: " + snapshotLine + "\r\n\r\n1795000005.1: " + changeLine)});
        QVERIFY(plain.ok() && stamped.ok());
        for (const auto* result : {&*plain, &*stamped}) {
            const Quote* quote = quoteOf(*result->merged, "BTC-PERPETUAL");
            QVERIFY(*quote->ladder == (Ladder{{{100.5, 3.0}, {100.0, 10.0}}, {{101.0, 20.0}}}));
            QCOMPARE(result->snapshots.size(), std::size_t(2));
            QCOMPARE(*quoteOf(*result->snapshots[0], "BTC-PERPETUAL")->bid, 100.0);
            QCOMPARE(*quoteOf(*result->snapshots[1], "BTC-PERPETUAL")->bid, 100.5);
        }
    }

    void lostMessage_isCountedAndMarksTheBook()
    {
        const ImportFolder folder;
        const auto result = import({folder.write("a", snapshotLine + "\n" + changeLine + "\n" + gapLine + "\n")});
        QVERIFY(result.ok());
        QCOMPARE(rejectedFor(*result, "sequence gap"), std::size_t(1));
        QVERIFY(hasNote(*result, "1 sequence gaps"));
        QCOMPARE(static_cast<int>(quoteOf(*result->snapshots.back(), "BTC-PERPETUAL")->state),
                 static_cast<int>(QuoteState::Gap));
        QVERIFY(quoteOf(*result->snapshots.back(), "BTC-PERPETUAL")->ladder == nullptr);
    }

    void longStream_isThinnedNotCut()
    {
        std::string text;
        for (int i = 0; i < 5000; ++i) {
            std::string line = snapshotLine;
            line.replace(line.find("1795000000000"), 13, std::to_string(1795000000000LL + 2000LL * i));
            text += line + "\n";
        }
        const ImportFolder folder;
        const auto result = import({folder.write("a", text)});
        QVERIFY(result.ok());
        QCOMPARE(result->used, std::size_t(5000));
        QVERIFY(result->snapshots.size() <= 2000 && result->snapshots.size() >= 900);
        QCOMPARE(toUnixMilliseconds(result->snapshots.back()->asOf), qint64(1795000000000LL + 2000LL * 4999));
    }
};

QTEST_GUILESS_MAIN(WsRecordingTest)
#include "tst_ws_recording.moc"
