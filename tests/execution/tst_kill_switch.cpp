#include "app/execution/kill_switch.h"
#include "tests/support/market_builder.h"

#include <QTest>

using namespace ballast;
using test::timeOf;

namespace {

JournalEntry entry(std::int64_t sequence, std::string kind, std::string summary)
{
    JournalEntry made;
    made.sequence = sequence;
    made.at = timeOf("2026-02-05T12:00Z") + Milliseconds(sequence);
    made.kind = std::move(kind);
    made.summary = std::move(summary);
    return made;
}

} // namespace

class TestKillSwitch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void engaging_isNeverRefused()
    {
        const auto at = timeOf("2026-02-05T12:00Z");

        QCOMPARE(engageKillSwitch({}, at, " venue odd \n"), (KillSwitchState{true, at, "venue odd"}));
        QCOMPARE(engageKillSwitch({}, at, "  ").reason, std::string("engaged by hand"));
    }

    void engagingTwice_keepsTheFirstTimeAndReason()
    {
        const auto first = engageKillSwitch({}, timeOf("2026-02-05T12:00Z"), "first");

        QCOMPARE(engageKillSwitch(first, timeOf("2026-02-05T13:00Z"), "second"), first);
    }

    void reset_needsAReasonAndAnEngagedSwitch()
    {
        const auto at = timeOf("2026-02-05T12:00Z");
        const auto engaged = engageKillSwitch({}, at, "odd");

        QCOMPARE(resetKillSwitch(engaged, at, " \t").error().code, Errc::BadInput);
        QCOMPARE(resetKillSwitch({}, at, "why not").error().code, Errc::Conflict);
        QCOMPARE(resetKillSwitch(engaged, at, "checked").value(), (KillSwitchState{false, at, "checked"}));
    }

    void restart_takesTheNewestWord_data()
    {
        QTest::addColumn<QList<int>>("order"); // sequences; 1 kill, 2 reset, 3 kill, 4 something else
        QTest::addColumn<bool>("engaged");
        QTest::addColumn<QString>("reason");

        QTest::newRow("nothing") << QList<int>{} << false << QString();
        QTest::newRow("only others") << QList<int>{4} << false << QString();
        QTest::newRow("killed") << QList<int>{1, 4} << true << QStringLiteral("one");
        QTest::newRow("killed and reset") << QList<int>{1, 2, 4} << false << QStringLiteral("two");
        QTest::newRow("killed again") << QList<int>{1, 2, 3} << true << QStringLiteral("three");
        QTest::newRow("listed backwards") << QList<int>{4, 3, 2, 1} << true << QStringLiteral("three");
    }

    void restart_takesTheNewestWord()
    {
        QFETCH(QList<int>, order);
        QFETCH(bool, engaged);
        QFETCH(QString, reason);
        const std::array all{entry(1, "kill", "one"), entry(2, "kill-reset", "two"), entry(3, "kill", "three"),
                             entry(4, "approved", "four")};
        std::vector<JournalEntry> entries;
        for (const int sequence : order)
            entries.push_back(all[static_cast<std::size_t>(sequence - 1)]);

        const auto state = killSwitchFromJournal(entries);

        QCOMPARE(state.engaged, engaged);
        QCOMPARE(state.reason, reason.toStdString());
    }
};

QTEST_GUILESS_MAIN(TestKillSwitch)
#include "tst_kill_switch.moc"
