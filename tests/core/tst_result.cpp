#include "models/core/ids.h"
#include "models/core/result.h"

#include <QtTest>

#include <memory>
#include <set>

using namespace ballast;

class ResultTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void value_isOk()
    {
        const Result<int> result = 7;
        QVERIFY(result.ok());
        QVERIFY(static_cast<bool>(result));
        QCOMPARE(*result, 7);
    }

    void error_keepsCodeAndMessage()
    {
        const Result<int> result = Error{Errc::NoQuote, "no bid"};
        QVERIFY(!result.ok());
        QCOMPARE(result.error().code, Errc::NoQuote);
        QCOMPARE(result.error().message, std::string("no bid"));
    }

    void moveOnlyValue_movesOut()
    {
        Result<std::unique_ptr<int>> result = std::make_unique<int>(3);
        const auto taken = std::move(result).value();
        QCOMPARE(*taken, 3);
    }

    void sameKindOfValueAndError_staysApart()
    {
        QVERIFY(Result<int>(1) == Result<int>(1));
        QVERIFY(!(Result<int>(1) == Result<int>(2)));
        QVERIFY(!(Result<int>(1) == Result<int>(Error{})));
    }

    void everyCode_hasAWordOfItsOwn()
    {
        std::set<std::string> words;
        for (int code = 0; code <= static_cast<int>(Errc::Io); ++code)
            words.insert(errcWord(static_cast<Errc>(code)));
        QCOMPARE(words.size(), static_cast<std::size_t>(Errc::Io) + 1);
        QVERIFY(!words.contains("unknown"));
    }

    void instrumentId_isOrderedByVenueThenName()
    {
        const InstrumentId left{{"deribit"}, "ETH-PERPETUAL"};
        const InstrumentId right{{"okx"}, "BTC-PERPETUAL"};
        QVERIFY(left < right);
        QVERIFY(left == left);
    }
};

QTEST_GUILESS_MAIN(ResultTest)
#include "tst_result.moc"
