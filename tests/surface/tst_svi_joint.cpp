#include "models/surface/block_tridiagonal.h"
#include "models/surface/svi_certificate.h"
#include "models/surface/svi_joint_fit.h"
#include "models/surface/svi_nodes.h"

#include <QTest>

#include <Eigen/Cholesky>

#include <array>
#include <cmath>
#include <random>

using namespace ballast;

namespace {

const SviParams march{0.01, 0.1, -0.3, 0.0, 0.2};
const SviParams june{0.05, 0.2, -0.3, 0.0, 0.3};

// Markets of a given half-width, in w relative to w, around a slice that may be off the truth.
std::vector<SviBand> bandsAround(const SviParams& slice, double part, double low = -0.6, double high = 0.6)
{
    std::vector<SviBand> bands;
    for (int i = 0; i <= 40; ++i) {
        const double k = low + (high - low) * i / 40;
        const double w = sviTotalVariance(slice, k);
        bands.push_back({k, w * (1.0 - part), w * (1.0 + part), w, 2.0, 0.0});
    }
    return bands;
}

double worstRelative(const SviParams& fit, const SviParams& truth)
{
    double worst = 0.0;
    for (double k = -0.6; k <= 0.6; k += 0.05)
        worst = std::max(worst, std::abs(sviTotalVariance(fit, k) / sviTotalVariance(truth, k) - 1.0));
    return worst;
}

} // namespace

class TestSviJoint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nodes_giveTheSliceBack();
    void nodes_jacobianMatchesDifferences();
    void blockTridiagonal_solvesLikeTheDenseSystem();
    void certificate_findsVogtsButterfly();
    void certificate_findsACrossingFarOut();
    void cleanSlices_areFoundAgain();
    void crossingSlices_areParted();
    void missedQuote_isGivenUpForTheOthers();
    void bands_joinBothMarketsOfAStrike();
};

void TestSviJoint::nodes_giveTheSliceBack()
{
    const SviNodes nodes(-0.5, 0.7);

    const SviParams back = toRaw(nodes.lines(nodes.coordinates(march)));

    QVERIFY(std::abs(back.a - march.a) < 1e-12);
    QVERIFY(std::abs(back.b - march.b) < 1e-12);
    QVERIFY(std::abs(back.rho - march.rho) < 1e-11);
    QVERIFY(std::abs(back.sigma - march.sigma) < 1e-12);
}

void TestSviJoint::nodes_jacobianMatchesDifferences()
{
    const SviNodes nodes(-0.5, 0.7);
    const Vector5 at = nodes.coordinates(june);
    const Matrix5 jacobian = nodes.jacobian(nodes.lines(at));
    constexpr double step = 1e-6;
    for (int j = 0; j < 5; ++j) {
        Vector5 up = at;
        Vector5 down = at;
        up[j] += step;
        down[j] -= step;
        const SviLines high = nodes.lines(up);
        const SviLines low = nodes.lines(down);
        const std::array bumped{high.level - low.level, high.left - low.left, high.right - low.right, high.m - low.m,
                                high.sigma - low.sigma};
        for (int i = 0; i < 5; ++i) {
            const double numeric = bumped[static_cast<std::size_t>(i)] / (2.0 * step);
            QVERIFY2(std::abs(jacobian(i, j) - numeric) < 1e-6 * (1.0 + std::abs(numeric)),
                     qPrintable(QStringLiteral("%1 %2: %3 %4").arg(i).arg(j).arg(jacobian(i, j)).arg(numeric)));
        }
    }
}

void TestSviJoint::blockTridiagonal_solvesLikeTheDenseSystem()
{
    constexpr int n = 4;
    std::mt19937 random(11);
    std::normal_distribution<double> normal;
    std::vector<NormalBlock> blocks(n);
    Eigen::MatrixXd dense = Eigen::MatrixXd::Zero(5 * n, 5 * n);
    Eigen::VectorXd gradient(5 * n);
    for (int i = 0; i < n; ++i) {
        NormalBlock& block = blocks[static_cast<std::size_t>(i)];
        const Matrix5 square = Matrix5::NullaryExpr([&] { return normal(random); });
        block.diagonal = square * square.transpose() + 30.0 * Matrix5::Identity();
        block.next = Matrix5::NullaryExpr([&] { return normal(random); });
        block.gradient = Vector5::NullaryExpr([&] { return normal(random); });
        dense.block<5, 5>(5 * i, 5 * i) = block.diagonal;
        gradient.segment<5>(5 * i) = block.gradient;
        if (i + 1 < n) {
            dense.block<5, 5>(5 * i, 5 * i + 5) = block.next;
            dense.block<5, 5>(5 * i + 5, 5 * i) = block.next.transpose();
        }
    }

    const std::vector<Vector5> x = solveBlockTridiagonal(blocks);

    const Eigen::VectorXd expected = dense.ldlt().solve(-gradient);
    for (int i = 0; i < n; ++i)
        QVERIFY((x[static_cast<std::size_t>(i)] - expected.segment<5>(5 * i)).norm() < 1e-12);
}

void TestSviJoint::certificate_findsVogtsButterfly()
{
    const SviParams vogt{-0.041, 0.1331, 0.3060, 0.3586, 0.4153}; // Gatheral and Jacquier 2014, section 3
    const std::array quoted{QuotedRange{-0.5, 0.5}};

    const LeastPoint least = CertificateGrid(quoted, CertificateDetail::Full).leastButterfly(vogt);

    QVERIFY2(std::abs(least.value + 0.03286) < 1e-4, qPrintable(QString::number(least.value)));
    QVERIFY(std::abs(least.k - 0.879) < 0.01);
}

void TestSviJoint::certificate_findsACrossingFarOut()
{
    const SviParams earlier{0.01, 0.2, 0.0, 0.0, 0.1};
    const SviParams later{0.3, 0.15, 0.0, 0.0, 0.1}; // flatter wings: crossed near |k| = 5.8
    const std::array quoted{QuotedRange{-0.4, 0.4}, QuotedRange{-0.6, 0.6}};
    const CertificateGrid grid(quoted, CertificateDetail::Search);

    QVERIFY(grid.leastCalendar(earlier, later).value < -0.1);
    QVERIFY(grid.leastCalendar(march, june).value > 0.0);
}

void TestSviJoint::cleanSlices_areFoundAgain()
{
    const auto marchBands = bandsAround(march, 0.02);
    const auto juneBands = bandsAround(june, 0.02);
    const SviParams start{0.02, 0.15, 0.0, 0.05, 0.3};
    const std::array slices{JointSlice{marchBands, start, {-0.6, 0.6}}, JointSlice{juneBands, start, {-0.6, 0.6}}};

    const JointFit fit = fitSviJointly(slices);

    QVERIFY(fit.clean);
    QCOMPARE(fit.misses, 0.0);
    QCOMPARE(fit.quotes, 164.0);
    QVERIFY2(worstRelative(fit.params[0], march) < 0.005,
             qPrintable(QString::number(worstRelative(fit.params[0], march))));
    QVERIFY(worstRelative(fit.params[1], june) < 0.005);
}

void TestSviJoint::crossingSlices_areParted()
{
    SviParams low = march; // the later market lies a little below the earlier one in the left wing
    low.a += 0.0005;
    low.rho = -0.1;
    const auto earlierBands = bandsAround(march, 0.08);
    const auto laterBands = bandsAround(low, 0.08);
    QVERIFY(sviTotalVariance(low, -0.5) < sviTotalVariance(march, -0.5));
    const std::array slices{JointSlice{earlierBands, march, {-0.6, 0.6}}, JointSlice{laterBands, low, {-0.6, 0.6}}};

    const JointFit fit = fitSviJointly(slices);

    QVERIFY(fit.clean);
    QVERIFY(fit.minCalendar[0] >= 0.0);
    QVERIFY2(fit.misses <= 0.02 * fit.quotes, qPrintable(QString::number(fit.misses)));
    for (double k = -8.0; k <= 8.0; k += 1e-2)
        QVERIFY(sviTotalVariance(fit.params[0], k) <= sviTotalVariance(fit.params[1], k));
}

void TestSviJoint::missedQuote_isGivenUpForTheOthers()
{
    auto bands = bandsAround(march, 0.02);
    bands[12].low *= 1.4; // one market far off
    bands[12].high *= 1.4;
    const JointSlice slice{bands, march, {-0.6, 0.6}};

    const JointFit fit = fitSviJointly({&slice, 1});

    QVERIFY(fit.clean);
    QCOMPARE(fit.misses, 2.0);
    QVERIFY(worstRelative(fit.params[0], march) < 0.02);
}

void TestSviJoint::bands_joinBothMarketsOfAStrike()
{
    SmileQuote call;
    call.k = 0.0;
    call.bidVol = 0.50;
    call.askVol = 0.56;
    call.targetVol = 0.53;
    call.weight = 1.0;
    call.bounds = true;
    SmileQuote put = call;
    put.bidVol = 0.52;
    put.askVol = 0.60;
    const std::array agreeing{call, put};
    put.bidVol = 0.57;
    const std::array conflicting{call, put};

    const auto joined = sviBands(agreeing, 0.25);
    const auto narrower = sviBands(conflicting, 0.25);

    QCOMPARE(joined.size(), std::size_t{1});
    QVERIFY(std::abs(joined[0].low - 0.52 * 0.52 * 0.25) < 1e-15);
    QVERIFY(std::abs(joined[0].high - 0.56 * 0.56 * 0.25) < 1e-15);
    QCOMPARE(joined[0].quotes, 2.0);
    QCOMPARE(narrower[0].quotes, 1.0);
    QVERIFY(std::abs(narrower[0].low - 0.57 * 0.57 * 0.25) < 1e-15);
}

QTEST_APPLESS_MAIN(TestSviJoint)
#include "tst_svi_joint.moc"
