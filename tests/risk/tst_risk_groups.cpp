#include "models/risk/dollar_greeks.h"
#include "models/risk/risk_groups.h"
#include "tests/risk/risk_cases.h"

#include <QTest>

#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

const std::array groupings{RiskGrouping::Underlying, RiskGrouping::Expiry, RiskGrouping::Venue,
                           RiskGrouping::Account,    RiskGrouping::Tag,    RiskGrouping::Strategy};

PortfolioPtr taggedBook()
{
    return BookBuilder("tagged")
        .tagged("BTC-31JAN26-110000-C", 10.0, "main", "gamma/january")
        .tagged("BTC-31JAN26-90000-P", -25.0, "main", "gamma/hedge")
        .tagged("BTC-26JUN26-140000-C", -4.0, "fund", "carry")
        .tagged("ETH-31JAN26-3000-P", 40.0, "fund", "")
        .tagged("BTC-27MAR26-1-C", 1.0, "main", "carry")
        .build();
}

} // namespace

class TestRiskGroups : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyGrouping_sumsToTheBook()
    {
        const auto report = reportOf(workedMarket().build(), taggedBook());
        for (const RiskGrouping grouping : groupings) {
            double vega = 0.0;
            double delta = 0.0;
            int lines = 0;
            for (const RiskGroup& group : riskBy(report, grouping)) {
                vega += group.total.vegaUsd;
                delta += group.total.deltaUsd;
                lines += group.linesPriced + group.linesFailed;
            }
            QVERIFY2(std::abs(vega - report.totals.vegaUsd) < 1e-9 * std::abs(vega), riskGroupingWord(grouping));
            QVERIFY(std::abs(delta - report.totals.deltaUsd) < 1e-9 * std::abs(delta));
            QCOMPARE(lines, 5);
        }
    }

    void groups_areNamedAndFailedLinesCounted()
    {
        const auto report = reportOf(workedMarket().build(), taggedBook());

        const auto strategies = riskBy(report, RiskGrouping::Strategy);
        const auto accounts = riskBy(report, RiskGrouping::Account);
        const auto expiries = riskBy(report, RiskGrouping::Expiry);

        QCOMPARE(strategies.size(), std::size_t{3});
        QCOMPARE(strategies[0].name, std::string());
        QCOMPARE(strategies[1].name, std::string("carry"));
        QCOMPARE(strategies[2].linesPriced, 2);
        QCOMPARE(accounts[1].name, std::string("main"));
        QCOMPARE(accounts[1].linesFailed, 1);
        QCOMPARE(expiries[0].linesFailed, 1); // not listed: its expiry is not known
        QCOMPARE(expiries[1].name, std::string("BTC 2026-01-31"));
    }

    void betaWeighting_isTheModels()
    {
        const auto report = reportOf(workedMarket().build(), taggedBook());
        FactorModel model{
            {{FactorKind::Spot, "BTC"}, {FactorKind::Spot, "ETH"}}, {4e-4, 5e-4, 5e-4, 9e-4}, 100, "test"};

        const auto weighted = betaWeighted(report, model, "BTC");

        const auto groups = riskBy(report, RiskGrouping::Underlying);
        QCOMPARE(weighted->betas[1].beta, 1.25);
        QVERIFY(std::abs(weighted->deltaUsd - groups[0].total.deltaUsd - 1.25 * groups[1].total.deltaUsd) < 1e-6);
        QVERIFY(std::abs(weighted->gammaUsd1pct - groups[0].total.gammaUsd1pct -
                         1.5625 * groups[1].total.gammaUsd1pct) < 1e-6);
        QCOMPARE(betaWeighted(report, model, "SOL").error().code, Errc::NotFound);
    }

    void dollarGreeks_approachTheExposure()
    {
        const auto market = workedMarket().build();
        const auto report = reportOf(market, mixedBook());
        const ScenarioInputs inputs{&report, market, {}};

        const auto greeks = dollarGreeks(inputs, {}, {1e-4, 0.01, 0.01});

        const Exposure& e = report.totals;
        QVERIFY(std::abs(greeks->deltaUsd / 1e-4 - e.deltaUsd) < 1e-4 * std::abs(e.deltaUsd));
        QVERIFY(std::abs(greeks->gammaUsd / 1e-4 / 1e-4 * 0.01 - e.gammaUsd1pct) < 1e-3 * std::abs(e.gammaUsd1pct));
        QVERIFY(std::abs(greeks->vegaUsd / 0.01 - e.vegaUsd) < 1e-5 * std::abs(e.vegaUsd));
        QVERIFY(std::abs(greeks->thetaUsd / 0.01 - e.thetaUsdDay) < 0.02 * std::abs(e.thetaUsdDay));
        QVERIFY(std::abs(greeks->vannaUsd / 1e-4 * 0.01 / 0.01 - e.vannaUsd1pct) < 1e-3 * std::abs(e.vannaUsd1pct));
        QCOMPARE(bumpText({}), std::string("spot 1 %, vol 1 pt, 1 d"));
        QVERIFY(!dollarGreeks(inputs, {}, {0.0, 1.0, 1.0}));
    }
};

QTEST_GUILESS_MAIN(TestRiskGroups)
#include "tst_risk_groups.moc"
