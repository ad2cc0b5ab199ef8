#include "app/store/settings.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace ballast;

namespace {

Settings fullSettings()
{
    Settings settings;
    settings.theme = ThemeChoice::Light;
    settings.source = {SourceChoice::Recording, "/data/crash day", 25.0};
    settings.book = "books/alpha.csv";
    settings.policy = "policies/tight.json";
    settings.trader = "Zoë";
    settings.deltaRule = "min-variance";
    settings.deltaNetOfPremium = true;
    settings.timeWeights = {0.5, {{fromUnixMilliseconds(1'773'856'800'000), 2.0, "Rate decision", 1.5}}};
    settings.layout = "wide";
    settings.layouts["wide"] = {{"desk", "AAAA/wAAAAD9"}, {"hedge", ""}};
    settings.layouts["default"] = {{"desk", "AAECAw=="}};
    return settings;
}

std::string messageOf(const Result<Settings>& settings)
{
    return settings ? std::string("(no error)") : settings.error().message;
}

std::filesystem::path pathOf(const QTemporaryDir& folder)
{
    return std::filesystem::path(folder.path().toStdString()) / "settings.json";
}

} // namespace

class TestSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void missingFile_givesTheDefaults()
    {
        const QTemporaryDir folder;

        QCOMPARE(readSettings(pathOf(folder)).value(), Settings{});
    }

    void writtenSettings_areReadBackEqual()
    {
        const QTemporaryDir folder;
        for (const Settings& settings : {Settings{}, fullSettings()}) {
            QVERIFY(writeSettings(settings, pathOf(folder)).ok());

            const auto read = readSettings(pathOf(folder));

            QVERIFY2(read.ok(), messageOf(read).c_str());
            QCOMPARE(*read, settings);
        }
    }

    void failedWrite_leavesTheOldFile()
    {
        QVERIFY(!writeSettings(Settings{}, "/nonexistent-folder/settings.json").ok());
        const QTemporaryDir folder;
        QVERIFY(writeSettings(fullSettings(), pathOf(folder)).ok());

        QVERIFY(writeSettings(Settings{}, pathOf(folder)).ok());

        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{QStringLiteral("settings.json")});
    }

    void wrongSettings_areRefusedByName_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("what");

        QTest::newRow("unknown key") << QByteArray("{\n\"themes\": \"dark\"}")
                                     << QByteArray("s.json:2: 'themes' is unknown, did you mean 'theme'?");
        QTest::newRow("secret") << QByteArray("{\"apiSecret\": \"x\"}") << QByteArray("'apiSecret' is unknown");
        QTest::newRow("unknown source key") << QByteArray("{\"source\":{\"sped\":2}}") << QByteArray("'source.sped'");
        QTest::newRow("unknown theme") << QByteArray("{\"theme\":\"drak\"}") << QByteArray("did you mean 'dark'");
        QTest::newRow("speed") << QByteArray("{\"source\":{\"speed\":0}}") << QByteArray("from 1 to 100");
        QTest::newRow("speed a word") << QByteArray("{\"source\":{\"speed\":\"fast\"}}") << QByteArray("number");
        QTest::newRow("layout no Base64")
            << QByteArray("{\"layouts\":{\"a\":{\"desk\":\"@@\"}}}") << QByteArray("Base64");
        QTest::newRow("layouts a list") << QByteArray("{\"layouts\":[]}") << QByteArray("object");
        QTest::newRow("broken") << QByteArray("{\"theme\":") << QByteArray("no valid JSON");
    }

    void wrongSettings_areRefusedByName()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, what);

        const auto settings = parseSettings(text.toStdString(), "s.json");

        QVERIFY(!settings.ok());
        QVERIFY2(messageOf(settings).find(what.toStdString()) != std::string::npos, messageOf(settings).c_str());
    }

    void truncatedAtEveryByte_isRefused()
    {
        const std::string text = settingsJson(fullSettings());
        for (std::size_t length = 0; length + 2 < text.size(); ++length)
            QVERIFY(!parseSettings(std::string_view(text).substr(0, length), "s.json").ok());
    }

    void mutatedTenThousandTimes_neverCrashes()
    {
        std::mt19937 random(44);
        const std::string text = settingsJson(fullSettings());
        for (int i = 0; i < 10'000; ++i) {
            std::string mutated = text;
            mutated[random() % mutated.size()] = static_cast<char>(random() % 256);
            const auto settings = parseSettings(mutated, "s.json");
            if (settings)
                QCOMPARE(parseSettings(settingsJson(*settings), "s.json").value(), *settings);
        }
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
