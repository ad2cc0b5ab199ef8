#include "app/feeds/csv_reader.h"

#include <QtTest>

using namespace ballast;

namespace {

struct Table
{
    std::vector<std::vector<std::string>> rows;
    std::vector<std::size_t> lines;
    std::string error;
};

Table read(const std::string& text, ImportLimits limits = {})
{
    Table table;
    const FileBytes file{"t.csv", text};
    const Status status = readCsv(file, limits, [&table](const CsvRecord& record) -> Status {
        table.rows.emplace_back(record.cells.begin(), record.cells.end());
        table.lines.push_back(record.line);
        return Done{};
    });
    if (!status)
        table.error = status.error().message;
    return table;
}

using Rows = std::vector<std::vector<std::string>>;

} // namespace

class CsvReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plainTable_isRead()
    {
        const Table table = read("a,b\n1,2\n3,4\n");
        QCOMPARE(table.rows, (Rows{{"a", "b"}, {"1", "2"}, {"3", "4"}}));
        QCOMPARE(table.lines, (std::vector<std::size_t>{1, 2, 3}));
    }

    void quotedCells_keepDelimitersQuotesAndLines()
    {
        const Table table = read("a,b\n\"x,y\",\"say \"\"hi\"\"\"\n\"two\nlines\",z\nlast,row\n");
        QCOMPARE(table.rows, (Rows{{"a", "b"}, {"x,y", "say \"hi\""}, {"two\nlines", "z"}, {"last", "row"}}));
        QCOMPARE(table.lines.back(), std::size_t(5));
    }

    void lineEnds_ofAllKindsAndNone()
    {
        QCOMPARE(read("a,b\r\n1,2\r\n").rows, (Rows{{"a", "b"}, {"1", "2"}}));
        QCOMPARE(read("a,b\n1,2").rows, (Rows{{"a", "b"}, {"1", "2"}}));
        QCOMPARE(read("a,b\n\n1,2\n\n\n").rows, (Rows{{"a", "b"}, {"1", "2"}}));
        QCOMPARE(read("a,b\n\n1,2\n").lines.back(), std::size_t(3));
    }

    void semicolonsAndTabs_areFoundByTheHeader()
    {
        QCOMPARE(read("a;b\n1,5;2\n").rows, (Rows{{"a", "b"}, {"1,5", "2"}}));
        QCOMPARE(read("a\tb\n\t2\n").rows, (Rows{{"a", "b"}, {"", "2"}}));
    }

    void emptyText_hasNoRows()
    {
        QVERIFY(read("").rows.empty());
        QVERIFY(read("").error.empty());
        QVERIFY(read("\n\n").rows.empty());
    }

    void wrongFieldCount_namesItsLine()
    {
        const Table table = read("a,b\n1,2\n\"x\ny\",2,3\n");
        QVERIFY2(table.error.starts_with("t.csv:4: 3 fields where the header has 2,"), table.error.c_str());
        QCOMPARE(table.rows.size(), std::size_t(2));
    }

    void openQuote_namesTheLineWhereItsRecordBegins()
    {
        QVERIFY(read("a,b\n1,2\n\"open,2\n3,4\n5,6\n").error.starts_with("t.csv:3: a quote"));
        QVERIFY(read("a,b\n1,\"open\n3,4\n").error.starts_with("t.csv:2: a quote"));
        QVERIFY(read("a,b\n1,x\"y\n").error.starts_with("t.csv:2: a quote"));
        QVERIFY(read("a,b\n1,\"x\"y\n").error.starts_with("t.csv:2: a quote"));
    }

    void sinkError_stopsTheReading()
    {
        int calls = 0;
        const Status status = readCsv({"t.csv", "a\n1\n2\n3\n"}, {}, [&calls](const CsvRecord&) -> Status {
            return ++calls == 2 ? Status(Error{Errc::BadInput, "enough"}) : Status(Done{});
        });
        QVERIFY(!status.ok());
        QCOMPARE(status.error().message, std::string("enough"));
        QCOMPARE(calls, 2);
    }

    void tooManyFields_areRefused()
    {
        QVERIFY(read("a,b,c\n", {1000, 1000, 2}).error.find("more than 2 fields") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(CsvReaderTest)
#include "tst_csv_reader.moc"
