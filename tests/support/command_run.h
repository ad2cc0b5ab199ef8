#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>

namespace ballast::test {

// What a run of ballastctl gave. Exit code -1: it crashed or did not end within two minutes.
struct CommandOutcome
{
    int exitCode = -1;
    QByteArray out;
    QByteArray err;

    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

// Runs the program that ballast_runs_command() named to the test.
inline CommandOutcome run(const QStringList& arguments)
{
    QProcess process;
    process.start(QStringLiteral(BALLASTCTL), arguments);
    CommandOutcome outcome;
    if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit)
        return outcome;
    outcome.exitCode = process.exitCode();
    outcome.out = process.readAllStandardOutput();
    outcome.err = process.readAllStandardError();
    return outcome;
}

inline QString key(const char* name)
{
    return QString::fromLatin1(name);
}

// Whether the object has each of the names, given with blanks between; the first that is missing is printed.
inline bool hasAll(const QJsonObject& object, const char* names)
{
    for (const QString& name : QString::fromLatin1(names).split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        if (!object.contains(name)) {
            qWarning("'%s' is missing", qPrintable(name));
            return false;
        }
    }
    return true;
}

} // namespace ballast::test
