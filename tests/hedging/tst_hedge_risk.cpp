#include "models/hedging/cutting_plane.h"
#include "models/hedging/hedge_risk.h"
#include "models/hedging/risk_hedge.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace ballast;

namespace {

HedgeLeg leg(double unitCost, double most, double lot = 0.0)
{
    return {{{most, unitCost}}, {{most, unitCost}}, lot};
}

TailScenarios workedScenarios()
{
    const std::vector<double> loss{-100.0, -50.0, 0.0, 40.0, 150.0, 400.0};
    TailScenarios scenarios;
    for (const double value : loss)
        scenarios.book.push_back(-value);
    scenarios.probability.assign(loss.size(), 1.0 / 6.0);
    scenarios.legs = {{-80.0, -45.0, 0.0, 35.0, 100.0, 260.0}};
    return scenarios;
}

TailScenarios randomScenarios(std::size_t count, std::size_t legs, unsigned seed)
{
    std::mt19937 generator(seed);
    std::student_t_distribution<double> fat(4.0);
    std::normal_distribution<double> normal;
    TailScenarios scenarios;
    scenarios.probability.assign(count, 1.0 / static_cast<double>(count));
    scenarios.legs.resize(legs);
    std::vector<double> beta;
    for (std::size_t j = 0; j < legs; ++j)
        beta.push_back(normal(generator));
    for (std::size_t s = 0; s < count; ++s) {
        const double market = fat(generator);
        scenarios.book.push_back(100.0 * market - 30.0 * market * market + 10.0 * normal(generator));
        for (std::size_t j = 0; j < legs; ++j)
            scenarios.legs[j].push_back(beta[j] * market + (j % 2 == 0 ? 0.5 : -0.2) * (market * market - 2.0) +
                                        0.3 * normal(generator));
    }
    return scenarios;
}

// The whole linear program of Rockafellar and Uryasev.
double fullOptimum(const HedgeProblem& problem, const TailScenarios& scenarios, double confidence)
{
    HedgeProgram hedge = relaxationOf(problem);
    const std::size_t threshold = hedge.program.columns.size();
    hedge.program.columns.push_back({1.0, -lpInfinity, lpInfinity, false});
    for (std::size_t s = 0; s < scenarios.book.size(); ++s) {
        const std::size_t excess = hedge.program.columns.size();
        hedge.program.columns.push_back({scenarios.probability[s] / (1.0 - confidence), 0.0, lpInfinity, false});
        LpRow row{-scenarios.book[s], lpInfinity, {{threshold, 1.0}, {excess, 1.0}}};
        for (std::size_t j = 0; j < problem.legs.size(); ++j) {
            row.entries.push_back({hedge.legs[j].buy, scenarios.legs[j][s]});
            row.entries.push_back({hedge.legs[j].sell, -scenarios.legs[j][s]});
        }
        hedge.program.rows.push_back(std::move(row));
    }
    return LpModel(hedge.program).solveRelaxation(60.0, {}).objective;
}

VarianceRisk smallVariance()
{
    return VarianceRisk({100.0, 60.0, -40.0, 0.0, 30.0, 80.0, 10.0, 5.0, 20.0}, {-730.0, 410.0, 55.0}, 0.01);
}

// Asks for a stop at its `stopAt`th plane and counts what is asked of it after.
class StoppingRisk final : public HedgeRisk
{
public:
    StoppingRisk(const HedgeRisk& risk, std::stop_source& source, int stopAt)
        : m_risk(risk), m_source(source), m_stopAt(stopAt)
    {}
    double costAt(std::span<const double> quantities) const override { return m_risk.costAt(quantities); }
    RiskCut cutAt(std::span<const double> quantities) const override
    {
        if (++planes == m_stopAt)
            m_source.request_stop();
        return m_risk.cutAt(quantities);
    }
    RelaxedHedge relaxedAt(const HedgeProblem& problem, double weight, double seconds,
                           const std::stop_token& stop) const override
    {
        return m_risk.relaxedAt(problem, weight, seconds, stop);
    }
    std::unique_ptr<HedgeRisk> onLegs(std::span<const std::size_t> legs, double weight) const override
    {
        return m_risk.onLegs(legs, weight);
    }
    mutable int planes = 0;

private:
    const HedgeRisk& m_risk;
    std::stop_source& m_source;
    int m_stopAt;
};

} // namespace

class TestHedgeRisk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shortfallOfASample_takesTheLastScenarioInPart()
    {
        const TailScenarios scenarios = workedScenarios();

        const TailLoss loss = tailLoss(scenarios.book, scenarios.probability, 0.8);

        QVERIFY(std::abs(loss.shortfall - 358.33333333) < 1e-6);
        QCOMPARE(loss.valueAtRisk, 150.0);
        double least = 1e300; // min over t of t + E[L - t]+ / (1 - alpha)
        for (const double t : scenarios.book) {
            double bracket = -t;
            for (std::size_t s = 0; s < scenarios.book.size(); ++s)
                bracket += std::max(0.0, -scenarios.book[s] + t) / 6.0 / 0.2;
            least = std::min(least, bracket);
        }
        QVERIFY(std::abs(least - loss.shortfall) < 1e-9);
    }

    void workedExample_cvar()
    {
        const TailRisk risk(workedScenarios(), {0.8, 1.0, 0.0});
        HedgeProblem problem;
        problem.legs = {{{{3.0, 2.0}}, {}, 0.0}};

        const RelaxedHedge hedge = solveByCuts(problem, risk, {}, {});

        QCOMPARE(hedge.solution.status, LpStatus::Optimal);
        QVERIFY(std::abs(hedge.solution.quantities[0] - 1.470588) < 1e-6);
        QVERIFY(std::abs(hedge.solution.cost - 20.5882) < 1e-4);
        QVERIFY(std::abs(risk.lossAt(hedge.solution.quantities).shortfall - 17.6471) < 1e-4);
        QVERIFY(std::abs(risk.lossAt(hedge.solution.quantities).valueAtRisk - 17.6471) < 1e-4);
    }

    void randomScenarios_agreeWithTheFullProgram()
    {
        for (unsigned seed = 1; seed <= 5; ++seed) {
            const TailScenarios scenarios = randomScenarios(300, 8, seed);
            HedgeProblem problem;
            for (std::size_t j = 0; j < 8; ++j)
                problem.legs.push_back(leg(0.2 + 0.1 * static_cast<double>(j), 60.0));
            problem.rows.push_back({"delta", "", -40.0, 40.0, RowSum::Signed, std::vector<double>(8, 1.0)});

            const RelaxedHedge hedge = solveByCuts(problem, TailRisk(scenarios, {0.95, 1.0, 0.0}), {}, {});
            const double full = fullOptimum(problem, scenarios, 0.95);

            QCOMPARE(hedge.solution.status, LpStatus::Optimal);
            QVERIFY(std::abs(hedge.solution.cost - full) <= 1e-6 * std::max(1.0, std::abs(full)));
            QVERIFY(hedge.bound <= full + 1e-6 * std::abs(full));
        }
    }

    void cuts_touchAndNeverLieAbove()
    {
        const TailRisk tail(randomScenarios(200, 3, 9), {0.9, 1.0, 0.5});
        const VarianceRisk variance = smallVariance();
        std::mt19937 generator(3);
        std::normal_distribution<double> normal(0.0, 5.0);
        for (const HedgeRisk* risk : {static_cast<const HedgeRisk*>(&tail), static_cast<const HedgeRisk*>(&variance)}) {
            for (int trial = 0; trial < 50; ++trial) {
                const std::vector<double> at{normal(generator), normal(generator), normal(generator)};
                const std::vector<double> other{normal(generator), normal(generator), normal(generator)};
                const RiskCut cut = risk->cutAt(at);
                const auto plane = [&](const std::vector<double>& x) {
                    return cut.constant + cut.perLeg[0] * x[0] + cut.perLeg[1] * x[1] + cut.perLeg[2] * x[2];
                };
                const double size = std::abs(risk->costAt(at)) + std::abs(risk->costAt(other));
                QVERIFY(std::abs(plane(at) - risk->costAt(at)) <= 1e-10 * size);
                QVERIFY(plane(other) <= risk->costAt(other) + 1e-10 * size);
            }
        }
    }

    void wholeLotsAndTwoLegs_asGoodAsBruteForce()
    {
        const VarianceRisk risk = smallVariance();
        HedgeProblem problem;
        problem.legs = {leg(3.0, 12.0, 1.0), leg(5.0, 12.0, 0.5), leg(8.0, 12.0, 2.0)};
        problem.rows.push_back({"delta", "", -3.0, 14.0, RowSum::Signed, {1.0, 0.5, -0.5}});
        problem.maxLegs = 2;

        const HedgeSolution solution = solveRiskHedge(problem, risk, {}, {});

        double least = 1e300;
        for (int a = -12; a <= 12; ++a) {
            for (int b = -24; b <= 24; ++b) {
                for (int c = -6; c <= 6; ++c) {
                    const std::vector<double> x{a * 1.0, b * 0.5, c * 2.0};
                    if (legsOf(x) <= 2 && keepsRows(problem, x))
                        least = std::min(least, costOf(problem, x) + risk.costAt(x));
                }
            }
        }
        QVERIFY(solution.status == LpStatus::Optimal || solution.status == LpStatus::Feasible);
        QVERIFY(legsOf(solution.quantities) <= 2);
        QVERIFY(keepsRows(problem, solution.quantities));
        QVERIFY(solution.cost >= least - 1e-9);
        const double size = std::max(costOf(problem, solution.quantities), risk.costAt(solution.quantities));
        QVERIFY2(solution.cost - least <= 0.01 * size, qPrintable(QString::number(solution.cost - least)));
        QVERIFY(solution.cost - least <= solution.gap * size * 1.5 + 1e-9);
    }

    void infeasibleRows_areInfeasibleForEveryRisk()
    {
        HedgeProblem problem;
        problem.legs = {leg(1.0, 1.0), leg(1.0, 1.0), leg(1.0, 1.0)};
        problem.rows.push_back({"delta", "", 10.0, 12.0, RowSum::Signed, {1.0, 1.0, 1.0}});

        QCOMPARE(solveRiskHedge(problem, smallVariance(), {}, {}).status, LpStatus::Infeasible);
        QCOMPARE(solveRiskHedge(problem, TailRisk(randomScenarios(50, 3, 1), {}), {}, {}).status, LpStatus::Infeasible);
    }

    void stopRequestedInsideARound_endsTheCuttingPlanesWithIt()
    {
        TailScenarios scenarios;
        HedgeProblem problem;
        scenarios.legs.resize(6);
        for (int s = 0; s < 60; ++s) {
            const double move = -3.0 + 0.1 * s;
            scenarios.probability.push_back(1.0 / 60.0);
            scenarios.book.push_back(200.0 * move - 100.0 * move * move);
            for (std::size_t j = 0; j < 6; ++j)
                scenarios.legs[j].push_back(std::max(0.0, std::abs(move) - 0.3 * static_cast<double>(j)) - 0.2);
        }
        for (int j = 0; j < 6; ++j)
            problem.legs.push_back({{{400.0, 0.1}}, {{400.0, 0.1}}, 0.0});
        const TailRisk tail(std::move(scenarios), {0.9, 1.0, 0.0});
        std::stop_source never;
        const StoppingRisk whole(tail, never, -1);
        QCOMPARE(solveByCuts(problem, whole, {}, never.get_token()).solution.status, LpStatus::Optimal);
        std::stop_source source;
        const StoppingRisk stopping(tail, source, 3);

        const RelaxedHedge answer = solveByCuts(problem, stopping, {}, source.get_token());

        QVERIFY(whole.planes > 5);
        QCOMPARE(answer.solution.status, LpStatus::Cancelled);
        QVERIFY(stopping.planes <= 4); // the round's second plane at most
    }
};

QTEST_GUILESS_MAIN(TestHedgeRisk)
#include "tst_hedge_risk.moc"
