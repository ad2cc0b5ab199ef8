#include "app/store/journal.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <map>
#include <random>

using namespace ballast;

namespace {

constexpr const char* writerArgument = "--append-until-killed";
// 20 in CI; BALLAST_CRASH_CYCLES for the long run.
std::size_t cyclesWanted()
{
    const int wanted = qEnvironmentVariableIntValue("BALLAST_CRASH_CYCLES");
    return wanted > 0 ? static_cast<std::size_t>(wanted) : 20;
}

// The victim: appends until it is killed, and says each entry only after append() returned.
int appendUntilKilled(const char* file)
{
    auto journal = Journal::open(file);
    if (!journal)
        return 1;
    for (int i = 0;; ++i) {
        const auto entry =
            journal.value().append({fromUnixMilliseconds(i), "filled", "writer", 1, 2, "crash test",
                                    "{\"text\":\"" + std::string(static_cast<std::size_t>(i % 700), 'x') + "\"}"});
        if (!entry)
            return 1;
        std::printf("%lld %s\n", static_cast<long long>(entry->sequence), entry->hash.c_str());
        std::fflush(stdout);
    }
}

} // namespace

class TestJournalCrash : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void killedInTheMiddleOfAppends_keepsEveryAcknowledgedEntry()
    {
        const QTemporaryDir folder;
        const auto file = std::filesystem::path(folder.path().toStdString()) / "journal.sqlite";
        const std::size_t cycles = cyclesWanted();
        std::map<std::int64_t, std::string> acknowledged;
        std::mt19937 random(20260205);

        for (std::size_t cycle = 0; cycle < cycles; ++cycle) {
            QProcess writer;
            writer.start(QCoreApplication::applicationFilePath(),
                         {QString::fromLatin1(writerArgument), QString::fromStdString(file.string())});
            QVERIFY(writer.waitForStarted());
            const auto enough = 1 + random() % 12;
            QByteArray said;
            while (said.count('\n') < static_cast<qsizetype>(enough)) {
                QVERIFY2(writer.waitForReadyRead(20'000), "the writer said nothing");
                said += writer.readAllStandardOutput();
            }
            writer.kill();
            QVERIFY(writer.waitForFinished(20'000));
            QCOMPARE(writer.exitStatus(), QProcess::CrashExit);
            said += writer.readAllStandardOutput();
            said.truncate(said.lastIndexOf('\n') + 1);
            for (const QByteArray& line : said.trimmed().split('\n')) {
                const auto words = line.split(' ');
                acknowledged[words[0].toLongLong()] = words[1].toStdString();
            }

            const auto verdict = Journal::verify(file);
            QVERIFY(verdict.ok());
            QVERIFY2(verdict->intact, verdict->reason.c_str());
        }

        const auto entries = Journal::read(file, 1, 1'000'000).value();
        QVERIFY(acknowledged.size() >= cycles);
        QVERIFY(entries.size() >= acknowledged.size());
        for (const auto& [sequence, hash] : acknowledged)
            QCOMPARE(entries.at(static_cast<std::size_t>(sequence) - 1).hash, hash);
        auto journal = Journal::open(file);
        QVERIFY(journal.value().append({{}, "filled", "after", 0, 0, "goes on", "{}"}).ok());
        QVERIFY(Journal::verify(file)->intact);
    }
};

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 3 && qstrcmp(argv[1], writerArgument) == 0)
        return appendUntilKilled(argv[2]);
    TestJournalCrash test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_journal_crash.moc"
