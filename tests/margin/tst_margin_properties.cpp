#include "models/margin/deribit_portfolio.h"
#include "models/margin/margin_model.h"
#include "tests/margin/margin_cases.h"

#include <QTest>

#include <cmath>

using namespace ballast;
using namespace ballast::test;

// What holds for every model and any book.
class MarginPropertiesTest : public QObject
{
    Q_OBJECT

private:
    static void modelRows()
    {
        QTest::addColumn<QString>("word");
        for (const std::string_view word : marginModelWords())
            QTest::newRow(std::string(word).c_str()) << QString::fromLatin1(word.data(), qsizetype(word.size()));
    }

    static std::unique_ptr<const MarginModel> modelOfRow()
    {
        const QString word = *static_cast<QString*>(QTest::qData("word", QMetaType::QString));
        return std::move(marginModel(word.toStdString())).value();
    }

private Q_SLOTS:
    void emptyBook_needsNothing_data() { modelRows(); }
    void emptyBook_needsNothing()
    {
        const MarginReport report = modelOfRow()->report({});

        QCOMPARE(report.initialUsd, 0.0);
        QCOMPARE(report.maintenanceUsd, 0.0);
        QCOMPARE(report.balanceInitialUsd, 0.0);
        QCOMPARE(report.savingUsd, 0.0);
        QVERIFY(!report.worstScenario);
        QVERIFY(report.perPosition.empty());
    }

    void initial_isAtLeastMaintenance_data() { modelRows(); }
    void initial_isAtLeastMaintenance()
    {
        const auto model = modelOfRow();

        for (unsigned seed = 1; seed <= 25; ++seed) {
            const MarginLevel level = model->level(randomBook(seed));
            QVERIFY(level.initialUsd >= level.maintenanceUsd - 1e-9);
            QVERIFY(level.maintenanceUsd >= 0.0);
            QVERIFY(std::isfinite(level.initialUsd));
        }
    }

    void components_addUp_data() { modelRows(); }
    void components_addUp()
    {
        const auto model = modelOfRow();

        for (unsigned seed = 1; seed <= 10; ++seed) {
            const MarginReport report = model->report(randomBook(seed));
            double sum = 0.0;
            for (const MarginComponent& part : report.components)
                sum += part.usd;
            QVERIFY(near(sum, report.initialUsd, 1e-12));
            double alone = 0.0;
            for (const PositionMargin& p : report.perPosition)
                alone += p.initialUsd;
            QVERIFY(near(alone, report.sumOfPositionsUsd, 1e-12));
            QVERIFY(near(alone - report.initialUsd, report.savingUsd, 1e-9));
            const MarginLevel level = model->level(randomBook(seed));
            QCOMPARE(report.initialUsd, level.initialUsd);
            QCOMPARE(report.maintenanceUsd, level.maintenanceUsd);
        }
    }

    // Holding positions together never costs more than the sum of them alone. Not so under Deribit's matrix: a
    // dampener is taken off each account once, and under the delta shock, which grows faster than the position.
    void together_costsNoMoreThanAlone_data()
    {
        QTest::addColumn<QString>("word");
        for (const char* word : {"deribit-sm", "derive-sm"})
            QTest::newRow(word) << QString::fromLatin1(word);
    }
    void together_costsNoMoreThanAlone()
    {
        const auto model = modelOfRow();

        for (unsigned seed = 1; seed <= 25; ++seed)
            QVERIFY(model->report(randomBook(seed)).savingUsd >= -1e-6);
    }

    void biggerShort_costsMore_data() { modelRows(); }
    void biggerShort_costsMore()
    {
        const auto model = modelOfRow();
        double last = 0.0;

        for (const double coins : {1.0, 2.0, 5.0, 20.0, 100.0, 500.0}) {
            const MarginLevel level =
                model->level(inputsOf({optionLeg(OptionType::Call, 110000.0, 100000.0, 30.0, 0.5, -coins)}));
            QVERIFY(level.initialUsd > last);
            last = level.initialUsd;
        }
    }

    void boughtWing_neverAddsToPortfolioMargin()
    {
        const DeribitPortfolioMargin model(deribitPortfolioParameters());
        const MarginLeg naked = optionLeg(OptionType::Call, 110000.0, 100000.0, 30.0, 0.5, -10.0);
        double last = model.level(inputsOf({naked})).initialUsd;

        for (const double strike : {160000.0, 140000.0, 125000.0, 115000.0}) {
            const MarginLeg wing = optionLeg(OptionType::Call, strike, 100000.0, 30.0, 0.5, 10.0);
            const double with = model.level(inputsOf({naked, wing})).initialUsd;
            QVERIFY(with < last);
            last = with;
        }
    }

    void scaledBook_scalesMargin_data()
    {
        QTest::addColumn<QString>("word");
        for (const char* word : {"derive-sm", "derive-pm", "derive-pm-v1"})
            QTest::newRow(word) << QString::fromLatin1(word);
    }
    void scaledBook_scalesMargin()
    {
        const auto model = modelOfRow();

        for (unsigned seed = 1; seed <= 10; ++seed) {
            MarginInputs doubled = randomBook(seed);
            const MarginLevel one = model->level(doubled);
            for (MarginLeg& leg : doubled.legs)
                leg = resized(leg, 2.0 * leg.coins);
            QVERIFY(near(model->level(doubled).initialUsd, 2.0 * one.initialUsd, 1e-9));
        }
    }

    void offsettingPositions_cancel_data() { modelRows(); }
    void offsettingPositions_cancel()
    {
        const auto model = modelOfRow();
        const MarginLeg call = optionLeg(OptionType::Call, 110000.0, 100000.0, 30.0, 0.5, -10.0);

        const MarginLevel level = model->level(inputsOf({resized(call, 0.0)}));

        QCOMPARE(level.initialUsd, 0.0);
    }

    void worstScenario_isTheLargestLoss()
    {
        const DeribitPortfolioMargin model(deribitPortfolioParameters());

        for (unsigned seed = 1; seed <= 25; ++seed) {
            const auto pairs = model.pairs(randomBook(seed));
            QCOMPARE(pairs.size(), 1u);
            const double lowest = *std::ranges::min_element(pairs.front().after);
            QVERIFY(std::abs(pairs.front().worstCase + std::min(lowest, 0.0)) <= 5e-10);
        }
    }
};

QTEST_GUILESS_MAIN(MarginPropertiesTest)
#include "tst_margin_properties.moc"
