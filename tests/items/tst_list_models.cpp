#include "models/items/journal_model.h"
#include "models/items/rich_cheap_model.h"
#include "models/items/slice_fit_model.h"
#include "models/market/instrument_name.h"
#include "tests/support/market_builder.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace ballast;

namespace {

JournalEntry entry(std::int64_t sequence, const std::string& kind)
{
    JournalEntry entry;
    entry.sequence = sequence;
    entry.kind = kind;
    entry.summary = "Sell 10.3 BTC-PERPETUAL";
    entry.hash = "00112233445566778899aabbccddeeff";
    return entry;
}

VolSurface surface()
{
    SviSlice slice;
    slice.expiry = *parseExpiryLabel("27FEB26");
    slice.years = 0.06;
    slice.points = 28;
    slice.rmseVolPoints = 0.42;
    slice.insideBidAsk = 0.98;
    slice.quotes = {{0, 60000.0, -0.06, 0.90, 0.92, 0.91, 0.91, 1.0, {}},
                    {1, 65000.0, 0.02, 0.84, 0.86, 0.85, 0.85, 1.0, {}}};
    VolSurface surface;
    surface.slices = {slice};
    surface.failed = {{*parseExpiryLabel("7FEB26"), "fewer than five quotes"}};
    return surface;
}

SnapshotPtr market()
{
    return test::MarketBuilder("2026-02-05T21:29:37Z")
        .option("BTC-27FEB26-60000-P", {.bid = 0.05, .ask = 0.052, .openInterest = 120.0})
        .option("BTC-27FEB26-65000-C", {.bid = 0.03, .ask = 0.031})
        .index("BTC", 63700.0)
        .build();
}

} // namespace

class TestListModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void journal_appendsWithoutReset()
    {
        JournalModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setEntries({entry(1, "proposal-opened"), entry(2, "approved")});
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);

        model.append(entry(3, "filled"));

        QCOMPARE(reset.count(), 0);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.index(2, JournalModel::Kind).data().toString(), QStringLiteral("Filled"));
        QCOMPARE(model.index(2, JournalModel::Hash).data().toString(), QStringLiteral("001122334455"));
        QVERIFY(!model.index(2, JournalModel::Proposal).data(item_role::Raw).isValid());
    }

    void fit_listsFailedExpiriesWithTheirReason()
    {
        SliceFitModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const VolSurface fitted = surface();

        model.setSurface(&fitted);

        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(0, SliceFitModel::Days).data().toString(), QStringLiteral("no fit"));
        QCOMPARE(model.index(0, SliceFitModel::Rms).data(item_role::Reason).toString(),
                 QStringLiteral("fewer than five quotes"));
        QCOMPARE(model.index(1, SliceFitModel::Quotes).data(item_role::Raw).toDouble(), 28.0);
        QCOMPARE(model.rowOfExpiry(*parseExpiryLabel("27FEB26")), std::optional(1));
    }

    void richCheap_updatesInPlaceWhenTheRankingTurns()
    {
        RichCheapModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const std::vector<RichCheap> first{{0, 0.91, 0.90, 1.0, 2.0, 30.0, true},
                                           {1, 0.85, 0.86, -1.0, -1.0, -5.0, false}};
        const std::vector<RichCheap> turned{{1, 0.85, 0.88, -3.0, -3.0, 20.0, true},
                                            {0, 0.91, 0.90, 1.0, 2.0, 30.0, true}};
        model.setRows(*market(), surface(), first);
        QCOMPARE(model.index(1, RichCheapModel::Word).data().toString(),
                 QStringLiteral("below")); // nobody can trade on it
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);

        model.setRows(*market(), surface(), turned);

        QCOMPARE(reset.count(), 0);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.instrumentAt(1)->id.name, std::string("BTC-27FEB26-65000-C"));
        QCOMPARE(model.index(1, RichCheapModel::Word).data().toString(), QStringLiteral("▼ cheap"));
        QCOMPARE(model.index(0, RichCheapModel::BidVol).data(item_role::Raw).toDouble(), 90.0);
        QCOMPARE(model.index(0, RichCheapModel::OpenInterest).data(item_role::Raw).toDouble(), 120.0);
    }

    void richCheap_toolTipSaysWhatIsUsualForTheQuote()
    {
        RichCheap seen{0, 0.91, 0.90, 1.0, 2.0, 30.0, false};
        seen.errorBandUsd = 12.0;
        seen.usual = UsualResidual{0.8, 0.15, 40};
        seen.usualUsd = 44.0;
        RichCheapModel model;

        model.setRows(*market(), surface(), {seen, {1, 0.85, 0.86, -1.0, -1.0, -5.0, false}});

        const auto toolTip = [&model](int row, int column) {
            return model.index(row, column).data(Qt::ToolTipRole).toString();
        };
        QCOMPARE(toolTip(0, RichCheapModel::Residual),
                 QStringLiteral("History: usually +0.80 pt ± 0.15 pt off the fit, seen 40 times; worth 44 USD per coin "
                                "with two deviations"));
        QVERIFY(toolTip(0, RichCheapModel::Edge).startsWith(QStringLiteral("Within what is usual for this quote\n")));
        QVERIFY(toolTip(1, RichCheapModel::Edge).startsWith(QStringLiteral("No gain after half spread and fee\n")));
        QVERIFY(toolTip(1, RichCheapModel::Z).contains(QStringLiteral("not yet seen often enough")));
    }
};

QTEST_GUILESS_MAIN(TestListModels)
#include "tst_list_models.moc"
