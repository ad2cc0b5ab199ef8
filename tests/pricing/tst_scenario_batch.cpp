#include "models/pricing/scenario_batch.h"
#include "tests/pricing/batch_cases.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

std::vector<double> evenly(double from, double to, int points)
{
    std::vector<double> axis;
    for (int i = 0; i < points; ++i)
        axis.push_back(from + (to - from) * i / (points - 1));
    return axis;
}

FactorMoves deskGrid()
{
    return gridMoves(evenly(.5, 1.5, 41), evenly(.6, 1.4, 21));
}

// Several holdings of one strike, calls and puts; some expired.
std::vector<HeldOption> randomBook(std::uint64_t seed, std::size_t factors)
{
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> coins(-10.0, 10.0);
    std::vector<HeldOption> book;
    for (int i = 0; i < 120; ++i) {
        HeldOption held{randomTerms(random), coins(random), i % factors};
        held.terms.strike = 1e3 * std::round(held.terms.strike / held.terms.forward * 70.0);
        held.terms.forward = 7e4;
        if (i % 17 == 0)
            held.terms.years = -.01;
        book.push_back(held);
        held.terms.type = OptionType::Put;
        held.coins = coins(random);
        book.push_back(held);
    }
    return book;
}

FactorMoves randomMoves(std::uint64_t seed, std::size_t scenarios)
{
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> forward(.4, 1.8);
    std::uniform_real_distribution<double> vol(.5, 2.0);
    std::uniform_real_distribution<double> shift(-.3, .3);
    FactorMoves moves;
    for (std::size_t i = 0; i < scenarios; ++i) {
        moves.forwardFactor.push_back(forward(random));
        moves.volFactor.push_back(vol(random));
        moves.volShift.push_back(shift(random));
    }
    return moves;
}

double pnlOf(const HeldOption& held, const FactorMoves& moves, std::size_t n)
{
    BlackTerms moved = held.terms;
    moved.forward *= moves.forwardFactor[n];
    moved.vol = std::max(moved.vol * moves.volFactor[n] + (moves.volShift.empty() ? 0.0 : moves.volShift[n]), 0.0);
    return held.coins * (blackPrice(moved) - blackPrice(held.terms));
}

std::vector<double> independentPnl(const std::vector<HeldOption>& book, const std::vector<FactorMoves>& factors)
{
    std::vector<double> pnl(factors.front().forwardFactor.size(), 0.0);
    for (const HeldOption& held : book) {
        for (std::size_t n = 0; n < pnl.size(); ++n)
            pnl[n] += pnlOf(held, factors[held.factor], n);
    }
    return pnl;
}

double largest(const std::vector<double>& cells)
{
    double size = 0.0;
    for (const double cell : cells)
        size = std::max(size, std::abs(cell));
    return size;
}

std::vector<double> run(const RevaluationPlan& plan, std::size_t parts)
{
    std::vector<double> pnl(plan.scenarios(), 0.0);
    for (std::size_t part = 0; part < parts; ++part) {
        if (plan.addPnl(blockShare(plan.blocks(), part, parts), pnl, {}) != RunStatus::Finished)
            return {};
    }
    return pnl;
}

} // namespace

class ScenarioBatchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void grid_equalsIndependentRevaluation()
    {
        const auto book = randomBook(21, 1);
        const std::vector<FactorMoves> factors{deskGrid()};
        const auto right = independentPnl(book, factors);
        const double size = largest(right);
        onEveryInstructionSet([&](const std::string& name) {
            const auto plan = RevaluationPlan::prepare(book, factors);
            QVERIFY(plan.ok());
            const auto pnl = run(*plan, 1);
            QCOMPARE(pnl.size(), right.size());
            for (std::size_t n = 0; n < right.size(); ++n)
                QVERIFY2(std::abs(pnl[n] - right[n]) <= 1e-12 * size, name.c_str());
        });
    }

    void scenarioList_withFactorsAndShifts_equalsIndependentRevaluation()
    {
        const auto book = randomBook(22, 3);
        const std::vector<FactorMoves> factors{randomMoves(1, 500), randomMoves(2, 500), randomMoves(3, 500)};
        const auto right = independentPnl(book, factors);
        const double size = largest(right);
        onEveryInstructionSet([&](const std::string& name) {
            const auto plan = RevaluationPlan::prepare(book, factors);
            QVERIFY(plan.ok());
            const auto pnl = run(*plan, 1);
            for (std::size_t n = 0; n < right.size(); ++n)
                QVERIFY2(std::abs(pnl[n] - right[n]) <= 1e-12 * size, name.c_str());
        });
    }

    void cube_holdsEachOptionsOwnPnl()
    {
        auto book = randomBook(23, 2);
        book[4].terms.strike = -1.0;
        const std::vector<FactorMoves> factors{randomMoves(4, 130), deskGrid()};
        const std::vector<FactorMoves> equal{randomMoves(4, 130), randomMoves(5, 130)};
        QVERIFY(!RevaluationPlan::prepare(book, factors).ok()); // factors of unequal length
        const auto plan = RevaluationPlan::prepare(book, equal);
        QVERIFY(plan.ok());
        std::vector<double> cube(book.size() * plan->scenarios(), 0.0);

        QCOMPARE(plan->fillCube(plan->wholeRange(), cube, {}), RunStatus::Finished);

        QCOMPARE(plan->optionsLeftOut(), 1);
        for (std::size_t i = 0; i < book.size(); ++i) {
            for (std::size_t n = 0; n < plan->scenarios(); ++n) {
                const double right = i == 4 ? 0.0 : pnlOf(book[i], equal[book[i].factor], n);
                QVERIFY(std::abs(cube[i * plan->scenarios() + n] - right) <= 1e-12 * 10.0 * 7e4);
            }
        }
    }

    void splitInRanges_givesTheSameBits()
    {
        const auto book = randomBook(24, 1);
        const std::vector<FactorMoves> factors{deskGrid()};
        const auto plan = RevaluationPlan::prepare(book, factors);
        QVERIFY(plan.ok());
        const auto whole = run(*plan, 1);
        for (const std::size_t parts : {2u, 3u, 7u, 40u})
            QCOMPARE(run(*plan, parts), whole);
    }

    void shares_coverAllBlocksOnce()
    {
        for (const std::size_t blocks : {0u, 1u, 13u, 14u}) {
            std::size_t next = 0;
            for (std::size_t part = 0; part < 3; ++part) {
                const BlockRange share = blockShare(blocks, part, 3);
                QCOMPARE(share.first, next);
                next = share.last;
            }
            QCOMPARE(next, blocks);
        }
    }

    void stopRequested_leavesTheRemainingBlocksAlone()
    {
        const auto plan = RevaluationPlan::prepare(randomBook(25, 1), std::vector<FactorMoves>{deskGrid()});
        QVERIFY(plan.ok());
        QVERIFY(plan->blocks() > 3);
        std::stop_source source;
        std::vector<double> pnl(plan->scenarios(), 0.0);

        QCOMPARE(plan->addPnl({0, 1}, pnl, source.get_token()), RunStatus::Finished);
        source.request_stop();
        QCOMPARE(plan->addPnl({1, plan->blocks()}, pnl, source.get_token()), RunStatus::Cancelled);

        QVERIFY(pnl.front() != 0.0);
        QCOMPARE(pnl.back(), 0.0);
        std::vector<double> cube(plan->scenarios() * 240, 0.0);
        QCOMPARE(plan->fillCube(plan->wholeRange(), cube, source.get_token()), RunStatus::Cancelled);
        QCOMPARE(largest(cube), 0.0);
    }

    void unmovedScenario_isExactlyZero()
    {
        const auto book = randomBook(26, 1);
        onEveryInstructionSet([&](const std::string&) {
            for (const double shift : {0.0, .1}) {
                const FactorMoves moves{{.9, 1.0}, {1.1, 1.0}, {shift, 0.0}};
                const auto plan = RevaluationPlan::prepare(book, std::vector<FactorMoves>{moves});
                QVERIFY(plan.ok());
                const auto pnl = run(*plan, 1);
                QVERIFY(pnl[0] != 0.0);
                QCOMPARE(pnl[1], 0.0);
            }
        });
    }

    // Nothing left of the forward, of the vol, or far too much of both.
    void extremeMoves_giveTheLimits()
    {
        const std::vector<HeldOption> book{{{100., 90., .5, .6, OptionType::Call}, 1.0, 0},
                                           {{100., 90., .5, .6, OptionType::Put}, 1.0, 0}};
        const FactorMoves moves{{0.0, 1.0, 1.0, 1e300, 1.0}, {1.0, 0.0, 1.0, 1.0, 1e300}, {0., 0., -5., 0., 0.}};
        const auto plan = RevaluationPlan::prepare(book, std::vector<FactorMoves>{moves});
        QVERIFY(plan.ok());
        std::vector<double> cube(book.size() * plan->scenarios());

        QCOMPARE(plan->fillCube(plan->wholeRange(), cube, {}), RunStatus::Finished);

        const double call = blackPrice(book[0].terms);
        const double put = blackPrice(book[1].terms);
        const auto near = [](double a, double b) { return std::abs(a - b) <= 1e-12 * (1.0 + std::abs(b)); };
        QVERIFY(near(cube[0], -call));
        QVERIFY(near(cube[5], 90.0 - put));
        for (const std::size_t n : {1u, 2u}) {
            QVERIFY(near(cube[n], 10.0 - call));
            QVERIFY(near(cube[5 + n], -put));
        }
        QVERIFY(std::isfinite(cube[3]) && cube[3] > 1e12);
        QVERIFY(near(cube[4], 100.0 - call));
        QVERIFY(near(cube[9], 90.0 - put));
    }

    void anyBits_giveFinitePnlOrAreLeftOut()
    {
        const OptionTable options = anyTable(3000, 27);
        std::vector<HeldOption> book;
        std::mt19937_64 random(29);
        for (std::size_t i = 0; i < options.size(); ++i)
            book.push_back({options.terms(i), anyDouble(random), 0});
        const FactorMoves moves{{.5, 1.5, 1.0}, {.5, 2.0, 1.0}, {1e308, -1e308, 0.0}};
        onEveryInstructionSet([&](const std::string& name) {
            const auto plan = RevaluationPlan::prepare(book, std::vector<FactorMoves>{moves});
            QVERIFY(plan.ok());
            QVERIFY(plan->optionsLeftOut() > 100);
            QVERIFY(plan->optionsLeftOut() < 2999);
            for (const double pnl : run(*plan, 1))
                QVERIFY2(std::isfinite(pnl), name.c_str());
        });
    }

    void badMoves_areRefused()
    {
        const auto book = randomBook(28, 2);
        QVERIFY(!RevaluationPlan::prepare(book, std::vector<FactorMoves>{deskGrid()}).ok()); // factor 1 is missing
        const FactorMoves broken{{1.0, std::nan("")}, {1.0, 1.0}, {}};
        QVERIFY(!RevaluationPlan::prepare({}, std::vector<FactorMoves>{broken}).ok());
        const FactorMoves shorter{{1.0, 1.0}, {1.0}, {}};
        QVERIFY(!RevaluationPlan::prepare({}, std::vector<FactorMoves>{shorter}).ok());
    }

    void emptyBook_isAllZero()
    {
        const auto plan = RevaluationPlan::prepare({}, std::vector<FactorMoves>{deskGrid()});
        QVERIFY(plan.ok());
        QCOMPARE(largest(run(*plan, 1)), 0.0);
    }
};

QTEST_GUILESS_MAIN(ScenarioBatchTest)
#include "tst_scenario_batch.moc"
