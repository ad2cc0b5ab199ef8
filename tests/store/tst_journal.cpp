#include "app/store/journal.h"
#include "app/store/journal_chain.h"

#include <QCryptographicHash>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <random>
#include <set>

using namespace ballast;

namespace {

JournalDraft draft(int number)
{
    return {fromUnixMilliseconds(1'770'000'000'000 + number),
            number % 2 == 0 ? "approved" : "rejected",
            "trader",
            static_cast<std::uint64_t>(100 + number),
            static_cast<std::uint64_t>(number),
            "summary of entry " + std::to_string(number),
            R"({"costUsd":)" + std::to_string(number) + R"(,"note":"Zürich"})"};
}

std::filesystem::path pathOf(const QTemporaryDir& folder, const char* name = "journal.sqlite")
{
    return std::filesystem::path(folder.path().toStdString()) / name;
}

void writeEntries(const std::filesystem::path& file, int count)
{
    auto journal = Journal::open(file);
    QVERIFY2(journal.ok(), journal.ok() ? "" : journal.error().message.c_str());
    for (int i = 1; i <= count; ++i)
        QVERIFY(journal.value().append(draft(i)).ok());
}

// A connection without the journal's manners, as somebody with a database tool would have.
class Intruder
{
public:
    explicit Intruder(const std::filesystem::path& file)
    {
        auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("intruder"));
        database.setDatabaseName(QString::fromStdString(file.string()));
        database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=100"));
        if (!database.open())
            qFatal("intruder could not open the file");
    }
    ~Intruder()
    {
        QSqlDatabase::database(QStringLiteral("intruder")).close();
        QSqlDatabase::removeDatabase(QStringLiteral("intruder"));
    }
    Intruder(const Intruder&) = delete;
    Intruder& operator=(const Intruder&) = delete;

    [[nodiscard]] QString run(const QString& sql) const // empty: done
    {
        QSqlQuery query(QSqlDatabase::database(QStringLiteral("intruder")));
        return query.exec(sql) ? QString() : query.lastError().text();
    }

    // Takes the triggers off, does it, and puts them back: only the chain can tell.
    void tamper(const QString& sql) const
    {
        for (const JournalObject& object : journalSchema) {
            if (QLatin1String(object.name) != QLatin1String("journal"))
                QCOMPARE(run(QStringLiteral("DROP TRIGGER %1").arg(QLatin1String(object.name))), QString());
        }
        QCOMPARE(run(sql), QString());
        for (const JournalObject& object : journalSchema) {
            if (QLatin1String(object.name) != QLatin1String("journal"))
                QCOMPARE(run(QLatin1String(object.sql)), QString());
        }
    }
};

ChainVerdict verdictOf(const std::filesystem::path& file)
{
    auto verdict = Journal::verify(file);
    if (!verdict)
        qFatal("verify failed: %s", verdict.error().message.c_str());
    return std::move(verdict).value();
}

QByteArray bytesOf(const std::filesystem::path& file)
{
    QFile input(QString::fromStdString(file.string()));
    return input.open(QIODevice::ReadOnly) ? input.readAll() : QByteArray();
}

void writeBytes(const std::filesystem::path& file, const QByteArray& bytes)
{
    QFile output(QString::fromStdString(file.string()));
    QVERIFY(output.open(QIODevice::WriteOnly));
    QCOMPARE(output.write(bytes), bytes.size());
}

} // namespace

class TestJournal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void newJournal_isEmptyAndIntact()
    {
        const QTemporaryDir folder;
        writeEntries(pathOf(folder), 0);

        const ChainVerdict verdict = verdictOf(pathOf(folder));

        QVERIFY(verdict.intact);
        QCOMPARE(verdict.entries, 0);
        QCOMPARE(verdict.lastHash, std::string(journalGenesis));
    }

    void appendedEntries_comeBackEqualAfterReopening()
    {
        const QTemporaryDir folder;
        std::vector<JournalEntry> written;
        {
            auto journal = Journal::open(pathOf(folder));
            QVERIFY(journal.ok());
            for (int i = 1; i <= 20; ++i)
                written.push_back(journal.value().append(draft(i)).value());
        }

        auto journal = Journal::open(pathOf(folder));

        QVERIFY(journal.ok());
        QCOMPARE(journal->entries(1, 100).value(), written);
        QCOMPARE(journal->entries(18, 2).value(), std::vector(written.begin() + 17, written.begin() + 19));
        QCOMPARE(journal->newest(3).value(), std::vector(written.end() - 3, written.end()));
        QCOMPARE(journal->head().value(), (JournalHead{20, written.back().hash}));
        QCOMPARE(Journal::read(pathOf(folder), 1, 100).value(), written);
        QCOMPARE(written.front().previousHash, std::string(journalGenesis));
        QCOMPARE(written[1].previousHash, written[0].hash);
    }

    // The encoding of journal_chain.h spelled out by hand.
    void hash_isSha256OfLengthPrefixedFields()
    {
        const JournalEntry entry{2,    fromUnixMilliseconds(1'000), "kill", "me", 3, 4, "s",
                                 "{}", std::string(64, 'a'),        {}};
        QByteArray encoding;
        for (const char* field : {"ballast.journal", "1", "2", "1000", "kill", "me", "3", "4", "s", "{}"}) {
            encoding.append(7, '\0');
            encoding.append(static_cast<char>(qstrlen(field)));
            encoding.append(field);
        }
        encoding.append(7, '\0');
        encoding.append(static_cast<char>(64));
        encoding.append(64, 'a');

        const auto expected = QCryptographicHash::hash(encoding, QCryptographicHash::Sha256).toHex();

        QCOMPARE(QByteArray::fromStdString(journalHash(entry, 1)), expected);
    }

    void textMovedBetweenFields_changesTheHash()
    {
        JournalEntry one{1, {}, "ab", "c", 0, 0, "", "{}", "", {}};
        JournalEntry other{1, {}, "a", "bc", 0, 0, "", "{}", "", {}};

        QVERIFY(journalHash(one, 1) != journalHash(other, 1));
    }

    void textThatIsNoUtf8_isStoredAndHashedAlike()
    {
        const QTemporaryDir folder;
        {
            auto journal = Journal::open(pathOf(folder));
            QVERIFY(journal.ok());
            auto odd = draft(1);
            odd.summary = "caf\xe9 \xff";
            odd.actor = std::string("nul\0inside", 10);
            const auto entry = journal.value().append(odd);
            QVERIFY(entry.ok());
            QCOMPARE(journal->entries(1, 1).value().front(), *entry);
        }

        QVERIFY(verdictOf(pathOf(folder)).intact);
    }

    void draftWithoutKindOrWithoutJson_isRefused()
    {
        const QTemporaryDir folder;
        auto journal = Journal::open(pathOf(folder));
        auto noKind = draft(1);
        noKind.kind.clear();
        auto noJson = draft(1);
        noJson.payload = "{broken";

        QCOMPARE(journal.value().append(noKind).error().code, Errc::BadInput);
        QCOMPARE(journal.value().append(noJson).error().code, Errc::BadInput);
        QCOMPARE(journal->head().value().sequence, 0);
    }

    void newestOfKinds_isFoundHoweverOld()
    {
        const QTemporaryDir folder;
        auto journal = Journal::open(pathOf(folder));
        auto kill = draft(1);
        kill.kind = "kill";
        QVERIFY(journal.value().append(kill).ok());
        for (int i = 2; i < 40; ++i)
            QVERIFY(journal.value().append(draft(i)).ok());
        const std::array<std::string_view, 2> kinds{"kill", "kill-reset"};
        const std::array<std::string_view, 1> none{"no-such-kind"};

        QCOMPARE(journal->newestOf(kinds).value()->sequence, 1);
        QVERIFY(!journal->newestOf(none).value());
    }

    void triggers_refuseChange_data()
    {
        QTest::addColumn<QString>("sql");

        QTest::newRow("update") << QStringLiteral("UPDATE journal SET summary = 'x' WHERE sequence = 2");
        QTest::newRow("delete") << QStringLiteral("DELETE FROM journal WHERE sequence = 2");
        QTest::newRow("delete all") << QStringLiteral("DELETE FROM journal");
        QTest::newRow("replace") << QStringLiteral(
            "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE sequence = 2");
        QTest::newRow("insert in the past") << QStringLiteral(
            "INSERT INTO journal SELECT 0, at, schema_version, kind, actor, basis, proposal, summary, "
            "payload, previous_hash, hash FROM journal WHERE sequence = 2");
        QTest::newRow("insert with another previous hash") << QStringLiteral(
            "INSERT INTO journal SELECT 4, at, schema_version, kind, actor, basis, proposal, summary, "
            "payload, previous_hash, hash FROM journal WHERE sequence = 2");
        QTest::newRow("upsert") << QStringLiteral(
            "INSERT INTO journal SELECT * FROM journal WHERE sequence = 3 ON CONFLICT DO UPDATE SET summary = 'x'");
    }

    void triggers_refuseChange()
    {
        QFETCH(QString, sql);
        const QTemporaryDir folder;
        writeEntries(pathOf(folder), 3);
        const Intruder intruder(pathOf(folder));

        const QString refusal = intruder.run(sql);

        QVERIFY2(refusal.contains(QStringLiteral("append-only")), qPrintable(refusal));
        QVERIFY(verdictOf(pathOf(folder)).intact);
        QCOMPARE(verdictOf(pathOf(folder)).entries, 3);
    }

    // One character of every column of every row.
    void changedColumn_isFoundWithItsRow_data()
    {
        QTest::addColumn<QString>("change");

        for (const char* column : {"kind", "actor", "summary", "payload", "previous_hash", "hash"})
            QTest::newRow(column) << QStringLiteral("%1 = CASE WHEN substr(%1, 1, 1) = 'x' THEN 'y' ELSE 'x' END || "
                                                    "substr(%1, 2)")
                                         .arg(QLatin1String(column));
        for (const char* column : {"at", "schema_version", "basis", "proposal"})
            QTest::newRow(column) << QStringLiteral("%1 = %1 + 1").arg(QLatin1String(column));
        QTest::newRow("sequence") << QStringLiteral("sequence = sequence + 1000");
        QTest::newRow("trailing blank") << QStringLiteral("summary = summary || ' '");
        QTest::newRow("trailing NUL") << QStringLiteral("summary = summary || char(0)");
        QTest::newRow("emptied") << QStringLiteral("payload = ''");
    }

    void changedColumn_isFoundWithItsRow()
    {
        QFETCH(QString, change);
        for (int row = 1; row <= 5; ++row) {
            const QTemporaryDir folder;
            writeEntries(pathOf(folder), 5);
            Intruder(pathOf(folder))
                .tamper(QStringLiteral("UPDATE journal SET %1 WHERE sequence = %2").arg(change).arg(row));

            const ChainVerdict verdict = verdictOf(pathOf(folder));

            QVERIFY(!verdict.intact);
            QCOMPARE(verdict.brokenAt, std::optional<std::int64_t>(row));
            QVERIFY(!verdict.reason.empty());
        }
    }

    void changedRowWithItsHashRecomputed_isFoundAtTheNext()
    {
        const QTemporaryDir folder;
        writeEntries(pathOf(folder), 5);
        auto forged = Journal::read(pathOf(folder), 3, 1).value().front();
        forged.summary = "forged";
        forged.hash = journalHash(forged, journalSchemaVersion);
        Intruder(pathOf(folder))
            .tamper(QStringLiteral("UPDATE journal SET summary = 'forged', hash = '%1' WHERE sequence = 3")
                        .arg(QString::fromStdString(forged.hash)));

        QCOMPARE(verdictOf(pathOf(folder)).brokenAt, std::optional<std::int64_t>(4));
    }

    void missingRow_isFound()
    {
        const QTemporaryDir folder;
        writeEntries(pathOf(folder), 5);
        Intruder(pathOf(folder)).tamper(QStringLiteral("DELETE FROM journal WHERE sequence = 3"));

        const ChainVerdict verdict = verdictOf(pathOf(folder));

        QCOMPARE(verdict.brokenAt, std::optional<std::int64_t>(3));
        QCOMPARE(verdict.entries, 4);
        QVERIFY(verdict.reason.find("missing") != std::string::npos);
    }

    void firstRowMissing_isFound()
    {
        const QTemporaryDir folder;
        writeEntries(pathOf(folder), 3);
        Intruder(pathOf(folder)).tamper(QStringLiteral("DELETE FROM journal WHERE sequence = 1"));

        QCOMPARE(verdictOf(pathOf(folder)).brokenAt, std::optional<std::int64_t>(1));
    }

    void swappedRows_areFound()
    {
        const QTemporaryDir folder;
        writeEntries(pathOf(folder), 5);
        Intruder(pathOf(folder)).tamper(QStringLiteral("UPDATE journal SET sequence = 900 WHERE sequence = 2"));
        Intruder(pathOf(folder)).tamper(QStringLiteral("UPDATE journal SET sequence = 2 WHERE sequence = 3"));
        Intruder(pathOf(folder)).tamper(QStringLiteral("UPDATE journal SET sequence = 3 WHERE sequence = 900"));

        QCOMPARE(verdictOf(pathOf(folder)).brokenAt, std::optional<std::int64_t>(2));
    }

    void droppedTrigger_isReported()
    {
        const QTemporaryDir folder;
        writeEntries(pathOf(folder), 3);
        QCOMPARE(Intruder(pathOf(folder)).run(QStringLiteral("DROP TRIGGER journal_no_update")), QString());

        const ChainVerdict verdict = verdictOf(pathOf(folder));

        QVERIFY(!verdict.intact);
        QVERIFY(!verdict.brokenAt);
        QVERIFY2(verdict.reason.find("journal_no_update") != std::string::npos, verdict.reason.c_str());
    }

    // The chain cannot see its own end cut off; the head hash noted before can.
    void cutTail_showsAgainstTheNotedHead()
    {
        const QTemporaryDir folder;
        writeEntries(pathOf(folder), 5);
        const ChainVerdict before = verdictOf(pathOf(folder));
        Intruder(pathOf(folder)).tamper(QStringLiteral("DELETE FROM journal WHERE sequence = 5"));

        const ChainVerdict after = verdictOf(pathOf(folder));

        QVERIFY(after.intact);
        QVERIFY(after.lastHash != before.lastHash);
        QCOMPARE(after.entries, before.entries - 1);
    }

    // Bytes of the rows' text in the file itself, behind the database's back.
    void hundredFlippedBytes_areAllFound()
    {
        const QTemporaryDir folder;
        writeEntries(pathOf(folder), 40);
        const QByteArray sound = bytesOf(pathOf(folder));
        QVERIFY(verdictOf(pathOf(folder)).intact);
        std::vector<qsizetype> places; // where entry texts and hashes lie
        const auto entries = Journal::read(pathOf(folder), 1, 100).value();
        for (const JournalEntry& entry : entries) {
            for (const std::string& text : {entry.summary, entry.payload, entry.hash}) {
                const auto needle = QByteArray::fromStdString(text);
                const auto at = sound.indexOf(needle);
                QVERIFY(at >= 0);
                for (qsizetype i = 0; i < needle.size(); ++i)
                    places.push_back(at + i);
            }
        }
        std::mt19937 random(20260205);
        std::uniform_int_distribution<std::size_t> place(0, places.size() - 1);
        std::uniform_int_distribution<int> bit(0, 7);
        const auto victim = pathOf(folder, "victim.sqlite");

        int found = 0;
        for (int i = 0; i < 100; ++i) {
            QByteArray changed = sound;
            const auto at = places[place(random)];
            changed[at] = static_cast<char>(changed[at] ^ (1 << bit(random)));
            writeBytes(victim, changed);
            const auto verdict = Journal::verify(victim);
            found += verdict.ok() && !verdict->intact && verdict->brokenAt ? 1 : 0;
        }

        QCOMPARE(found, 100);
    }

    // Any byte of any page that holds rows: whatever it breaks, no verdict may show other contents as intact.
    void flippedByteAnywhere_neverShowsOtherContentsAsIntact()
    {
        const QTemporaryDir folder;
        writeEntries(pathOf(folder), 20);
        const QByteArray sound = bytesOf(pathOf(folder));
        const auto original = Journal::read(pathOf(folder), 1, 100).value();
        std::mt19937 random(7);
        std::uniform_int_distribution<qsizetype> place(0, sound.size() - 1);
        const auto victim = pathOf(folder, "victim.sqlite");

        for (int i = 0; i < 300; ++i) {
            QByteArray changed = sound;
            const auto at = place(random);
            changed[at] = static_cast<char>(changed[at] ^ 0x40);
            writeBytes(victim, changed);
            const auto verdict = Journal::verify(victim);
            if (!verdict || !verdict->intact)
                continue;
            const auto read = Journal::read(victim, 1, 100);
            QVERIFY2(read.ok() && *read == original, qPrintable(QString::number(at)));
        }
    }

    void brokenHead_isNotContinued()
    {
        const QTemporaryDir folder;
        writeEntries(pathOf(folder), 3);
        Intruder(pathOf(folder)).tamper(QStringLiteral("UPDATE journal SET summary = 'x' WHERE sequence = 3"));
        auto journal = Journal::open(pathOf(folder));
        QVERIFY(journal.ok());

        const auto refused = journal.value().append(draft(4));

        QCOMPARE(refused.error().code, Errc::Conflict);
        QVERIFY(refused.error().message.find("entry 3") != std::string::npos);
    }

    void twoJournalsOnOneFile_makeOneChain()
    {
        const QTemporaryDir folder;
        auto left = Journal::open(pathOf(folder));
        auto right = Journal::open(pathOf(folder));
        QVERIFY(left.ok() && right.ok());
        std::mt19937 random(11);

        for (int i = 1; i <= 60; ++i) {
            auto& journal = random() % 2 == 0 ? left.value() : right.value();
            QCOMPARE(journal.append(draft(i)).value().sequence, i);
        }

        QVERIFY(verdictOf(pathOf(folder)).intact);
        QCOMPARE(left->entries(1, 100).value(), right->entries(1, 100).value());
    }

    void writersInParallel_makeOneChain()
    {
        const QTemporaryDir folder;
        writeEntries(pathOf(folder), 0);
        const auto file = pathOf(folder);
        std::vector<std::thread> writers;
        std::atomic<int> failures{0};

        for (int writer = 0; writer < 4; ++writer) {
            writers.emplace_back([&file, &failures] {
                auto journal = Journal::open(file, {std::chrono::seconds(60)});
                for (int i = 0; i < 25; ++i)
                    failures += journal && journal.value().append(draft(i)) ? 0 : 1;
            });
        }
        for (std::thread& writer : writers)
            writer.join();

        QCOMPARE(failures.load(), 0);
        QVERIFY(verdictOf(file).intact);
        QCOMPARE(verdictOf(file).entries, 100);
    }

    void lockedFile_isSaidWithinASecondAndNothingIsLost()
    {
        const QTemporaryDir folder;
        auto journal = Journal::open(pathOf(folder));
        QVERIFY(journal.value().append(draft(1)).ok());
        const Intruder intruder(pathOf(folder));
        QCOMPARE(intruder.run(QStringLiteral("BEGIN IMMEDIATE")), QString());
        QElapsedTimer timer;
        timer.start();

        const auto refused = journal.value().append(draft(2));

        QVERIFY(timer.elapsed() < 1'000);
        QCOMPARE(refused.error().code, Errc::Io);
        QVERIFY(refused.error().message.find("locked") != std::string::npos);
        QCOMPARE(intruder.run(QStringLiteral("ROLLBACK")), QString());
        QCOMPARE(journal.value().append(draft(2)).value().sequence, 2);
    }

    // A file size limit stands in for a full disk.
    void fullDisk_isAnErrorAndTheJournalGoesOnAfterwards()
    {
        const QTemporaryDir folder;
        auto journal = Journal::open(pathOf(folder));
        QVERIFY(journal.value().append(draft(1)).ok());
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit tight{256 * 1024, before.rlim_max};
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &tight), 0);

        std::int64_t acknowledged = 1;
        std::optional<Error> refusal;
        for (int i = 2; i < 2'000 && !refusal; ++i) {
            auto large = draft(i);
            large.payload = "\"" + std::string(20'000, 'x') + "\"";
            const auto written = journal.value().append(large);
            if (written)
                acknowledged = written->sequence;
            else
                refusal = written.error();
        }
        setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);

        QVERIFY(refusal.has_value());
        QCOMPARE(refusal->code, Errc::Io);
        QCOMPARE(journal.value().append(draft(9)).value().sequence, acknowledged + 1);
        QVERIFY(verdictOf(pathOf(folder)).intact);
    }

    void folderThatCannotBeWritten_isAnError_data()
    {
        QTest::addColumn<QString>("file");

        QTest::newRow("file system without files") << QStringLiteral("/proc/ballast-journal.sqlite");
        QTest::newRow("missing folder") << QStringLiteral("/nonexistent-folder/journal.sqlite");
        QTest::newRow("a folder") << QStringLiteral("/tmp");
    }

    void folderThatCannotBeWritten_isAnError()
    {
        QFETCH(QString, file);

        const auto journal = Journal::open(file.toStdString());

        QVERIFY(!journal.ok());
        QCOMPARE(journal.error().code, Errc::Io);
    }

    void readOnlyFolder_refusesToOpenAndStillVerifies()
    {
        const QTemporaryDir folder;
        writeEntries(pathOf(folder), 3);
        std::filesystem::permissions(folder.path().toStdString(), std::filesystem::perms{0555});
        std::filesystem::permissions(pathOf(folder), std::filesystem::perms{0444});
        const uid_t self = geteuid();
        if (self == 0) // the superuser may write everywhere: look as somebody else
            QCOMPARE(seteuid(65534), 0);

        const auto verdict = Journal::verify(pathOf(folder));
        const auto other = Journal::open(pathOf(folder, "other.sqlite"));
        auto same = Journal::open(pathOf(folder));
        const auto refused = same ? same.value().append(draft(4)) : Result<JournalEntry>(same.error());

        QCOMPARE(seteuid(self), 0);
        std::filesystem::permissions(folder.path().toStdString(), std::filesystem::perms{0755});
        QVERIFY2(verdict.ok(), verdict.ok() ? "" : verdict.error().message.c_str());
        QVERIFY(verdict->intact);
        QVERIFY(!other.ok());
        QCOMPARE(refused.error().code, Errc::Io);
    }

    void otherFiles_areRefusedUntouched_data()
    {
        QTest::addColumn<QByteArray>("contents");

        QTest::newRow("text") << QByteArray("this is no database\n").repeated(100);
        QTest::newRow("truncated header") << QByteArray("SQLite format 3\0", 16);
        QTest::newRow("damaged") << QByteArray("SQLite format 3\0", 16) + QByteArray(4'080, '\x7f');
    }

    void otherFiles_areRefusedUntouched()
    {
        QFETCH(QByteArray, contents);
        const QTemporaryDir folder;
        writeBytes(pathOf(folder), contents);

        const auto verdict = Journal::verify(pathOf(folder));
        const auto journal = Journal::open(pathOf(folder));

        QVERIFY(!verdict.ok());
        QVERIFY(!journal.ok());
        QCOMPARE(bytesOf(pathOf(folder)), contents);
    }

    void databaseOfAnotherProgram_isRefusedUntouched()
    {
        const QTemporaryDir folder;
        QCOMPARE(
            Intruder(pathOf(folder)).run(QStringLiteral("CREATE TABLE journal (sequence INTEGER PRIMARY KEY, t TEXT)")),
            QString());
        const QByteArray before = bytesOf(pathOf(folder));

        const auto verdict = Journal::verify(pathOf(folder));
        const auto journal = Journal::open(pathOf(folder));

        QCOMPARE(verdict.error().code, Errc::BadInput);
        QCOMPARE(journal.error().code, Errc::BadInput);
        QCOMPARE(bytesOf(pathOf(folder)), before);
    }

    void newerVersion_isUnsupported()
    {
        const QTemporaryDir folder;
        writeEntries(pathOf(folder), 1);
        QCOMPARE(Intruder(pathOf(folder)).run(QStringLiteral("PRAGMA user_version = 2")), QString());

        QCOMPARE(Journal::verify(pathOf(folder)).error().code, Errc::Unsupported);
        QCOMPARE(Journal::open(pathOf(folder)).error().code, Errc::Unsupported);
    }

    void verifying_leavesTheFolderAsItWas()
    {
        const QTemporaryDir folder;
        writeEntries(pathOf(folder), 3);
        const QByteArray before = bytesOf(pathOf(folder));

        QVERIFY(verdictOf(pathOf(folder)).intact);
        QCOMPARE(Journal::read(pathOf(folder), 1, 10)->size(), std::size_t{3});

        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{QStringLiteral("journal.sqlite")});
        QCOMPARE(bytesOf(pathOf(folder)), before);
    }

    // The log of a writer that was killed, or is at work, holds the newest entries.
    void verifyingBesideAWriter_seesItsLastEntry()
    {
        const QTemporaryDir folder;
        auto journal = Journal::open(pathOf(folder));
        for (int i = 1; i <= 5; ++i) {
            QVERIFY(journal.value().append(draft(i)).ok());

            QVERIFY(verdictOf(pathOf(folder)).intact);
            QCOMPARE(verdictOf(pathOf(folder)).entries, i);
        }
    }

    void missingFile_isNotFoundAndNotMade()
    {
        const QTemporaryDir folder;

        QCOMPARE(Journal::verify(pathOf(folder)).error().code, Errc::NotFound);
        QVERIFY(!std::filesystem::exists(pathOf(folder)));
    }
};

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"
