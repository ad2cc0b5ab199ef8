#include "tests/architecture/include_rules.h"

#include <QTest>

using namespace ballast::test;

namespace {

QString sentence(const Violation& v)
{
    return QStringLiteral("%1:%2 includes %3: %4")
        .arg(QString::fromStdString(v.file))
        .arg(v.line)
        .arg(QString::fromStdString(v.header), QString::fromStdString(v.reason));
}

} // namespace

class OneDirectionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyInclude_pointsDownward()
    {
        const auto violations = includeViolations(BALLAST_SOURCE_DIR);

        for (const Violation& violation : violations)
            qWarning().noquote() << sentence(violation);
        QVERIFY2(filesRead(BALLAST_SOURCE_DIR) > 100, "the sources were not found");
        QVERIFY2(violations.empty(), "an include points upward, see above");
    }

    void typeNames_areDefinedOnce()
    {
        for (const std::string& name : namesDefinedTwice(BALLAST_SOURCE_DIR))
            qWarning().noquote() << QString::fromStdString(name);
        QVERIFY2(namesDefinedTwice(BALLAST_SOURCE_DIR).empty(), "a type name is defined twice, see above");
        QCOMPARE(namesDefinedTwice(BALLAST_SOURCE_DIR "/tests/architecture/fixture"),
                 std::vector<std::string>{"Twin in models/core/upward.h and ui/twin.h"});
    }

    void plantedUpwardIncludes_areNamedWithFileAndHeader()
    {
        const auto violations = includeViolations(BALLAST_SOURCE_DIR "/tests/architecture/fixture");

        QStringList found;
        for (const Violation& violation : violations)
            found << QString::fromStdString(violation.file + " -> " + violation.header);
        QCOMPARE(found, (QStringList{QStringLiteral("models/core/upward.h -> app/session/desk_session.h"),
                                     QStringLiteral("models/risk/windowed.cpp -> QString"),
                                     QStringLiteral("models/risk/windowed.cpp -> thread"),
                                     QStringLiteral("ui/shortcut.cpp -> app/store/journal.h")}));
        QCOMPARE(violations.front().line, 4);
    }
};

QTEST_GUILESS_MAIN(OneDirectionTest)
#include "tst_one_direction.moc"
