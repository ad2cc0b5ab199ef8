#include "models/margin/margin_inputs.h"
#include "models/margin/margin_model.h"
#include "tests/margin/margin_cases.h"
#include "tests/risk/risk_cases.h"

#include <QTest>

#include <algorithm>

using namespace ballast;
using namespace ballast::test;

namespace {

MarginInputs mixedInputs()
{
    return marginInputs(reportOf(workedMarket().build(), mixedBook()));
}

const MarginLeg& legNamed(const MarginInputs& inputs, std::string_view name)
{
    return *std::ranges::find(inputs.legs, name, &MarginLeg::instrument);
}

} // namespace

class MarginInputsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pricedLines_becomeLegs()
    {
        const MarginInputs inputs = mixedInputs();

        QCOMPARE(inputs.legs.size(), 9u);
        QCOMPARE(inputs.linesLeftOut, 0);
        const MarginLeg& call = legNamed(inputs, "BTC-31JAN26-110000-C");
        QCOMPARE(call.coins, 10.0);
        QCOMPARE(call.option->strike, 110000.0);
        QCOMPARE(call.indexUsd, 99950.0);
        QVERIFY(near(call.markUsd, workedCall110k));
        QVERIFY(near(call.years, 30.0 / 365.0));
    }

    void inverseFuture_isCountedInCoins()
    {
        const MarginLeg& perpetual = legNamed(mixedInputs(), "BTC-PERPETUAL");

        QVERIFY(near(perpetual.coins, -250000.0 / 100000.0));
        QCOMPARE(perpetual.quantity, -250000.0);
        QVERIFY(near(perpetual.unrealisedUsd, -250000.0 * (1.0 / 101000.0 - 1.0 / 100000.0) * 100000.0));
    }

    void sameInstrumentTwice_isNetted()
    {
        const auto book = BookBuilder()
                              .line("BTC-31JAN26-110000-C", 10.0)
                              .line("BTC-31JAN26-110000-C", -4.0)
                              .line("BTC-PERPETUAL", 1000.0)
                              .build();

        const MarginInputs inputs = marginInputs(reportOf(workedMarket().build(), book));

        QCOMPARE(inputs.legs.size(), 2u);
        QCOMPARE(inputs.legs[0].coins, 6.0);
        QCOMPARE(inputs.legs[0].quantity, 6.0);
    }

    void failedLine_isLeftOutAndCounted()
    {
        const auto book = BookBuilder().line("BTC-PERPETUAL", 1000.0).line("BTC-31JAN26-1-C", 5.0).build();
        const MarginInputs inputs = marginInputs(reportOf(workedMarket().build(), book));

        for (const std::string_view word : marginModelWords()) {
            const auto model = marginModel(word);
            QVERIFY(model.ok());
            const MarginReport report = (*model)->report(inputs);
            QCOMPARE(report.linesLeftOut, 1);
            QCOMPARE(report.perPosition.size(), 1u);
        }
    }

    void noIndex_fallsBackToPerpetual()
    {
        MarketBuilder market(workedTime);
        market.perpetual("BTC-PERPETUAL", 90000.0, 90010.0).future("BTC-31JAN26", 91000.0, 91010.0);
        const auto book = BookBuilder().line("BTC-31JAN26", 1000.0).line("BTC-PERPETUAL", 1000.0).build();

        const MarginInputs inputs = marginInputs(reportOf(market.build(), book));

        QVERIFY(near(inputs.legs[0].indexUsd, 90005.0));
    }

    void zeroMove_changesNothing()
    {
        const MarginInputs inputs = randomBook(5);

        const MarginInputs moved = movedInputs(inputs, 0.0);

        for (std::size_t i = 0; i < inputs.legs.size(); ++i) {
            QCOMPARE(moved.legs[i].markUsd, inputs.legs[i].markUsd);
            QCOMPARE(moved.legs[i].coins, inputs.legs[i].coins);
            QVERIFY(near(moved.legs[i].delta, inputs.legs[i].delta, 1e-12));
        }
    }

    // Q (1/entry - 1/F') at F': an inverse contract bought at 98,000 and moved to 110,000.
    void movedInverseFuture_keepsItsUsdSize()
    {
        MarginLeg leg = futureLeg(100000.0, 30.0, 1.5);
        leg.unrealisedUsd = 150000.0 * (1.0 / 98000.0 - 1.0 / 100000.0) * 100000.0;

        const MarginLeg moved = movedInputs(inputsOf({leg}), 0.1).legs.front();

        QVERIFY(near(moved.coins * moved.forwardUsd, 150000.0, 1e-12));
        QVERIFY(near(moved.unrealisedUsd, 150000.0 * (1.0 / 98000.0 - 1.0 / 110000.0) * 110000.0, 1e-12));
    }

    void unknownModel_listsTheWords()
    {
        const auto model = marginModel("deribit");

        QVERIFY(!model.ok());
        QVERIFY(model.error().message.find("okx-pm") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(MarginInputsTest)
#include "tst_margin_inputs.moc"
