#include "models/items/policy_bands_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace ballast;

namespace {

HedgePolicy policy()
{
    HedgePolicy policy;
    Band delta;
    delta.kind = BandKind::Delta;
    delta.name = "delta";
    delta.lower = -5.0;
    delta.upper = 5.0;
    Band gamma;
    gamma.kind = BandKind::Gamma;
    gamma.name = "gamma";
    gamma.lower = -0.001;
    Band shortVega;
    shortVega.kind = BandKind::Vega;
    shortVega.name = "vega:30d";
    shortVega.toDays = 30.0;
    shortVega.lower = -200.0;
    policy.bands = {delta, gamma, shortVega};
    return policy;
}

RiskReport report()
{
    RiskReport report;
    UnderlyingRisk btc;
    btc.underlying = "BTC";
    btc.indexUsd = 60000.0;
    btc.total.deltaCoin = 29.3;
    btc.total.gammaCoinPerUsd = -0.0005;
    report.byUnderlying = {btc};
    ExpiryRisk near{"BTC", Timestamp{}, 21.0, {}};
    near.total.vegaUsd = -300.0;
    ExpiryRisk far{"BTC", Timestamp{}, 49.0, {}};
    far.total.vegaUsd = -4000.0;
    report.byExpiry = {near, far};
    return report;
}

} // namespace

class TestPolicyBandsModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_model = std::make_unique<PolicyBandsModel>();
        m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(),
                                                              QAbstractItemModelTester::FailureReportingMode::Fatal);
        m_model->setPolicy(policy());
        const RiskReport now = report();
        m_model->setNow(&now);
    }

    void cleanup()
    {
        m_tester.reset();
        m_model.reset();
    }

    void smileDelta_isTheWorkersOrUnknown()
    {
        HedgePolicy smile = policy();
        smile.delta = DeltaChoice::MinVariance;
        m_model->setPolicy(smile);
        const RiskReport now = report();
        m_model->setNow(&now);
        QVERIFY(!m_model->index(0, PolicyBandsModel::Now).data(item_role::Raw).isValid());
        PolicyDelta answer{*policyDeltaQuestion(smile), {21.5}};

        m_model->setNow(&now, &answer);
        QCOMPARE(cell(0, PolicyBandsModel::Now), 21.5);
        answer.question.skewStickiness += 0.1; // of another policy
        m_model->setNow(&now, &answer);

        QVERIFY(!m_model->index(0, PolicyBandsModel::Now).data(item_role::Raw).isValid());
        QVERIFY(!policyDeltaQuestion(policy())); // the report's own sums say it
    }

    void now_warnsOutsideTheBand()
    {
        QCOMPARE(cell(0, PolicyBandsModel::Now), 29.3);
        QVERIFY(m_model->index(0, PolicyBandsModel::Now).data(item_role::Warn).toBool());
        QVERIFY(!m_model->index(1, PolicyBandsModel::Now).data(item_role::Warn).toBool());
    }

    void gamma_isShownPerPercentAndKeptPerUsd()
    {
        QCOMPARE(cell(1, PolicyBandsModel::Now), -0.3);
        QCOMPARE(cell(1, PolicyBandsModel::Lower), -0.6);

        QVERIFY(m_model->setData(m_model->index(1, PolicyBandsModel::Upper), QStringLiteral("1.2"), Qt::EditRole));

        QCOMPARE(*m_model->bandsInForce().at(1).upper, 0.002);
    }

    void tenorBand_countsOnlyItsExpiries()
    {
        const int row = *m_model->rowOf(QStringLiteral("vega:30d"));

        QCOMPARE(cell(row, PolicyBandsModel::Now), -300.0);
        QCOMPARE(m_model->index(row, 0).data().toString(), QStringLiteral("Vega ≤ 30 d"));
        QVERIFY(m_model->index(row, PolicyBandsModel::Now).data(item_role::Warn).toBool());
    }

    void openBands_areShownButNotInForce()
    {
        QVERIFY(m_model->rowOf(QStringLiteral("theta")).has_value());
        QCOMPARE(m_model->bandsInForce().size(), std::size_t{3});
    }

    void emptyText_takesTheLimitAway()
    {
        QSignalSpy edited(m_model.get(), &PolicyBandsModel::bandsEdited);

        QVERIFY(m_model->setData(m_model->index(0, PolicyBandsModel::Lower), QString(), Qt::EditRole));

        QCOMPARE(edited.count(), 1);
        QVERIFY(!m_model->bandsInForce().front().lower);
    }

    void crossedOrUnreadableLimits_areRefused_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::newRow("above the upper") << QStringLiteral("6");
        QTest::newRow("a word") << QStringLiteral("five");
    }

    void crossedOrUnreadableLimits_areRefused()
    {
        QFETCH(QString, typed);
        QSignalSpy edited(m_model.get(), &PolicyBandsModel::bandsEdited);
        QSignalSpy refused(m_model.get(), &PolicyBandsModel::limitRefused);

        QVERIFY(!m_model->setData(m_model->index(0, PolicyBandsModel::Lower), typed, Qt::EditRole));

        QCOMPARE(edited.count(), 0);
        QCOMPARE(refused.count(), 1);
        QCOMPARE(cell(0, PolicyBandsModel::Lower), -5.0);
    }

private:
    [[nodiscard]] double cell(int row, int column) const
    {
        return m_model->index(row, column).data(item_role::Raw).toDouble();
    }

    std::unique_ptr<PolicyBandsModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

QTEST_GUILESS_MAIN(TestPolicyBandsModel)
#include "tst_policy_bands_model.moc"
