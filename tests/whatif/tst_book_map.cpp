#include "models/whatif/book_map.h"
#include "models/whatif/shocked_margin.h"
#include "models/whatif/spot_curves.h"
#include "tests/risk/risk_cases.h"

#include <QTest>

#include <atomic>
#include <cmath>
#include <thread>

using namespace ballast;
using namespace ballast::test;

namespace {

const PartRunner alone{1, [](std::size_t, const std::function<void(std::size_t)>& part) { part(0); }};
const PartRunner inThree{3, [](std::size_t parts, const std::function<void(std::size_t)>& part) {
                             std::vector<std::jthread> threads;
                             for (std::size_t i = 0; i < parts; ++i)
                                 threads.emplace_back([&part, i] { part(i); });
                         }};

// A short straddle on a leveraged account: moves either way can liquidate it.
PricedBookPtr shortStraddle(double cashUsd)
{
    const std::vector<VolSurfacePtr> surfaces{flatSurface("BTC", "31JAN26", 30.0 / 365.0, workedForward, workedVol)};
    const auto book = BookBuilder("straddle")
                          .line("BTC-31JAN26-110000-C", -10.0, 0.0228)
                          .line("BTC-31JAN26-90000-P", -10.0, 0.0183)
                          .build();
    return priceBook("Book", {workedMarket().build(), book, surfaces, VolChoice::Mark}, cashUsd, {}).value();
}

PricedBookPtr mixed()
{
    return priceBook("Book", {workedMarket().build(), mixedBook(), {}, VolChoice::Mark}, 500000.0, {}).value();
}

BookMapRequest requestOf(MapAxis rows, MapAxis columns, BookMeasure measure)
{
    BookMapRequest request{std::move(rows), std::move(columns), measure, {}, nullptr};
    if (needsMarginModel(measure))
        request.marginModel = std::shared_ptr<const MarginModel>(std::move(marginModel("deribit-pm").value()));
    return request;
}

const MapAxis spots{MapAxisKind::Spot, {}, {-0.3, -0.1, 0.0, 0.1, 0.3}};
const MapAxis vols{MapAxisKind::VolPoints, {}, {-10.0, 0.0, 25.0}};

} // namespace

class TestBookMap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCell_isItsScenarioAlone_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("underlying");
        QTest::addColumn<QList<double>>("values");
        QTest::newRow("spot x vol") << int(MapAxisKind::VolPoints) << QString() << QList<double>{-10.0, 0.0, 25.0};
        QTest::newRow("spot x time") << int(MapAxisKind::Days) << QString() << QList<double>{0.0, 7.0, 31.0, 60.0};
        QTest::newRow("spot x spot") << int(MapAxisKind::Spot) << QStringLiteral("ETH")
                                     << QList<double>{-0.4, 0.0, 0.2};
    }

    void everyCell_isItsScenarioAlone()
    {
        QFETCH(const int, kind);
        QFETCH(const QString, underlying);
        QFETCH(const QList<double>, values);
        const auto book = mixed();
        MapAxis rows = spots;
        if (!underlying.isEmpty())
            rows.underlying = "BTC";
        const MapAxis columns{static_cast<MapAxisKind>(kind), underlying.toStdString(), {values.begin(), values.end()}};
        auto request = requestOf(rows, columns, BookMeasure::PnlUsd);
        UnderlyingShock also;
        also.skew25d = 4.0;
        also.volRelative = 0.1;
        request.base.shocks.push_back(also);

        const auto map = computeBookMap(*book, request, alone, {});

        for (std::size_t r = 0; r < rows.values.size(); ++r) {
            for (std::size_t c = 0; c < columns.values.size(); ++c) {
                Scenario cell = request.base;
                cell.shocks.clear();
                for (const char* name : {"BTC", "ETH"}) {
                    UnderlyingShock shock = also;
                    shock.underlying = name;
                    if (rows.underlying.empty() || rows.underlying == name)
                        shock.spot = rows.values[r];
                    if (columns.kind == MapAxisKind::Spot && columns.underlying == name)
                        shock.spot = columns.values[c];
                    if (columns.kind == MapAxisKind::VolPoints)
                        shock.volPoints = columns.values[c];
                    cell.shocks.push_back(shock);
                }
                if (columns.kind == MapAxisKind::Days)
                    cell.horizonDays = columns.values[c];
                const double exact = scenarioPnlUsd(book->inputs(), cell);
                QVERIFY(std::abs(*map->at(r, c) - exact) < 1e-6 + 1e-10 * std::abs(exact));
            }
        }
    }

    void unmovedCell_isExactlyZero()
    {
        const auto map = computeBookMap(*mixed(), requestOf(spots, vols, BookMeasure::PnlUsd), alone, {});
        const auto request = requestOf(spots, vols, BookMeasure::PnlUsd);

        QCOMPARE(*map->at(2, 1), 0.0);
    }

    void parts_giveTheSameBits()
    {
        const auto book = mixed();
        for (const BookMeasure measure : {BookMeasure::PnlUsd, BookMeasure::VegaUsd, BookMeasure::MarginInitialUsd,
                                          BookMeasure::LiquidationDistance}) {
            const auto request = requestOf(spots, vols, measure);

            QCOMPARE(computeBookMap(*book, request, inThree, {})->cells,
                     computeBookMap(*book, request, alone, {})->cells);
        }
    }

    void margin_isTheVenuesOnTheMovedBook()
    {
        const auto book = shortStraddle(300000.0);
        const auto model = marginModel("deribit-pm").value();
        const MapAxis still{MapAxisKind::VolRelative, {}, {0.0}};

        const auto map = computeBookMap(*book, requestOf(spots, still, BookMeasure::MarginInitialUsd), alone, {});

        MarginInputs inputs = marginInputs(*book->report);
        inputs.cashUsd = 300000.0;
        for (std::size_t i = 0; i < spots.values.size(); ++i) {
            const double exact = model->level(movedInputs(inputs, spots.values[i])).initialUsd;
            QVERIFY(std::abs(*map->at(i, 0) - exact) < 1e-6 * exact);
        }
        QVERIFY(*map->at(0, 0) > *map->at(2, 0));
        for (const auto& cell : map->cells)
            QVERIFY(*cell <= *map->cells[*map->worst]);
    }

    void liquidationDistance_leadsToLiquidation()
    {
        const auto book = shortStraddle(300000.0);
        const auto model = marginModel("deribit-pm").value();

        const auto map = computeBookMap(*book, requestOf(spots, vols, BookMeasure::LiquidationDistance), alone, {});

        int edges = 0;
        for (std::size_t r = 0; r < spots.values.size(); ++r) {
            for (std::size_t c = 0; c < vols.values.size(); ++c) {
                if (!map->at(r, c))
                    continue;
                Scenario there;
                UnderlyingShock shock;
                shock.volPoints = vols.values[c];
                const double distance = *map->at(r, c);
                const auto healthy = [&](double move) {
                    shock.spot = (1.0 + spots.values[r]) * (1.0 + move) - 1.0;
                    there.shocks = {shock};
                    const MarginLevel level = marginAfter(*model, *book, there).level;
                    return level.balanceMaintenanceUsd > level.maintenanceUsd;
                };
                QVERIFY(!healthy(distance));
                if (distance == 0.0)
                    continue;
                ++edges;
                QVERIFY(healthy(distance * 0.98));
            }
        }
        QVERIFY(edges > 3);
    }

    void marginWithoutAModel_isRefused()
    {
        BookMapRequest request{spots, vols, BookMeasure::MarginShare, {}, nullptr};

        QCOMPARE(computeBookMap(*mixed(), request, alone, {}).error().code, Errc::BadInput);
    }

    void stopped_isCancelled()
    {
        std::stop_source stop;
        const auto request = requestOf(spots, vols, BookMeasure::LiquidationDistance);
        int seen = 0;

        const auto map = computeBookMap(*mixed(), request, alone, stop.get_token(), [&](int done, int total) {
            QCOMPARE(total, 3); // one search along spot for each of the vols
            seen = done;
            stop.request_stop();
        });

        QCOMPARE(seen, 1);
        QCOMPARE(map.error().code, Errc::Cancelled);
    }

    void reverseStress_lies_onTheMap()
    {
        const auto book = shortStraddle(300000.0);
        const auto model = marginModel("deribit-pm").value();
        const FactorModel factors = impliedFactorModel(std::array{VolLevel{"BTC", workedVol}});
        const std::array targets{marginTarget(*book, factors.factors, *model, VolDynamics::StickyStrike)};
        ReverseStressOptions options;
        options.directions = 24;
        options.horizonDays = 10.0;

        const auto stress = reverseStress(factors, targets, options, {});
        const auto path = pathOnMap(*stress, {MapAxisKind::Spot, {}, {}}, {MapAxisKind::VolRelative, {}, {}});

        QCOMPARE(stress->status, ReverseStressStatus::Found);
        QCOMPARE(path->front().row, 0.0);
        QVERIFY(std::abs(path->back().deviations - stress->deviations) < 1e-9);
        Scenario there = scenarioOf(factors.factors, stress->logMoves, VolDynamics::StickyStrike);
        const MarginLevel level = marginAfter(*model, *book, there).level;
        QVERIFY(std::abs(level.balanceMaintenanceUsd - level.maintenanceUsd) < 1e-3 * level.maintenanceUsd);
        QVERIFY(std::abs(path->back().row - shockFor(there, "BTC").spot) < 1e-9);
    }

    void curves_crossZeroWhereTheySay()
    {
        const auto book = shortStraddle(0.0);
        const auto moves = evenAxis(-0.4, 0.4, 81);

        const auto curves = computeSpotCurves(*book, "BTC", moves, std::array{0.0, 14.0, 30.0}, 14.0, {}, alone, {});

        QCOMPARE(curves->curves.size(), std::size_t{3});
        const SpotCurve& atExpiry = curves->curves[2];
        QCOMPARE(atExpiry.breakEvens.size(), std::size_t{2});
        // Strikes less and more than both premiums, on the index that it settles on.
        const double premium = workedCall110k + workedPut90k;
        QVERIFY(std::abs(99950.0 * (1.0 + atExpiry.breakEvens[0]) - (90000.0 - premium)) < 120.0);
        QVERIFY(std::abs(99950.0 * (1.0 + atExpiry.breakEvens[1]) - (110000.0 + premium)) < 120.0);
        QVERIFY(toIso8601(atExpiry.at) == "2026-01-31T08:00:00Z");
        double mass = 0.0;
        for (std::size_t i = 1; i < moves.size(); ++i)
            mass += 0.5 * (moves[i] - moves[i - 1]) *
                    (curves->distribution->density[i] + curves->distribution->density[i - 1]);
        QVERIFY(std::abs(mass - 1.0) < 1e-3);
        QVERIFY(std::abs(curves->distribution->vol - workedVol) < 1e-9);
    }
};

QTEST_GUILESS_MAIN(TestBookMap)
#include "tst_book_map.moc"
