#include "models/market/instrument_name.h"
#include "models/surface/quoted_vol_index.h"
#include "models/surface/surface_fit.h"
#include "tests/support/market_builder.h"
#include "tests/support/shared_data.h"
#include "tests/surface/drawn_chain.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>

using namespace ballast;

namespace {

std::optional<double> positive(const QJsonValue& value)
{
    return value.isDouble() && value.toDouble() > 0.0 ? std::optional(value.toDouble()) : std::nullopt;
}

QJsonObject published()
{
    const auto path = test::sharedData("chains/eth_vol_index_2021-10-01/eth-mfiv-14d-2021-10-01T0702Z.json");
    if (!path)
        return {};
    QFile file(QString::fromStdString(path->string()));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

SnapshotPtr publishedMarket(const QJsonObject& params)
{
    test::MarketBuilder market(params.value(QLatin1String("at")).toString().toStdString());
    market.index("ETH", params.value(QLatin1String("underlyingPrice")).toDouble());
    for (const QJsonValue& value : params.value(QLatin1String("options")).toArray()) {
        const QJsonObject option = value.toObject();
        test::QuoteSpec quote;
        quote.bid = positive(option.value(QLatin1String("bestBidPrice")));
        quote.ask = positive(option.value(QLatin1String("bestAskPrice")));
        quote.mark = positive(option.value(QLatin1String("markPrice")));
        quote.underlying = positive(option.value(QLatin1String("underlyingPrice")));
        market.option(option.value(QLatin1String("symbol")).toString().toStdString(), quote);
    }
    return market.build();
}

void compareExpiry(const ReplicatedVariance& ours, const QJsonObject& steps, const QString& word, const QString& number)
{
    const auto step = [&](const QString& name) { return steps.value(name).toDouble(); };
    QVERIFY(std::abs(ours.years - step(QStringLiteral("T") + number)) < 1e-15);
    QVERIFY(std::abs(ours.forwardUsd - step(QStringLiteral("F") + number)) < 1e-9);
    QCOMPARE(ours.strikeAtMoney, step(QStringLiteral("FS") + number));
    QVERIFY(std::abs(ours.contribution - step(word + QStringLiteral("Contribution"))) < 1e-15);
    QVERIFY(std::abs(ours.totalVariance - step(word + QStringLiteral("ModSigmaSquared"))) < 1e-15);
    const QString bookName = QStringLiteral("final") + word.left(1).toUpper() + word.mid(1) + QStringLiteral("Book");
    const QJsonArray book = steps.value(bookName).toArray();
    QCOMPARE(static_cast<qsizetype>(ours.strikes.size()), book.size());
    for (qsizetype i = 0; i < book.size(); ++i) {
        const QJsonObject row = book[i].toArray()[1].toObject();
        const ReplicationStrike& at = ours.strikes[static_cast<std::size_t>(i)];
        QCOMPARE(at.strike, row.value(QLatin1String("strikePrice")).toDouble());
        QVERIFY(std::abs(at.priceUsd - row.value(QLatin1String("optionPrice")).toDouble()) < 1e-9);
    }
}

const SviParams flat30{0.6 * 0.6 * 30.0 / 365.0, 1e-9, 0.0, 0.0, 0.2};
const SviParams flat121{0.6 * 0.6 * 121.0 / 365.0, 1e-9, 0.0, 0.0, 0.2};

MarketSnapshot flatChain()
{
    return test::drawnChain({{"27MAR26", 100000.0, flat30, test::evenStrikes(100000.0, -1.0, 1.0, 201)},
                             {"26JUN26", 100000.0, flat121, test::evenStrikes(100000.0, -1.8, 1.8, 241)}});
}

} // namespace

class TestQuotedVolIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void publishedCase_isReproducedStepByStep();
    void flatChain_givesItsVol();
    void horizonOutsideTheExpiries_isRefused();
    void oneSidedChain_saysSo();
};

void TestQuotedVolIndex::publishedCase_isReproducedStepByStep()
{
    const QJsonObject document = published();
    if (document.isEmpty())
        QSKIP("the published vol index is absent");
    const QJsonObject result = document.value(QLatin1String("result")).toObject();
    const QJsonObject steps = result.value(QLatin1String("intermediates")).toObject();
    const SnapshotPtr market = publishedMarket(document.value(QLatin1String("params")).toObject());
    const double rate =
        document.value(QLatin1String("context")).toObject().value(QLatin1String("risklessRate")).toDouble();

    const QuotedVolIndex index = quotedVolIndex(*market, "ETH", 14.0, rate).value();

    compareExpiry(index.near, steps, QStringLiteral("near"), QStringLiteral("1"));
    compareExpiry(index.next, steps, QStringLiteral("next"), QStringLiteral("2"));
    QVERIFY(std::abs(index.nearWeight - steps.value(QLatin1String("A")).toDouble()) < 1e-13);
    QVERIFY(std::abs(index.nextWeight - steps.value(QLatin1String("B")).toDouble()) < 1e-13);
    QVERIFY(std::abs(index.annualised - steps.value(QLatin1String("C")).toDouble()) < 1e-13);
    QVERIFY(std::abs(100.0 * index.index - result.value(QLatin1String("dVol")).toDouble()) < 1e-10);
    QVERIFY(std::abs(100.0 / index.index - result.value(QLatin1String("invdVol")).toDouble()) < 1e-10);
}

void TestQuotedVolIndex::flatChain_givesItsVol()
{
    const QuotedVolIndex index = quotedVolIndex(flatChain(), "BTC", 60.0).value();

    QVERIFY2(std::abs(index.index - 0.6) < 3e-3, qPrintable(QString::number(index.index)));
    QVERIFY(std::abs(index.nearWeight + index.nextWeight - 1.0) < 1e-15);
    const VolSurface surface = fitSurface(flatChain(), "BTC", {}).value();
    QVERIFY(std::abs(volIndex(surface, 60.0).value() - index.index) < 5e-3);
}

void TestQuotedVolIndex::horizonOutsideTheExpiries_isRefused()
{
    const MarketSnapshot snapshot = flatChain();

    QVERIFY(quotedVolIndex(snapshot, "BTC", 14.0).error().code == Errc::NotFound);
    QVERIFY(quotedVolIndex(snapshot, "BTC", 3.0).error().code == Errc::BadInput);
    QVERIFY(quotedVolIndex(snapshot, "BTC", 120.0).error().code == Errc::BadInput);
    QVERIFY(quotedVolIndex(snapshot, "SOL", 30.0).error().code == Errc::NoQuote);
}

void TestQuotedVolIndex::oneSidedChain_saysSo()
{
    MarketSnapshot snapshot = flatChain();
    for (Quote& quote : snapshot.quotes)
        quote.bid.reset();

    const auto index = quotedVolIndex(snapshot, "BTC", 60.0);

    QVERIFY(!index.ok());
    QVERIFY(index.error().message.find("27MAR26: no strike has a two-sided call and put") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestQuotedVolIndex)
#include "tst_quoted_vol_index.moc"
