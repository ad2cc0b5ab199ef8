#include "models/hedging/constraints.h"
#include "models/hedging/hedger.h"
#include "tests/hedging/crash_book.h"
#include "tests/support/crash_chain.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <thread>

using namespace ballast;
using namespace ballast::test;

namespace {

// Every two-sided quote gets `levels` price levels a tick apart, five lots at the best and more behind.
SnapshotPtr withLadders(const MarketSnapshot& market, int levels)
{
    auto deep = std::make_shared<MarketSnapshot>(market);
    for (std::size_t i = 0; i < deep->quotes.size(); ++i) {
        Quote& quote = deep->quotes[i];
        const Instrument& instrument = (*deep->instruments)[i];
        if (!quote.bid || !quote.ask)
            continue;
        const double lot = isOption(instrument) ? 5.0 : 250000.0;
        Ladder ladder;
        for (int level = 0; level < levels; ++level) {
            const double away = level * instrument.tick.at(*quote.ask);
            ladder.asks.push_back({*quote.ask + away, lot * (level + 1)});
            if (*quote.bid > away)
                ladder.bids.push_back({*quote.bid - away, lot * (level + 1)});
        }
        quote.ladder = std::make_shared<const Ladder>(std::move(ladder));
    }
    return deep;
}

QString worded(const HedgeProposal& proposal)
{
    QString text = QString::fromStdString(proposal.message);
    for (const HedgeTrade& trade : proposal.trades)
        text += QStringLiteral("\n%1 %2 %3 at %4, cost %5, fee %6")
                    .arg(trade.side == Side::Buy ? QStringLiteral("buy") : QStringLiteral("sell"))
                    .arg(trade.quantity)
                    .arg(QString::fromStdString(trade.instrument.name))
                    .arg(trade.expectedPrice)
                    .arg(trade.costUsd())
                    .arg(trade.feeUsd);
    for (const BandOutcome& band : proposal.bands)
        text += QStringLiteral("\n%1: %2 -> %3")
                    .arg(QString::fromStdString(band.band.name))
                    .arg(band.before)
                    .arg(band.after);
    for (const BindingConstraint& binding : proposal.binding)
        text += QStringLiteral("\nbinding %1: %2 USD per %3")
                    .arg(QString::fromStdString(binding.constraint))
                    .arg(binding.shadowPriceUsd)
                    .arg(QString::fromStdString(binding.unit));
    for (const ConstraintConflict& conflict : proposal.conflicts)
        text += QStringLiteral("\nconflict %1: relax by %2 %3")
                    .arg(QString::fromStdString(conflict.constraint))
                    .arg(conflict.relaxBy)
                    .arg(QString::fromStdString(conflict.unit));
    return text + QStringLiteral("\n%1 candidates, gap %2, kkt %3, %4 ms, risk %5 -> %6")
                      .arg(proposal.candidates)
                      .arg(proposal.gap)
                      .arg(proposal.kkt)
                      .arg(proposal.milliseconds)
                      .arg(proposal.riskBeforeUsd)
                      .arg(proposal.riskAfterUsd);
}

} // namespace

// A mixed BTC book on the chain of 2026-02-05T21:29, in the middle of the crash.
class TestHedgeCrash : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_market = crashChain();
        if (!m_market)
            QSKIP("the chain of 2026-02-05T21:29 is not there");
        m_inputs.market = m_market;
        m_inputs.book = crashBook();
        m_inputs.policy = crashPolicy(m_market->index("BTC")->priceUsd);
    }

    void init()
    {
        if (!m_market)
            QSKIP("the chain of 2026-02-05T21:29 is not there");
    }

    void mixedBook_comesInsideAllBands()
    {
        const HedgeProposal proposal = proposeHedge(m_inputs, {});

        qInfo().noquote() << worded(proposal);
        QVERIFY(proposal.status == HedgeStatus::Optimal || proposal.status == HedgeStatus::Feasible);
        QVERIFY(proposal.milliseconds < 5000.0);
        QVERIFY(proposal.kkt <= 1e-8);
        QVERIFY(proposal.gap < 0.05);
        QVERIFY(!proposal.trades.empty() && proposal.trades.size() <= 6);
        QVERIFY(std::ranges::any_of(proposal.bands, [](const BandOutcome& band) { return !band.insideBefore; }));
        for (const BandOutcome& outcome : proposal.bands)
            QVERIFY2(outcome.insideAfter, outcome.band.name.c_str());
        QVERIFY(proposal.riskAfterUsd < proposal.riskBeforeUsd);
    }

    void tradesAndTheirCosts_followFromTheQuotes()
    {
        const HedgeProposal proposal = proposeHedge(m_inputs, {});
        const double index = m_market->index("BTC")->priceUsd;

        double spread = 0.0;
        double fees = 0.0;
        for (const HedgeTrade& trade : proposal.trades) {
            const Instrument& instrument = (*m_market->instruments)[trade.index];
            const Quote& quote = m_market->quotes[trade.index];
            QCOMPARE(instrument.id, trade.instrument);
            const double lots = trade.quantity / instrument.minTradeAmount;
            QVERIFY(std::abs(lots - std::round(lots)) < 1e-6);
            QCOMPARE(trade.expectedPrice, trade.side == Side::Buy ? *quote.ask : *quote.bid);
            const double half = 0.5 * (*quote.ask - *quote.bid);
            if (isOption(instrument)) {
                spread += trade.quantity * half * index;
                fees += trade.quantity * std::min(0.0003, 0.125 * trade.expectedPrice) * index;
            } else {
                spread += trade.quantity * half / (0.5 * (*quote.ask + *quote.bid));
                fees += trade.quantity * 0.0005;
            }
        }
        QVERIFY(std::abs(proposal.spreadUsd - spread) < 1e-6 * spread);
        QVERIFY(std::abs(proposal.feesUsd - fees) < 1e-6 * fees);
    }

    void after_isTheRevaluedBook()
    {
        const HedgeProposal proposal = proposeHedge(m_inputs, {});
        const auto book = std::make_shared<const Portfolio>(bookAfter(*m_inputs.book, proposal.trades, *m_market));

        const auto report = computeRisk({m_market, book, {}, VolChoice::Mark}, {});

        QVERIFY(report.ok());
        QCOMPARE(report->byUnderlying.front().underlying, std::string("BTC"));
        QCOMPARE(report->byUnderlying.front().total, proposal.after);
        const std::vector<double> bands = bandValues(*report, m_inputs.policy);
        for (std::size_t i = 0; i < bands.size(); ++i)
            QCOMPARE(bands[i], proposal.bands[i].after);
        Exposure sum = proposal.before;
        for (const HedgeTrade& trade : proposal.trades)
            add(sum, trade.exposure);
        QVERIFY(std::abs(sum.vegaUsd - proposal.after.vegaUsd) < 1e-6 * std::abs(proposal.before.vegaUsd));
        QVERIFY(std::abs(sum.deltaCoin - proposal.after.deltaCoin) < 1e-6);
    }

    void frontier_startsAtNothingAndCostsMoreForMore()
    {
        HedgeInputs inputs = m_inputs;
        inputs.frontier = FrontierWanted::Yes;
        inputs.policy.respectLots = false;
        inputs.policy.maxLegs.reset();

        const HedgeProposal proposal = proposeHedge(inputs, {});

        QVERIFY(proposal.frontier.size() >= 20);
        QCOMPARE(proposal.frontier.front().costUsd, 0.0);
        QCOMPARE(proposal.frontier.front().legs, 0);
        QCOMPARE(proposal.frontier.front().riskUsd, proposal.riskBeforeUsd);
        for (std::size_t i = 1; i < proposal.frontier.size(); ++i)
            QVERIFY(proposal.frontier[i].costUsd >= proposal.frontier[i - 1].costUsd - 1e-6);
        const auto own = std::ranges::find(proposal.frontier, true, &FrontierPoint::isProposal);
        QVERIFY(own != proposal.frontier.end());
        QCOMPARE(own->trades, proposal.trades);
        QVERIFY(std::abs(own->costUsd - proposal.costUsd()) < 1e-9 * proposal.costUsd());
        QVERIFY(std::abs(own->riskUsd - proposal.riskAfterUsd) < 1e-6 * proposal.riskAfterUsd);
        QVERIFY(proposal.frontier.back().riskUsd < 0.5 * proposal.riskBeforeUsd);
    }

    void frontierPoints_areWholeProposals()
    {
        HedgeInputs inputs = m_inputs;
        inputs.policy.maxLegs = 4;
        const HedgeProposal proposal = proposeHedge(inputs, {});

        const std::vector<FrontierPoint> frontier = hedgeFrontier(inputs, proposal, {});

        QVERIFY(frontier.size() >= 20 && frontier.size() <= 40);
        const auto inside = std::ranges::count_if(frontier, &FrontierPoint::keepsBands);
        QVERIFY(inside >= 8);
        for (const FrontierPoint& point : frontier) {
            const HedgeProposal taken = proposalAt(inputs, proposal, point);

            QVERIFY(point.legs <= 4);
            QCOMPARE(taken.trades, point.trades);
            QVERIFY(std::abs(taken.costUsd() - point.costUsd) <= 1e-9 * point.costUsd);
            QVERIFY(std::abs(taken.riskAfterUsd - point.riskUsd) < 1e-6 * proposal.riskBeforeUsd);
            for (std::size_t i = 0; i < point.bands.size(); ++i) {
                const BandOutcome& band = taken.bands[i];
                QVERIFY(std::abs(band.after - point.bands[i].after) < 1e-6 * std::max(1.0, std::abs(band.before)));
            }
            QCOMPARE(taken.status, point.keepsBands ? HedgeStatus::Feasible : HedgeStatus::Infeasible);
            for (const HedgeTrade& trade : point.trades) {
                const double lot = (*inputs.market->instruments)[trade.index].minTradeAmount;
                QVERIFY(std::abs(trade.quantity / lot - std::round(trade.quantity / lot)) < 1e-6);
            }
        }
    }

    void shadowPrices_equalFiniteDifferences()
    {
        HedgeInputs inputs = m_inputs;
        inputs.policy.respectLots = false;
        inputs.policy.maxLegs.reset();
        const HedgeProposal proposal = proposeHedge(inputs, {});

        QVERIFY(proposal.binding.size() >= 2);
        for (const BindingConstraint& binding : proposal.binding) {
            HedgeInputs moved = inputs;
            double step = 0.0;
            for (Band& band : moved.policy.bands) {
                if (binding.constraint == band.name + " lower bound")
                    *band.lower -= step = 1e-4 * std::abs(*band.lower);
                if (binding.constraint == band.name + " upper bound")
                    *band.upper += step = 1e-4 * std::abs(*band.upper);
            }
            if (step == 0.0)
                continue; // a used-up book side
            const double saved = (proposal.costUsd() - proposeHedge(moved, {}).costUsd()) / step;
            QVERIFY2(std::abs(saved - binding.shadowPriceUsd) < 1e-3 * binding.shadowPriceUsd,
                     qPrintable(QStringLiteral("%1: %2, difference %3")
                                    .arg(QString::fromStdString(binding.constraint))
                                    .arg(binding.shadowPriceUsd)
                                    .arg(saved)));
        }
    }

    void tenorBand_isKeptToo()
    {
        HedgeInputs inputs = m_inputs;
        inputs.policy.bands.push_back({BandKind::Vega, -1500.0, 1500.0, {}, 30.0, "vega:30d"});

        const HedgeProposal proposal = proposeHedge(inputs, {});

        QVERIFY(proposal.status == HedgeStatus::Optimal || proposal.status == HedgeStatus::Feasible);
        QVERIFY(!proposal.bands.back().insideBefore);
        for (const BandOutcome& outcome : proposal.bands)
            QVERIFY2(outcome.insideAfter, outcome.band.name.c_str());
    }

    void manyBandsFewLegs_answersInTime_data()
    {
        QTest::addColumn<int>("maxLegs");
        for (const int legs : {2, 3, 4, 5, 8})
            QTest::addRow("%d legs", legs) << legs;
    }

    void manyBandsFewLegs_answersInTime()
    {
        QFETCH(int, maxLegs);
        HedgeInputs inputs = m_inputs;
        inputs.policy.maxLegs = maxLegs;
        inputs.policy.maxNotionalUsd = 40e6;
        inputs.policy.timeLimitSeconds = 2.0;
        inputs.policy.bands.push_back({BandKind::Vega, -2500.0, 2500.0, {}, 30.0, "vega:30d"});
        inputs.policy.bands.push_back({BandKind::Theta, -40000.0, 40000.0, {}, {}, "theta"});
        inputs.policy.bands.push_back({BandKind::Vanna, -8.0, 8.0, {}, {}, "vanna"});

        const HedgeProposal proposal = proposeHedge(inputs, {});

        qInfo().noquote() << worded(proposal);
        QVERIFY(proposal.milliseconds < 5000.0);
        if (proposal.status == HedgeStatus::Infeasible) {
            QVERIFY(!proposal.conflicts.empty());
            return;
        }
        QVERIFY(proposal.status == HedgeStatus::Optimal || proposal.status == HedgeStatus::Feasible);
        QVERIFY(std::ssize(proposal.trades) <= maxLegs);
        for (const BandOutcome& outcome : proposal.bands)
            QVERIFY2(outcome.insideAfter, outcome.band.name.c_str());
    }

    void deepBooks_areWalkedNotAveraged()
    {
        HedgeInputs inputs = m_inputs;
        inputs.market = withLadders(*m_market, 10);
        inputs.policy.depthShare = 0.5;
        inputs.policy.timeLimitSeconds = 1.0; // six legs on ten levels take seconds to prove: the gap must be told
        inputs.frontier = FrontierWanted::Yes;

        const HedgeProposal proposal = proposeHedge(inputs, {});
        const HedgeProposal best = proposeHedge(m_inputs, {});

        qInfo().noquote() << worded(proposal);
        QVERIFY(proposal.status == HedgeStatus::Optimal || proposal.status == HedgeStatus::Feasible);
        QVERIFY(proposal.milliseconds < 5000.0);
        QVERIFY(proposal.costUsd() > best.costUsd());
        QVERIFY(proposal.status == HedgeStatus::Optimal ? proposal.gap <= 1.001e-3 : proposal.gap < 0.2);
        QVERIFY(proposal.kkt <= 1e-8);
        for (const HedgeTrade& trade : proposal.trades) {
            QVERIFY(trade.depthShare.value() > 0.0 && *trade.depthShare <= 0.5 + 1e-9);
            const bool buys = trade.side == Side::Buy;
            QVERIFY(buys ? trade.limitPrice >= trade.expectedPrice : trade.limitPrice <= trade.expectedPrice);
        }
        for (const BandOutcome& outcome : proposal.bands)
            QVERIFY2(outcome.insideAfter, outcome.band.name.c_str());
    }

    void severalThreads_solveAlike()
    {
        const HedgeProposal alone = proposeHedge(m_inputs, {});
        std::array<HedgeProposal, 4> answers;
        {
            std::vector<std::jthread> threads;
            for (HedgeProposal& answer : answers)
                threads.emplace_back([this, &answer] { answer = proposeHedge(m_inputs, {}); });
        }

        for (const HedgeProposal& answer : answers) {
            QCOMPARE(answer.status, alone.status);
            QCOMPARE(answer.trades, alone.trades);
            QCOMPARE(answer.bands, alone.bands);
        }
    }

    void noOptionsAllowed_gammaAndVegaAreTheConflict()
    {
        HedgeInputs inputs = m_inputs;
        inputs.policy.universe.options = false;

        const HedgeProposal proposal = proposeHedge(inputs, {});

        QCOMPARE(proposal.status, HedgeStatus::Infeasible);
        QVERIFY(proposal.trades.empty());
        QCOMPARE(proposal.after, proposal.before);
        QVERIFY(!proposal.conflicts.empty());
        for (const ConstraintConflict& conflict : proposal.conflicts)
            QVERIFY2(!conflict.constraint.starts_with("delta"), qPrintable(worded(proposal)));
        for (const ConstraintConflict& conflict : proposal.conflicts) {
            for (Band& band : inputs.policy.bands) {
                if (conflict.constraint == band.name + " lower bound")
                    *band.lower -= conflict.relaxBy;
                if (conflict.constraint == band.name + " upper bound")
                    *band.upper += conflict.relaxBy;
            }
        }
        const HedgeStatus relaxed = proposeHedge(inputs, {}).status;
        QVERIFY(relaxed == HedgeStatus::Optimal || relaxed == HedgeStatus::NothingToDo);
    }

    void refusals_nameEveryInstrumentLeftOut()
    {
        const HedgeProposal proposal = proposeHedge(m_inputs, {});

        const auto ofBtc = std::ranges::count(m_market->instruments->all(), "BTC", &Instrument::underlying);
        QCOMPARE(proposal.candidates + std::ssize(proposal.refused), ofBtc);
        for (const RefusedInstrument& refused : proposal.refused)
            QVERIFY2(!refused.reason.empty(), refused.instrument.c_str());
    }

private:
    SnapshotPtr m_market;
    HedgeInputs m_inputs;
};

QTEST_GUILESS_MAIN(TestHedgeCrash)
#include "tst_hedge_crash.moc"
