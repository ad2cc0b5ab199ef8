#include "models/surface/svi_nodes.h"

#include <Eigen/LU>

#include <cmath>

namespace ballast {

SviParams toRaw(const SviLines& lines)
{
    const double b = 0.5 * (lines.left + lines.right);
    return {lines.level, b, b > 0.0 ? 0.5 * (lines.right - lines.left) / b : 0.0, lines.m, lines.sigma};
}

SviJet sviJet(const SviLines& lines, double k)
{
    const double x = k - lines.m;
    const double root = std::sqrt(x * x + lines.sigma * lines.sigma);
    const double inverse = 1.0 / root;
    const double cosine = x * inverse;
    const double sine = lines.sigma * inverse;
    const double bend = sine * sine * inverse;
    const double b = 0.5 * (lines.left + lines.right);
    SviJet jet;
    jet.w = lines.level + 0.5 * (lines.left * (root - x) + lines.right * (root + x));
    jet.slope = 0.5 * (lines.left * (cosine - 1.0) + lines.right * (cosine + 1.0));
    jet.curvature = b * bend;
    jet.dW = {1.0, 0.5 * (root - x), 0.5 * (root + x), -jet.slope, b * sine};
    jet.dSlope = {0.0, 0.5 * (cosine - 1.0), 0.5 * (cosine + 1.0), -jet.curvature, -b * cosine * sine * inverse};
    jet.dCurvature = {0.0, 0.5 * bend, 0.5 * bend, 3.0 * jet.curvature * cosine * inverse,
                      jet.curvature * (2.0 / lines.sigma - 3.0 * sine * inverse)};
    return jet;
}

SviNodes::SviNodes(double lowK, double highK) : m_k(lowK, 0.5 * (lowK + highK), highK) {}

Vector5 SviNodes::coordinates(const SviParams& params) const
{
    Vector5 v;
    for (int j = 0; j < 3; ++j)
        v[j] = sviTotalVariance(params, m_k[j]);
    v[3] = params.m;
    v[4] = std::log(params.sigma);
    return v;
}

SviLines SviNodes::lines(const Vector5& coordinates) const
{
    const double sigma = std::exp(coordinates[4]);
    const Eigen::Vector3d c = basis(coordinates[3], sigma).inverse() * coordinates.head<3>();
    return {c[0], c[1], c[2], coordinates[3], sigma};
}

Matrix5 SviNodes::jacobian(const SviLines& at) const
{
    const Eigen::Matrix3d inverse = basis(at.m, at.sigma).inverse();
    Eigen::Vector3d byM;
    Eigen::Vector3d bySigma;
    for (int j = 0; j < 3; ++j) {
        const SviJet jet = sviJet(at, m_k[j]);
        byM[j] = jet.dW[3];
        bySigma[j] = jet.dW[4];
    }
    Matrix5 t = Matrix5::Zero();
    t.topLeftCorner<3, 3>() = inverse;
    t.block<3, 1>(0, 3) = -inverse * byM;
    t.block<3, 1>(0, 4) = -inverse * bySigma * at.sigma;
    t(3, 3) = 1.0;
    t(4, 4) = at.sigma;
    return t;
}

Eigen::Matrix3d SviNodes::basis(double m, double sigma) const
{
    Eigen::Matrix3d basis;
    for (int j = 0; j < 3; ++j) {
        const double x = m_k[j] - m;
        const double root = std::sqrt(x * x + sigma * sigma);
        basis.row(j) << 1.0, 0.5 * (root - x), 0.5 * (root + x);
    }
    return basis;
}

} // namespace ballast
