#include "app/feeds/recording/recorded_tape.h"
#include "app/feeds/recording/recording_format.h"
#include "app/feeds/recording/recording_writer.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace ballast;
using namespace std::chrono_literals;

namespace {

const Timestamp start = *parseIso8601("2026-02-05T10:00:00Z");

TapeSettings deskSettings()
{
    TapeSettings settings;
    settings.source = "venue";
    settings.session.channels.currencies = {"BTC"};
    settings.session.channels.watched = {"BTC-PERPETUAL"};
    settings.session.seed = 99;
    settings.session.credentials = deribit::Credentials{"canary-id", "canary-secret"};
    return settings;
}

std::vector<FeedInput> someInputs()
{
    std::vector<FeedInput> inputs{{FeedInputKind::Connected, start, {}}};
    for (int i = 0; i < 60; ++i)
        inputs.push_back({i % 10 == 9 ? FeedInputKind::Published : FeedInputKind::Received, start + i * 180ms,
                          i % 10 == 9 ? std::string() : "{\"message\":" + std::to_string(i) + "}"});
    inputs.push_back({FeedInputKind::Ticked, start + 11s - 20ms, {}});
    inputs.push_back({FeedInputKind::Received, start + 11s - 60ms, "a step back in time"});
    inputs.push_back({FeedInputKind::Disconnected, start + 12s, "broken"});
    return inputs;
}

std::vector<FeedInput> readAll(FeedTape& tape, bool* damaged = nullptr)
{
    std::vector<FeedInput> inputs;
    while (true) {
        auto next = tape.next();
        if (!next && damaged != nullptr)
            *damaged = true;
        if (!next || !*next)
            return inputs;
        inputs.push_back(std::move(**next));
    }
}

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void put(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        file.write(bytes);
}

} // namespace

class RecordingFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("feed.ballastrec"));
    }

    void written_isReadBack()
    {
        write();
        const auto tape = openTape(m_path.toStdString());
        QVERIFY(tape.ok());
        QVERIFY((*tape)->remark().empty());
        QCOMPARE((*tape)->begin(), start);
        QCOMPARE((*tape)->end(), start + 12s);
        QVERIFY(readAll(**tape) == someInputs());
        (*tape)->rewind();
        QVERIFY(readAll(**tape) == someInputs());
        const TapeSettings& settings = (*tape)->settings();
        QCOMPARE(settings.source, std::string("venue"));
        QCOMPARE(settings.session.seed, std::uint64_t(99));
        QVERIFY(settings.session.channels.watched == std::set<std::string>{"BTC-PERPETUAL"});
        QVERIFY(settings.hadCredentials);
    }

    void key_isNotInTheFile()
    {
        write();
        QVERIFY(!bytesOf(m_path).contains("canary"));
        const auto tape = openTape(m_path.toStdString());
        QVERIFY(!(*tape)->settings().session.credentials.has_value());
    }

    void olderRecording_isNeverWrittenOver()
    {
        write();
        const auto again = RecordingWriter::create(m_path.toStdString(), deskSettings());
        QVERIFY(!again.ok());
        QCOMPARE(again.error().code, Errc::Io);
    }

    // A crash leaves any number of bytes: what is whole of them is played, nothing else.
    void cutAtEveryByte_playsWhatIsWhole()
    {
        write();
        const QByteArray whole = bytesOf(m_path);
        const auto inputs = someInputs();
        std::size_t most = 0;
        for (qsizetype size = 0; size < whole.size(); ++size) {
            put(m_path, whole.left(size));
            const auto tape = openTape(m_path.toStdString());
            if (!tape)
                continue;
            QVERIFY(!(*tape)->remark().empty());
            const auto got = readAll(**tape);
            QVERIFY(got.size() <= inputs.size());
            QVERIFY(std::equal(got.begin(), got.end(), inputs.begin()));
            QVERIFY(got.size() >= most);
            most = got.size();
        }
        QCOMPARE(most, inputs.size()); // only the index was missing
    }

    void changedByte_isFoundOrHarmless()
    {
        write();
        const QByteArray whole = bytesOf(m_path);
        const auto inputs = someInputs();
        int refused = 0;
        for (qsizetype at = 0; at < whole.size(); ++at) {
            QByteArray changed = whole;
            changed[at] = static_cast<char>(changed[at] ^ 0x24);
            put(m_path, changed);
            const auto tape = openTape(m_path.toStdString());
            if (!tape) {
                ++refused;
                continue;
            }
            bool damaged = false;
            const auto got = readAll(**tape, &damaged);
            // Never an input that was not recorded.
            QVERIFY(got.size() <= inputs.size());
            QVERIFY(std::equal(got.begin(), got.end(), inputs.begin()));
            QVERIFY(damaged || !(*tape)->remark().empty() || got.size() == inputs.size());
        }
        QVERIFY(refused > 0);
    }

    void fullDisk_stopsRecordingAndSaysSo()
    {
        const auto writer = RecordingWriter::create("/dev/full", deskSettings());
        QVERIFY(!writer.ok());
    }

private:
    void write()
    {
        QFile::remove(m_path);
        auto writer = RecordingWriter::create(m_path.toStdString(), deskSettings(), {512, 400ms, 1'000});
        QVERIFY(writer.ok());
        for (const FeedInput& input : someInputs())
            (*writer)->note(input.kind, input.at, input.text);
        QVERIFY(!(*writer)->problem().has_value());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

QTEST_GUILESS_MAIN(RecordingFileTest)
#include "tst_recording_file.moc"
