#include "models/risk/factor_levels.h"
#include "tests/risk/episode_measuring.h"
#include "tests/risk/risk_cases.h"

#include <QTest>

#include <array>
#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

constexpr std::array kinds{FactorKind::Spot, FactorKind::Vol, FactorKind::Skew, FactorKind::Term};

std::optional<double> levelOf(const RecordedChain& chain, FactorKind kind, const std::string& underlying)
{
    for (const FactorLevel& level : factorLevels(*chain.market, chain.surfaces)) {
        if (level.factor == RiskFactor{kind, underlying})
            return level.level;
    }
    return std::nullopt;
}

// Second moments of the moves between neighbouring chains, per day.
std::array<std::array<double, 4>, 4> momentsOf(const std::vector<RecordedChain>& chains, const std::string& underlying)
{
    std::array<std::array<double, 4>, 4> sums{};
    const double count = static_cast<double>(chains.size() - 1);
    for (std::size_t i = 0; i + 1 < chains.size(); ++i) {
        const double days =
            std::chrono::duration<double>(chains[i + 1].market->asOf - chains[i].market->asOf).count() / 86400.0;
        std::array<double, 4> moves{};
        for (std::size_t k = 0; k < kinds.size(); ++k) {
            const double from = levelOf(chains[i], kinds[k], underlying).value();
            const double to = levelOf(chains[i + 1], kinds[k], underlying).value();
            moves[k] = k < 2 ? std::log(to / from) : to - from;
        }
        for (std::size_t a = 0; a < 4; ++a) {
            for (std::size_t b = 0; b < 4; ++b)
                sums[a][b] += moves[a] * moves[b] / days / count;
        }
    }
    return sums;
}

} // namespace

// The ten recorded chains from 2026-02-04 to 02-07: where the smile's part of the implied model comes from.
class TestRecordedFactors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void smileConstants_areTheMeasuredOnes()
    {
        const auto chains = februaryChains();
        if (chains.empty())
            QSKIP("no shared reference data here");
        const auto moments = momentsOf(chains, "BTC");
        const FactorModel model = impliedFactorModel(std::array{VolLevel{"BTC", 0.5}}, FactorScope::WithSmile);
        const auto index = [&model](FactorKind kind) { return *model.find({kind, "BTC"}); };
        const auto correlation = [&moments](std::size_t a, std::size_t b) {
            return moments[a][b] / std::sqrt(moments[a][a] * moments[b][b]);
        };
        qInfo("skew %.2f pt, term %.3f per root day; correlations spot-vol %.2f spot-skew %.2f spot-term %.2f "
              "vol-skew %.2f vol-term %.2f skew-term %.2f",
              std::sqrt(moments[2][2]), std::sqrt(moments[3][3]), correlation(0, 1), correlation(0, 2),
              correlation(0, 3), correlation(1, 2), correlation(1, 3), correlation(2, 3));

        const double spot = model.deviation(index(FactorKind::Spot));
        for (std::size_t a = 0; a < kinds.size(); ++a) {
            const double ratio = std::sqrt(moments[a][a] / moments[0][0]);
            QVERIFY(std::abs(model.deviation(index(kinds[a])) / spot - ratio) < 1e-3 * ratio);
            for (std::size_t b = 0; b < a; ++b)
                QVERIFY(std::abs(correlation(a, b) - model.correlation(index(kinds[a]), index(kinds[b]))) < 6e-4);
        }
    }

    void levels_areTheMarkets()
    {
        const auto chains = februaryChains();
        if (chains.empty())
            QSKIP("no shared reference data here");
        for (const RecordedChain& chain : chains) {
            for (const char* underlying : {"BTC", "ETH"}) {
                QCOMPARE(*levelOf(chain, FactorKind::Spot, underlying), chain.market->index(underlying)->priceUsd);
                const double vol = *levelOf(chain, FactorKind::Vol, underlying);
                QVERIFY(vol > 30.0 && vol < 150.0);
                QVERIFY(std::abs(*levelOf(chain, FactorKind::Skew, underlying)) < 40.0);
                QVERIFY(std::abs(*levelOf(chain, FactorKind::Term, underlying)) < 1.5);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestRecordedFactors)
#include "tst_recorded_factors.moc"
