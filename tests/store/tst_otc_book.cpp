#include "app/store/book_csv.h"
#include "models/market/otc_name.h"

#include <QTest>

#include <random>

using namespace ballast;

namespace {

constexpr const char* sample = "instrument,quantity,average_price,venue,account,tag,engine,fixed_average,barrier_hit\n"
                               "BTC-27MAR26-70000-C,-2.5,0.0125,deribit,main,,,,\n"
                               "BTC-27MAR26-70000-C-UO-90000-R500,10,900,otc,main,cap,analytic,,\n"
                               "BTC-27MAR26-60000-P-DI-50000,-5,,otc,main,,fd,,yes\n"
                               "BTC-27MAR26-65000-P-AVG-20JAN26-1D,4,2500,otc,,,mc,64210.5,\n"
                               "BTC-27MAR26-65000-P-AM,3,,otc,,,fd,,\n";

std::string messageOf(const Result<Portfolio>& book)
{
    return book ? std::string("(no error)") : book.error().message;
}

} // namespace

// OTC lines in a book file.
class TestOtcBook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void otcLines_areRead()
    {
        const auto book = parseBookCsv(sample, "b.csv");
        QVERIFY2(book.ok(), messageOf(book).c_str());
        QVERIFY(!book->positions[0].otc);
        QVERIFY(book->positions[1].instrument.venue == otcVenue);
        QVERIFY((book->positions[1].otc == OtcHolding{}));
        QVERIFY((book->positions[2].otc == OtcHolding{OtcEngine::FiniteDifferences, std::nullopt, true}));
        QVERIFY((book->positions[3].otc == OtcHolding{OtcEngine::MonteCarlo, 64210.5, false}));
    }

    void canonicalText_isWhatWasRead()
    {
        QCOMPARE(bookCsv(parseBookCsv(sample, "b.csv").value()), std::string(sample));
    }

    // A book without OTC lines keeps its text, and so its hash in the journal.
    void booksWithoutOtcLines_keepTheirSixColumns()
    {
        const auto book = parseBookCsv("instrument,quantity,engine\nBTC-PERPETUAL,100,\n", "b.csv");
        QVERIFY2(book.ok(), messageOf(book).c_str());
        QCOMPARE(bookCsv(*book),
                 std::string("instrument,quantity,average_price,venue,account,tag\nBTC-PERPETUAL,100,,deribit,,\n"));
    }

    void engineLeftOut_isTheFastestOfTheKind()
    {
        const auto book = parseBookCsv(
            "instrument,quantity,venue\nBTC-27MAR26-65000-P-AM,3,otc\nBTC-27MAR26-6000-P-UI-7000,3,otc\n", "b.csv");
        QVERIFY2(book.ok(), messageOf(book).c_str());
        QCOMPARE(book->positions[0].otc->engine, OtcEngine::FiniteDifferences);
        QCOMPARE(book->positions[1].otc->engine, OtcEngine::Analytic);
    }

    void wrongCells_areRefusedWithPlaceAndRemedy_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("says");
        QTest::newRow("no such engine") << "BTC-27MAR26-70000-C-UO-90000,1,otc,fast,,"
                                        << "write analytic, fd or mc";
        QTest::newRow("american by mc") << "BTC-27MAR26-70000-C-AM,1,otc,mc,,"
                                        << "write fd";
        QTest::newRow("geometric by fd") << "BTC-27MAR26-7-C-GEO-20MAR26-1D,1,otc,fd,,"
                                         << "write analytic or mc";
        QTest::newRow("average of a barrier") << "BTC-27MAR26-7-C-UO-9,1,otc,,70000,"
                                              << "past fixings";
        QTest::newRow("average no number") << "BTC-27MAR26-7-C-AVG-20MAR26-1D,1,otc,,x,"
                                           << "past fixings";
        QTest::newRow("negative average") << "BTC-27MAR26-7-C-AVG-20MAR26-1D,1,otc,,-1,"
                                          << "past fixings";
        QTest::newRow("hit") << "BTC-27MAR26-7-C-UO-9,1,otc,,,maybe"
                             << "yes or no";
        QTest::newRow("hit asian") << "BTC-27MAR26-7-C-AVG-20MAR26-1D,1,otc,,,yes"
                                   << "yes or no";
        QTest::newRow("engine of a listed one") << "BTC-27MAR26-70000-C,1,deribit,mc,,"
                                                << "leave it empty";
        QTest::newRow("name") << "BTC-27MAR26-70000-C-UO,1,otc,,,"
                              << "ends as in -UO-90000";
        QTest::newRow("venue forgotten") << "BTC-27MAR26-70000-C-UO-90000,1,,,,"
                                         << "put otc into the column venue";
    }
    void wrongCells_areRefusedWithPlaceAndRemedy()
    {
        QFETCH(QString, line);
        QFETCH(QString, says);
        const std::string text =
            "instrument,quantity,venue,engine,fixed_average,barrier_hit\n" + line.toStdString() + "\n";
        const auto book = parseBookCsv(text, "b.csv");
        QVERIFY(!book.ok());
        const QString message = QString::fromStdString(book.error().message);
        QVERIFY2(message.startsWith(QStringLiteral("b.csv:2: ")), qPrintable(message));
        QVERIFY2(message.contains(says), qPrintable(message));
    }

    void truncatedAnywhere_neverCrashesOrInventsLines()
    {
        const std::string text(sample);
        const auto whole = parseBookCsv(text, "b.csv").value();
        for (std::size_t length = 0; length < text.size(); ++length) {
            const auto book = parseBookCsv(std::string_view(text).substr(0, length), "b.csv");
            if (book)
                QVERIFY(book->positions.size() <= whole.positions.size());
        }
    }

    void mutatedTenThousandTimes_staysCanonical()
    {
        std::mt19937 random(43);
        for (int i = 0; i < 10'000; ++i) {
            std::string mutated(sample);
            for (auto flips = 1 + random() % 4; flips > 0; --flips)
                mutated[random() % mutated.size()] = static_cast<char>(random() % 256);
            const auto book = parseBookCsv(mutated, "b.csv");
            if (book)
                QCOMPARE(parseBookCsv(bookCsv(*book), "b.csv").value(), *book);
        }
    }
};

QTEST_GUILESS_MAIN(TestOtcBook)
#include "tst_otc_book.moc"
