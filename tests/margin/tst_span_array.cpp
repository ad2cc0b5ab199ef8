#include "models/margin/span_array.h"
#include "tests/margin/margin_cases.h"

#include <QTest>

using namespace ballast;
using namespace ballast::test;

class SpanArrayTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Spec B6, worked: short one call, F 5000, K 5100, 30 d, 20 %.
    void shortCall_matchesSpec()
    {
        const std::array<double, 16> expected{-19.74, 22.85, -56.90,  -11.19,  9.54,  45.73, -102.07, -57.17,
                                              31.52,  59.52, -154.94, -114.37, 47.18, 66.87, -191.24, 23.85};
        const MarginLeg leg = optionLeg(OptionType::Call, 5100.0, 5000.0, 30.0, 0.2, -1.0);

        const SpanRisk risk = spanRisk({leg}, {250.0, 0.04, 3.0, 0.33, 1.0});

        QVERIFY(std::abs(leg.markUsd - 72.32) < 0.005);
        for (std::size_t i = 0; i < expected.size(); ++i)
            QVERIFY2(std::abs(risk.pnl[i] - expected[i]) < 0.0101, qPrintable(QString::number(risk.pnl[i])));
        QCOMPARE(risk.scenario, 15);
        QVERIFY(std::abs(risk.scanRisk - 191.24) < 0.0101);
    }

    void future_losesOneRange()
    {
        const SpanRisk risk = spanRisk({perpetualLeg(5000.0, 2.0)}, {250.0, 0.04, 3.0, 0.33, 1.0});

        QVERIFY(near(risk.scanRisk, 500.0));
        QCOMPARE(risk.scenario, 13);
    }

    void nothing_needsNothing()
    {
        QCOMPARE(spanRisk({}, {}).scanRisk, 0.0);
        QCOMPARE(spanRisk({}, {}).scenario, 0);
    }
};

QTEST_GUILESS_MAIN(SpanArrayTest)
#include "tst_span_array.moc"
