#include "app/execution/unfinished_approvals.h"

#include <QTest>

#include <algorithm>

using namespace ballast;

class TestUnfinishedApprovals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // A history is a list of words: kind and proposal number.
    void approvalsWithoutOutcome_areLeft_data()
    {
        QTest::addColumn<QStringList>("history");
        QTest::addColumn<QList<int>>("left"); // sequences

        QTest::newRow("nothing") << QStringList{} << QList<int>{};
        QTest::newRow("finished") << QStringList{QStringLiteral("approved 1"), QStringLiteral("filled 1")}
                                  << QList<int>{};
        QTest::newRow("nothing found a price")
            << QStringList{QStringLiteral("approved 1"), QStringLiteral("not-filled 1")} << QList<int>{};
        QTest::newRow("stopped between") << QStringList{QStringLiteral("proposal-opened 1"),
                                                        QStringLiteral("approved 1")}
                                         << QList<int>{2};
        QTest::newRow("rejected") << QStringList{QStringLiteral("rejected 1"), QStringLiteral("expired 2"),
                                                 QStringLiteral("void 3")}
                                  << QList<int>{};
        QTest::newRow("numbers begin again after a crash")
            << QStringList{QStringLiteral("approved 1"), QStringLiteral("approved 1"), QStringLiteral("filled 1")}
            << QList<int>{1};
        QTest::newRow("closed after the restart")
            << QStringList{QStringLiteral("approved 1"), QStringLiteral("not-filled 1"), QStringLiteral("approved 1"),
                           QStringLiteral("filled 1")}
            << QList<int>{};
        QTest::newRow("outcome without approval")
            << QStringList{QStringLiteral("filled 9"), QStringLiteral("approved 1")} << QList<int>{2};
        QTest::newRow("two open") << QStringList{QStringLiteral("approved 1"), QStringLiteral("approved 2"),
                                                 QStringLiteral("kill 0")}
                                  << QList<int>{1, 2};
    }

    void approvalsWithoutOutcome_areLeft()
    {
        QFETCH(QStringList, history);
        QFETCH(QList<int>, left);
        std::vector<JournalEntry> entries;
        for (const QString& line : history) {
            JournalEntry entry;
            entry.sequence = static_cast<std::int64_t>(entries.size()) + 1;
            entry.kind = line.section(QLatin1Char(' '), 0, 0).toStdString();
            entry.proposal = line.section(QLatin1Char(' '), 1).toULongLong();
            entries.push_back(entry);
        }
        std::ranges::reverse(entries); // the order of the list does not matter

        QList<int> found;
        for (const JournalEntry& entry : unfinishedApprovals(entries))
            found.push_back(static_cast<int>(entry.sequence));

        QCOMPARE(found, left);
    }
};

QTEST_GUILESS_MAIN(TestUnfinishedApprovals)
#include "tst_unfinished_approvals.moc"
