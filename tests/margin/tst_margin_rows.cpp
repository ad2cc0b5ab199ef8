#include "models/margin/margin_model.h"
#include "tests/margin/margin_cases.h"

#include <QTest>

#include <random>

using namespace ballast;
using namespace ballast::test;

namespace {

// Of the book's instruments and beside them: another expiry, another strike, a perpetual.
std::vector<MarginLeg> candidates(const MarginInputs& book)
{
    std::vector<MarginLeg> units{resized(book.legs.front(), 1.0),
                                 optionLeg(OptionType::Put, 80000.0, 100000.0, 60.0, 0.6, 1.0),
                                 optionLeg(OptionType::Call, 130000.0, 100000.0, 30.0, 0.55, 1.0),
                                 perpetualLeg(100000.0, 1.0), onIndex(futureLeg(102000.0, 120.0, 1.0), 100000.0)};
    return units;
}

// The book with these coins of the candidates, positions of one instrument netted.
MarginInputs added(MarginInputs book, const std::vector<MarginLeg>& units, const std::vector<double>& coins)
{
    for (std::size_t i = 0; i < units.size(); ++i) {
        const auto at = std::ranges::find(book.legs, units[i].instrument, &MarginLeg::instrument);
        if (at == book.legs.end())
            book.legs.push_back(resized(units[i], coins[i]));
        else
            at->coins += coins[i];
    }
    return book;
}

std::vector<double> randomCoins(std::mt19937& engine, std::size_t count, double most)
{
    std::uniform_real_distribution<double> any(-most, most);
    std::vector<double> coins;
    for (std::size_t i = 0; i < count; ++i)
        coins.push_back(any(engine));
    return coins;
}

} // namespace

class MarginRowsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // The rows of Deribit's matrix are the margin itself, to the venue's nine decimals of a coin.
    void deribitMatrix_isExact()
    {
        const auto model = std::move(marginModel("deribit-pm")).value();
        std::mt19937 engine(11);

        for (unsigned seed = 1; seed <= 20; ++seed) {
            const MarginInputs book = randomBook(seed);
            const auto units = candidates(book);
            const MarginRows rows = model->rows(book, units);
            QCOMPARE(rows.kind, MarginRowsKind::Exact);
            QCOMPARE(rows.groups.size(), 1u);
            QCOMPARE(rows.groups.front().rows.size(), 35u);
            for (int trial = 0; trial < 5; ++trial) {
                const auto coins = randomCoins(engine, units.size(), 15.0);
                const MarginLevel level = model->level(added(book, units, coins));
                QVERIFY(std::abs(rows.initialUsd(coins) - level.initialUsd) < 1e-4 + 1e-9 * level.initialUsd);
                QVERIFY(std::abs(rows.maintenanceUsd(coins) - level.maintenanceUsd) < 1e-4 + 1e-9 * level.initialUsd);
            }
        }
    }

    void nothingAdded_isTheBookItself_data()
    {
        QTest::addColumn<QString>("word");
        for (const std::string_view word : marginModelWords())
            QTest::newRow(std::string(word).c_str()) << QString::fromLatin1(word.data(), qsizetype(word.size()));
    }
    void nothingAdded_isTheBookItself()
    {
        QFETCH(QString, word);
        const auto model = std::move(marginModel(word.toStdString())).value();

        for (unsigned seed = 1; seed <= 10; ++seed) {
            const MarginInputs book = randomBook(seed);
            const auto units = candidates(book);
            const MarginRows rows = model->rows(book, units);
            const std::vector<double> none(units.size(), 0.0);
            const double own = model->level(book).initialUsd;
            const double tolerance = 1e-4 + 1e-8 * own;
            if (rows.kind != MarginRowsKind::AtLeast)
                QVERIFY(rows.initialUsd(none) <= own + tolerance);
            if (rows.kind != MarginRowsKind::AtMost)
                QVERIFY(rows.initialUsd(none) >= own - tolerance);
            if (word == QStringLiteral("derive-pm") || word == QStringLiteral("deribit-sm"))
                QVERIFY(std::abs(rows.initialUsd(none) - own) <= tolerance);
        }
    }

    // An LP that holds a limit by these rows never breaks the venue's.
    void deriveStandard_neverAsksForLess()
    {
        const auto model = std::move(marginModel("derive-sm")).value();
        std::mt19937 engine(3);

        for (unsigned seed = 1; seed <= 20; ++seed) {
            const MarginInputs book = randomBook(seed);
            const auto units = candidates(book);
            const MarginRows rows = model->rows(book, units);
            QCOMPARE(rows.kind, MarginRowsKind::AtLeast);
            const auto coins = randomCoins(engine, units.size(), 15.0);
            QVERIFY(rows.initialUsd(coins) >= model->level(added(book, units, coins)).initialUsd - 1e-6);
        }
    }

    // Tangents: right to first order at the book.
    void derivePortfolio_isRightForSmallTrades()
    {
        const auto model = std::move(marginModel("derive-pm")).value();
        const MarginInputs book = inputsOf({optionLeg(OptionType::Call, 110000.0, 100000.0, 30.0, 0.5, -10.0),
                                            optionLeg(OptionType::Put, 90000.0, 100000.0, 60.0, 0.5, -5.0)});
        const std::vector<MarginLeg> units{resized(book.legs.front(), 1.0)};
        const MarginRows rows = model->rows(book, units);
        const std::vector<double> coins{0.01};

        const double change = rows.initialUsd(coins) - rows.initialUsd(std::vector<double>{0.0});
        const double charge = 0.005 * 0.01 * 100000.0; // of the naked shorts, which the rows leave where they are
        const double own = model->level(added(book, units, coins)).initialUsd - model->level(book).initialUsd;

        QVERIFY(near(change - charge, own, 1e-3));
        QVERIFY(change < 0.0);
    }

    void emptyBook_takesAnyCandidate()
    {
        for (const std::string_view word : marginModelWords()) {
            const auto model = std::move(marginModel(word)).value();
            const std::vector<MarginLeg> units{perpetualLeg(100000.0, 1.0)};
            const MarginRows rows = model->rows({}, units);
            QVERIFY(rows.initialUsd(std::vector<double>{0.0}) <= 1e-9);
            if (word != "derive-pm" && word != "derive-pm-v1")
                QVERIFY(near(rows.initialUsd(std::vector<double>{-2.0}),
                             model->level(inputsOf({perpetualLeg(100000.0, -2.0)})).initialUsd, 0.01));
        }
    }
};

QTEST_GUILESS_MAIN(MarginRowsTest)
#include "tst_margin_rows.moc"
