#include "models/surface/leave_one_out.h"
#include "models/surface/svi_bands.h"
#include "models/surface/svi_nodes.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <cmath>
#include <map>

namespace ballast {
namespace {

constexpr double ridge = 1e-9;            // of each diagonal: parameters that the quotes leave open
constexpr double greatestLeverage = 0.98; // beyond it a quote decides its own vol: the others say little
constexpr double freeParameters = 5.0;

SviLines linesOf(const SviParams& p)
{
    return {p.a, p.b * (1.0 - p.rho), p.b * (1.0 + p.rho), p.m, p.sigma};
}

// One row of the fit: a strike's band.
struct Row
{
    double k = 0.0;
    double weight = 0.0;   // of squared w
    double residual = 0.0; // what draws it, less the fit
    Vector5 gradient;
};

class FittedRows
{
public:
    explicit FittedRows(const SviSlice& slice) : m_lines(linesOf(slice.params))
    {
        for (const SviBand& band : sviBands(slice.quotes, slice.years)) {
            const SviJet jet = sviJet(m_lines, band.k);
            const BandLoss loss = bandLoss(band, jet.w, BandNorm::Sparse);
            if (loss.weight <= 0.0)
                continue;
            m_byK[band.k] = m_rows.size();
            m_rows.push_back({band.k, loss.weight, loss.towards - jet.w, Eigen::Map<const Vector5>(jet.dW.data())});
            m_normal += loss.weight * m_rows.back().gradient * m_rows.back().gradient.transpose();
        }
        m_normal.diagonal() *= 1.0 + ridge;
        m_factor.compute(m_normal);
        double squares = 0.0;
        for (const Row& row : m_rows)
            squares += row.weight * row.residual * row.residual;
        const double freedom = std::max(static_cast<double>(m_rows.size()) - freeParameters, 1.0);
        m_unitVariance = squares / freedom;
    }

    [[nodiscard]] bool empty() const { return m_rows.size() <= 5; }

    [[nodiscard]] const Row* at(double k) const
    {
        const auto found = m_byK.find(k);
        return found == m_byK.end() ? nullptr : &m_rows[found->second];
    }

    // Variance of the fitted w at a gradient, in units of the residuals' variance.
    [[nodiscard]] double spread(const Vector5& gradient) const { return gradient.dot(m_factor.solve(gradient)); }
    [[nodiscard]] double unitVariance() const { return m_unitVariance; }
    [[nodiscard]] const SviLines& lines() const { return m_lines; }

private:
    SviLines m_lines;
    std::vector<Row> m_rows;
    std::map<double, std::size_t> m_byK;
    Matrix5 m_normal = Matrix5::Zero();
    Eigen::LDLT<Matrix5> m_factor;
    double m_unitVariance = 0.0;
};

} // namespace

std::vector<LeftOutVol> leaveOneOut(const SviSlice& slice)
{
    const FittedRows rows(slice);
    std::vector<LeftOutVol> answers;
    for (const SmileQuote& quote : slice.quotes) {
        const double fitted = slice.volAtK(quote.k);
        const Row* row = rows.empty() ? nullptr : rows.at(quote.k);
        if (row == nullptr || !(fitted > 0.0)) {
            answers.push_back({fitted, slice.rmseVolPoints / 100.0});
            continue;
        }
        const double spread = rows.spread(row->gradient);
        const double leverage = std::min(row->weight * spread, greatestLeverage);
        const double w = fitted * fitted * slice.years;
        const double without = w - leverage / (1.0 - leverage) * row->residual;
        const double variance = rows.unitVariance() * spread / (1.0 - leverage);
        const double vol = without > 0.0 ? std::sqrt(without / slice.years) : fitted;
        answers.push_back({vol, std::sqrt(variance) / (2.0 * vol * slice.years)}); // dw = 2 vol T dvol
    }
    return answers;
}

} // namespace ballast
