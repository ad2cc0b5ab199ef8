#include "models/hedging/delta_rule.h"
#include "models/hedging/hedger.h"
#include "models/margin/margin_model.h"
#include "models/risk/scenario_engine.h"
#include "models/surface/surface_fit.h"
#include "tests/hedging/model_chain.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

PortfolioPtr shortStrangle()
{
    return BookBuilder()
        .line(chainOption("27MAR26", 70000, 'C'), -20.0, 0.06)
        .line(chainOption("27MAR26", 55000, 'P'), -20.0, 0.05)
        .line("BTC-PERPETUAL", 640000.0, 64000.0)
        .build();
}

HedgeInputs strangleInputs()
{
    HedgeInputs inputs;
    inputs.id = {1};
    inputs.market = modelChain().build();
    inputs.book = shortStrangle();
    inputs.policy.bands = {{BandKind::Delta, -1.0, 1.0, {}, {}, "delta"}};
    return inputs;
}

bool solved(const HedgeProposal& proposal)
{
    return proposal.status == HedgeStatus::Optimal || proposal.status == HedgeStatus::Feasible;
}

// The hedged book's P&L at a move, from its own revaluation.
double pnlAfter(const HedgeInputs& inputs, const HedgeProposal& proposal, double spot, double volPoints)
{
    const auto book = std::make_shared<const Portfolio>(bookAfter(*inputs.book, proposal.trades, *inputs.market));
    const auto report = computeRisk({inputs.market, book, inputs.surfaces, VolChoice::Mark}, {});
    const HedgeScenarioSet set{{"BTC"}, {{1.0, {{spot, volPoints}}}}};
    return scenarioPnl(*report, set, 0.0).front();
}

std::vector<VolSurfacePtr> surfacesOf(const MarketSnapshot& market)
{
    const auto fit = fitSurface(market, "BTC", {});
    return fit ? std::vector<VolSurfacePtr>{std::make_shared<const VolSurface>(*fit)} : std::vector<VolSurfacePtr>{};
}

// What the scenario engine says of the whole move.
double enginePnl(const HedgeInputs& inputs, const Portfolio& book, const StressMove& move)
{
    const auto report =
        computeRisk({inputs.market, std::make_shared<const Portfolio>(book), inputs.surfaces, VolChoice::Mark}, {});
    Scenario scenario{move.name, move.shape->horizonDays, move.shape->dynamics, {move.shape->shock}};
    scenario.shocks.front().spot = move.spot;
    scenario.shocks.front().volPoints = move.volPoints;
    const auto result = runScenario({&*report, inputs.market, inputs.surfaces}, scenario, {});
    return result->pnlUsd;
}

double tradedCoins(const HedgeProposal& proposal, const std::string& name)
{
    const auto it =
        std::ranges::find(proposal.trades, name, [](const HedgeTrade& trade) { return trade.instrument.name; });
    return it == proposal.trades.end() ? 0.0 : (it->side == Side::Buy ? it->quantity : -it->quantity);
}

} // namespace

class TestHedgeLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void floorAndUpside_areKeptByFullRevaluation()
    {
        HedgeInputs inputs = strangleInputs();
        const HedgeProposal deltaOnly = proposeHedge(inputs, {});
        inputs.policy.floor = {{-0.15, -35000.0}};
        inputs.policy.upside = {{0.15, -40000.0}};

        const HedgeProposal proposal = proposeHedge(inputs, {});

        QVERIFY2(pnlAfter(inputs, deltaOnly, -0.15, 0.0) < -35000.0,
                 qPrintable(QString::number(
                     pnlAfter(inputs, deltaOnly, -0.15, 0.0)))); // the floor asks for more than delta does
        QVERIFY2(solved(proposal), proposal.message.c_str());
        QCOMPARE(proposal.limits.size(), std::size_t{2});
        QVERIFY(proposal.limits[0].keptAfter && proposal.limits[1].keptAfter);
        QCOMPARE(QString::fromStdString(proposal.limits[1].name), QStringLiteral("floor -15 %"));
        QVERIFY(std::abs(proposal.limits[1].after - pnlAfter(inputs, proposal, -0.15, 0.0)) < 1e-6);
        QVERIFY(pnlAfter(inputs, proposal, -0.15, 0.0) >= -35000.0 - 1e-6);
        QVERIFY(pnlAfter(inputs, proposal, 0.15, 0.0) >= -40000.0 - 1e-6);
        QVERIFY(proposal.costUsd() > deltaOnly.costUsd());
        QVERIFY(std::ranges::any_of(proposal.binding, [](const BindingConstraint& binding) {
            return binding.unit == "USD" && binding.shadowPriceUsd > 0.0;
        }));
    }

    void impossibleFloor_isNamedWithItsRelaxation()
    {
        HedgeInputs inputs = strangleInputs();
        inputs.policy.universe.options = false;
        inputs.policy.floor = {{-0.15, 0.0}};
        inputs.policy.upside = {{0.15, 0.0}};
        inputs.policy.respectLots = false;

        const HedgeProposal proposal = proposeHedge(inputs, {});

        QCOMPARE(proposal.status, HedgeStatus::Infeasible);
        QVERIFY(std::ranges::any_of(proposal.conflicts, [](const ConstraintConflict& conflict) {
            return conflict.constraint.starts_with("floor") || conflict.constraint.starts_with("upside");
        }));
    }

    void stressLimit_holdsInEveryScenario()
    {
        HedgeInputs inputs = strangleInputs();
        inputs.policy.stress.maxLossUsd = 150000.0;

        const HedgeProposal proposal = proposeHedge(inputs, {});

        QVERIFY2(solved(proposal), proposal.message.c_str());
        QCOMPARE(proposal.limits.size(), defaultStressMoves().size());
        QVERIFY(std::ranges::any_of(proposal.limits, [](const LimitOutcome& limit) { return !limit.keptBefore; }));
        for (const StressMove& stress : defaultStressMoves())
            QVERIFY(pnlAfter(inputs, proposal, stress.spot, stress.volPoints) >= -150000.0 - 1e-6);
    }

    // Each part of a shape alone, and all of them: the limit is held on the scenario engine's own P&L.
    void stressShape_isHeldOnTheScenarioEnginesPnl_data()
    {
        QTest::addColumn<double>("days");
        QTest::addColumn<bool>("rides");
        QTest::addColumn<QList<double>>("shock"); // vol relative, skew, curvature, term power, rate, funding, basis
        QTest::newRow("time") << 20.0 << false << QList<double>{0, 0, 0, 0, 0, 0, 0};
        QTest::newRow("past expiry") << 60.0 << false << QList<double>{0, 0, 0, 0, 0, 0, 0};
        QTest::newRow("relative vols") << 0.0 << false << QList<double>{0.5, 0, 0, 0, 0, 0, 0};
        QTest::newRow("skew") << 0.0 << false << QList<double>{0, 12, 0, 0, 0, 0, 0};
        QTest::newRow("curvature") << 0.0 << false << QList<double>{0, 0, 6, 0, 0, 0, 0};
        QTest::newRow("term") << 0.0 << false << QList<double>{0.2, 0, 0, 0.8, 0, 0, 0};
        QTest::newRow("rate and basis") << 0.0 << false << QList<double>{0, 0, 0, 0, 0.1, 0, -0.05};
        QTest::newRow("funding") << 5.0 << false << QList<double>{0, 0, 0, 0, 0, 0.002, 0};
        QTest::newRow("sticky moneyness") << 0.0 << true << QList<double>{0, 0, 0, 0, 0, 0, 0};
        QTest::newRow("all") << 10.0 << true << QList<double>{0.3, 5, 2, 0.4, 0.02, 0.001, -0.02};
    }

    void stressShape_isHeldOnTheScenarioEnginesPnl()
    {
        QFETCH(double, days);
        QFETCH(bool, rides);
        QFETCH(QList<double>, shock);
        HedgeInputs inputs = strangleInputs();
        const auto surfaces = surfacesOf(*inputs.market);
        inputs.surfaces = surfaces;
        StressMove move{"mine", -0.15, 4.0, {}};
        move.shape = StressShape{days, rides ? VolDynamics::StickyMoneyness : VolDynamics::StickyStrike, {}};
        UnderlyingShock& part = move.shape->shock;
        double* const fields[] = {&part.volRelative, &part.skew25d, &part.curvature25d, &part.termPower,
                                  &part.rate,        &part.funding, &part.basis};
        for (qsizetype i = 0; i < shock.size(); ++i)
            *fields[i] = shock.at(i);
        const double before = enginePnl(inputs, *inputs.book, move);
        move.maxLossUsd = std::max(20'000.0, -0.5 * before);
        inputs.policy.stress.moves = {move};

        const HedgeProposal proposal = proposeHedge(inputs, {});

        QVERIFY2(solved(proposal), proposal.message.c_str());
        QCOMPARE(proposal.limits.size(), std::size_t{1});
        QVERIFY2(std::abs(proposal.limits[0].before - before) <= 1e-6 * std::abs(before),
                 qPrintable(QStringLiteral("%1 is not %2").arg(proposal.limits[0].before).arg(before)));
        const double after = enginePnl(inputs, bookAfter(*inputs.book, proposal.trades, *inputs.market), move);
        QVERIFY2(std::abs(proposal.limits[0].after - after) <= 1e-6 * std::abs(before), "after");
        QVERIFY2(after >= -*move.maxLossUsd - 1e-3,
                 qPrintable(QStringLiteral("%1 loses more than %2").arg(after).arg(*move.maxLossUsd)));
    }

    void shapedMoves_countInTheCushionToo()
    {
        HedgeInputs inputs = strangleInputs();
        inputs.policy.margin = {"deribit-pm", {}, 0.1, 600'000.0};
        StressMove slow{"slow", -0.15, 4.0, {}};
        inputs.policy.stress.moves = {slow};
        const HedgeProposal atOnce = proposeHedge(inputs, {});
        inputs.policy.stress.moves[0].shape = StressShape{15.0, VolDynamics::StickyStrike, {}};

        const HedgeProposal later = proposeHedge(inputs, {});

        QVERIFY2(atOnce.margin && later.margin, later.message.c_str());
        // Short options decay for half a month: less is lost.
        QVERIFY(*later.margin->cushionBefore > *atOnce.margin->cushionBefore);
    }

    void badShape_isRefusedWithItsName()
    {
        HedgeInputs inputs = strangleInputs();
        StressMove move{"mine", -0.1, 0.0, 1e5};
        move.shape = StressShape{-1.0, VolDynamics::StickyStrike, {}};
        inputs.policy.stress.moves = {move};

        const HedgeProposal proposal = proposeHedge(inputs, {});

        QCOMPARE(proposal.status, HedgeStatus::BadInput);
        QVERIFY2(proposal.message.find("mine") != std::string::npos, proposal.message.c_str());
    }

    void greekBands_thetaVannaVolgaAndTenorVega()
    {
        HedgeInputs inputs = strangleInputs();
        const HedgeProposal before = proposeHedge(inputs, {});
        const Exposure& book = before.before;
        inputs.policy.bands = {
            {BandKind::Delta, -1.0, 1.0, {}, {}, "delta"},
            {BandKind::Theta, {}, 0.6 * book.thetaUsdDay, {}, {}, "theta"},
            {BandKind::Volga, 0.8 * book.volgaUsd, {}, {}, {}, "volga"},
            {BandKind::Vanna, -std::abs(book.vannaCoin) - 0.05, std::abs(book.vannaCoin) + 0.05, {}, {}, "vanna"},
            {BandKind::Vega, -1000.0, 1000.0, 30.0, 90.0, "vega:30d-90d"}};

        const HedgeProposal proposal = proposeHedge(inputs, {});

        QVERIFY2(solved(proposal), proposal.message.c_str());
        for (const BandOutcome& outcome : proposal.bands)
            QVERIFY2(outcome.insideAfter, outcome.band.name.c_str());
    }

    void closeOnly_neverOpensOrTurnsAPosition()
    {
        HedgeInputs inputs = strangleInputs();
        inputs.policy.positions.restriction = TradeRestriction::CloseOnly;
        inputs.policy.bands.push_back({BandKind::Vega, -2000.0, 2000.0, {}, {}, "vega"});

        const HedgeProposal proposal = proposeHedge(inputs, {});

        QVERIFY2(solved(proposal), proposal.message.c_str());
        for (const HedgeTrade& trade : proposal.trades) {
            const double held = quantityOf(*inputs.book, trade.instrument.name);
            QVERIFY(held != 0.0);
            QVERIFY((trade.side == Side::Sell) == (held > 0.0));
            QVERIFY(trade.quantity <= std::abs(held) + 1e-9);
        }
    }

    void noNewShorts_sellsOnlyWhatIsHeld()
    {
        HedgeInputs inputs = strangleInputs();
        inputs.book = BookBuilder().line(chainOption("27MAR26", 60000, 'C'), 10.0, 0.1).build();
        const HedgeProposal free = proposeHedge(inputs, {});
        inputs.policy.positions.restriction = TradeRestriction::NoNewShorts;

        const HedgeProposal proposal = proposeHedge(inputs, {});

        QVERIFY(tradedCoins(free, "BTC-PERPETUAL") < 0.0);
        QVERIFY2(solved(proposal), proposal.message.c_str());
        for (const HedgeTrade& trade : proposal.trades)
            QVERIFY(trade.side == Side::Buy || trade.quantity <= quantityOf(*inputs.book, trade.instrument.name));
    }

    void positionAndVenueLimits_boundTheTrades()
    {
        HedgeInputs inputs = strangleInputs();
        inputs.policy.bands[0] = {BandKind::Delta, -0.1, 0.1, {}, {}, "delta"};
        inputs.book = BookBuilder().line("BTC-PERPETUAL", 640000.0, 64000.0).build();
        inputs.policy.positions.instruments = {{"BTC-PERPETUAL", 4.0}};
        inputs.policy.positions.venues = {{"deribit", 2e6}};

        const HedgeProposal proposal = proposeHedge(inputs, {});
        inputs.policy.positions.venues = {{"deribit", 1e5}};
        const HedgeProposal tight = proposeHedge(inputs, {});

        QVERIFY2(solved(proposal), proposal.message.c_str());
        const double held = 640000.0 + tradedCoins(proposal, "BTC-PERPETUAL");
        QVERIFY(std::abs(held) / 64000.0 <= 4.0 + 1e-6);
        QCOMPARE(tight.status, HedgeStatus::Infeasible);
        QVERIFY(std::ranges::any_of(tight.conflicts, [](const ConstraintConflict& conflict) {
            return conflict.constraint == "max notional on deribit";
        }));
    }

    void openInterestShare_capsTheLegs()
    {
        HedgeInputs inputs = strangleInputs();
        inputs.policy.bands.push_back({BandKind::Vega, -200.0, 200.0, {}, {}, "vega"});
        inputs.policy.positions.openInterestShare = 0.05;

        const HedgeProposal proposal = proposeHedge(inputs, {});

        QVERIFY2(solved(proposal), proposal.message.c_str());
        for (const HedgeTrade& trade : proposal.trades)
            QVERIFY(trade.instrument.name == "BTC-PERPETUAL" || trade.quantity <= 10.0 + 1e-9);
    }

    void marginLimit_holdsByTheModelItself()
    {
        HedgeInputs inputs = strangleInputs();
        inputs.policy.margin.model = "deribit-pm";
        const HedgeProposal free = proposeHedge(inputs, {});
        QVERIFY(free.margin && free.margin->initialAfterUsd > 0.0);
        inputs.policy.margin.maxInitialUsd = 0.6 * free.margin->initialAfterUsd;

        const HedgeProposal proposal = proposeHedge(inputs, {});
        inputs.policy.margin.maxInitialUsd = 0.0;
        inputs.policy.universe.options = false;
        const HedgeProposal impossible = proposeHedge(inputs, {});

        QVERIFY2(solved(proposal), proposal.message.c_str());
        QVERIFY(proposal.margin->kept());
        QVERIFY(proposal.margin->initialAfterUsd <= 0.6 * free.margin->initialAfterUsd * (1.0 + 1e-6));
        QVERIFY(proposal.costUsd() > free.costUsd());
        QVERIFY(std::ranges::any_of(proposal.binding, [](const BindingConstraint& binding) {
            return binding.constraint.starts_with("initial margin");
        }));
        const auto book = std::make_shared<const Portfolio>(bookAfter(*inputs.book, proposal.trades, *inputs.market));
        const auto report = computeRisk({inputs.market, book, {}, VolChoice::Mark}, {});
        const auto model = marginModel("deribit-pm");
        QCOMPARE((*model)->level(marginInputs(*report)).initialUsd, proposal.margin->initialAfterUsd);
        QCOMPARE(impossible.status, HedgeStatus::Infeasible);
        QVERIFY(std::ranges::any_of(impossible.conflicts, [](const ConstraintConflict& conflict) {
            return conflict.constraint.starts_with("initial margin");
        }));
    }

    // Whatever the desk calls delta, a policy with the same numbers counts: one definition.
    void policysDelta_isTheDesksUnderTheSameRule_data()
    {
        QTest::addColumn<SmileDeltaRule>("rule");
        QTest::newRow("sticky strike") << SmileDeltaRule::StickyStrike;
        QTest::newRow("sticky moneyness") << SmileDeltaRule::StickyMoneyness;
        QTest::newRow("skew stickiness") << SmileDeltaRule::SkewStickiness;
        QTest::newRow("minimum variance") << SmileDeltaRule::MinimumVariance;
    }
    void policysDelta_isTheDesksUnderTheSameRule()
    {
        QFETCH(SmileDeltaRule, rule);
        const HedgeInputs inputs = strangleInputs();
        const auto fitted = fitSurface(*inputs.market, "BTC", {});
        QVERIFY(fitted.ok());
        const std::vector<VolSurfacePtr> surfaces{std::make_shared<const VolSurface>(*fitted)};
        HedgePolicy policy;
        policy.skewStickiness = 1.3;
        policy.delta = rule == SmileDeltaRule::StickyStrike      ? DeltaChoice::BlackScholes
                       : rule == SmileDeltaRule::StickyMoneyness ? DeltaChoice::StickyMoneyness
                                                                 : DeltaChoice::MinVariance;
        if (rule == SmileDeltaRule::MinimumVariance)
            policy.hullWhite = HullWhiteDelta{-0.25, 0.10, -0.10};
        SmileMotion motion{"BTC"};
        motion.stickiness = SkewStickiness{1.3, 0.1, 100};
        motion.minimumVariance = MinimumVarianceFit{{-0.25, 0.10, -0.10}, 0.3, 500};

        const auto plain = computeRisk({inputs.market, inputs.book, surfaces, VolChoice::Mark, {}}, {});
        const auto ruled =
            computeRisk({inputs.market, inputs.book, surfaces, VolChoice::Mark, {rule, false, {motion}}}, {});

        double moved = 0.0;
        for (std::size_t i = 0; i < plain->lines.size(); ++i) {
            const RiskLine& line = plain->lines[i];
            const double own = DeltaRule(policy, surfaces).deltaCoin(*line.instrument, line.values.value());
            QVERIFY(std::abs(own - ruled->lines[i].values->exposure.deltaCoin) < 1e-12);
            moved += std::abs(own - line.values->exposure.deltaCoin);
        }
        QCOMPARE(moved > 1e-3, rule != SmileDeltaRule::StickyStrike);
    }

    void policyTakesTheDesksNumbers_data()
    {
        QTest::addColumn<SmileDeltaRule>("rule");
        QTest::addColumn<bool>("fitted");
        QTest::addColumn<QString>("name");
        QTest::newRow("plain") << SmileDeltaRule::StickyStrike << true << "Black-76";
        QTest::newRow("moneyness") << SmileDeltaRule::StickyMoneyness << true << "sticky moneyness";
        QTest::newRow("skew") << SmileDeltaRule::SkewStickiness << true << "skew stickiness 1.70";
        QTest::newRow("skew, no fit yet") << SmileDeltaRule::SkewStickiness << false << "skew stickiness 1.00";
        QTest::newRow("variance") << SmileDeltaRule::MinimumVariance << true << "min. variance (Hull and White)";
        QTest::newRow("variance, no fit yet") << SmileDeltaRule::MinimumVariance << false << "skew stickiness 1.00";
    }
    void policyTakesTheDesksNumbers()
    {
        QFETCH(SmileDeltaRule, rule);
        QFETCH(bool, fitted);
        QFETCH(QString, name);
        DeltaConvention desk{rule, false, {}};
        if (fitted)
            desk.motions = {{"BTC", SkewStickiness{1.7, 0.1, 90}, MinimumVarianceFit{{-0.4, 0.1, -0.2}, 0.5, 700}, 91}};
        HedgePolicy policy;
        policy.skewStickiness = 0.4;

        const HedgePolicy counted = withDeltaOf(policy, desk);

        QCOMPARE(policyDeltaName(counted), name.toStdString());
        QCOMPARE(withDeltaOf(counted, desk), counted); // it follows until the trader says otherwise
    }

    void defaults_ofDeskAndPolicyAreTheSame() { QCOMPARE(HedgePolicy{}.skewStickiness, defaultSkewStickiness); }

    void stickyMoneyness_isTheSlopeOfTheRevaluedBook()
    {
        HedgeInputs inputs = strangleInputs();
        const auto fitted = fitSurface(*inputs.market, "BTC", {});
        QVERIFY(fitted.ok());
        const std::vector<VolSurfacePtr> surfaces{std::make_shared<const VolSurface>(*fitted)};
        HedgePolicy policy;
        policy.delta = DeltaChoice::StickyMoneyness;
        const std::string name = chainOption("27MAR26", 55000, 'P');
        const auto book = BookBuilder().line(name, 1.0).build();
        const RiskLine line = priceLine({inputs.market, book, surfaces, VolChoice::Model}, 0);
        const SviSlice* slice = surfaces[0]->slice(*line.instrument->expiry);
        const auto value = [&](double forward) { // the smile goes with the forward
            return blackPrice(
                {forward, 55000.0, line.values->years, slice->volAtK(std::log(55000.0 / forward)), OptionType::Put});
        };

        const double delta = DeltaRule(policy, surfaces).deltaCoin(*line.instrument, line.values.value());

        const double f = line.values->forward;
        QVERIFY(std::abs(delta - (value(f + 1.0) - value(f - 1.0)) / 2.0) < 1e-5);
        QVERIFY(std::abs(delta - line.values->exposure.deltaCoin) > 1e-3);
    }

    void minVarianceDelta_hedgesToItsOwnNumberAndSaysWhatItAssumes()
    {
        HedgeInputs inputs = strangleInputs();
        const auto fitted = fitSurface(*inputs.market, "BTC", {});
        const std::vector<VolSurfacePtr> surfaces{std::make_shared<const VolSurface>(*fitted)};
        inputs.surfaces = surfaces;
        inputs.policy.delta = DeltaChoice::MinVariance;
        inputs.policy.skewStickiness = 1.5;
        inputs.policy.bands[0] = {BandKind::Delta, -0.01, 0.01, {}, {}, "delta"};

        const HedgeProposal assumed = proposeHedge(inputs, {});
        inputs.policy.hullWhite = HullWhiteDelta{-0.25, 0.10, -0.10};
        const HedgeProposal fittedDelta = proposeHedge(inputs, {});

        QVERIFY(assumed.message.find("skew stickiness of 1.5") != std::string::npos);
        QVERIFY(assumed.bands[0].insideAfter && fittedDelta.bands[0].insideAfter);
        QVERIFY(std::abs(assumed.bands[0].before - assumed.before.deltaCoin) > 1e-3);
        QVERIFY(std::abs(fittedDelta.bands[0].before - assumed.bands[0].before) > 1e-2);
        QVERIFY(fittedDelta.message.find("stickiness") == std::string::npos);
        for (const HedgeProposal* each : {&assumed, &fittedDelta}) {
            double sum = 0.0;
            for (const HedgeTrade& trade : each->trades)
                sum += trade.policyDeltaCoin.value();
            QVERIFY(std::abs(sum - (each->bands[0].after - each->bands[0].before)) < 1e-9);
        }
        QCOMPARE(policyDeltaName(assumed.policy), std::string("skew stickiness 1.50"));
        QCOMPARE(policyDeltaName(fittedDelta.policy), std::string("min. variance (Hull and White)"));
    }

    void variance_tradesRiskAgainstCost()
    {
        HedgeInputs inputs = strangleInputs();
        inputs.policy.objective = HedgeObjective::Variance;
        inputs.policy.bands.clear();
        inputs.frontier = FrontierWanted::Yes;

        inputs.policy.riskAversion = 1e-4;
        const HedgeProposal averse = proposeHedge(inputs, {});
        inputs.policy.riskAversion = 1e-7;
        const HedgeProposal calm = proposeHedge(inputs, {});
        inputs.policy.riskAversion = 0.0;
        const HedgeProposal none = proposeHedge(inputs, {});

        QVERIFY2(solved(averse), averse.message.c_str());
        QVERIFY(averse.kkt <= 1e-8);
        QVERIFY(averse.gap < 0.02);
        QVERIFY2(averse.riskAfterUsd < 0.5 * averse.riskBeforeUsd, averse.message.c_str());
        QVERIFY(calm.costUsd() < averse.costUsd());
        QVERIFY(calm.riskAfterUsd > averse.riskAfterUsd);
        QCOMPARE(none.status, HedgeStatus::NothingToDo);
        QVERIFY(averse.frontier.size() >= 20);
        for (std::size_t i = 1; i < averse.frontier.size(); ++i)
            QVERIFY(averse.frontier[i].costUsd >= averse.frontier[i - 1].costUsd);
    }

    void cvar_lowersTheShortfallBelowDeltaHedging()
    {
        HedgeInputs inputs = strangleInputs();
        const HedgeProposal deltaOnly = proposeHedge(inputs, {});
        inputs.policy.objective = HedgeObjective::Cvar;
        inputs.policy.maxLegs = 4;

        const HedgeProposal proposal = proposeHedge(inputs, {});

        QVERIFY2(solved(proposal), proposal.message.c_str());
        QVERIFY(proposal.tail && proposal.tail->esAfterUsd < proposal.tail->esBeforeUsd);
        QVERIFY(proposal.trades.size() <= 4);
        QVERIFY(proposal.tail->esAfterUsd + proposal.costUsd() < deltaOnly.tail->esAfterUsd + deltaOnly.costUsd());
        QVERIFY(proposal.bands[0].insideAfter);
    }

    void scenarios_needTheirSource()
    {
        HedgeInputs inputs = strangleInputs();
        inputs.policy.objective = HedgeObjective::Cvar;
        inputs.policy.scenarios.source = ScenarioSource::Historical;
        const HedgeProposal historical = proposeHedge(inputs, {});
        inputs.policy.scenarios.source = ScenarioSource::File;
        const HedgeProposal file = proposeHedge(inputs, {});
        HedgeScenarioSet set{{"BTC"}, {}};
        for (const double move : {-0.2, -0.1, 0.0, 0.1, 0.2})
            set.scenarios.push_back({0.2, {{move, -50.0 * move}}});
        inputs.scenarios = std::make_shared<const HedgeScenarioSet>(set);
        const HedgeProposal given = proposeHedge(inputs, {});

        QCOMPARE(historical.status, HedgeStatus::BadInput);
        QVERIFY(historical.message.find("history") != std::string::npos);
        QCOMPARE(file.status, HedgeStatus::BadInput);
        QVERIFY2(solved(given), given.message.c_str());
        QCOMPARE(given.tail->scenarios, 5);
    }

    void history_feedsScenariosAndCovariance()
    {
        HedgeInputs inputs = strangleInputs();
        MoveHistory history{{"BTC"}, {}};
        for (int t = 0; t < 120; ++t) {
            const double move = 0.03 * std::sin(1.7 * t) + (t % 17 == 0 ? -0.05 : 0.01);
            history.days.push_back({inputs.market->asOf, {{move, -60.0 * move, -5.0 * move, 1.0}}});
        }
        inputs.history = std::make_shared<const MoveHistory>(history);
        inputs.policy.objective = HedgeObjective::MeanCvar;
        inputs.policy.scenarios.source = ScenarioSource::FilteredHistorical;
        inputs.policy.scenarios.count = 500;

        const HedgeProposal filtered = proposeHedge(inputs, {});
        const HedgeProposal again = proposeHedge(inputs, {});
        inputs.policy.objective = HedgeObjective::Variance;
        const HedgeProposal variance = proposeHedge(inputs, {});

        QVERIFY2(solved(filtered), filtered.message.c_str());
        QCOMPARE(filtered.tail->scenarios, 500);
        QCOMPARE(filtered.tail->esAfterUsd, again.tail->esAfterUsd);
        QVERIFY2(solved(variance), variance.message.c_str());
    }
};

QTEST_GUILESS_MAIN(TestHedgeLimits)
#include "tst_hedge_limits.moc"
