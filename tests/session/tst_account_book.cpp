#include "app/session/account_book.h"
#include "models/market/instrument.h"

#include <QTest>

using namespace ballast;

namespace {

VenuePosition held(const std::string& name, double size, std::optional<double> price = std::nullopt)
{
    VenuePosition position;
    position.instrument = name;
    position.size = size;
    position.averagePrice = price;
    return position;
}

} // namespace

class TestAccountBook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingSaid_isNoBook()
    {
        AccountBook account("Deribit");

        account.take({AccountScope::Changes, {held("BTC-PERPETUAL", 100.0)}});

        QVERIFY(!account.book());
    }

    void wholeAnswer_isTheBook()
    {
        AccountBook account("Deribit");

        account.take({AccountScope::Whole, {held("ETH-PERPETUAL", -500.0, 3'000.0), held("BTC-PERPETUAL", 0.0)}});

        QVERIFY(account.book());
        QCOMPARE(account.book()->name, std::string("Deribit account"));
        QCOMPARE(account.book()->positions.size(), std::size_t(1));
        const Position expected{{deribitVenue, "ETH-PERPETUAL"}, -500.0, 3'000.0, "Deribit", {}};
        QVERIFY(account.book()->positions.front() == expected);
    }

    void emptyAccount_isAnEmptyBook()
    {
        AccountBook account("Deribit");

        account.take({AccountScope::Whole, {}});

        QVERIFY(account.book());
        QVERIFY(account.book()->positions.empty());
    }

    void changes_addReplaceAndClose()
    {
        AccountBook account("Deribit");
        account.take({AccountScope::Whole, {held("BTC-PERPETUAL", 100.0), held("ETH-PERPETUAL", 50.0)}});

        account.take({AccountScope::Changes, {held("BTC-PERPETUAL", 0.0), held("ETH-PERPETUAL", 70.0)}});

        QCOMPARE(account.book()->positions.size(), std::size_t(1));
        QCOMPARE(account.book()->positions.front().quantity, 70.0);
    }

    // A new login says all again: what was closed in between is gone.
    void wholeAnswerAgain_replacesAll()
    {
        AccountBook account("Deribit");
        account.take({AccountScope::Whole, {held("BTC-PERPETUAL", 100.0)}});

        account.take({AccountScope::Whole, {held("ETH-PERPETUAL", 50.0)}});

        QCOMPARE(account.book()->positions.size(), std::size_t(1));
        QCOMPARE(account.book()->positions.front().instrument.name, std::string("ETH-PERPETUAL"));
    }

    void sameAgain_isTheSameBook()
    {
        AccountBook account("Deribit");
        account.take({AccountScope::Whole, {held("BTC-PERPETUAL", 100.0)}});
        const PortfolioPtr before = account.book();

        account.take({AccountScope::Changes, {held("BTC-PERPETUAL", 100.0)}});

        QCOMPARE(account.book(), before);
    }
};

QTEST_GUILESS_MAIN(TestAccountBook)
#include "tst_account_book.moc"
