#include "models/desk/desk_picture.h"
#include "models/desk/violation_view.h"
#include "models/market/instrument_name.h"
#include "tests/desk/desk_cases.h"

#include <QTest>

#include <algorithm>

using namespace ballast;
using namespace ballast::test;

namespace {

// The call in the middle bids more than its neighbours allow.
SnapshotPtr marketWithAButterfly()
{
    return smileMarket()
        .option(
            "BTC-30JAN26-110000-C",
            {.bid = 0.052, .ask = 0.0525, .bidAmount = 7.0, .askAmount = 7.0, .mark = 0.052, .underlying = 100400.0})
        .build();
}

} // namespace

class TestViolationView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void soundMarket_hasNone()
    {
        const DeskPicture desk = buildDeskPicture(smileMarket().build(), deskBook(), {}, {}).value();

        QVERIFY(desk.of("BTC")->violations.empty());
    }

    void plantedButterfly_standsAtItsStrikes()
    {
        const DeskPicture desk = buildDeskPicture(marketWithAButterfly(), deskBook(), {}, {}).value();
        const UnderlyingPicture& btc = *desk.of("BTC");

        const auto butterfly = std::ranges::find(btc.violations, QuoteArbitrageKind::Butterfly,
                                                 [](const ShownViolation& each) { return each.found.kind; });
        QVERIFY(butterfly != btc.violations.end());
        QVERIFY(butterfly->found.profitUsd > 0.0);
        QCOMPARE(butterfly->marks.size(), butterfly->found.legs.size());
        const auto middle = std::ranges::find(butterfly->marks, 110000.0, &ViolationMark::strike);
        QVERIFY(middle != butterfly->marks.end());
        QCOMPARE(middle->expiry, parseExpiryLabel("30JAN26").value());
        QVERIFY(middle->deltaPlace > 0.5 && middle->deltaPlace < 1.0);
        QVERIFY(middle->vol > btc.surface->vol(110000.0, middle->expiry).value());
    }

    void mostWorth_comesFirst()
    {
        const DeskPicture desk = buildDeskPicture(marketWithAButterfly(), deskBook(), {}, {}).value();
        const auto& violations = desk.of("BTC")->violations;

        QVERIFY(violations.size() > 1);
        QVERIFY(std::ranges::is_sorted(violations, std::ranges::greater(), [](const ShownViolation& each) {
            return each.found.totalUsd().value_or(-1.0);
        }));
    }

    void surfaceOfAnotherMarket_hasNoPlaces()
    {
        const DeskPicture desk = buildDeskPicture(marketWithAButterfly(), deskBook(), {}, {}).value();
        MarketSnapshot other = *desk.market;
        other.id = SnapshotId{desk.market->id.value + 1};

        QVERIFY(shownViolations(other, *desk.of("BTC")->surface).empty());
    }
};

QTEST_APPLESS_MAIN(TestViolationView)
#include "tst_violation_view.moc"
