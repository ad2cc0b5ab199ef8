#include "models/desk/delta_outlook.h"
#include "models/desk/pnl_curve.h"
#include "models/risk/scenario_grid.h"
#include "tests/desk/desk_cases.h"

#include <QTest>

#include <array>

using namespace ballast;

namespace {

struct Desk
{
    SnapshotPtr market = test::smileMarket().build();
    RiskReport risk = computeRisk({market, test::deskBook(), {}, VolChoice::Mark}, {}).value();
    double indexUsd = market->index("BTC")->priceUsd;
};

double deltaNow(const RiskReport& risk)
{
    for (const UnderlyingRisk& each : risk.byUnderlying)
        if (each.underlying == "BTC")
            return each.total.deltaCoin;
    return 0.0;
}

// Delta of Black-76 at a move, straight from revaluation.
double deltaAt(const Desk& desk, double move)
{
    constexpr double bump = 1e-4;
    double up = 0.0;
    double down = 0.0;
    for (const RiskLine& line : desk.risk.lines) {
        if (!line.instrument || line.instrument->underlying != "BTC")
            continue;
        up += linePnlUsd(line, move + bump, 0.0, 0.0);
        down += linePnlUsd(line, move - bump, 0.0, 0.0);
    }
    return (up - down) / (2.0 * bump * desk.indexUsd);
}

HedgePolicy aroundNow(const Desk& desk, double half)
{
    HedgePolicy policy;
    const double now = deltaNow(desk.risk);
    policy.bands = {{BandKind::Delta, now - half, now + half, std::nullopt, std::nullopt, "delta"}};
    policy.riskAversion = 1e-5;
    return policy;
}

} // namespace

class TestDeltaOutlook : public QObject
{
    Q_OBJECT

private:
    Desk m_desk;

    [[nodiscard]] std::optional<DeltaOutlook> outlook(const HedgePolicy& policy) const
    {
        const std::array<const RiskReport*, 1> reports{&m_desk.risk};
        return deltaOutlook({reports, policy, {}, m_desk.indexUsd, 0.6, 0.1});
    }

private Q_SLOTS:
    void breaks_lieWhereTheDeltaMeetsTheEdge()
    {
        const double half = 0.25 * std::abs(deltaAt(m_desk, 0.1) - deltaAt(m_desk, 0.0)) + 1e-3;
        const HedgePolicy policy = aroundNow(m_desk, half);

        const auto found = outlook(policy);

        QVERIFY(found);
        QVERIFY(std::abs(found->deltaNow - deltaNow(m_desk.risk)) < 1e-9);
        QCOMPARE(found->orderNow, 0.0);
        QVERIFY(found->above || found->below);
        for (const auto& each : {found->below, found->above}) {
            if (!each)
                continue;
            const double move = each->spotUsd / m_desk.indexUsd - 1.0;
            const double moved = deltaNow(m_desk.risk) + deltaAt(m_desk, move) - deltaAt(m_desk, 0.0);
            const double edge = moved > found->deltaNow ? found->deltaNow + half : found->deltaNow - half;
            QVERIFY2(std::abs(moved - edge) < 1e-3 * half + 1e-5, qPrintable(QString::number(moved - edge)));
            QVERIFY(each->orderCoins == 0.0 || (each->orderCoins < 0.0) == (moved > found->deltaNow));
        }
    }

    void deltaOutsideItsBand_isTradedBackNow()
    {
        HedgePolicy policy = aroundNow(m_desk, 1.0);
        policy.bands.front().lower = deltaNow(m_desk.risk) + 0.25;
        policy.bands.front().upper = deltaNow(m_desk.risk) + 5.0;

        const auto found = outlook(policy);

        QVERIFY(found);
        QVERIFY(std::abs(found->orderNow - 0.3) < 1e-9); // 0.25 in whole lots of 0.1
        QVERIFY(!found->below);
        QVERIFY(!found->above);
    }

    void policyWithoutADeltaBand_hasNoOutlook() { QVERIFY(!outlook(HedgePolicy{})); }

    void whalleyWilmott_needsCostsAndAnAversion()
    {
        HedgePolicy policy = aroundNow(m_desk, 1.0);
        const auto with = outlook(policy);
        policy.riskAversion = 0.0;
        const auto without = outlook(policy);

        QVERIFY(with && with->whalleyWilmott);
        QVERIFY(with->whalleyWilmott->halfWidth > 0.0);
        QVERIFY(without);
        QVERIFY(!without->whalleyWilmott);
    }

    void breakEvens_lieOnTheStraightLinesBetweenPoints()
    {
        const PnlCurve curve{{-0.2, -0.1, 0.0, 0.1, 0.2}, {30.0, -10.0, -20.0, -10.0, 10.0}, 0};

        const std::vector<double> moves = breakEvens(curve);

        QCOMPARE(moves.size(), std::size_t{2});
        QVERIFY(std::abs(moves[0] + 0.125) < 1e-12);
        QVERIFY(std::abs(moves[1] - 0.15) < 1e-12);
        QVERIFY(breakEvens({{-0.1, 0.0, 0.1}, {0.0, 0.0, 0.0}, 0}).empty());
        QVERIFY(breakEvens({}).empty());
    }
};

QTEST_GUILESS_MAIN(TestDeltaOutlook)
#include "tst_delta_outlook.moc"
