#include "models/core/time.h"

#include <QtTest>

using namespace ballast;

class TimeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void soundText_givesUtcMilliseconds_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("unixMs");
        const qint64 crash = 1770326977000; // 2026-02-05T21:29:37Z
        QTest::newRow("zulu") << "2026-02-05T21:29:37Z" << crash;
        QTest::newRow("small zulu") << "2026-02-05T21:29:37z" << crash;
        QTest::newRow("no offset means UTC") << "2026-02-05T21:29:37" << crash;
        QTest::newRow("blank instead of T") << "2026-02-05 21:29:37" << crash;
        QTest::newRow("UTC in words") << "2026-02-05 21:29:37 UTC" << crash;
        QTest::newRow("milliseconds") << "2026-02-05T21:29:37.885Z" << crash + 885;
        QTest::newRow("one digit of fraction") << "2026-02-05T21:29:37.8Z" << crash + 800;
        QTest::newRow("microseconds are cut") << "2026-02-05T21:29:37.885999+00:00" << crash + 885;
        QTest::newRow("nanoseconds are cut") << "2026-02-05T21:29:37.885999999Z" << crash + 885;
        QTest::newRow("decimal comma") << "2026-02-05T21:29:37,885Z" << crash + 885;
        QTest::newRow("east") << "2026-02-05T22:29:37+01:00" << crash;
        QTest::newRow("east, no colon") << "2026-02-05T22:29:37+0100" << crash;
        QTest::newRow("west") << "2026-02-05T16:29:37-05:00" << crash;
        QTest::newRow("half-hour offset") << "2026-02-06T02:59:37+05:30" << crash;
        QTest::newRow("no seconds") << "2026-02-05T21:29Z" << crash - 37000;
        QTest::newRow("date only") << "2026-02-05" << qint64(1770249600000);
        QTest::newRow("leap day") << "2024-02-29T00:00:00Z" << qint64(1709164800000);
        QTest::newRow("epoch") << "1970-01-01T00:00:00Z" << qint64(0);
        QTest::newRow("before the epoch") << "1969-12-31T23:59:59.999Z" << qint64(-1);
    }

    void soundText_givesUtcMilliseconds()
    {
        QFETCH(QString, text);
        QFETCH(qint64, unixMs);

        const auto parsed = parseIso8601(text.toStdString());

        QVERIFY2(parsed.ok(), qPrintable(text));
        QCOMPARE(toUnixMilliseconds(*parsed), unixMs);
    }

    void garbage_isRefusedWithAHint_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"",
                                 " ",
                                 "now",
                                 "2026",
                                 "2026-02",
                                 "2026-2-5",
                                 "26-02-05",
                                 "2026-13-01",
                                 "2026-00-01",
                                 "2026-02-30",
                                 "2025-02-29",
                                 "2026-02-05T",
                                 "2026-02-05T21",
                                 "2026-02-05T24:00:00Z",
                                 "2026-02-05T21:60:00Z",
                                 "2026-02-05T21:29:61Z",
                                 "2026-02-05T21:29:37.Z",
                                 "2026-02-05T21:29:37+",
                                 "2026-02-05T21:29:37+1",
                                 "2026-02-05T21:29:37+01:0",
                                 "2026-02-05T21:29:37+25:00",
                                 "2026-02-05T21:29:37+01:99",
                                 "2026-02-05T21:29:37Zx",
                                 "2026-02-05T21:29:37 CET",
                                 "2026/02/05",
                                 "1770326977"})
            QTest::newRow(text) << text;
    }

    void garbage_isRefusedWithAHint()
    {
        QFETCH(QString, text);

        const auto parsed = parseIso8601(text.toStdString());

        QVERIFY(!parsed.ok());
        QCOMPARE(parsed.error().code, Errc::BadInput);
        QVERIFY(parsed.error().message.find("2026-02-05T21:29:37Z") != std::string::npos);
    }

    void everyTruncation_isAnErrorOrAnEarlierPrecision()
    {
        const std::string whole = "2026-02-05T21:29:37.885+01:00";
        int read = 0;

        for (std::size_t size = 0; size < whole.size(); ++size)
            read += parseIso8601(whole.substr(0, size)).ok() ? 1 : 0;

        // Date; minutes; seconds; one to three digits of fraction: nothing else is a time.
        QCOMPARE(read, 6);
    }

    void print_leavesZeroMillisecondsOut()
    {
        QCOMPARE(toIso8601(fromUnixMilliseconds(1770326977000)), std::string("2026-02-05T21:29:37Z"));
        QCOMPARE(toIso8601(fromUnixMilliseconds(1770326977005)), std::string("2026-02-05T21:29:37.005Z"));
        QCOMPARE(toIso8601(fromUnixMilliseconds(-1)), std::string("1969-12-31T23:59:59.999Z"));
    }

    void printedTime_readsBackToItself()
    {
        // A step with no common factor with seconds, hours or days.
        for (std::int64_t at = -4'000'000'000'000; at < 8'000'000'000'000; at += 98'765'432'101) {
            const auto back = parseIso8601(toIso8601(fromUnixMilliseconds(at)));
            QVERIFY(back.ok());
            QCOMPARE(toUnixMilliseconds(*back), at);
        }
    }

    void manualClock_standsStillUntilMoved()
    {
        ManualClock clock(fromUnixMilliseconds(1000));
        QCOMPARE(toUnixMilliseconds(clock.now()), qint64(1000));

        clock.advance(Milliseconds(250));
        QCOMPARE(toUnixMilliseconds(clock.now()), qint64(1250));

        clock.set(fromUnixMilliseconds(5));
        QCOMPARE(toUnixMilliseconds(clock.now()), qint64(5));
    }
};

QTEST_GUILESS_MAIN(TimeTest)
#include "tst_time.moc"
