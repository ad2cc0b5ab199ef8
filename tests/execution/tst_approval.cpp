#include "app/execution/approval.h"
#include "tests/support/market_builder.h"

#include <QTest>

#include <functional>

using namespace ballast;
using test::timeOf;

namespace {

constexpr const char* call = "BTC-27MAR26-70000-C";
const Timestamp start = timeOf("2026-02-05T21:29:00Z");

struct Market
{
    std::uint64_t id = 1;
    Milliseconds after{0};
    double index = 63'000.0;
    double perpetual = 63'000.0; // mid
    double callAsk = 0.0110;
    Milliseconds callAge{0};
    Milliseconds perpetualAge{0};
    QuoteState callState = QuoteState::Live;
    MarketMode mode = MarketMode::Recording;
    bool callOffered = true;
};

SnapshotPtr build(const Market& spec)
{
    const auto asOf = start + spec.after;
    test::QuoteSpec option{
        .bid = 0.0100, .ask = spec.callAsk, .mark = 0.0105, .state = spec.callState, .at = asOf - spec.callAge};
    if (!spec.callOffered)
        option.ask.reset();
    return test::MarketBuilder(toIso8601(asOf))
        .id(spec.id)
        .mode(spec.mode)
        .option(call, option)
        .listed("BTC-PERPETUAL", {.bid = spec.perpetual - 0.5,
                                  .ask = spec.perpetual + 0.5,
                                  .mark = spec.perpetual,
                                  .at = asOf - spec.perpetualAge})
        .index("BTC", spec.index)
        .build();
}

HedgeProposal proposal()
{
    HedgeProposal hedge;
    hedge.id = {7};
    hedge.basis = {1};
    hedge.basisAsOf = start;
    hedge.status = HedgeStatus::Optimal;
    HedgeTrade option;
    option.instrument = {deribitVenue, call};
    option.side = Side::Buy;
    option.quantity = 2.0;
    option.limitPrice = 0.0110;
    option.exposure.deltaCoin = 0.62;
    option.exposure.netDeltaCoin = 0.6; // 0.3 a coin
    HedgeTrade perpetual;
    perpetual.instrument = {deribitVenue, "BTC-PERPETUAL"};
    perpetual.side = Side::Sell;
    perpetual.quantity = 20'000.0;
    perpetual.limitPrice = 62'999.5;
    hedge.trades = {option, perpetual};
    hedge.bands = {{{BandKind::Delta, -0.1, 0.1, {}, {}, "delta"}, 0.4, 0.08, false, true},
                   {{BandKind::Vega, -500.0, std::nullopt, {}, {}, "vega"}, -900.0, -480.0, false, true}};
    return hedge;
}

PortfolioPtr book()
{
    return test::BookBuilder().line("BTC-PERPETUAL", 50'000.0, 61'000.0).build();
}

// A desk with the proposal opened at `start`.
struct Opened
{
    ManualClock clock{start};
    ApprovalDesk desk;
    PortfolioPtr held = book();

    explicit Opened(const HedgeProposal& hedge = proposal(), const ApprovalRules& rules = {}) : desk(clock, rules)
    {
        const auto opened = desk.open(hedge, build({}), held);
        if (!opened)
            qFatal("not opened: %s", opened.error().message.c_str());
    }

    [[nodiscard]] ApprovalInputs inputs(const Market& market = {}) const { return {build(market), held, {}, {}}; }
};

const ApprovalCheck* failed(const ApprovalView& view)
{
    const auto it = std::ranges::find(view.checks, false, &ApprovalCheck::passed);
    return it == view.checks.end() ? nullptr : &*it;
}

HedgeProposal recheckOn(std::uint64_t basis, Milliseconds after, double deltaAfter)
{
    auto hedge = proposal();
    hedge.basis = {basis};
    hedge.basisAsOf = start + after;
    hedge.bands[0].after = deltaAfter;
    hedge.bands[0].insideAfter = std::abs(deltaAfter) <= 0.1;
    return hedge;
}

} // namespace

Q_DECLARE_METATYPE(Market)

class TestApproval : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opening_isAnOpenViewAndADecisionToJournal()
    {
        ManualClock clock(start);
        ApprovalDesk desk(clock);

        const auto decision = desk.open(proposal(), build({}), book());

        QVERIFY(decision.ok());
        QCOMPARE(*decision, (Decision{"proposal-opened", {7}, {1}, {}, start, "", {}}));
        QCOMPARE(desk.view().state, ProposalState::Open);
        QCOMPARE(desk.view().expiresAt, start + Milliseconds(30'000));
        QVERIFY(!desk.view().canApprove); // nothing was checked yet
    }

    void whatCannotBeOpened_isRefused()
    {
        ManualClock clock(start);
        ApprovalDesk desk(clock);
        auto empty = proposal();
        empty.trades.clear();
        auto infeasible = proposal();
        infeasible.status = HedgeStatus::Infeasible;
        auto foreign = proposal();
        foreign.basis = {99};

        QCOMPARE(desk.open(empty, build({}), book()).error().code, Errc::Conflict);
        QCOMPARE(desk.open(infeasible, build({}), book()).error().code, Errc::Conflict);
        QCOMPARE(desk.open(foreign, build({}), book()).error().code, Errc::BadInput);
        QCOMPARE(desk.open(proposal(), nullptr, book()).error().code, Errc::BadInput);
        QCOMPARE(desk.view().state, ProposalState::None);
    }

    void everyCheckPassed_canBeApproved()
    {
        Opened opened;

        const auto refreshed = opened.desk.refresh(opened.inputs());

        QVERIFY2(refreshed.view.canApprove, refreshed.view.message.c_str());
        QVERIFY(!refreshed.decision);
        QCOMPARE(refreshed.view.checks.size(), std::size_t{7});
        QCOMPARE(refreshed.view.checks[0], (ApprovalCheck{"Prices fresh", true, "oldest 0.0 s"}));
        QCOMPARE(refreshed.view.checks[1].measured, std::string("BTC moved 0.00 % of 0.25 %"));
        QCOMPARE(refreshed.view.checks[2].measured, std::string("2 of 2 bands hold"));
        QCOMPARE(refreshed.view.checks[3].measured, std::string("2 legs, 146,000 USD"));
        QCOMPARE(refreshed.view.checks[6].measured, std::string("30 s left"));
    }

    void life_goesFromOpenOverWritingToApprovedToTakenOnce()
    {
        Opened opened;

        const auto decision = opened.desk.approve(opened.inputs());

        QVERIFY(decision.ok());
        QCOMPARE(decision->kind, std::string("approved"));
        QCOMPARE(decision->decidedOn, SnapshotId{1});
        QCOMPARE(decision->checks.size(), std::size_t{7});
        QCOMPARE(opened.desk.view().state, ProposalState::Writing);
        QVERIFY(!opened.desk.takeApproved({}).ok()); // not before it is in the journal
        QVERIFY(opened.desk.journalWritten({7}).ok());
        QCOMPARE(opened.desk.view().state, ProposalState::Approved);
        QCOMPARE(opened.desk.takeApproved({}).value(), proposal());
        QCOMPARE(opened.desk.takeApproved({}).error().code, Errc::Conflict);
    }

    void secondApproval_isNoSecondDecision()
    {
        Opened opened;
        QVERIFY(opened.desk.approve(opened.inputs()).ok());

        QCOMPARE(opened.desk.approve(opened.inputs()).error().code, Errc::Conflict);
        QVERIFY(opened.desk.journalWritten({7}).ok());
        QCOMPARE(opened.desk.approve(opened.inputs()).error().code, Errc::Conflict);
        QCOMPARE(opened.desk.journalWritten({7}).error().code, Errc::Conflict);
    }

    void failedJournal_opensItAgain()
    {
        Opened opened;
        QVERIFY(opened.desk.approve(opened.inputs()).ok());

        QVERIFY(opened.desk.journalFailed({7}, "the disk is full").ok());

        QCOMPARE(opened.desk.view().state, ProposalState::Open);
        QVERIFY(!opened.desk.view().canApprove);
        QVERIFY(opened.desk.view().message.find("the disk is full") != std::string::npos);
        QVERIFY(!opened.desk.takeApproved({}).ok());
        QVERIFY(opened.desk.approve(opened.inputs()).ok()); // a new try
    }

    void writing_outlivesTheClockAndTheMarket()
    {
        Opened opened;
        QVERIFY(opened.desk.approve(opened.inputs()).ok());
        opened.clock.advance(Milliseconds(60'000));

        QVERIFY(!opened.desk.refresh(opened.inputs({.id = 2, .index = 70'000.0})).decision);

        QVERIFY(opened.desk.journalWritten({7}).ok());
    }

    void killSwitchBetweenApprovalAndOrder_holdsTheOrderBack()
    {
        Opened opened;
        QVERIFY(opened.desk.approve(opened.inputs()).ok());
        QVERIFY(opened.desk.journalWritten({7}).ok());

        const auto held = opened.desk.takeApproved({true, start, "venue odd"});

        QCOMPARE(held.error().code, Errc::Conflict);
        QVERIFY(held.error().message.find("venue odd") != std::string::npos);
        QVERIFY(opened.desk.takeApproved({}).ok());
    }

    // Every call in every state: what is not in the table of the class comment is a Conflict and changes nothing.
    void illegalTransitions_areRefusedAndChangeNothing_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("call");

        const QStringList calls{
            QStringLiteral("open"),          QStringLiteral("approve"), QStringLiteral("journalWritten"),
            QStringLiteral("journalFailed"), QStringLiteral("reject"),  QStringLiteral("withdraw"),
            QStringLiteral("take")};
        const auto legal = [](ProposalState state, const QString& name) {
            switch (state) {
            case ProposalState::Open:
                return name == QStringLiteral("approve") || name == QStringLiteral("reject") ||
                       name == QStringLiteral("withdraw");
            case ProposalState::Writing:
                return name.startsWith(QStringLiteral("journal"));
            case ProposalState::Approved:
                return name == QStringLiteral("take") || name == QStringLiteral("open");
            default:
                return name == QStringLiteral("open");
            }
        };
        for (const auto state :
             {ProposalState::None, ProposalState::Open, ProposalState::Writing, ProposalState::Approved,
              ProposalState::Rejected, ProposalState::Expired, ProposalState::Void}) {
            for (const QString& name : calls) {
                if (!legal(state, name))
                    QTest::addRow("%d %s", static_cast<int>(state), qPrintable(name))
                        << static_cast<int>(state) << name;
            }
        }
    }

    void illegalTransitions_areRefusedAndChangeNothing()
    {
        QFETCH(int, state);
        QFETCH(QString, call);
        ManualClock clock(start);
        ApprovalDesk desk(clock);
        const ApprovalInputs inputs{build({}), book(), {}, {}};
        bring(desk, clock, static_cast<ProposalState>(state), inputs);
        QCOMPARE(static_cast<int>(desk.view().state), state);
        const ApprovalView before = desk.view();

        const std::map<QString, std::function<Errc()>> calls{
            {QStringLiteral("open"), [&] { return codeOf(desk.open(proposal(), build({}), book())); }},
            {QStringLiteral("approve"), [&] { return codeOf(desk.approve(inputs)); }},
            {QStringLiteral("journalWritten"), [&] { return codeOf(desk.journalWritten({7})); }},
            {QStringLiteral("journalFailed"), [&] { return codeOf(desk.journalFailed({7}, "x")); }},
            {QStringLiteral("reject"), [&] { return codeOf(desk.reject("because")); }},
            {QStringLiteral("withdraw"), [&] { return codeOf(desk.withdraw("because")); }},
            {QStringLiteral("take"), [&] { return codeOf(desk.takeApproved({})); }},
        };

        QCOMPARE(calls.at(call)(), Errc::Conflict);
        QCOMPARE(desk.view(), before);
    }

    void journalAnswerForAnotherProposal_isRefused()
    {
        Opened opened;
        QVERIFY(opened.desk.approve(opened.inputs()).ok());

        QCOMPARE(opened.desk.journalWritten({8}).error().code, Errc::Conflict);
        QCOMPARE(opened.desk.journalFailed({8}, "x").error().code, Errc::Conflict);
        QCOMPARE(opened.desk.view().state, ProposalState::Writing);
    }

    void rejection_needsAReason()
    {
        Opened opened;

        QCOMPARE(opened.desk.reject("  \n").error().code, Errc::BadInput);
        QCOMPARE(opened.desk.view().state, ProposalState::Open);
        const auto decision = opened.desk.reject("too dear");

        QCOMPARE(decision->kind, std::string("rejected"));
        QCOMPARE(decision->reason, std::string("too dear"));
        QCOMPARE(opened.desk.view().state, ProposalState::Rejected);
    }

    void withdrawal_makesRoomForANewerProposal()
    {
        Opened opened;

        QCOMPARE(opened.desk.withdraw("a newer proposal took its place")->kind, std::string("void"));

        QVERIFY(opened.desk.open(proposal(), build({}), book()).ok());
    }

    void thirtySeconds_expireIt_data()
    {
        QTest::addColumn<int>("milliseconds");
        QTest::addColumn<bool>("expired");

        QTest::newRow("29.999 s") << 29'999 << false;
        QTest::newRow("30 s") << 30'000 << true;
        QTest::newRow("a day") << 86'400'000 << true;
    }

    void thirtySeconds_expireIt()
    {
        QFETCH(int, milliseconds);
        QFETCH(bool, expired);
        Opened opened;
        opened.clock.advance(Milliseconds(milliseconds));

        const auto unread = opened.desk.view().state; // time alone decides nothing, refresh() does
        const auto refreshed = opened.desk.refresh(opened.inputs());

        QCOMPARE(unread, ProposalState::Open);
        QCOMPARE(refreshed.view.state, expired ? ProposalState::Expired : ProposalState::Open);
        QCOMPARE(refreshed.decision.has_value(), expired);
        if (expired) {
            QCOMPARE(refreshed.decision->kind, std::string("expired"));
            QVERIFY(!opened.desk.refresh(opened.inputs()).decision); // said once
        }
    }

    void approvalOfAnExpiredProposal_isRefusedAndLeftToBeJournaled()
    {
        Opened opened;
        opened.clock.advance(Milliseconds(30'000));

        QCOMPARE(opened.desk.approve(opened.inputs()).error().code, Errc::Expired);
        QCOMPARE(opened.desk.refresh(opened.inputs()).decision->kind, std::string("expired"));
    }

    void failingCheck_blocksAndSaysWhat_data()
    {
        QTest::addColumn<Market>("market");
        QTest::addColumn<QString>("check");
        QTest::addColumn<QString>("measured");

        const auto fresh = QStringLiteral("Prices fresh");
        const auto tolerance = QStringLiteral("Market within tolerance");
        QTest::newRow("stale option") << Market{.callAge = Milliseconds(60'001)} << fresh
                                      << QStringLiteral("60.0 s old");
        QTest::newRow("stale perpetual") << Market{.perpetualAge = Milliseconds(10'001)} << fresh
                                         << QStringLiteral("BTC-PERPETUAL is 10.0 s old");
        QTest::newRow("price from the future")
            << Market{.callAge = Milliseconds(-5'000)} << fresh << QStringLiteral("ahead");
        QTest::newRow("crossed") << Market{.callState = QuoteState::Crossed} << fresh
                                 << QStringLiteral("no usable price");
        QTest::newRow("gap") << Market{.callState = QuoteState::Gap} << fresh << QStringLiteral("no usable price");
        QTest::newRow("older market") << Market{.id = 0} << fresh << QStringLiteral("older");
        QTest::newRow("nothing offered") << Market{.callOffered = false} << tolerance << QStringLiteral("no price");
        QTest::newRow("newer market, no re-check")
            << Market{.id = 2, .after = Milliseconds(100)} << QStringLiteral("Limits after fill")
            << QStringLiteral("not re-checked");
    }

    void failingCheck_blocksAndSaysWhat()
    {
        QFETCH(Market, market);
        QFETCH(QString, check);
        QFETCH(QString, measured);
        Opened opened;

        const auto refreshed = opened.desk.refresh(opened.inputs(market));
        const auto approved = opened.desk.approve(opened.inputs(market));

        QCOMPARE(refreshed.view.state, ProposalState::Open);
        QVERIFY(!refreshed.view.canApprove);
        const ApprovalCheck* first = failed(refreshed.view);
        QVERIFY(first != nullptr);
        QCOMPARE(QString::fromStdString(first->name), check);
        QVERIFY2(QString::fromStdString(first->measured).contains(measured), first->measured.c_str());
        QCOMPARE(approved.error().code, Errc::Conflict);
        QVERIFY(opened.desk.approve(opened.inputs()).ok()); // the block goes with its cause
    }

    void agesAtTheirLimits_pass()
    {
        Opened opened;

        QVERIFY(
            opened.desk.refresh(opened.inputs({.callAge = Milliseconds(60'000), .perpetualAge = Milliseconds(10'000)}))
                .view.canApprove);
        QCOMPARE(opened.desk.view().checks[0].measured, std::string("oldest 60.0 s"));
    }

    void lateQuote_stillPasses()
    {
        Opened opened;

        QVERIFY(opened.desk.refresh(opened.inputs({.callState = QuoteState::Late})).view.canApprove);
    }

    // A live feed that falls silent grows old by the clock, a recording that stands still does not.
    void silentLiveFeed_growsOldByTheClock()
    {
        Opened opened;
        opened.clock.advance(Milliseconds(11'000));

        QVERIFY(opened.desk.refresh(opened.inputs()).view.canApprove);
        QVERIFY(!opened.desk.refresh(opened.inputs({.mode = MarketMode::Live})).view.canApprove);
        QCOMPARE(failed(opened.desk.view())->name, std::string("Prices fresh"));
    }

    void market_voidsBeyondTheTolerance_data()
    {
        QTest::addColumn<Market>("market");
        QTest::addColumn<bool>("isVoid");

        // Option: 0.3 coins x 0.25 % + one tick of 0.0005 = 0.00125 above the limit of 0.0110.
        QTest::newRow("still") << Market{} << false;
        QTest::newRow("index up to the edge") << Market{.index = 63'157.0} << false;
        QTest::newRow("index beyond") << Market{.index = 63'158.0} << true;
        QTest::newRow("index fell") << Market{.index = 62'842.0} << true;
        QTest::newRow("option dearer, tolerated") << Market{.callAsk = 0.0122} << false;
        QTest::newRow("option too dear") << Market{.callAsk = 0.0125} << true;
        QTest::newRow("option cheaper") << Market{.callAsk = 0.0101} << false;
        // Perpetual: 0.25 % of 62,999.5 + 0.5 = 158 below the limit.
        QTest::newRow("perpetual lower, tolerated") << Market{.perpetual = 62'842.5} << false;
        QTest::newRow("perpetual too low") << Market{.perpetual = 62'841.5} << true;
        QTest::newRow("perpetual higher") << Market{.perpetual = 63'400.0} << false;
    }

    void market_voidsBeyondTheTolerance()
    {
        QFETCH(Market, market);
        QFETCH(bool, isVoid);
        Opened opened;

        const auto refreshed = opened.desk.refresh(opened.inputs(market));

        QVERIFY2((refreshed.view.state == ProposalState::Void) == isVoid, refreshed.view.message.c_str());
        QCOMPARE(refreshed.decision.has_value(), isVoid);
        if (isVoid)
            QCOMPARE(refreshed.decision->kind, std::string("void"));
    }

    void approvalBeyondTheTolerance_isRefusedAndLeftToBeJournaled()
    {
        Opened opened;
        const auto moved = opened.inputs({.index = 64'000.0});

        QCOMPARE(opened.desk.approve(moved).error().code, Errc::Stale);
        QCOMPARE(opened.desk.refresh(moved).decision->kind, std::string("void"));
    }

    void recheck_decidesTheLimits_data()
    {
        QTest::addColumn<double>("deltaAfter");
        QTest::addColumn<int>("state");
        QTest::addColumn<bool>("canApprove");
        QTest::addColumn<QString>("measured");

        QTest::newRow("inside") << 0.09 << static_cast<int>(ProposalState::Open) << true << QStringLiteral("2 of 2");
        QTest::newRow("outside within the slack")
            << 0.115 << static_cast<int>(ProposalState::Open) << true << QStringLiteral("within the slack");
        QTest::newRow("outside") << 0.13 << static_cast<int>(ProposalState::Void) << false
                                 << QStringLiteral("delta 0.13 is 0.03 outside");
        QTest::newRow("outside below") << -0.13 << static_cast<int>(ProposalState::Void) << false
                                       << QStringLiteral("delta -0.13 is 0.03 outside");
    }

    void recheck_decidesTheLimits()
    {
        QFETCH(double, deltaAfter);
        QFETCH(int, state);
        QFETCH(bool, canApprove);
        QFETCH(QString, measured);
        Opened opened;
        auto inputs = opened.inputs({.id = 5, .after = Milliseconds(1'000)});
        inputs.recheck = recheckOn(4, Milliseconds(900), deltaAfter);

        const auto refreshed = opened.desk.refresh(inputs);

        QCOMPARE(static_cast<int>(refreshed.view.state), state);
        QCOMPARE(refreshed.view.canApprove, canApprove);
        QVERIFY2(QString::fromStdString(refreshed.view.checks[2].measured).contains(measured),
                 refreshed.view.checks[2].measured.c_str());
    }

    void recheckThatDoesNotFit_doesNotCount_data()
    {
        QTest::addColumn<QString>("what");
        for (const char* what : {"other proposal", "other trades", "too old", "newer than the market"})
            QTest::newRow(what) << QString::fromLatin1(what);
    }

    void recheckThatDoesNotFit_doesNotCount()
    {
        QFETCH(QString, what);
        Opened opened;
        auto inputs = opened.inputs({.id = 5, .after = Milliseconds(11'000)});
        auto recheck = recheckOn(4, Milliseconds(10'900), 0.05);
        if (what == QStringLiteral("other proposal"))
            recheck.id = {8};
        if (what == QStringLiteral("other trades"))
            recheck.trades[0].quantity = 3.0;
        if (what == QStringLiteral("too old"))
            recheck.basisAsOf = start;
        if (what == QStringLiteral("newer than the market"))
            recheck.basis = {6};
        inputs.recheck = recheck;

        const auto refreshed = opened.desk.refresh(inputs);

        QVERIFY(!refreshed.view.canApprove);
        QCOMPARE(failed(refreshed.view)->name, std::string("Limits after fill"));
        QCOMPARE(refreshed.view.state, ProposalState::Open);
    }

    void bandsOutsideFromTheStart_blockButDoNotVoid()
    {
        auto hedge = proposal();
        hedge.bands[0].after = 0.5;
        hedge.bands[0].insideAfter = false;
        Opened opened(hedge);

        const auto refreshed = opened.desk.refresh(opened.inputs());

        QCOMPARE(refreshed.view.state, ProposalState::Open);
        QVERIFY(!refreshed.view.canApprove);
    }

    void changedBook_blocks()
    {
        Opened opened;
        auto inputs = opened.inputs();
        inputs.book = test::BookBuilder().line("BTC-PERPETUAL", 50'010.0, 61'000.0).build();

        QVERIFY(!opened.desk.refresh(inputs).view.canApprove);
        QCOMPARE(failed(opened.desk.view())->name, std::string("Book unchanged"));
        inputs.book = nullptr;
        QVERIFY(!opened.desk.refresh(inputs).view.canApprove);
        inputs.book = book(); // an equal book at another address is the same book
        QVERIFY(opened.desk.refresh(inputs).view.canApprove);
    }

    void killSwitch_blocksUntilReset()
    {
        Opened opened;
        auto inputs = opened.inputs();
        inputs.killSwitch = {true, start, "venue odd"};

        QVERIFY(!opened.desk.refresh(inputs).view.canApprove);
        QCOMPARE(failed(opened.desk.view())->measured, std::string("engaged: venue odd"));
        QCOMPARE(opened.desk.approve(inputs).error().code, Errc::Conflict);
        QVERIFY(opened.desk.refresh(opened.inputs()).view.canApprove);
    }

    void orderOutsideItsLimits_blocks()
    {
        ApprovalRules rules;
        rules.preTrade.maxLegs = 1;
        Opened opened(proposal(), rules);

        QVERIFY(!opened.desk.refresh(opened.inputs()).view.canApprove);
        QCOMPARE(failed(opened.desk.view())->name, std::string("Order limits"));
    }

    void sameOrdersAgainWithinTenSeconds_areBlocked()
    {
        Opened opened;
        QVERIFY(opened.desk.approve(opened.inputs()).ok());
        QVERIFY(opened.desk.journalWritten({7}).ok());
        QVERIFY(opened.desk.takeApproved({}).ok());
        opened.clock.advance(Milliseconds(5'000));
        QVERIFY(opened.desk.open(proposal(), build({}), opened.held).ok());

        QCOMPARE(opened.desk.approve(opened.inputs()).error().code, Errc::Conflict);
        QVERIFY(failed(opened.desk.view())->measured.find("the same order") != std::string::npos);
        opened.clock.advance(Milliseconds(5'000));
        QVERIFY(opened.desk.approve(opened.inputs()).ok());
    }

    void noMarket_decidesNothing()
    {
        Opened opened;

        QVERIFY(!opened.desk.refresh({nullptr, opened.held, {}, {}}).decision);
        QCOMPARE(opened.desk.approve({nullptr, opened.held, {}, {}}).error().code, Errc::NoQuote);
        QCOMPARE(opened.desk.view().state, ProposalState::Open);
    }

private:
    template <class T>
    static Errc codeOf(const Result<T>& result)
    {
        return result ? Errc::Io : result.error().code; // Io: it went through
    }

    static void bring(ApprovalDesk& desk, ManualClock& clock, ProposalState state, const ApprovalInputs& inputs)
    {
        if (state == ProposalState::None)
            return;
        QVERIFY(desk.open(proposal(), build({}), book()).ok());
        switch (state) {
        case ProposalState::Writing:
            QVERIFY(desk.approve(inputs).ok());
            break;
        case ProposalState::Approved:
            QVERIFY(desk.approve(inputs).ok());
            QVERIFY(desk.journalWritten({7}).ok());
            break;
        case ProposalState::Rejected:
            QVERIFY(desk.reject("no").ok());
            break;
        case ProposalState::Void:
            QVERIFY(desk.withdraw("no").ok());
            break;
        case ProposalState::Expired:
            clock.advance(Milliseconds(30'000));
            QVERIFY(desk.refresh(inputs).decision.has_value());
            break;
        case ProposalState::None:
        case ProposalState::Open:
            break;
        }
    }
};

QTEST_GUILESS_MAIN(TestApproval)
#include "tst_approval.moc"
