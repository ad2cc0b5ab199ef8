#include "models/desk/relax_policy.h"

#include <QTest>

using namespace ballast;

namespace {

HedgePolicy strictPolicy()
{
    HedgePolicy policy;
    policy.bands = {{BandKind::Delta, -5.0, 5.0, std::nullopt, std::nullopt, "delta"},
                    {BandKind::Vega, -4000.0, 4000.0, std::nullopt, 30.0, "vega:30d"}};
    policy.maxLegs = 3;
    policy.maxNotionalUsd = 1e6;
    policy.upside = {{0.1, 20'000.0}};
    policy.floor = {{-0.15, -190'000.0}};
    policy.stress.maxLossUsd = 300'000.0;
    policy.stress.moves = {{"crash", -0.4, 30.0, std::nullopt}, {"squeeze", 0.3, -5.0, 50'000.0}};
    policy.margin = {"deribit-pm", 250'000.0, std::nullopt};
    policy.positions.venues = {{"deribit", 2e6}};
    return policy;
}

} // namespace

class TestRelaxPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void conflict_movesItsOwnLimitOutwards_data()
    {
        QTest::addColumn<QString>("constraint");
        QTest::addColumn<double>("relaxBy");
        QTest::addColumn<double>("limit"); // outwards to two digits of the relaxation
        QTest::newRow("delta lower") << "delta lower bound" << 0.4321 << -5.44;
        QTest::newRow("delta upper") << "delta upper bound" << 3.0 << 8.0;
        QTest::newRow("tenor vega") << "vega:30d upper bound" << 1234.0 << 5300.0;
        QTest::newRow("upside") << "upside +10 % lower bound" << 1234.0 << 18'700.0;
        QTest::newRow("floor") << "floor -15 % lower bound" << 5000.0 << -195'000.0;
        QTest::newRow("stress of all") << "stress crash lower bound" << 12'300.0 << -313'000.0;
        QTest::newRow("stress of its own") << "stress squeeze lower bound" << 1000.0 << -51'000.0;
        QTest::newRow("margin") << "initial margin upper bound" << 9990.0 << 260'000.0;
        QTest::newRow("notional") << "max notional" << 50'000.0 << 1'050'000.0;
        QTest::newRow("venue") << "max notional on deribit" << 1e5 << 2.1e6;
        QTest::newRow("legs") << "max legs" << 0.0 << 4.0;
    }

    void conflict_movesItsOwnLimitOutwards()
    {
        QFETCH(QString, constraint);
        QFETCH(double, relaxBy);
        QFETCH(double, limit);
        const HedgePolicy policy = strictPolicy();

        const auto relaxed = relaxedBy(policy, {constraint.toStdString(), relaxBy, "USD"});

        QVERIFY(relaxed);
        QVERIFY2(std::abs(relaxed->limit - limit) < 1e-6 * std::abs(limit),
                 qPrintable(QString::number(relaxed->limit)));
        QVERIFY(!(relaxed->policy == policy));
    }

    void constraintThatIsNotThePolicys_isLeftAlone_data()
    {
        QTest::addColumn<QString>("constraint");
        QTest::addColumn<double>("relaxBy");
        QTest::newRow("unknown") << "gamma lower bound" << 1.0;
        QTest::newRow("other tenor") << "vega lower bound" << 1.0;
        QTest::newRow("nothing to relax") << "delta lower bound" << 0.0;
        QTest::newRow("no number") << "delta lower bound" << std::numeric_limits<double>::quiet_NaN();
    }

    void constraintThatIsNotThePolicys_isLeftAlone()
    {
        QFETCH(QString, constraint);
        QFETCH(double, relaxBy);

        QVERIFY(!relaxedBy(strictPolicy(), {constraint.toStdString(), relaxBy, "x"}));
    }

    void allConflicts_areRelaxedTogether()
    {
        const std::vector<ConstraintConflict> conflicts{{"delta lower bound", 1.0, "BTC"},
                                                        {"vega:30d lower bound", 100.0, "USD per point"},
                                                        {"something else", 3.0, ""}};

        const auto all = relaxedByAll(strictPolicy(), conflicts);

        QVERIFY(all);
        QCOMPARE(*all->bands.at(0).lower, -6.0);
        QCOMPARE(*all->bands.at(1).lower, -4100.0);
        QVERIFY(!relaxedByAll(strictPolicy(), std::vector<ConstraintConflict>{{"something else", 3.0, ""}}));
    }
};

QTEST_GUILESS_MAIN(TestRelaxPolicy)
#include "tst_relax_policy.moc"
