#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

// The program itself, on a machine without a display.
class DesktopProgramTest : public QObject
{
    Q_OBJECT

private:
    struct Outcome
    {
        int exitCode = -1;
        QByteArray out;
        QByteArray err;
    };

    static Outcome run(const QStringList& arguments)
    {
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        for (const char* display : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
            environment.remove(QString::fromLatin1(display));
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(BALLAST), arguments);
        Outcome outcome;
        if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit)
            return outcome;
        outcome.exitCode = process.exitCode();
        outcome.out = process.readAllStandardOutput();
        outcome.err = process.readAllStandardError();
        return outcome;
    }

private Q_SLOTS:
    void screenshot_rendersEveryPageAndPrintsRiskAndHedge()
    {
        const QTemporaryDir dir;

        const auto outcome = run({QStringLiteral("--screenshot"), dir.path()});

        QCOMPARE(outcome.exitCode, 0);
        QVERIFY(outcome.out.contains("Risk of Sample book"));
        QVERIFY(outcome.out.contains("Proposed hedge"));
        QVERIFY(outcome.out.contains(dir.path().toUtf8()));
        const QStringList pictures = QDir(dir.path()).entryList({QStringLiteral("*.png")}, QDir::Files);
        QVERIFY(pictures.size() >= 5);
        QVERIFY(pictures.contains(QStringLiteral("scenarios.png")));
        for (const QString& picture : pictures)
            QCOMPARE(QImage(dir.filePath(picture)).size(), QSize(1920, 1080));
    }

    void unreadableSettings_refuseToStart()
    {
        const QTemporaryDir dir;
        QFile settings(dir.filePath(QStringLiteral("settings.json")));
        QVERIFY(settings.open(QIODevice::WriteOnly));
        settings.write("{\"theme\": \"dark\", \"thene\": 1}");
        settings.close();

        const auto outcome = run({QStringLiteral("--data-dir"), dir.path(), QStringLiteral("--screenshot"),
                                  dir.filePath(QStringLiteral("p"))});

        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.err.contains("error: ") && outcome.err.contains("theme"), outcome.err.constData());
    }
};

QTEST_GUILESS_MAIN(DesktopProgramTest)
#include "tst_desktop_program.moc"
