#include "models/desk/policy_delta.h"
#include "models/hedging/delta_rule.h"
#include "models/surface/surface_fit.h"
#include "tests/hedging/model_chain.h"

#include <QTest>

#include <cmath>

using namespace ballast;
using namespace ballast::test;

class TestPolicyDelta : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_market = modelChain().build();
        const auto fitted = fitSurface(*m_market, "BTC", {});
        QVERIFY(fitted.ok());
        m_surfaces = {std::make_shared<const VolSurface>(*fitted)};
        const auto book = BookBuilder()
                              .line(chainOption("27MAR26", 70000, 'C'), -20.0, 0.06)
                              .line(chainOption("26JUN26", 55000, 'P'), -10.0, 0.05)
                              .line("BTC-PERPETUAL", 640000.0, 64000.0)
                              .build();
        const auto report = computeRisk({m_market, book, m_surfaces, VolChoice::Mark}, {});
        QVERIFY(report.ok());
        m_report = *report;
    }

    void blackAndNetDelta_needNoSmile()
    {
        HedgePolicy policy;
        QVERIFY(!policyDeltaQuestion(policy));
        policy.delta = DeltaChoice::Net;
        QVERIFY(!policyDeltaQuestion(policy));
    }

    void bands_areSummedLineByLineUnderThePolicysRule()
    {
        HedgePolicy policy;
        policy.delta = DeltaChoice::MinVariance;
        policy.skewStickiness = 1.3;
        const Band near{BandKind::Delta, -1.0, 1.0, std::nullopt, 60.0, "delta:60d"};
        policy.bands = {{BandKind::Delta, -5.0, 5.0, {}, {}, "delta"}, near};

        const PolicyDelta answer = policyDelta(*policyDeltaQuestion(policy), m_report, m_surfaces);

        const DeltaRule rule(policy, m_surfaces);
        double whole = 0.0;
        double soon = 0.0;
        for (const RiskLine& line : m_report.lines) {
            const double delta = rule.deltaCoin(*line.instrument, line.values.value());
            whole += delta;
            soon += line.values->years * 365.0 <= 60.0 ? delta : 0.0; // a perpetual has no days left
        }
        QVERIFY(std::abs(*policyDeltaOf(answer, policy, policy.bands[0]) - whole) < 1e-9);
        QVERIFY(std::abs(*policyDeltaOf(answer, policy, near) - soon) < 1e-9);
        QVERIFY(std::abs(whole - m_report.totals.deltaCoin) > 1e-3); // the smile has a part in it
        policy.skewStickiness = 1.4;
        QVERIFY(!policyDeltaOf(answer, policy, near)); // it answers another question
    }

private:
    SnapshotPtr m_market;
    std::vector<VolSurfacePtr> m_surfaces;
    RiskReport m_report;
};

QTEST_GUILESS_MAIN(TestPolicyDelta)
#include "tst_policy_delta.moc"
