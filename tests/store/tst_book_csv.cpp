#include "app/store/book_csv.h"
#include "tests/support/market_builder.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace ballast;

namespace {

constexpr const char* sample = "instrument,quantity,average_price,venue,account,tag\n"
                               "BTC-27MAR26-70000-C,-2.5,0.0125,deribit,main,overwrite\n"
                               "BTC-PERPETUAL,150000,63810.5,deribit,main,\n"
                               "ETH-27MAR26,-20000,,deribit,,\"basis, spring\"\n"
                               "BTC,1.5,60000,deribit,cold,spot\n"
                               "BTC-USDT-SWAP,-3,63000,okx,main,\"said \"\"later\"\"\"\n";

std::string messageOf(const Result<Portfolio>& book)
{
    return book ? std::string("(no error)") : book.error().message;
}

bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

class TestBookCsv : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sampleBook_isReadWhole()
    {
        const auto book = parseBookCsv(sample, "desk/alpha.csv");

        QVERIFY2(book.ok(), messageOf(book).c_str());
        QCOMPARE(book->name, std::string("alpha"));
        QCOMPARE(book->positions.size(), std::size_t{5});
        QCOMPARE(book->positions[0],
                 (Position{{deribitVenue, "BTC-27MAR26-70000-C"}, -2.5, 0.0125, "main", "overwrite"}));
        QCOMPARE(book->positions[2],
                 (Position{{deribitVenue, "ETH-27MAR26"}, -20000.0, std::nullopt, "", "basis, spring"}));
        QCOMPARE(book->positions[4], (Position{{{"okx"}, "BTC-USDT-SWAP"}, -3.0, 63000.0, "main", "said \"later\""}));
    }

    void canonicalText_isWhatWasRead()
    {
        QCOMPARE(bookCsv(parseBookCsv(sample, "alpha.csv").value()), std::string(sample));
    }

    void otherColumnOrdersAndLineEnds_giveTheSameBook_data()
    {
        QTest::addColumn<QByteArray>("text");

        QTest::newRow("reordered") << QByteArray("quantity,tag,instrument\n-2.5,a,BTC-PERPETUAL\n");
        QTest::newRow("windows") << QByteArray("instrument,quantity,tag\r\nBTC-PERPETUAL,-2.5,a\r\n");
        QTest::newRow("old mac") << QByteArray("instrument,quantity,tag\rBTC-PERPETUAL,-2.5,a\r");
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBFinstrument,quantity,tag\nBTC-PERPETUAL,-2.5,a\n");
        QTest::newRow("no last line end") << QByteArray("instrument,quantity,tag\nBTC-PERPETUAL,-2.5,a");
        QTest::newRow("blank lines") << QByteArray("\n\ninstrument,quantity,tag\n\n  \nBTC-PERPETUAL,-2.5,a\n\n");
        QTest::newRow("blanks round cells") << QByteArray("instrument , quantity,tag\n BTC-PERPETUAL, -2.50 ,a\n");
        QTest::newRow("venue left empty") << QByteArray("instrument,quantity,venue,tag\nBTC-PERPETUAL,-2.5,,a\n");
        QTest::newRow("all quoted") << QByteArray(
            "\"instrument\",\"quantity\",\"tag\"\n\"BTC-PERPETUAL\",\"-2.5\",\"a\"\n");
    }

    void otherColumnOrdersAndLineEnds_giveTheSameBook()
    {
        QFETCH(QByteArray, text);

        const auto book = parseBookCsv(text.toStdString(), "b.csv");

        QVERIFY2(book.ok(), messageOf(book).c_str());
        QCOMPARE(book->positions,
                 (std::vector<Position>{{{deribitVenue, "BTC-PERPETUAL"}, -2.5, std::nullopt, "", "a"}}));
    }

    void headerOnly_isAnEmptyBook() { QVERIFY(parseBookCsv("instrument,quantity\n", "b.csv")->positions.empty()); }

    void brokenBook_isRefusedWithItsLine_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("where");
        QTest::addColumn<QByteArray>("what");

        const QByteArray head("instrument,quantity,average_price,venue\n");
        const QByteArray good("BTC-PERPETUAL,10,60000,deribit\n");
        QTest::newRow("empty") << QByteArray() << QByteArray("b.csv:1:") << QByteArray("empty");
        QTest::newRow("unknown column") << QByteArray("instrument,quantity,avg_price\n") << QByteArray("b.csv:1:")
                                        << QByteArray("did you mean 'average_price'");
        QTest::newRow("mistyped column") << QByteArray("instrumnet,quantity\n") << QByteArray("b.csv:1:")
                                         << QByteArray("did you mean 'instrument'");
        QTest::newRow("column twice") << QByteArray("instrument,quantity,quantity\n") << QByteArray("b.csv:1:")
                                      << QByteArray("'quantity' is there twice");
        QTest::newRow("no quantity") << QByteArray("instrument,tag\n") << QByteArray("b.csv:1:")
                                     << QByteArray("no column 'quantity'");
        QTest::newRow("unknown name") << head + good + "BTC-PERPETUALL,1,,\n"
                                      << QByteArray("b.csv:3:") << QByteArray("BTC-PERPETUALL");
        QTest::newRow("impossible day") << head + "BTC-31FEB26-70000-C,1,,\n"
                                        << QByteArray("b.csv:2:") << QByteArray("BTC-31FEB26-70000-C");
        QTest::newRow("no instrument") << head + ",1,,\n" << QByteArray("b.csv:2:") << QByteArray("no instrument");
        QTest::newRow("quantity a word") << head + good + good + "BTC-PERPETUAL,ten,,\n"
                                         << QByteArray("b.csv:4:") << QByteArray("quantity 'ten'");
        QTest::newRow("quantity empty") << head + "BTC-PERPETUAL,,,\n"
                                        << QByteArray("b.csv:2:") << QByteArray("quantity");
        QTest::newRow("quantity nan") << head + "BTC-PERPETUAL,nan,,\n"
                                      << QByteArray("b.csv:2:") << QByteArray("quantity");
        QTest::newRow("quantity inf") << head + "BTC-PERPETUAL,1e999,,\n"
                                      << QByteArray("b.csv:2:") << QByteArray("quantity");
        QTest::newRow("quantity huge") << head + "BTC-PERPETUAL,1e300,,\n"
                                       << QByteArray("b.csv:2:") << QByteArray("quantity");
        QTest::newRow("price negative") << head + "BTC-PERPETUAL,1,-5,\n"
                                        << QByteArray("b.csv:2:") << QByteArray("average_price '-5'");
        QTest::newRow("price a word") << head + "BTC-PERPETUAL,1,free,\n"
                                      << QByteArray("b.csv:2:") << QByteArray("average_price 'free'");
        QTest::newRow("venue shouted") << head + "BTC-PERPETUAL,1,,Deribit\n"
                                       << QByteArray("b.csv:2:") << QByteArray("venue 'Deribit'");
        QTest::newRow("too few cells") << head + "BTC-PERPETUAL,1\n" << QByteArray("b.csv:2:") << QByteArray("2 cells");
        QTest::newRow("too many cells") << head + "BTC-PERPETUAL,1,2,deribit,x\n"
                                        << QByteArray("b.csv:2:") << QByteArray("5 cells");
        QTest::newRow("open quote") << head + good + "\"BTC-PERPETUAL,1,2,deribit\n" + good << QByteArray("b.csv:3:")
                                    << QByteArray("never closed");
        QTest::newRow("quote inside") << head + "BTC-PERP\"ETUAL,1,2,deribit\n"
                                      << QByteArray("b.csv:2:") << QByteArray("quote");
        QTest::newRow("NUL byte") << head + QByteArray("BTC-PERP\0ETUAL,1,,\n", 19) << QByteArray("b.csv:2:")
                                  << QByteArray("NUL");
        QTest::newRow("not UTF-8") << head + "BTC-PERPETUAL,1,,\xff\xfe\n"
                                   << QByteArray("b.csv:2:") << QByteArray("UTF-8");
        QTest::newRow("after a cell of two lines")
            << QByteArray("instrument,quantity,tag\nBTC-PERPETUAL,1,\"two\nlines\"\nBTC-PERPETUAL,x,\n")
            << QByteArray("b.csv:4:") << QByteArray("quantity 'x'");
        QTest::newRow("long cell") << head + QByteArray(5'000, 'A') + ",1,,\n"
                                   << QByteArray("b.csv:2:") << QByteArray("longer");
        QTest::newRow("many columns") << QByteArray("a,").repeated(200) + "b\n"
                                      << QByteArray("b.csv:1:") << QByteArray("columns");
    }

    void brokenBook_isRefusedWithItsLine()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, where);
        QFETCH(QByteArray, what);

        const auto book = parseBookCsv(text.toStdString(), "b.csv");

        QVERIFY(!book.ok());
        QCOMPARE(book.error().code, Errc::BadInput);
        QVERIFY2(QByteArray::fromStdString(messageOf(book)).startsWith(where), messageOf(book).c_str());
        QVERIFY2(contains(messageOf(book), what.toStdString()), messageOf(book).c_str());
    }

    void tooManyRows_areRefused()
    {
        std::string text = "instrument,quantity\n";
        for (int i = 0; i < 100'001; ++i)
            text += "BTC,1\n";

        QVERIFY(contains(messageOf(parseBookCsv(text, "b.csv")), "rows"));
    }

    void missingFile_isNotFound()
    {
        QCOMPARE(readBookCsv("/nonexistent/book.csv").error().code, Errc::NotFound);
        QCOMPARE(readBookCsv("/tmp").error().code, Errc::BadInput);
    }

    void writtenFile_isReadBackEqual()
    {
        const QTemporaryDir folder;
        const auto file = std::filesystem::path(folder.path().toStdString()) / "alpha.csv";
        const auto book = parseBookCsv(sample, "alpha.csv").value();

        QVERIFY(writeBookCsv(book, file).ok());

        QCOMPARE(readBookCsv(file).value(), book);
        QVERIFY(!writeBookCsv(book, "/nonexistent-folder/alpha.csv").ok());
    }

    void formula_isDefusedOnExportAndRestoredOnImport_data()
    {
        QTest::addColumn<QByteArray>("tag");
        QTest::addColumn<QByteArray>("cell");

        QTest::newRow("equals") << QByteArray("=cmd|' /C calc'!A0") << QByteArray("'=cmd|' /C calc'!A0");
        QTest::newRow("plus") << QByteArray("+1") << QByteArray("'+1");
        QTest::newRow("minus") << QByteArray("-1") << QByteArray("'-1");
        QTest::newRow("at") << QByteArray("@SUM(A1)") << QByteArray("'@SUM(A1)");
        QTest::newRow("tab") << QByteArray("\t=1") << QByteArray("\"'\t=1\"");
        QTest::newRow("already defused") << QByteArray("'=1") << QByteArray("''=1");
        QTest::newRow("apostrophe of speech") << QByteArray("'tis") << QByteArray("'tis");
        QTest::newRow("harmless") << QByteArray("a=b") << QByteArray("a=b");
    }

    void formula_isDefusedOnExportAndRestoredOnImport()
    {
        QFETCH(QByteArray, tag);
        QFETCH(QByteArray, cell);
        const Portfolio book{"b", {{{deribitVenue, "BTC-PERPETUAL"}, -1.0, std::nullopt, "", tag.toStdString()}}};

        const std::string csv = bookCsv(book);

        QVERIFY2(contains(csv, "deribit,," + cell.toStdString() + "\n"), csv.c_str());
        QVERIFY(contains(csv, "BTC-PERPETUAL,-1,")); // a negative quantity is a number, not a formula
        QCOMPARE(parseBookCsv(csv, "b.csv").value(), book);
    }

    void truncatedAtEveryByte_isRefusedOrAPrefix()
    {
        const std::string text(sample);
        const auto whole = parseBookCsv(text, "b.csv").value();
        for (std::size_t length = 0; length < text.size(); ++length) {
            const auto book = parseBookCsv(std::string_view(text).substr(0, length), "b.csv");
            if (!book) {
                QVERIFY(contains(messageOf(book), "b.csv:"));
                continue;
            }
            QVERIFY(book->positions.size() <= whole.positions.size());
            // All but the line that was cut are as they were.
            for (std::size_t i = 0; i + 1 < book->positions.size(); ++i)
                QCOMPARE(book->positions[i], whole.positions[i]);
        }
    }

    void mutatedTenThousandTimes_neverCrashesAndStaysCanonical()
    {
        std::mt19937 random(42);
        const std::string text(sample);
        for (int i = 0; i < 10'000; ++i) {
            std::string mutated = text;
            for (auto flips = 1 + random() % 4; flips > 0; --flips)
                mutated[random() % mutated.size()] = static_cast<char>(random() % 256);
            const auto book = parseBookCsv(mutated, "b.csv");
            if (book)
                QCOMPARE(parseBookCsv(bookCsv(*book), "b.csv").value(), *book);
        }
    }

    void hash_namesTheContentsAlone()
    {
        auto book = parseBookCsv(sample, "alpha.csv").value();
        const auto before = bookHash(book);
        book.name = "renamed";
        QCOMPARE(bookHash(book), before);

        book.positions[0].quantity = -2.6;

        QVERIFY(bookHash(book) != before);
        // printf 'instrument,quantity,average_price,venue,account,tag\n' | sha256sum
        QCOMPARE(bookHash({}), std::string("88e4f4c42c1c9d0df2f5f92cf70cdb4e46b6540d286ce1597e2d4c519ca051ee"));
    }
};

QTEST_GUILESS_MAIN(TestBookCsv)
#include "tst_book_csv.moc"
