#include "models/surface/svi_joint_fit.h"
#include "models/surface/svi_joint_problem.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace ballast {
namespace {

constexpr int maxRounds = 40;
constexpr int roundsWithMisses = 22; // at least, before a fit that misses quotes is accepted
constexpr int fruitlessRounds = 6;   // without a better clean fit, when few quotes are missed
constexpr double fewMisses = 0.005;  // of the quotes
constexpr double manyMisses = 0.1;   // of the quotes: markets narrower than their own noise, which no smile threads
constexpr double someMisses = 3.0;   // that a short expiry may have whatever its share
constexpr int hopelessRounds = 3;    // with many misses: without a clear gain
constexpr double clearGain = 0.95;   // of the misses
constexpr int stepsOfRound = 3;
constexpr double settledPart = 1e-2; // of the cost: a round that gains less has settled
constexpr double smallGain = 1e-4;
constexpr double firstDamping = 1e-2;
constexpr double greatestDamping = 1e12;

enum class Urging
{
    Yes, // narrowly missed quotes weigh more from round to round
    No   // no arbitrage first
};

class JointSearch
{
public:
    JointSearch(std::span<const JointSlice> slices, CertificateDetail certified)
        : m_slices(slices), m_problem(slices), m_certified(certified)
    {
        for (std::size_t i = 0; i < slices.size(); ++i) {
            m_quick.emplace_back(ranges(i), CertificateDetail::Search);
            m_at.push_back(m_problem.start(i));
        }
    }

    [[nodiscard]] JointFit run()
    {
        JointFit best = search(Urging::Yes);
        if (!best.clean) {
            m_problem.forgetUrges();
            best = search(Urging::No);
        }
        best.steps = m_steps;
        return best;
    }

private:
    [[nodiscard]] JointFit search(Urging urging)
    {
        JointFit best;
        int improvedAt = 0;
        int gainedAt = 0;
        double missesThen = std::numeric_limits<double>::infinity();
        for (int round = 0; round < maxRounds; ++round) {
            m_problem.reweigh(m_at, urging == Urging::Yes ? round : 0);
            const bool settled = descend();
            JointFit fit = judged(m_quick);
            if (fit.misses < clearGain * missesThen) {
                missesThen = fit.misses;
                gainedAt = round;
            }
            const bool hopeless =
                fit.misses > manyMisses * fit.quotes + someMisses && round - gainedAt >= hopelessRounds;
            const bool patient = urging == Urging::No || round >= roundsWithMisses || hopeless;
            const bool enough = fit.clean && (settled || hopeless) && (fit.misses == 0.0 || patient);
            const bool fruitless = best.clean && best.misses > 0.0 && best.misses <= fewMisses * best.quotes &&
                                   round - improvedAt >= fruitlessRounds;
            const bool promising = fit.clean && (!best.clean || fit.misses < best.misses ||
                                                 ((enough || fruitless) && fit.misses == best.misses));
            if (promising && m_certified == CertificateDetail::Full)
                fit = judged(fullGrids());
            if (round == 0 || (promising && fit.clean)) {
                improvedAt = round;
                best = fit;
                best.clean = promising && fit.clean;
            }
            if ((enough && fit.clean) || fruitless)
                break;
            if (!fit.clean)
                m_problem.tighten(m_at);
        }
        return best;
    }

    // Of a slice and the next one.
    [[nodiscard]] std::vector<QuotedRange> ranges(std::size_t i) const
    {
        std::vector<QuotedRange> quoted{m_slices[i].quoted};
        if (i + 1 < m_slices.size())
            quoted.push_back(m_slices[i + 1].quoted);
        return quoted;
    }

    [[nodiscard]] const std::vector<CertificateGrid>& fullGrids()
    {
        for (std::size_t i = m_full.size(); i < m_slices.size(); ++i) {
            m_full.emplace_back(ranges(i), CertificateDetail::Full);
        }
        return m_full;
    }

    // Some accepted steps; whether they gained next to nothing.
    bool descend()
    {
        const double before = m_problem.cost(m_at);
        double cost = before;
        for (int accepted = 0; accepted < stepsOfRound && m_damping < greatestDamping;) {
            const std::vector<NormalBlock> blocks = m_problem.blocks(m_at);
            const double next = stepped(blocks, cost);
            if (!(next < cost))
                break;
            const bool small = cost - next <= smallGain * cost;
            cost = next;
            ++accepted;
            if (small)
                break;
        }
        m_damping = std::min(m_damping, 1.0);
        return before - cost <= settledPart * before;
    }

    // Damps more until the cost falls; the cost then, or the old one where it never does.
    double stepped(const std::vector<NormalBlock>& blocks, double cost)
    {
        for (; m_damping < greatestDamping; m_damping *= 8.0) {
            ++m_steps;
            std::vector<NormalBlock> damped = blocks;
            SviJointProblem::damp(damped, m_damping);
            const std::vector<Vector5> step = solveBlockTridiagonal(std::move(damped));
            std::vector<Vector5> trial = m_at;
            bool finite = true;
            for (std::size_t i = 0; i < trial.size(); ++i) {
                finite = finite && step[i].allFinite();
                trial[i] = m_problem.bounded(i, trial[i] + step[i]);
            }
            if (!finite)
                continue;
            const double next = m_problem.cost(trial);
            if (next < cost) {
                m_at = std::move(trial);
                m_damping = std::max(0.15 * m_damping, 1e-10);
                return next;
            }
        }
        return cost;
    }

    // Watches the points where a certificate fails from now on.
    [[nodiscard]] JointFit judged(const std::vector<CertificateGrid>& grids)
    {
        JointFit fit;
        fit.clean = true;
        for (std::size_t i = 0; i < m_at.size(); ++i) {
            const SviLines lines = m_problem.lines(i, m_at[i]);
            const double lowest = lines.level + lines.sigma * std::sqrt(std::max(lines.left * lines.right, 0.0));
            fit.params.push_back(toRaw(lines));
            fit.clean = fit.clean && lines.left >= 0.0 && lines.right >= 0.0 && lines.left <= maxWingSlope &&
                        lines.right <= maxWingSlope && lowest > 0.0;
            if (m_slices[i].fixed)
                continue;
            fit.misses += bandMisses(m_slices[i].bands, fit.params[i]);
            for (const SviBand& band : m_slices[i].bands)
                fit.quotes += band.quotes;
        }
        for (std::size_t i = 0; i < m_at.size(); ++i) {
            const LeastPoint g = grids[i].leastButterfly(fit.params[i]);
            const LeastPoint gap =
                i + 1 < m_at.size() ? grids[i].leastCalendar(fit.params[i], fit.params[i + 1]) : LeastPoint{};
            fit.minButterfly.push_back(g.value);
            fit.minCalendar.push_back(gap.value);
            if (!(g.value >= 0.0))
                m_problem.watch(i, g.k);
            if (!(gap.value >= 0.0))
                m_problem.watch(i, gap.k);
            fit.clean = fit.clean && g.value >= 0.0 && gap.value >= 0.0;
        }
        return fit;
    }

    std::span<const JointSlice> m_slices;
    SviJointProblem m_problem;
    CertificateDetail m_certified;
    std::vector<CertificateGrid> m_quick;
    std::vector<CertificateGrid> m_full;
    std::vector<Vector5> m_at;
    double m_damping = firstDamping;
    int m_steps = 0;
};

} // namespace

JointFit fitSviJointly(std::span<const JointSlice> slices, CertificateDetail certified)
{
    return slices.empty() ? JointFit{} : JointSearch(slices, certified).run();
}

} // namespace ballast
