#include "models/hedging/alternatives.h"
#include "models/hedging/hedger.h"
#include "models/hedging/theta_structures.h"
#include "tests/hedging/counted_work.h"
#include "tests/hedging/model_chain.h"

#include <QTest>

#include <functional>

using namespace ballast;
using namespace ballast::test;

namespace {

// One piece is a few milliseconds of work at most (tst_linear_program bounds a slice of the simplex by its entries): a
// stop within so many pieces is a stop within 50 ms.
constexpr int mostPiecesAfter = 3;

enum class Ask
{
    Propose,
    Frontier,
    Alternatives,
    Theta
};

HedgeInputs inputsOf(HedgeObjective objective, HedgeEffort effort)
{
    HedgeInputs inputs;
    inputs.id = {1};
    inputs.market = modelChain().build();
    inputs.book = BookBuilder()
                      .line(chainOption("27MAR26", 75000, 'C'), -20.0, 0.03)
                      .line(chainOption("27MAR26", 55000, 'P'), -20.0, 0.03)
                      .build();
    inputs.policy.objective = objective;
    inputs.policy.bands = {{BandKind::Delta, -0.5, 0.5, {}, {}, "delta"},
                           {BandKind::Vega, -400.0, 400.0, {}, {}, "vega"}};
    inputs.policy.maxLegs = 4;
    inputs.policy.timeLimitSeconds = 2.0;
    inputs.effort = effort;
    return inputs;
}

void work(Ask ask, const HedgeInputs& inputs, const HedgeProposal& proposal, const std::stop_token& stop)
{
    switch (ask) {
    case Ask::Propose:
        static_cast<void>(proposeHedge(inputs, stop));
        return;
    case Ask::Frontier:
        static_cast<void>(hedgeFrontier(inputs, proposal, stop));
        return;
    case Ask::Alternatives:
        static_cast<void>(explainAlternatives(inputs, proposal, stop));
        return;
    case Ask::Theta:
        static_cast<void>(thetaStructures(inputs, {}, stop));
        return;
    }
}

} // namespace

Q_DECLARE_METATYPE(ballast::HedgeInputs)

class TestHedgeStop : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stop_isFollowedByFewPiecesOfWork_data()
    {
        QTest::addColumn<HedgeInputs>("inputs");
        QTest::addColumn<int>("ask");
        QTest::addColumn<bool>("proposed"); // the question is about a proposal
        const auto add = [](const char* name, HedgeInputs inputs, Ask ask) {
            QTest::newRow(name) << std::move(inputs) << static_cast<int>(ask)
                                << (ask == Ask::Frontier || ask == Ask::Alternatives);
        };
        const auto quick = HedgeEffort::Quick;
        const auto thorough = HedgeEffort::Thorough;
        add("simplex and branch and cut", inputsOf(HedgeObjective::Cost, thorough), Ask::Propose);
        add("quick cost", inputsOf(HedgeObjective::Cost, quick), Ask::Propose);
        add("interior point and lots", inputsOf(HedgeObjective::Variance, thorough), Ask::Propose);
        add("quick variance", inputsOf(HedgeObjective::Variance, quick), Ask::Propose);
        add("cutting planes and lots", inputsOf(HedgeObjective::Cvar, thorough), Ask::Propose);
        add("quick shortfall", inputsOf(HedgeObjective::Cvar, quick), Ask::Propose);
        add("mean-ES", inputsOf(HedgeObjective::MeanCvar, quick), Ask::Propose);
        for (const HedgeObjective objective : {HedgeObjective::Cost, HedgeObjective::Variance, HedgeObjective::Cvar}) {
            HedgeInputs robust = inputsOf(objective, quick);
            robust.policy.robust = {5.0, 0.2, 0.3};
            add(objective == HedgeObjective::Cost       ? "robust cost"
                : objective == HedgeObjective::Variance ? "robust variance"
                                                        : "robust shortfall",
                std::move(robust), Ask::Propose);
        }
        HedgeInputs margin = inputsOf(HedgeObjective::Cost, quick);
        margin.policy.margin = {"deribit-pm", 120'000.0, {}, {}};
        add("margin planes", std::move(margin), Ask::Propose);
        HedgeInputs impossible = inputsOf(HedgeObjective::Cost, quick);
        impossible.policy.universe.options = false;
        add("conflicts", std::move(impossible), Ask::Propose);
        add("frontier of cost", inputsOf(HedgeObjective::Cost, quick), Ask::Frontier);
        add("frontier of variance", inputsOf(HedgeObjective::Variance, quick), Ask::Frontier);
        add("frontier of shortfall", inputsOf(HedgeObjective::Cvar, quick), Ask::Frontier);
        add("alternatives", inputsOf(HedgeObjective::Cost, quick), Ask::Alternatives);
        add("alternatives of variance", inputsOf(HedgeObjective::Variance, quick), Ask::Alternatives);
        HedgeInputs theta = inputsOf(HedgeObjective::Cost, quick);
        theta.policy.margin.model = "deribit-pm";
        for (int move = -50; move <= 50; ++move)
            theta.policy.stress.moves.push_back({std::to_string(move), 0.01 * move, 0.0, {}});
        add("theta structures", std::move(theta), Ask::Theta);
    }

    void stop_isFollowedByFewPiecesOfWork()
    {
        QFETCH(HedgeInputs, inputs);
        QFETCH(int, ask);
        QFETCH(bool, proposed);
        const HedgeProposal proposal = proposed ? proposeHedge(inputs, {}) : HedgeProposal{};
        int stopped = 0;

        for (const int at : {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144}) {
            CountedWork counted(at);
            work(static_cast<Ask>(ask), inputs, proposal, counted.token());
            if (counted.pieces() < at)
                break; // it was done before
            ++stopped;
            QVERIFY2(
                counted.piecesAfterStop() <= mostPiecesAfter,
                qPrintable(
                    QStringLiteral("stopped at piece %1, %2 more were begun").arg(at).arg(counted.piecesAfterStop())));
        }

        QVERIFY2(stopped >= 3, "the row does too little work to be stopped in");
    }
};

QTEST_GUILESS_MAIN(TestHedgeStop)
#include "tst_hedge_stop.moc"
