#include "models/items/event_weights_model.h"
#include "models/items/roles.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace ballast;

namespace {

const Timestamp noon = parseIso8601("2026-03-18T12:00:00Z").value();

} // namespace

class TestEventWeightsModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void move_isWhatTheEventIsWorth()
    {
        EventWeightsModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);

        model.setEvents({{noon, 4.0, "vote", 1.0}}, 0.73);

        const double move = model.index(0, EventWeightsModel::Move).data(item_role::Raw).toDouble();
        QVERIFY(std::abs(move - 73.0 * std::sqrt(4.0 / 365.0)) < 1e-12);
        QCOMPARE(model.index(0, EventWeightsModel::Starts).data().toString(), QStringLiteral("2026-03-18 12:00"));
        model.setEvents({{noon, 4.0, "vote", 1.0}}, std::nullopt);
        QVERIFY(!model.index(0, EventWeightsModel::Move).data(item_role::Raw).isValid());
    }

    void edits_areTakenOrRefused_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<bool>("taken");
        const auto row = [](const char* name, int column, const char* typed, bool taken) {
            QTest::newRow(name) << column << QString::fromUtf8(typed) << taken;
        };
        row("name", EventWeightsModel::Name, "Upgrade", true);
        row("empty name", EventWeightsModel::Name, "  ", false);
        row("time", EventWeightsModel::Starts, "2026-04-01 18:00", true);
        row("no time", EventWeightsModel::Starts, "tomorrow", false);
        row("hours", EventWeightsModel::Hours, "0.5", true);
        row("negative hours", EventWeightsModel::Hours, "-1", false);
        row("hours in words", EventWeightsModel::Hours, "two", false);
        row("weight", EventWeightsModel::ExtraDays, "3", true);
        row("negative weight", EventWeightsModel::ExtraDays, "−3", false);
        row("infinite weight", EventWeightsModel::ExtraDays, "inf", false);
        row("the move is computed", EventWeightsModel::Move, "3", false);
    }

    void edits_areTakenOrRefused()
    {
        QFETCH(int, column);
        QFETCH(QString, typed);
        QFETCH(bool, taken);
        EventWeightsModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setEvents({{noon, 4.0, "vote", 1.0}}, 0.73);
        const EventWeight before = model.events().front();
        QSignalSpy edited(&model, &EventWeightsModel::edited);

        QCOMPARE(model.setData(model.index(0, column), typed, Qt::EditRole), taken);

        QCOMPARE(edited.count(), taken ? 1 : 0);
        QCOMPARE(model.events().front() == before, !taken);
    }

    void addedAndRemovedEvents_keepTheOthers()
    {
        EventWeightsModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setEvents({{noon, 4.0, "vote", 1.0}}, 0.73);

        model.add({noon, 1.0, "upgrade", 2.0});
        model.remove(0);
        model.remove(7); // no such row

        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.events().front().name, std::string("upgrade"));
    }
};

QTEST_GUILESS_MAIN(TestEventWeightsModel)
#include "tst_event_weights_model.moc"
