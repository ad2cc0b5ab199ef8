#include "app/store/journal_thread.h"

#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace ballast;

namespace {

JournalDraft draft(int number, std::string kind = "approved")
{
    return {fromUnixMilliseconds(number),
            std::move(kind),
            "trader",
            1,
            static_cast<std::uint64_t>(number),
            "entry " + std::to_string(number),
            "{}"};
}

std::filesystem::path pathOf(const QTemporaryDir& folder)
{
    return std::filesystem::path(folder.path().toStdString()) / "journal.sqlite";
}

} // namespace

class TestJournalThread : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void newFile_opensEmpty()
    {
        const QTemporaryDir folder;
        JournalThread store(pathOf(folder));
        QSignalSpy opened(&store, &JournalThread::opened);

        QTRY_COMPARE(opened.count(), 1);

        const auto history = opened.first().first().value<JournalHistory>();
        QVERIFY(history.verdict.intact);
        QVERIFY(history.newest.empty());
        QVERIFY(!history.newestKill);
    }

    void appends_areAnsweredInOrderAfterCommit()
    {
        const QTemporaryDir folder;
        JournalThread store(pathOf(folder));
        QSignalSpy appended(&store, &JournalThread::appended);
        std::vector<std::int64_t> answers;
        bool readable = true;

        for (int i = 1; i <= 10; ++i) {
            store.append(draft(i), [&](const Result<JournalEntry>& outcome) {
                answers.push_back(outcome->sequence);
                // Another connection sees the entry: it was committed before the answer came.
                const auto seen = Journal::read(pathOf(folder), outcome->sequence, 1);
                readable = readable && seen.ok() && seen->size() == 1 && seen->front() == *outcome;
                QCOMPARE(QThread::currentThread(), store.thread());
            });
        }
        QTRY_COMPARE(appended.count(), 10);

        QVERIFY(readable);
        for (int i = 0; i < 10; ++i) {
            QCOMPARE(answers[static_cast<std::size_t>(i)], i + 1);
            QCOMPARE(appended.at(i).at(0).toULongLong(), static_cast<quint64>(i + 1));
            QCOMPARE(appended.at(i).at(1).value<JournalEntry>().summary, "entry " + std::to_string(i + 1));
        }
    }

    void destruction_writesWhatIsQueued()
    {
        const QTemporaryDir folder;
        {
            JournalThread store(pathOf(folder));
            for (int i = 1; i <= 50; ++i)
                store.append(draft(i));
        }

        const auto verdict = Journal::verify(pathOf(folder));

        QVERIFY(verdict->intact);
        QCOMPARE(verdict->entries, 50);
    }

    void restart_bringsHistoryAndTheLastKill()
    {
        const QTemporaryDir folder;
        {
            JournalThread store(pathOf(folder));
            store.append(draft(1, "kill"));
            for (int i = 2; i <= 20; ++i)
                store.append(draft(i));
        }

        JournalThread store(pathOf(folder), 5);
        QSignalSpy opened(&store, &JournalThread::opened);
        QTRY_COMPARE(opened.count(), 1);

        const auto history = opened.first().first().value<JournalHistory>();
        QCOMPARE(history.newest.size(), std::size_t{5});
        QCOMPARE(history.newest.back().sequence, 20);
        QCOMPARE(history.newestKill->sequence, 1);
    }

    void unwritablePlace_failsEveryRequestAloud()
    {
        JournalThread store("/nonexistent-folder/journal.sqlite");
        QSignalSpy failed(&store, &JournalThread::failed);
        int refused = 0;

        const auto number = store.append(draft(1), [&](const Result<JournalEntry>& outcome) { refused += !outcome; });
        QTRY_COMPARE(failed.count(), 2);

        QCOMPARE(failed.at(0).at(0).toULongLong(), 0u);
        QCOMPARE(failed.at(1).at(0).toULongLong(), static_cast<quint64>(number));
        QVERIFY(failed.at(1).at(1).value<Error>().message.find("cannot be opened") != std::string::npos);
        QCOMPARE(refused, 1);
    }

    void placeThatBecomesWritable_isTriedAgain()
    {
        const QTemporaryDir folder;
        const auto late = std::filesystem::path(folder.path().toStdString()) / "later" / "journal.sqlite";
        JournalThread store(late);
        QSignalSpy failed(&store, &JournalThread::failed);
        QSignalSpy opened(&store, &JournalThread::opened);
        QSignalSpy appended(&store, &JournalThread::appended);
        QTRY_COMPARE(failed.count(), 1);

        std::filesystem::create_directory(late.parent_path());
        store.append(draft(1));

        QTRY_COMPARE(appended.count(), 1);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(failed.count(), 1);
    }

    void lockedFile_isSaidWithinASecond()
    {
        const QTemporaryDir folder;
        JournalThread store(pathOf(folder));
        QSignalSpy opened(&store, &JournalThread::opened);
        QSignalSpy failed(&store, &JournalThread::failed);
        QTRY_COMPARE(opened.count(), 1);
        {
            auto other = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("other"));
            other.setDatabaseName(QString::fromStdString(pathOf(folder).string()));
            QVERIFY(other.open());
            QSqlQuery lock(other);
            QVERIFY(lock.exec(QStringLiteral("BEGIN EXCLUSIVE")));

            store.append(draft(1));
            QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, 1'000);

            QVERIFY(lock.exec(QStringLiteral("ROLLBACK")));
        }
        QSqlDatabase::removeDatabase(QStringLiteral("other"));
        QSignalSpy appended(&store, &JournalThread::appended);
        store.append(draft(1));
        QTRY_COMPARE(appended.count(), 1);
    }
};

QTEST_GUILESS_MAIN(TestJournalThread)
#include "tst_journal_thread.moc"
