#include "models/margin/liquidation.h"
#include "tests/margin/margin_cases.h"
#include "tests/support/stopped_token.h"

#include <QTest>

#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

std::unique_ptr<const MarginModel> modelOf(std::string_view word)
{
    return std::move(marginModel(word)).value();
}

double headroom(const MarginModel& model, const MarginInputs& inputs, double move)
{
    const MarginLevel level = model.level(movedInputs(inputs, move));
    return level.balanceMaintenanceUsd - level.maintenanceUsd;
}

} // namespace

class LiquidationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Linear long of one coin at 100,000 with 20,000 cash: 20,000 + 100,000 m = (1 % + 5e-5) 100,000 (1 + m).
    void linearLong_matchesClosedForm()
    {
        const auto model = modelOf("deribit-sm");
        const double rate = 0.01 + 5e-5;

        const LiquidationMoves moves =
            liquidationMoves(*model, inputsOf({linear(perpetualLeg(100000.0, 1.0))}, 20000.0));

        QVERIFY(near(*moves.down, (rate - 0.2) / (1.0 - rate), 1e-5));
        QVERIFY(!moves.up);
        QCOMPARE(moves.nearest, moves.down);
    }

    // Inverse long of one coin's worth on half a coin: equity 0.5 + 1 - 1/(1+m) coins, margin about 1 % of 1/(1+m).
    void inverseLong_losesTwice()
    {
        const auto model = modelOf("deribit-sm");

        const LiquidationMoves moves =
            liquidationMoves(*model, inputsOf({perpetualLeg(100000.0, 1.0), spotLeg(100000.0, 0.5)}));

        const double size = 1.0 / (1.0 + *moves.down);
        QVERIFY(std::abs(1.5 - size - (0.01 + 5e-5 * size) * size) < 1e-5);
    }

    void found_isWhereHeadroomEnds_data()
    {
        QTest::addColumn<QString>("word");
        for (const std::string_view word : marginModelWords())
            QTest::newRow(std::string(word).c_str()) << QString::fromLatin1(word.data(), qsizetype(word.size()));
    }
    void found_isWhereHeadroomEnds()
    {
        QFETCH(QString, word);
        const auto model = modelOf(word.toStdString());
        const MarginInputs book = inputsOf({optionLeg(OptionType::Call, 110000.0, 100000.0, 30.0, 0.5, -3.0),
                                            optionLeg(OptionType::Put, 90000.0, 100000.0, 30.0, 0.5, -3.0)},
                                           120000.0);

        const LiquidationMoves moves = liquidationMoves(*model, book);

        QVERIFY(moves.down && moves.up);
        for (const double at : {*moves.down, *moves.up}) {
            QVERIFY(headroom(*model, book, at) <= 0.0);
            QVERIFY(headroom(*model, book, at * (1.0 - 1e-5)) > 0.0);
        }
        for (double move = *moves.down + 0.01; move < *moves.up - 0.005; move += 0.01)
            QVERIFY(headroom(*model, book, move) > 0.0);
        QVERIFY(std::abs(*moves.nearest) <= std::min(-*moves.down, *moves.up));
    }

    void noMoney_isLiquidatedNow()
    {
        const LiquidationMoves moves =
            liquidationMoves(*modelOf("deribit-pm"), inputsOf({perpetualLeg(100000.0, 1.0)}));

        QCOMPARE(*moves.nearest, 0.0);
    }

    void emptyBook_isNever() { QCOMPARE(liquidationMoves(*modelOf("deribit-pm"), {}), LiquidationMoves{}); }

    void hedgedBook_survivesWhatItsLegsDoNot()
    {
        const auto model = modelOf("deribit-pm");
        const MarginInputs book =
            inputsOf({perpetualLeg(100000.0, 10.0), futureLeg(100000.0, 30.0, -10.0), spotLeg(100000.0, 1.0)});

        const auto report = liquidationReport(*model, book, {}, {});

        QVERIFY(report.ok());
        QCOMPARE(report->perPosition.size(), 2u);
        QVERIFY(report->perPosition[0].moves.nearest && report->perPosition[1].moves.nearest);
        QVERIFY(!report->net.nearest ||
                std::abs(*report->net.nearest) > 5.0 * std::abs(*report->perPosition[0].moves.nearest));
    }

    void moreCash_isFurtherAway()
    {
        const auto model = modelOf("deribit-pm");
        double last = 0.0;

        for (const double cash : {150000.0, 250000.0, 400000.0}) {
            const auto book = inputsOf({optionLeg(OptionType::Call, 110000.0, 100000.0, 30.0, 0.5, -10.0)}, cash);
            const LiquidationMoves moves = liquidationMoves(*model, book);
            QVERIFY(moves.up && *moves.up > last);
            last = *moves.up;
        }
    }

    void stopped_isCancelled()
    {
        const auto report =
            liquidationReport(*modelOf("deribit-sm"), inputsOf({perpetualLeg(1.0, 1.0)}), {}, stoppedToken());

        QVERIFY(!report.ok());
        QCOMPARE(report.error().code, Errc::Cancelled);
    }
};

QTEST_GUILESS_MAIN(LiquidationTest)
#include "tst_liquidation.moc"
