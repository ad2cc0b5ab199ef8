#include "app/feeds/snapshot_file.h"
#include "tests/feeds/import_testing.h"
#include "tests/support/shared_data.h"

#include <QtTest>

#include <random>

using namespace ballast;
using namespace ballast::test;

namespace {

bool same(const MarketSnapshot& left, const MarketSnapshot& right)
{
    if (left.id != right.id || left.asOf != right.asOf || left.mode != right.mode || left.source != right.source ||
        left.indices != right.indices || left.instruments->all() != right.instruments->all() ||
        left.quotes.size() != right.quotes.size())
        return false;
    for (std::size_t i = 0; i < left.quotes.size(); ++i) {
        Quote a = left.quotes[i];
        Quote b = right.quotes[i];
        if (static_cast<bool>(a.ladder) != static_cast<bool>(b.ladder) || (a.ladder && !(*a.ladder == *b.ladder)))
            return false;
        a.ladder = b.ladder = nullptr;
        if (!(a == b))
            return false;
    }
    return true;
}

std::vector<SnapshotPtr> smallMarket()
{
    const ImportFolder folder;
    const auto result = import({folder.write(
        "a", "time,instrument,bid,ask,mark,iv,index_price,bids,asks\n"
             "2026-02-05T10:00:00Z,BTC-27MAR26-70000-C,0.01,0.02,0.015,60,64000,\"[[0.01, 3]]\",\"[[0.02, 4]]\"\n"
             "2026-02-05T10:00:00Z,BTC-27MAR26-80000-C,,0.002,0.001,70,64000,[],[]\n"
             "2026-02-05T11:00:00Z,BTC-27MAR26-70000-C,0.03,0.02,0.025,61,64100,[],[]\n")});
    return result->snapshots;
}

} // namespace

class SnapshotFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void realChains_readBackExactly_data()
    {
        QTest::addColumn<QString>("path");
        for (const char* path :
             {"chains/deribit_full_btc_eth_2025-12_2026-05/deribit_options_snapshot_20260205T212937Z.csv",
              "chains/deribit_btc_books_2020-05-21", "chains/deribit_btc_rest_json_2026-05",
              "api_json/cryptofeed_ws_recordings"})
            QTest::newRow(path) << path;
    }

    void realChains_readBackExactly()
    {
        QFETCH(QString, path);
        const auto source = sharedData(path.toStdString());
        if (!source)
            QSKIP("no shared data");
        const auto imported = import({*source});
        QVERIFY(imported.ok());
        const ImportFolder folder;
        const auto file = folder.path() / "market.ballast";

        QVERIFY(writeSnapshotFile(file, imported->snapshots).ok());
        const auto back = readSnapshotFile(file);

        QVERIFY2(back.ok(), back.ok() ? "" : back.error().message.c_str());
        QCOMPARE(back->size(), imported->snapshots.size());
        for (std::size_t i = 0; i < back->size(); ++i)
            QVERIFY(same(*(*back)[i], *imported->snapshots[i]));
        QVERIFY(!std::filesystem::exists(folder.path() / "market.ballast.part"));
    }

    void importOfOwnFile_givesTheSameMarket()
    {
        const auto source = sharedData("chains/deribit_stress_2020-03-13");
        if (!source)
            QSKIP("no shared data");
        const auto first = import({*source});
        const ImportFolder folder;
        const auto file = folder.path() / "any name";
        QVERIFY(writeSnapshotFile(file, {first->merged}).ok());

        const auto second = import({file});

        QVERIFY(second.ok());
        QCOMPARE(second->rows, first->merged->quotes.size());
        QVERIFY(second->merged->instruments->all() == first->merged->instruments->all());
        QVERIFY(second->merged->quotes == first->merged->quotes);
        QVERIFY(second->merged->indices == first->merged->indices);
    }

    void tables_areSharedAndWrittenOnce()
    {
        const auto market = smallMarket();
        const auto one = encodeSnapshots({market[0]}).size();
        const auto back = decodeSnapshots(encodeSnapshots({market[0], market[0], market[0]}));
        QVERIFY(back.ok());
        QCOMPARE((*back)[0]->instruments.get(), (*back)[2]->instruments.get());
        QVERIFY(encodeSnapshots({market[0], market[0]}).size() < 2 * one);
    }

    void noSnapshots_isASoundFile()
    {
        const auto back = decodeSnapshots(encodeSnapshots({}));
        QVERIFY(back.ok());
        QVERIFY(back->empty());
    }

    void everyTruncation_isRefused()
    {
        const std::string whole = encodeSnapshots(smallMarket());
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const auto back = decodeSnapshots(std::string_view(whole).substr(0, size));
            QVERIFY(!back.ok());
            QVERIFY(!back.error().message.empty());
        }
    }

    void everyFlippedByte_isRefused()
    {
        const auto market = smallMarket();
        const std::string whole = encodeSnapshots(market);
        for (std::size_t at = 0; at < whole.size(); ++at) {
            std::string damaged = whole;
            damaged[at] = static_cast<char>(damaged[at] ^ 0x20);
            QVERIFY2(!decodeSnapshots(damaged).ok(), std::to_string(at).c_str());
        }
    }

    void newerVersion_isNamed()
    {
        std::string bytes = encodeSnapshots({});
        bytes[8] = 2;
        const auto back = decodeSnapshots(bytes);
        QVERIFY(!back.ok());
        QCOMPARE(back.error().code, Errc::Unsupported);
        QVERIFY(back.error().message.find("version 2") != std::string::npos);
    }

    void impossibleSize_isRefusedBeforeItIsReserved()
    {
        std::string bytes = encodeSnapshots({});
        bytes[18] = static_cast<char>(0x7F); // the size's seventh byte
        QVERIFY(!decodeSnapshots(bytes).ok());
    }

    void unwritableFolder_isAnError()
    {
        const ImportFolder folder;
        const auto status = writeSnapshotFile(folder.path() / "no" / "such" / "a.ballast", {});
        QVERIFY(!status.ok());
        QCOMPARE(status.error().code, Errc::Io);
    }
};

QTEST_GUILESS_MAIN(SnapshotFileTest)
#include "tst_snapshot_file.moc"
