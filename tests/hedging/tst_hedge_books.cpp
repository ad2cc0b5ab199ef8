#include "models/hedging/hedge_case.h"
#include "models/hedging/hedger.h"
#include "models/hedging/qp_solver.h"
#include "tests/hedging/qp_oracle.h"
#include "tests/hedging/sample_books.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

// A line a x + b y = c that a vertex may lie on.
struct Line
{
    double a = 0.0;
    double b = 0.0;
    double c = 0.0;
};

// What every pair of legs asks again and again, found once.
struct PairSearch
{
    explicit PairSearch(const HedgeProblem& all) : problem(all)
    {
        for (const HedgeRow& row : all.rows)
            slack.push_back(1e-9 * rowScale(row));
        for (const HedgeLeg& leg : all.legs) {
            most.push_back(sideCapacity(leg.buy));
            least.push_back(-sideCapacity(leg.sell));
        }
    }

    const HedgeProblem& problem;
    std::vector<double> slack; // per row
    std::vector<double> most;  // per leg
    std::vector<double> least;

    [[nodiscard]] bool inBook(std::size_t leg, double quantity) const
    {
        return quantity <= most[leg] && quantity >= least[leg];
    }

    [[nodiscard]] bool keeps(std::size_t i, double x, std::size_t j, double y) const
    {
        for (std::size_t r = 0; r < slack.size(); ++r) {
            const HedgeRow& row = problem.rows[r];
            const bool isSigned = row.sum == RowSum::Signed;
            const double activity =
                row.perUnit[i] * (isSigned ? x : std::abs(x)) + row.perUnit[j] * (isSigned ? y : std::abs(y));
            if (activity < row.lower - slack[r] || activity > row.upper + slack[r])
                return false;
        }
        return true;
    }
};

double costOfTwo(const HedgeProblem& problem, std::size_t i, double x, std::size_t j, double y)
{
    return costOf(problem.legs[i], x) + (i == j ? 0.0 : costOf(problem.legs[j], y));
}

double toLot(const HedgeLeg& leg, double quantity, double step)
{
    return leg.lot > 0.0 ? (std::floor(quantity / leg.lot) + step) * leg.lot : quantity;
}

// Cheapest whole-lot trade of these two legs near the vertices of what they can do, infinity where there is none.
double cheapestOfTwo(const PairSearch& search, std::size_t i, std::size_t j, double toBeat)
{
    const HedgeProblem& problem = search.problem;
    std::vector<Line> lines{{1.0, 0.0, 0.0}, {0.0, 1.0, 0.0}};
    for (const HedgeRow& row : problem.rows) {
        for (const double bound : {row.lower, row.upper}) {
            if (std::isfinite(bound))
                lines.push_back({row.perUnit[i], row.perUnit[j], bound});
        }
    }
    double best = lpInfinity;
    for (std::size_t p = 0; p < lines.size(); ++p) {
        for (std::size_t q = p + 1; q < lines.size(); ++q) {
            const double det = lines[p].a * lines[q].b - lines[q].a * lines[p].b;
            if (std::abs(det) < 1e-300)
                continue;
            const double x = (lines[p].c * lines[q].b - lines[q].c * lines[p].b) / det;
            const double y = (lines[p].a * lines[q].c - lines[q].a * lines[p].c) / det;
            if (!search.inBook(i, x) || !search.inBook(j, y) || costOfTwo(problem, i, x, j, y) > 1.01 * toBeat)
                continue;
            for (const double dx : {-1.0, 0.0, 1.0, 2.0}) {
                for (const double dy : {-1.0, 0.0, 1.0, 2.0}) {
                    const double lx = toLot(problem.legs[i], x, dx);
                    const double ly = toLot(problem.legs[j], y, dy);
                    if (!search.inBook(i, lx) || !search.inBook(j, ly) || !search.keeps(i, lx, j, ly))
                        continue;
                    best = std::min(best, costOfTwo(problem, i, lx, j, ly));
                }
            }
        }
    }
    return best;
}

} // namespace

// Twenty books on recorded chains: every constraint is kept after rounding, and no trade of one or two legs is cheaper.
class TestHedgeBooks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void proposal_keepsEveryConstraintAndNoShortTradeIsCheaper_data()
    {
        QTest::addColumn<int>("chain");
        QTest::addColumn<int>("book");
        const std::array<const char*, 2> times{"20260205T212937Z", "20260114T212207Z"};
        for (std::size_t c = 0; c < times.size(); ++c) {
            m_chains.push_back(recordedChain(times[c]));
            if (!m_chains.back())
                QSKIP("the recorded chains are not there");
            m_books.push_back(sampleBooks(*m_chains.back(), 3.0));
        }
        for (int b = 0; b < 20; ++b) {
            const int chain = b % 2;
            const std::string& name = m_books[static_cast<std::size_t>(chain)][static_cast<std::size_t>(b)].name;
            QTest::newRow(name.c_str()) << chain << b;
        }
    }

    void proposal_keepsEveryConstraintAndNoShortTradeIsCheaper()
    {
        QFETCH(int, chain);
        QFETCH(int, book);
        const SampleBook& sample = m_books[static_cast<std::size_t>(chain)][static_cast<std::size_t>(book)];
        HedgeInputs inputs;
        inputs.market = m_chains[static_cast<std::size_t>(chain)];
        inputs.book = sample.book;
        inputs.policy = sample.policy;

        const HedgeProposal proposal = proposeHedge(inputs, {});

        QVERIFY2(proposal.status == HedgeStatus::Optimal || proposal.status == HedgeStatus::Feasible,
                 proposal.message.c_str());
        QVERIFY(proposal.kkt <= 1e-8);
        QVERIFY(!proposal.trades.empty() && proposal.trades.size() <= 4);
        for (const BandOutcome& outcome : proposal.bands)
            QVERIFY2(outcome.insideAfter, outcome.band.name.c_str());
        for (const HedgeTrade& trade : proposal.trades) {
            const double lots = trade.quantity / (*inputs.market->instruments)[trade.index].minTradeAmount;
            QVERIFY(std::abs(lots - std::round(lots)) < 1e-6);
        }
        const auto opened = openCase(inputs, {});
        const double toBeat = proposal.costUsd() * (1.0 - std::max(2e-3, 1.5 * proposal.gap));
        const std::size_t legs = opened->problem.legs.size();
        const PairSearch search(opened->problem);
        for (std::size_t i = 0; i < legs; ++i) {
            for (std::size_t j = i + 1; j < legs; ++j) {
                const double cheapest = cheapestOfTwo(search, i, j, toBeat);
                QVERIFY2(cheapest >= toBeat,
                         qPrintable(QStringLiteral("%1 and %2 cost %3, the proposal %4 with a gap of %5")
                                        .arg(QString::fromStdString(opened->choice.candidates[i].instrument.id.name))
                                        .arg(QString::fromStdString(opened->choice.candidates[j].instrument.id.name))
                                        .arg(cheapest)
                                        .arg(proposal.costUsd())
                                        .arg(proposal.gap)));
            }
        }
    }

    // Of every book the variance hedge on its perpetual and the options nearest to the money.
    void realQps_agreeWithTheExactSolver()
    {
        const SnapshotPtr chain = recordedChain("20260205T212937Z");
        if (!chain || !hasExactOracle())
            QSKIP("the recorded chains or CGAL are not there");
        for (const SampleBook& sample : sampleBooks(*chain, 3.0)) {
            HedgeInputs inputs;
            inputs.market = chain;
            inputs.book = sample.book;
            inputs.policy = sample.policy;
            inputs.policy.objective = HedgeObjective::Variance;
            inputs.policy.bands.clear();
            inputs.policy.universe.minAbsDelta = 0.46;
            inputs.policy.universe.maxAbsDelta = 0.54;
            const auto opened = openCase(inputs, {});
            QVERIFY(opened.ok());
            const auto* variance = dynamic_cast<const VarianceRisk*>(opened->risk.get());
            QVERIFY(variance != nullptr);
            const QpProblem qp = variance->qpOf(opened->problem, 1.0);

            const QpSolution solution = solveQp(qp, {}, {});
            const auto exact = exactOptimum(qp);

            const QByteArray where = QByteArray::fromStdString(sample.name) + ' ' + qpStatusWord(solution.status) +
                                     ' ' + QByteArray::number(solution.kkt);
            QVERIFY2(solution.status == QpStatus::Solved && exact, where);
            QVERIFY2(std::abs(solution.objective - *exact) <= 1e-8 * std::abs(*exact), where);
        }
    }

private:
    std::vector<SnapshotPtr> m_chains;
    std::vector<std::vector<SampleBook>> m_books;
};

QTEST_GUILESS_MAIN(TestHedgeBooks)
#include "tst_hedge_books.moc"
