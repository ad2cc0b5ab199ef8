#include "app/feeds/deribit_messages.h"
#include "app/feeds/snapshot_file.h"
#include "tests/feeds/import_testing.h"
#include "tests/fuzz/import_bytes.h"

#include <QtTest>

#include <random>

using namespace ballast;
using namespace ballast::test;

namespace {

const std::string message =
    R"({"jsonrpc":"2.0","method":"subscription","params":{"channel":"book.BTC-PERPETUAL.raw","data":{"type":"snapshot","timestamp":1795000000000,"instrument_name":"BTC-PERPETUAL","change_id":5,"bids":[["new",100.0,10.0]],"asks":[["new",101.0,20.0]]}}})";

std::map<std::string, std::string> samples()
{
    std::map<std::string, std::string> texts;
    texts["chain CSV"] =
        "timestamp,instrument_name,best_bid_price,best_ask_price,mark_iv,underlying_price,greeks,bids,asks\n"
        "1590103193775,BTC-22MAY20-9250-P,0.02,0.023,85.05,9096.11,\"{'vega': 0.9, 'delta': -0.7}\",\"[[0.02, "
        "9.0]]\",[]\n"
        "1590103193778,BTC-5JUN20-6750-P,0.0105,0.011,121.74,9098.05,\"{'delta': -0.08}\",\"[[0.0105, 15.0], [0.01, "
        "1]]\",[]\n";
    texts["parts CSV"] = "snapshot_ts,expiry,strike,option_type,bid,ask,mark_price,index_price,implied_vol,delta\n"
                         "2026-04-15T17:10:46Z,2026-04-16,63000.0,C,0.145,0.1515,0.1489,74010.67,0.8903,0.9\n"
                         "2026-04-15T17:10:46Z,2026-04-16,63000.0,P,0.0,0.0001,0.0,74010.67,0.8903,-0.1\n";
    texts["tardis CSV"] = "exchange,symbol,timestamp,local_timestamp,type,bid_price,ask_price\n"
                          "deribit,BTC-9JUN20-9875-P,1591574399413000,1591574400196008,put,0.02,0.03\n";
    texts["answer"] =
        R"({"jsonrpc":"2.0","id":1,"result":[{"instrument_name":"BTC-23MAY26-69000-P","bid_price":null,"ask_price":0.0001,"mark_price":1.3e-07,"mark_iv":58.6,"underlying_price":76736.07,"creation_timestamp":1779460433267}]})";
    texts["listing"] =
        R"({"jsonrpc":"2.0","result":[{"instrument_name":"BTC-23MAY26-68000-C","kind":"option","tick_size":0.0001,"tick_size_steps":[{"above_price":0.005,"tick_size":0.0005}],"expiration_timestamp":1779523200000}],"usOut":1779460435582531})";
    texts["rows"] =
        R"({"ts":"2026-06-14 04:50:26 UTC","currency":"BTC","spot":64350.61,"forwards":[{"expiry":"2026-06-19T08:00:00Z","forward_price":64400}],"expiries":[{"expiry":"2026-06-19","strikes":[{"strike":50000.0,"mark_iv":79.76,"delta":-0.0033,"bid":0.0001}]}]})";
    texts["recording"] = "1626993723.8: " + message + "\n1626993724.8: " + message + "\n";
    texts["lines"] = texts["rows"] + "\n" + texts["rows"] + "\n";
    return texts;
}

} // namespace

class ParserMutationsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySample_isSound()
    {
        for (const auto& [name, text] : samples()) {
            const auto result = importBytes(text);
            QVERIFY2(result.ok(), (name + ": " + (result.ok() ? "" : result.error().message)).c_str());
            QVERIFY2(result->used > 0, name.c_str());
        }
    }

    void everyTruncation_isAnErrorOrAccountsForItsRows()
    {
        for (const auto& [name, text] : samples()) {
            for (std::size_t size = 0; size < text.size(); ++size)
                verifyImport(text.substr(0, size), name);
        }
    }

    void seededMutations_areErrorsOrAccountForTheirRows()
    {
        std::mt19937 random(42);
        for (const auto& [name, text] : samples()) {
            for (int round = 0; round < 1500; ++round)
                verifyImport(mutated(text, random), name);
        }
    }

    void mutatedMessages_neverCrashTheDecoder()
    {
        DeribitDecoder decoder;
        std::mt19937 random(43);
        int sound = 0;
        for (int round = 0; round < 20'000; ++round) {
            const auto result = decoder.decode(mutated(message, random));
            sound += result.ok() ? 1 : 0;
            QVERIFY(result.ok() || !result.error().message.empty());
        }
        QVERIFY(sound > 100);
    }

    void mutatedContentOfAnOwnFile_isAnErrorOrASnapshot()
    {
        const auto market = importBytes(samples()["chain CSV"]);
        const std::string content = snapshotContent(market->snapshots);
        QVERIFY(readSnapshotContent(content).ok());
        std::mt19937 random(44);
        for (int round = 0; round < 20'000; ++round) {
            const auto back = readSnapshotContent(mutated(content, random));
            if (!back)
                continue;
            for (const SnapshotPtr& snapshot : *back)
                QCOMPARE(snapshot->quotes.size(), snapshot->instruments->size());
        }
    }

private:
    static void verifyImport(const std::string& bytes, const std::string& name)
    {
        const auto result = importBytes(bytes);
        if (!result) {
            QVERIFY2(!result.error().message.empty(), name.c_str());
            return;
        }
        QCOMPARE(result->used + rejectedInAll(*result), result->rows);
        QCOMPARE(result->merged->quotes.size(), result->merged->instruments->size());
    }

    // One to four of: flip a byte, drop some, double some, or write in what parsers trip over.
    static std::string mutated(std::string text, std::mt19937& random)
    {
        static const std::vector<std::string> bait{"\"", ",",   "\n", "-",    "1e999",
                                                   "[[", "{",   "}",  "null", "9999999999999999999",
                                                   "-0", "nan", ":",  "\xFF", std::string(1, '\0'),
                                                   "d",  "_",   "''"};
        const int steps = 1 + static_cast<int>(random() % 4);
        for (int step = 0; step < steps; ++step) {
            const std::size_t at = random() % (text.size() + 1);
            switch (random() % 4) {
            case 0:
                if (at < text.size())
                    text[at] = static_cast<char>(text[at] ^ (1U << (random() % 8)));
                break;
            case 1:
                text.erase(at, random() % 9);
                break;
            case 2:
                text.insert(at, text.substr(at, random() % 30));
                break;
            default:
                text.insert(at, bait[random() % bait.size()]);
                break;
            }
        }
        return text;
    }
};

QTEST_GUILESS_MAIN(ParserMutationsTest)
#include "tst_parser_mutations.moc"
