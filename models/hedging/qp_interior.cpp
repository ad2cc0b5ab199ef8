#include "models/hedging/qp_interior.h"

#include "models/hedging/qp_newton.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace ballast {
namespace {

constexpr double sharp = 1e-18; // of complementarity: weakly active bounds are told apart by its root
constexpr double tight = 1e-11; // scaled residuals at which the iteration ends
constexpr double toBoundary = 0.9995;
constexpr double freePull = 1e-10; // curvature given to a variable without bounds and diagonal
constexpr double goodStep = 1e-3;  // residual of a Newton step above which the low-rank factors have lost their footing

using Vector = Eigen::VectorXd;

struct Residuals
{
    Vector gradient; // of x and slacks
    Vector rows;     // stacked
};

// All state of one run.
class Run
{
public:
    Run(const QpScaled& problem, QpFactorization how) : m_p(problem), m_how(how) { start(); }

    [[nodiscard]] QpInterior state() const { return {QpStatus::IterationLimit, m_z, m_low, m_high, m_y, 0}; }
    [[nodiscard]] bool done() const;
    [[nodiscard]] bool step(); // false: lost its footing

private:
    struct Direction
    {
        Vector z, y, low, high;
    };
    void start();
    void weigh(Vector& cLow, Vector& cHigh);
    [[nodiscard]] Residuals residuals() const;
    [[nodiscard]] double complementarity(const Vector& z, const Vector& low, const Vector& high) const;
    [[nodiscard]] Direction direction(const QpNewton& newton, const Residuals& r, const Vector& cLow,
                                      const Vector& cHigh) const;
    [[nodiscard]] double longestStep(const Direction& d) const;

    const QpScaled& m_p;
    QpFactorization m_how;
    Vector m_z, m_y, m_low, m_high;
    Vector m_theta;
    std::vector<bool> m_hasLow, m_hasHigh;
    double m_bounds = 0.0; // number of finite bounds
    mutable bool m_lost = false;
};

void Run::start()
{
    const Eigen::Index n = m_p.entries();
    m_z.resize(n);
    m_low = Vector::Zero(n);
    m_high = Vector::Zero(n);
    m_y = Vector::Zero(m_p.rows());
    for (Eigen::Index i = 0; i < n; ++i) {
        const bool low = std::isfinite(m_p.lower[i]);
        const bool high = std::isfinite(m_p.upper[i]);
        m_hasLow.push_back(low);
        m_hasHigh.push_back(high);
        m_bounds += (low ? 1.0 : 0.0) + (high ? 1.0 : 0.0);
        const double room = low && high ? 0.5 * (m_p.upper[i] - m_p.lower[i]) : 1.0;
        const double away = std::min(room, 1.0);
        m_z[i] = low ? m_p.lower[i] + away : (high ? m_p.upper[i] - away : 0.0);
        if (low && high && i >= m_p.variables) // a slack starts in the middle of a short range, near zero in a long one
            m_z[i] = std::clamp(0.0, m_p.lower[i] + away, m_p.upper[i] - away);
        m_low[i] = low ? 1.0 : 0.0;
        m_high[i] = high ? 1.0 : 0.0;
    }
}

Residuals Run::residuals() const
{
    const Vector x = m_z.head(m_p.variables);
    const Vector image = m_p.apply(x);
    Vector t(m_p.stacked());
    t.head(m_p.factors) = image.head(m_p.factors) + m_p.offset;
    t.tail(m_p.rows()) = -m_y;
    Residuals r;
    r.gradient.resize(m_z.size());
    r.gradient.head(m_p.variables) = m_p.applyTransposed(t) + m_p.cost + m_p.diagonal.cwiseProduct(x);
    r.rows = image.tail(m_p.rows()) - m_p.equals;
    for (Eigen::Index k = 0; k < m_p.rows(); ++k) {
        const Eigen::Index slack = m_p.slackOfRow[static_cast<std::size_t>(k)];
        if (slack < 0)
            continue;
        r.gradient[slack] = m_y[k];
        r.rows[k] -= m_z[slack];
    }
    r.gradient += m_high - m_low;
    return r;
}

double Run::complementarity(const Vector& z, const Vector& low, const Vector& high) const
{
    double sum = 0.0;
    for (Eigen::Index i = 0; i < z.size(); ++i) {
        if (m_hasLow[static_cast<std::size_t>(i)])
            sum += (z[i] - m_p.lower[i]) * low[i];
        if (m_hasHigh[static_cast<std::size_t>(i)])
            sum += (m_p.upper[i] - z[i]) * high[i];
    }
    return m_bounds > 0.0 ? sum / m_bounds : 0.0;
}

bool Run::done() const
{
    const Residuals r = residuals();
    const double size = 1.0 + m_p.cost.lpNorm<Eigen::Infinity>();
    return r.gradient.lpNorm<Eigen::Infinity>() <= tight * size &&
           (r.rows.size() == 0 || r.rows.lpNorm<Eigen::Infinity>() <= tight) &&
           complementarity(m_z, m_low, m_high) <= sharp * size;
}

// cLow and cHigh: what (z - l) dl + l dz and (u - z) du - u dz shall be.
Run::Direction Run::direction(const QpNewton& newton, const Residuals& r, const Vector& cLow, const Vector& cHigh) const
{
    Vector right = -r.gradient;
    for (Eigen::Index i = 0; i < m_z.size(); ++i) {
        if (m_hasLow[static_cast<std::size_t>(i)])
            right[i] += cLow[i] / (m_z[i] - m_p.lower[i]);
        if (m_hasHigh[static_cast<std::size_t>(i)])
            right[i] -= cHigh[i] / (m_p.upper[i] - m_z[i]);
    }
    Vector b = Vector::Zero(m_p.stacked());
    for (Eigen::Index k = 0; k < m_p.rows(); ++k) {
        const Eigen::Index slack = m_p.slackOfRow[static_cast<std::size_t>(k)];
        b[m_p.factors + k] = -r.rows[k] + (slack < 0 ? 0.0 : right[slack] / m_theta[slack]);
    }
    const Vector a = right.head(m_p.variables);
    const QpNewton::Step step = newton.solve(a, b);
    m_lost = m_lost || (m_how == QpFactorization::LowRank && !(newton.residualOf(step, a, b) < goodStep));
    Direction d;
    d.y = -step.t.tail(m_p.rows());
    d.z.resize(m_z.size());
    d.z.head(m_p.variables) = step.x;
    for (Eigen::Index k = 0; k < m_p.rows(); ++k) {
        const Eigen::Index slack = m_p.slackOfRow[static_cast<std::size_t>(k)];
        if (slack >= 0)
            d.z[slack] = (right[slack] - d.y[k]) / m_theta[slack];
    }
    d.low = Vector::Zero(m_z.size());
    d.high = Vector::Zero(m_z.size());
    for (Eigen::Index i = 0; i < m_z.size(); ++i) {
        if (m_hasLow[static_cast<std::size_t>(i)])
            d.low[i] = (cLow[i] - m_low[i] * d.z[i]) / (m_z[i] - m_p.lower[i]);
        if (m_hasHigh[static_cast<std::size_t>(i)])
            d.high[i] = (cHigh[i] + m_high[i] * d.z[i]) / (m_p.upper[i] - m_z[i]);
    }
    return d;
}

double Run::longestStep(const Direction& d) const
{
    double step = 1.0;
    const auto limit = [&](double value, double change) {
        if (change < 0.0)
            step = std::min(step, -value / change);
    };
    for (Eigen::Index i = 0; i < m_z.size(); ++i) {
        if (m_hasLow[static_cast<std::size_t>(i)]) {
            limit(m_z[i] - m_p.lower[i], d.z[i]);
            limit(m_low[i], d.low[i]);
        }
        if (m_hasHigh[static_cast<std::size_t>(i)]) {
            limit(m_p.upper[i] - m_z[i], -d.z[i]);
            limit(m_high[i], d.high[i]);
        }
    }
    return step;
}

// The barrier's curvature of every entry, and what a step to the boundary itself would ask of complementarity.
void Run::weigh(Vector& cLow, Vector& cHigh)
{
    m_theta = Vector::Zero(m_z.size());
    cLow = Vector::Zero(m_z.size());
    cHigh = Vector::Zero(m_z.size());
    for (Eigen::Index i = 0; i < m_z.size(); ++i) {
        if (m_hasLow[static_cast<std::size_t>(i)]) {
            m_theta[i] += m_low[i] / (m_z[i] - m_p.lower[i]);
            cLow[i] = -(m_z[i] - m_p.lower[i]) * m_low[i];
        }
        if (m_hasHigh[static_cast<std::size_t>(i)]) {
            m_theta[i] += m_high[i] / (m_p.upper[i] - m_z[i]);
            cHigh[i] = -(m_p.upper[i] - m_z[i]) * m_high[i];
        }
    }
    m_theta = m_theta.cwiseMax(freePull);
}

bool Run::step()
{
    Vector cLow;
    Vector cHigh;
    weigh(cLow, cHigh);
    Vector e = Vector::Ones(m_p.stacked());
    for (Eigen::Index k = 0; k < m_p.rows(); ++k) {
        const Eigen::Index slack = m_p.slackOfRow[static_cast<std::size_t>(k)];
        e[m_p.factors + k] = slack < 0 ? 0.0 : 1.0 / m_theta[slack];
    }
    const Vector h = m_p.diagonal + m_theta.head(m_p.variables);
    const QpNewton newton(m_p, h, e, m_how);
    if (!newton.ok())
        return false;
    const Residuals r = residuals();
    const double mu = complementarity(m_z, m_low, m_high);
    Direction d = direction(newton, r, cLow, cHigh);
    if (m_bounds > 0.0) {
        const double reach = longestStep(d);
        const double after = complementarity(m_z + reach * d.z, m_low + reach * d.low, m_high + reach * d.high);
        const double centre = mu > 0.0 ? mu * std::pow(std::max(after, 0.0) / mu, 3.0) : 0.0;
        for (Eigen::Index i = 0; i < m_z.size(); ++i) {
            cLow[i] += m_hasLow[static_cast<std::size_t>(i)] ? centre - d.z[i] * d.low[i] : 0.0;
            cHigh[i] += m_hasHigh[static_cast<std::size_t>(i)] ? centre + d.z[i] * d.high[i] : 0.0;
        }
        d = direction(newton, r, cLow, cHigh);
    }
    const double length = std::min(1.0, toBoundary * longestStep(d));
    m_z += length * d.z;
    m_y += length * d.y;
    m_low += length * d.low;
    m_high += length * d.high;
    return !m_lost && m_z.allFinite() && m_y.allFinite() && length > 1e-12;
}

} // namespace

QpInterior interiorPoint(const QpScaled& problem, const QpLimits& limits, QpFactorization how,
                         const std::stop_token& stop)
{
    Run run(problem, how);
    int iterations = 0;
    QpStatus status = QpStatus::IterationLimit;
    std::optional<QpInterior> result;
    for (; iterations < limits.iterations; ++iterations) {
        if (stop.stop_requested()) {
            status = QpStatus::Cancelled;
            break;
        }
        if (run.done()) {
            status = QpStatus::Solved;
            break;
        }
        const QpInterior before = run.state();
        if (run.step())
            continue;
        const QpInterior after = run.state();
        QpInterior& last = result.emplace(after.point.allFinite() && after.duals.allFinite() &&
                                                  after.lowerDuals.allFinite() && after.upperDuals.allFinite()
                                              ? after
                                              : before);
        last.iterations = iterations;
        return last;
    }
    result = run.state();
    result->status = status;
    result->iterations = iterations;
    return *result;
}

} // namespace ballast
