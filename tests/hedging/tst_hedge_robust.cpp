#include "models/hedging/alternatives.h"
#include "models/hedging/factor_model.h"
#include "models/hedging/hedge_solver.h"
#include "models/hedging/hedger.h"
#include "models/hedging/move_history.h"
#include "models/hedging/one_day_risk.h"
#include "models/hedging/proof.h"
#include "models/hedging/ratio_study.h"
#include "models/hedging/segment_window.h"
#include "models/hedging/theta_structures.h"
#include "tests/hedging/model_chain.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

using namespace ballast;
using namespace ballast::test;

namespace {

PortfolioPtr shortStrangles()
{
    return BookBuilder()
        .line(chainOption("27MAR26", 75000, 'C'), -20.0, 0.03)
        .line(chainOption("27MAR26", 55000, 'P'), -20.0, 0.03)
        .build();
}

HedgeInputs inputsFor(const SnapshotPtr& market)
{
    HedgeInputs inputs;
    inputs.id = {1};
    inputs.market = market;
    inputs.book = shortStrangles();
    inputs.policy.bands = {{BandKind::Delta, -0.5, 0.5, {}, {}, "delta"},
                           {BandKind::Vega, -400.0, 400.0, {}, {}, "vega"}};
    inputs.policy.maxLegs = 4;
    inputs.policy.timeLimitSeconds = 1.0;
    return inputs;
}

bool answered(const HedgeProposal& proposal)
{
    return proposal.status == HedgeStatus::Optimal || proposal.status == HedgeStatus::Feasible;
}

// A long history of one underlying: spot and vol moves with a known correlation.
std::shared_ptr<const MoveHistory> historyOf(double correlation)
{
    std::mt19937_64 random(3);
    std::normal_distribution<double> normal;
    auto history = std::make_shared<MoveHistory>();
    history->underlyings = {"BTC"};
    for (int day = 0; day < 400; ++day) {
        const double spot = normal(random);
        const double vol = correlation * spot + std::sqrt(1.0 - correlation * correlation) * normal(random);
        history->days.push_back({Timestamp{} + std::chrono::days(day), {{0.03 * spot, 3.0 * vol, 0.0, 0.0}}});
    }
    return history;
}

// Two-sided books of several levels: what lies behind the first counts where a hedge is large.
HedgeProblem ladders(double wanted)
{
    std::mt19937_64 random(17);
    std::uniform_real_distribution<double> uniform(0.5, 2.0);
    HedgeProblem problem;
    problem.rows = {{"delta", "BTC", wanted, wanted + 1.0, RowSum::Signed, {}},
                    {"vega", "USD per point", -5.0, 5.0, RowSum::Signed, {}}};
    for (int j = 0; j < 30; ++j) {
        HedgeLeg leg;
        for (int level = 0; level < 8; ++level) {
            leg.buy.push_back({uniform(random), 10.0 + 3.0 * level + j});
            leg.sell.push_back({uniform(random), 9.0 + 2.0 * level + j});
        }
        problem.legs.push_back(std::move(leg));
        problem.rows[0].perUnit.push_back(uniform(random));
        problem.rows[1].perUnit.push_back(uniform(random) - 1.2);
    }
    return problem;
}

} // namespace

class TestHedgeRobust : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void window_givesTheWholeProblemsAnswer_data()
    {
        QTest::addColumn<double>("wanted");
        for (const double wanted : {0.5, 5.0, 40.0, 150.0})
            QTest::addRow("%g coins", wanted) << wanted;
    }

    void window_givesTheWholeProblemsAnswer()
    {
        QFETCH(double, wanted);
        const HedgeProblem problem = ladders(wanted);
        const HedgeProgram whole = relaxationOf(problem);
        const LpSolution exact = LpModel(whole.program).solveRelaxation(5.0, {});

        const HedgeSolution solution = solveRelaxed(problem, 5.0, {});

        QCOMPARE(solution.status, exact.status);
        QVERIFY(exact.status != LpStatus::Optimal ||
                std::abs(solution.cost - exact.objective) < 1e-7 * exact.objective);
        QVERIFY(solution.kkt < 1e-7);
    }

    void window_showsMoreOnlyWhereASideIsUsedUp()
    {
        const HedgeProblem problem = ladders(1.0);
        SegmentWindow window(problem);
        std::vector<double> none(problem.legs.size(), 0.0);
        std::vector<double> much = none;
        much[3] = sideCapacity(window.problem().legs[3].buy);

        QCOMPARE(window.problem().legs[3].buy.size(), std::size_t{2});
        QVERIFY(!window.widen(none));
        QVERIFY(window.widen(much));
        QCOMPARE(window.problem().legs[3].buy.size(), std::size_t{4});
        QCOMPARE(window.problem().legs[4].buy.size(), std::size_t{2});
        QVERIFY(window.widenAll());
        QVERIFY(!window.widenAll());
    }

    void robustBands_holdAtBothEndsOfTheVols()
    {
        HedgeInputs inputs = inputsFor(modelChain().build());
        const HedgeProposal trusting = proposeHedge(inputs, {});
        inputs.policy.robust.volPoints = 5.0;

        const HedgeProposal robust = proposeHedge(inputs, {});

        QVERIFY2(answered(trusting) && answered(robust), robust.message.c_str());
        QVERIFY(robust.robust.has_value() && !trusting.robust);
        QVERIFY(robust.robust->priceUsd() > 0.0);
        QVERIFY(std::abs(robust.robust->nominalCostUsd - trusting.costUsd()) <= 2e-3 * trusting.costUsd());
        QVERIFY(!robust.robust->worstCorner.empty());
        QVERIFY(!robust.robust->nominalMisses.empty());
        for (const double points : {5.0, -5.0}) {
            HedgeInputs moved = inputs;
            moved.policy.robust = {};
            moved.market = chainWithVols(0.01 * points).build();
            std::vector<double> quantities;
            for (const HedgeTrade& trade : robust.trades)
                quantities.push_back(trade.side == Side::Buy ? trade.quantity : -trade.quantity);
            const HedgeProposal held = withQuantities(moved, robust, quantities);
            QCOMPARE(held.bands.size(), std::size_t{2});
            for (const BandOutcome& band : held.bands)
                QVERIFY2(band.insideAfter, qPrintable(QString::number(band.after)));
        }
    }

    void thinnerBooks_neverMakeTheHedgeCheaper()
    {
        HedgeInputs inputs = inputsFor(modelChain().build());
        inputs.policy.robust.depthLoss = 0.6;

        const HedgeProposal robust = proposeHedge(inputs, {});

        QVERIFY2(answered(robust), robust.message.c_str());
        QVERIFY(robust.robust->priceUsd() >= -1e-3 * robust.robust->nominalCostUsd);
        for (const HedgeTrade& trade : robust.trades)
            QVERIFY(trade.depthShare.value() <= 0.4 + 1e-9);
    }

    void robustVariance_takesTheWorstCovariance()
    {
        HedgeInputs inputs = inputsFor(modelChain().build());
        inputs.policy.objective = HedgeObjective::Variance;
        inputs.policy.bands.clear();
        inputs.policy.robust = {10.0, 0.3, 0.0};

        const HedgeProposal robust = proposeHedge(inputs, {});

        QVERIFY2(answered(robust), robust.message.c_str());
        QVERIFY(!robust.robust->worstCorner.empty());
        QVERIFY(robust.robust->nominalRiskUsd > 0.0 && robust.robust->robustRiskUsd > 0.0);
    }

    void cushion_isHeldUnderEveryStress()
    {
        HedgeInputs inputs = inputsFor(modelChain().build());
        inputs.policy.margin.model = "deribit-pm";
        inputs.policy.margin.minCushionUnderStress = 0.25;
        const HedgeProposal unknown = proposeHedge(inputs, {});
        QVERIFY(unknown.message.find("not checked") != std::string::npos);
        QVERIFY(!unknown.margin->cushionAfter);
        inputs.policy.margin.equityUsd = 500'000.0;

        const HedgeProposal held = proposeHedge(inputs, {});

        QVERIFY2(answered(held), held.message.c_str());
        QVERIFY(*held.margin->cushionAfter >= 0.25 - 1e-6);
        QVERIFY(held.message.find("not checked") == std::string::npos);
    }

    void proof_judgesTheShownHedgeAndFindsABetterOne()
    {
        for (const HedgeObjective objective : {HedgeObjective::Cost, HedgeObjective::Variance, HedgeObjective::Cvar}) {
            HedgeInputs inputs = inputsFor(modelChain().build());
            inputs.policy.objective = objective;
            HedgeProposal shown = proposeHedge(inputs, {});
            QVERIFY2(answered(shown), shown.message.c_str());
            HedgeInputs narrow = inputs;
            narrow.policy.universe.exclude = {shown.trades.front().instrument.name};
            HedgeProposal worse = proposeHedge(narrow, {});
            QVERIFY2(answered(worse), worse.message.c_str());
            shown.status = worse.status = HedgeStatus::Feasible; // as from a click
            shown.gap = worse.gap = 0.9;

            const auto own = proveHedge(inputs, shown, {});
            const auto other = proveHedge(inputs, worse, {});

            QVERIFY(own && other);
            QVERIFY2(own->gap < 0.2, qPrintable(QString::number(own->gap)));
            if (!other->better.empty())
                QVERIFY(other->savesUsd > 0.0 && other->better != worse.trades);
            else
                QVERIFY(other->gap < 0.2);
        }
    }

    void proof_isOfOpenGapsOnly()
    {
        const HedgeInputs inputs = inputsFor(modelChain().build());
        HedgeProposal shown = proposeHedge(inputs, {});
        std::stop_source source;
        source.request_stop();

        shown.status = HedgeStatus::Optimal;
        QVERIFY(!proveHedge(inputs, shown, {}));
        shown.status = HedgeStatus::Feasible;
        QVERIFY(!proveHedge(inputs, shown, source.get_token()));
    }

    void quick_answersTheSameEachTime()
    {
        for (const HedgeObjective objective :
             {HedgeObjective::Cost, HedgeObjective::Variance, HedgeObjective::Cvar, HedgeObjective::MeanCvar}) {
            HedgeInputs inputs = inputsFor(modelChain().build());
            inputs.policy.objective = objective;
            inputs.policy.timeLimitSeconds = 20.0;
            inputs.effort = HedgeEffort::Quick;
            const HedgeProposal first = proposeHedge(inputs, {});
            const HedgeProposal second = proposeHedge(inputs, {});

            QCOMPARE(second.status, first.status);
            QCOMPARE(second.trades, first.trades);
            QCOMPARE(second.gap, first.gap);
        }
    }

    void quick_answersWithinItsBandsAndShowsTheGap()
    {
        HedgeInputs inputs = inputsFor(modelChain().build());
        const HedgeProposal proved = proposeHedge(inputs, {});
        inputs.effort = HedgeEffort::Quick;

        const HedgeProposal quick = proposeHedge(inputs, {});

        QVERIFY(answered(quick));
        QVERIFY(std::ranges::all_of(quick.bands, &BandOutcome::insideAfter));
        QVERIFY(quick.costUsd() * (1.0 - quick.gap) <= proved.costUsd() * (1.0 + 1e-6));
    }

    void thetaStructures_neverLoseMoreThanTheySay()
    {
        HedgeInputs inputs = inputsFor(modelChain().build());
        inputs.policy.margin.model = "deribit-pm";

        const auto structures =
            thetaStructures(inputs, {.coins = 2.0, .leastDays = 3.0, .mostDays = 60.0, .most = 20}, {});

        QVERIFY(structures.size() >= 4);
        const auto has = [&](ThetaKind kind) {
            return std::ranges::find(structures, kind, &ThetaStructure::kind) != structures.end();
        };
        QVERIFY(has(ThetaKind::IronCondor) && has(ThetaKind::Calendar) && has(ThetaKind::CashSecuredPut));
        QVERIFY(!has(ThetaKind::CoveredCall)); // the book holds no coins
        for (const ThetaStructure& s : structures) {
            QVERIFY(s.thetaUsdDay > 0.0 && s.worstLossUsd() > 0.0 && !s.worst.empty() && s.marginUsd.has_value());
            if (s.kind == ThetaKind::Calendar)
                continue;
            for (double spot = 1000.0; spot < 250000.0; spot += 500.0) { // by hand from strikes and premiums
                double pnl = 0.0;
                for (const HedgeTrade& t : s.trades) {
                    const Instrument& i = (*inputs.market->instruments)[t.index];
                    const double sign = *i.type == OptionType::Call ? 1.0 : -1.0;
                    const double payoff = std::max(0.0, sign * (spot - *i.strike));
                    const double coins = t.side == Side::Buy ? t.quantity : -t.quantity;
                    pnl += coins * (payoff - t.expectedPrice * 64000.0) - t.feeUsd;
                }
                QVERIFY2(-pnl <= s.worstExpiryUsd + 1e-6 * s.worstExpiryUsd, s.name.c_str());
            }
        }
        for (std::size_t k = 1; k < structures.size(); ++k)
            QVERIFY(structures[k].thetaPerUsd() <= structures[k - 1].thetaPerUsd());
    }

    void coveredCalls_needTheCoins()
    {
        HedgeInputs inputs = inputsFor(modelChain().build());
        inputs.book = BookBuilder().line("BTC-PERPETUAL", 640000.0, 64000.0).build();

        const auto structures =
            thetaStructures(inputs, {.coins = 5.0, .leastDays = 3.0, .mostDays = 60.0, .most = 20}, {});

        QVERIFY(std::ranges::find(structures, ThetaKind::CoveredCall, &ThetaStructure::kind) != structures.end());
    }

    void oneDayRisk_knowsHowSpotAndVolGoTogether()
    {
        Exposure exposure;
        exposure.deltaUsd = 100'000.0;
        exposure.vegaUsd = 500.0;
        const OneDayMoves alone{0.03, 2.0, 0.0};
        const OneDayMoves against{0.03, 2.0, -0.5};

        QVERIFY(std::abs(oneDayRiskUsd(exposure, alone) - std::hypot(3000.0, 1000.0)) < 1e-9);
        QVERIFY(std::abs(oneDayRiskUsd(exposure, against) - std::sqrt(9e6 + 1e6 - 3e6)) < 1e-9);
        QCOMPARE(oneDayMoves(0.6).spotVolCorrelation, -0.26);
    }

    void history_replacesTheAssumedMoves()
    {
        HedgeInputs inputs = inputsFor(modelChain().build());
        inputs.policy.objective = HedgeObjective::Variance;
        inputs.policy.bands.clear();
        const HedgeProposal assumed = proposeHedge(inputs, {});
        inputs.history = historyOf(-0.8);

        const HedgeProposal fitted = proposeHedge(inputs, {});

        QVERIFY(answered(fitted) || fitted.status == HedgeStatus::NothingToDo);
        QVERIFY(fitted.riskBeforeUsd != assumed.riskBeforeUsd);
        const auto moves = fittedMoves(*inputs.history, "BTC");
        QVERIFY(moves && moves->spotVolCorrelation < -0.3);
        QVERIFY(std::abs(moves->spotReturn - 0.03) < 0.01 && std::abs(moves->volPoints - 3.0) < 1.0);
        QVERIFY(!fittedMoves(*inputs.history, "ETH"));
    }

    void ratios_hedgeTheBookWithThePerpetual()
    {
        HedgeInputs inputs = inputsFor(modelChain().build());
        inputs.book = BookBuilder().line("BTC-PERPETUAL", -640000.0, 64000.0).build();
        QCOMPARE(hedgeRatioStudy(inputs, std::vector<std::string>{"BTC-PERPETUAL"}).error().code, Errc::BadInput);
        inputs.history = historyOf(-0.5);
        const std::vector<std::string> names{"BTC-PERPETUAL", chainOption("27MAR26", 65000, 'C')};

        const auto ratios = hedgeRatioStudy(inputs, names);

        QVERIFY(ratios.ok());
        QCOMPARE(ratios->size(), std::size_t{2});
        QVERIFY(std::abs(ratios->front().ratio - 640000.0) < 1.0);
        QVERIFY(ratios->front().effectiveness > 0.9999);
        QVERIFY((*ratios)[1].effectiveness < 0.99);
        QVERIFY((*ratios)[0].jointEffectiveness > 0.99);
    }

    void factorHistory_becomesMoves()
    {
        FactorHistory history;
        history.factors = {{FactorKind::Spot, "BTC"}, {FactorKind::Vol, "BTC"}};
        history.days = {std::chrono::sys_days(std::chrono::days(20000))};
        history.moves = {{std::log(1.1), std::log(1.05)}};

        const MoveHistory moves = moveHistoryOf(history, {{"BTC", 0.6}});

        QCOMPARE(moves.underlyings, std::vector<std::string>{"BTC"});
        QVERIFY(std::abs(moves.days[0].moves[0].spot - 0.1) < 1e-12);
        QVERIFY(std::abs(moves.days[0].moves[0].volPoints - 3.0) < 1e-12);
    }

    void replacements_makeNearlyTheSame()
    {
        HedgeInputs inputs = inputsFor(modelChain().build());
        inputs.policy.margin.model = "deribit-pm";
        const HedgeProposal proposal = proposeHedge(inputs, {});

        const HedgeAlternatives alternatives = explainAlternatives(inputs, proposal, {});

        for (const CheaperTwin& twin : alternatives.twins) {
            QVERIFY(twin.freesMarginUsd.has_value());
            QVERIFY(twin.freesUsd() > 0.0);
            QVERIFY(twin.instead.size() == 1 || twin.instead.size() == 2);
        }
        QVERIFY(std::ranges::is_sorted(alternatives.twins, std::greater{}, &CheaperTwin::freesUsd));
    }
};

QTEST_GUILESS_MAIN(TestHedgeRobust)
#include "tst_hedge_robust.moc"
