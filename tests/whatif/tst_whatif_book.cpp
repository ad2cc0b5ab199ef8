#include "models/hedging/proposal.h"
#include "models/whatif/book_comparison.h"
#include "models/whatif/edit_history.h"
#include "models/whatif/whatif_book.h"
#include "tests/whatif/random_edits.h"

#include <QTest>

using namespace ballast;
using namespace ballast::test;

namespace {

WhatIfBook branch(int lines = 5)
{
    return branchedFrom(baseBook(lines), {1}, "Put spread");
}

Position call(double quantity)
{
    Position leg;
    leg.instrument = {deribitVenue, "BTC-27MAR26-70000-C"};
    leg.quantity = quantity;
    return leg;
}

} // namespace

class TestWhatIfBook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void branch_holdsWhatTheBaseHolds()
    {
        const WhatIfBook book = branch();

        QCOMPARE(resultingBook(book)->positions, book.base->positions);
        QCOMPARE(resultingBook(book)->name, std::string("Put spread"));
        QCOMPARE(hypotheticalLegs(book), 0);
        QVERIFY(book.followsMarket());
    }

    void edits_standInRowsAndInTheBook()
    {
        auto book = withLeg(branch(), call(25.0), "chain");
        book = withQuantity(*book, 1, -3.0);
        book = withoutLeg(*book, 2);

        const auto lines = whatIfLines(*book);

        QCOMPARE(lines.size(), std::size_t{6});
        QCOMPARE(lines[0].change, LegChange::None);
        QCOMPARE(lines[1].change, LegChange::Changed);
        QCOMPARE(lines[1].position.quantity, -3.0);
        QCOMPARE(lines[1].baseQuantity, std::optional(2.0));
        QCOMPARE(lines[2].change, LegChange::Removed);
        QCOMPARE(lines[2].bookRow, std::optional<std::size_t>());
        QCOMPARE(lines[5].change, LegChange::Added);
        QCOMPARE(lines[5].origin, std::string("chain"));
        QCOMPARE(lines[5].bookRow, std::optional<std::size_t>(4));
        QCOMPARE(hypotheticalLegs(*book), 3);
        const auto result = resultingBook(*book);
        QCOMPARE(result->positions.size(), std::size_t{5});
        for (const WhatIfLine& line : lines) {
            if (line.bookRow)
                QCOMPARE(result->positions[*line.bookRow], line.position);
        }
    }

    void takingBackByHand_leavesNoEdit()
    {
        const WhatIfBook start = branch();

        const auto sameAgain = withQuantity(*withQuantity(start, 0, 9.0), 0, 1.0);
        const auto broughtBack = withBaseLeg(*withoutLeg(start, 3), 3);
        const auto addedAndRemoved = withoutLeg(*withLeg(start, call(1.0), "by hand"), 5);

        QCOMPARE(*sameAgain, start);
        QCOMPARE(*broughtBack, start);
        QCOMPARE(*addedAndRemoved, start);
        QCOMPARE(withoutEdits(*withLeg(start, call(1.0), "by hand")), start);
    }

    void badLegs_areRefusedForTheCell()
    {
        Position nameless = call(1.0);
        nameless.instrument.name.clear();
        Position freePrice = call(1.0);
        freePrice.averagePrice = 0.0;

        QCOMPARE(withLeg(branch(), call(0.0), {}).error().code, Errc::BadInput);
        QCOMPARE(withLeg(branch(), nameless, {}).error().message, std::string("name the instrument"));
        QVERIFY(!withLeg(branch(), freePrice, {}));
        QVERIFY(!withQuantity(branch(), 0, std::nan("")));
        QCOMPARE(withQuantity(branch(), 99, 1.0).error().code, Errc::BadInput);
        QCOMPARE(withQuantity(*withoutLeg(branch(), 0), 0, 1.0).error().code, Errc::Conflict);
        QVERIFY(!withLegs(branch(), std::array{call(1.0), call(0.0)}, "legs.csv"));
        QVERIFY(!renamed(branch(), "  "));
    }

    void proposal_comesAsLegsAtItsPrices()
    {
        HedgeProposal proposal;
        proposal.id = {218};
        proposal.trades.resize(2);
        proposal.trades[0].instrument = {deribitVenue, "BTC-PERPETUAL"};
        proposal.trades[0].side = Side::Sell;
        proposal.trades[0].quantity = 12000.0;
        proposal.trades[0].expectedPrice = 63702.5;
        proposal.trades[1].instrument = {deribitVenue, "BTC-27FEB26-62000-P"};
        proposal.trades[1].side = Side::Buy;
        proposal.trades[1].quantity = 25.0;
        proposal.trades[1].expectedPrice = 0.071;

        const auto book = withProposal(branch(), proposal);

        const auto lines = whatIfLines(*book);
        QCOMPARE(lines.size(), std::size_t{7});
        QCOMPARE(lines[5].position.quantity, -12000.0);
        QCOMPARE(lines[5].position.averagePrice, std::optional(63702.5));
        QCOMPARE(lines[6].position.quantity, 25.0);
        QCOMPARE(lines[6].origin, std::string("proposal 218"));
        QVERIFY(!withProposal(branch(), HedgeProposal{}));
    }

    void hundredRandomEditsAndUndos_giveTheIdenticalState()
    {
        std::mt19937 random(20260205);
        for (int run = 0; run < 20; ++run) {
            const WhatIfBook start = branch(12);
            EditHistory<WhatIfBook> history(start);
            std::vector<WhatIfBook> states{start};
            for (int i = 0; i < 100; ++i) {
                history.apply("edit", randomlyEdited(history.now(), random));
                states.push_back(history.now());
            }

            for (std::size_t i = 100; i-- > 0;) {
                QVERIFY(history.undo());
                QVERIFY(history.now() == states[i]);
            }
            QVERIFY(!history.undo());
            QVERIFY(history.now() == start);
            QCOMPARE(resultingBook(history.now())->positions, start.base->positions);
            for (std::size_t i = 1; i <= 100; ++i) {
                QVERIFY(history.redo());
                QVERIFY(history.now() == states[i]);
            }
            QVERIFY(!history.redo());
        }
    }

    void drag_isOneEdit()
    {
        EditHistory<WhatIfBook> history(branch());

        history.apply("quantity", *withQuantity(history.now(), 0, 2.0));
        for (const double quantity : {3.0, 4.0, 5.0})
            history.amend("quantity", *withQuantity(history.now(), 0, quantity));

        QCOMPARE(history.edits(), std::size_t{1});
        QCOMPARE(history.undoText(), std::string("quantity"));
        QVERIFY(history.undo());
        QCOMPARE(history.now(), branch());
        history.apply("another", *withoutLeg(history.now(), 1));
        QVERIFY(!history.canRedo());
    }

    void liveBookThatChanged_keepsTheEdits()
    {
        auto book = withQuantity(branch(), 0, 7.0); // of a line that goes
        book = withoutLeg(*book, 1);                // of a line that goes
        book = withQuantity(*book, 2, -2.0);        // of a line that stays
        book = withLeg(*book, call(3.0), "chain");
        Portfolio live = *book->base;
        live.positions.erase(live.positions.begin(), live.positions.begin() + 2);

        const RebasedBook rebased = withBase(*book, std::make_shared<const Portfolio>(live));

        QCOMPARE(rebased.notes.size(), std::size_t{2});
        const auto lines = whatIfLines(rebased.book);
        QCOMPARE(lines.size(), std::size_t{5});
        QCOMPARE(lines[0].position.quantity, -2.0);
        QCOMPARE(lines[3].position.quantity, 7.0);
        QCOMPARE(lines[3].change, LegChange::Added);
        QCOMPARE(lines[4].position.quantity, 3.0);
    }

    void comparison_isLineByLine()
    {
        const auto book = withoutLeg(*withQuantity(*withLeg(branch(), call(3.0), "chain"), 0, 9.0), 1);

        const BookComparison both = compareBooks(*book->base, *resultingBook(*book));

        QCOMPARE(both.different, 3);
        QCOMPARE(both.right, std::string("Put spread"));
        double moved = 0.0;
        for (const BookDifference& line : both.lines)
            moved += line.quantity();
        QCOMPARE(moved, 3.0 + 8.0 - 2.0);
        QCOMPARE(compareBooks(*book->base, *book->base).different, 0);
    }

    void duplicate_hasALifeOfItsOwn()
    {
        const auto book = withLeg(branch(), call(1.0), "by hand");

        const WhatIfBook copy = duplicated(*book, {2}, "Second");

        QCOMPARE(copy.edits, book->edits);
        QCOMPARE(copy.id.value, std::uint64_t{2});
        QVERIFY(!(copy == *book));
    }
};

QTEST_GUILESS_MAIN(TestWhatIfBook)
#include "tst_whatif_book.moc"
