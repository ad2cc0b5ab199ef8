#include "app/execution/approval_checks.h"

#include "app/execution/breaker_rules.h"
#include "models/core/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ballast {
namespace {

constexpr Milliseconds allowedClockSkew{1'000};

double seconds(Milliseconds span)
{
    return std::chrono::duration<double>(span).count();
}

struct Age
{
    std::string name;
    Milliseconds age{};
    Milliseconds limit{};
    bool usable = true;
};

// Market time; on a live market also the time that nothing came in at all.
Milliseconds ageOf(Timestamp at, const ApprovalFacts& facts)
{
    const MarketSnapshot& market = *facts.newest.market;
    const auto now = market.mode == MarketMode::Live ? std::max(market.asOf, facts.now) : market.asOf;
    return now - at;
}

std::vector<Age> agesOf(const ApprovalFacts& facts)
{
    const MarketSnapshot& market = *facts.newest.market;
    std::vector<Age> ages;
    const auto addIndex = [&](const std::string& underlying) {
        const std::string name = underlying + " index";
        if (std::ranges::find(ages, name, &Age::name) != ages.end())
            return;
        const IndexPrice* index = market.index(underlying);
        ages.push_back({name, index != nullptr ? ageOf(index->at, facts) : Milliseconds{}, facts.rules.linearStale,
                        index != nullptr && index->priceUsd > 0.0});
    };
    addIndex(facts.proposal.policy.underlying);
    for (const HedgeTrade& trade : facts.proposal.trades) {
        const auto at = market.instruments ? market.instruments->find(trade.instrument) : std::nullopt;
        if (!at) {
            ages.push_back({trade.instrument.name, {}, {}, false});
            continue;
        }
        const Instrument& instrument = (*market.instruments)[*at];
        const Quote& quote = market.quotes[*at];
        const bool usable = quote.state == QuoteState::Live || quote.state == QuoteState::Late;
        ages.push_back({trade.instrument.name, ageOf(quote.at, facts),
                        isOption(instrument) ? facts.rules.optionStale : facts.rules.linearStale, usable});
        addIndex(instrument.underlying);
    }
    return ages;
}

ApprovalCheck pricesFresh(const ApprovalFacts& facts)
{
    ApprovalCheck check{"Prices fresh", false, {}};
    if (facts.newest.market->id < facts.basis.id) {
        check.measured = "the market shown is older than the proposal's";
        return check;
    }
    const auto ages = agesOf(facts);
    for (const Age& age : ages) {
        if (!age.usable)
            check.measured = fmt::format("{} has no usable price", age.name);
        else if (age.age < -allowedClockSkew)
            check.measured = fmt::format("{} is {:.1f} s ahead of the market", age.name, -seconds(age.age));
        else if (age.age > age.limit)
            check.measured =
                fmt::format("{} is {:.1f} s old, limit {:.0f} s", age.name, seconds(age.age), seconds(age.limit));
        if (!check.measured.empty())
            return check;
    }
    const auto oldest = std::ranges::max_element(ages, {}, &Age::age);
    check.passed = true;
    check.measured = fmt::format("oldest {:.1f} s", std::max(0.0, seconds(oldest->age)));
    return check;
}

// What the tolerated spot move does to a leg's price, plus a tick: delta x move (spec F2; in coin the premium-adjusted
// delta), for futures and spot the move itself.
double legTolerance(const HedgeTrade& trade, const Instrument& instrument, double indexUsd, const ApprovalRules& rules)
{
    const double tick = instrument.tick.at(trade.limitPrice);
    if (!isOption(instrument))
        return rules.spotTolerance * trade.limitPrice + tick;
    const bool inverse = instrument.settlement == Settlement::Inverse;
    const double delta = inverse ? trade.exposure.netDeltaCoin : trade.exposure.deltaCoin;
    const double perCoin = trade.quantity > 0.0 ? std::abs(delta) / trade.quantity : 0.0;
    return rules.spotTolerance * perCoin * (inverse ? 1.0 : indexUsd) + tick;
}

// Worst price that taking the whole quantity would touch now; nullopt where that side is empty.
std::optional<double> executablePrice(const HedgeTrade& trade, const Quote& quote)
{
    if (quote.ladder) {
        const LadderFill fill = walkLadder(*quote.ladder, trade.side, trade.quantity, std::nullopt);
        if (fill.filled > 0.0)
            return fill.worstPrice;
    }
    return trade.side == Side::Buy ? quote.ask : quote.bid;
}

struct Drift
{
    ApprovalCheck check;
    bool left = false; // beyond the tolerance, as opposed to not measurable
};

Drift indexDrift(const ApprovalFacts& facts)
{
    const std::string& underlying = facts.proposal.policy.underlying;
    const IndexPrice* then = facts.basis.index(underlying);
    const IndexPrice* now = facts.newest.market->index(underlying);
    if (then == nullptr || now == nullptr || !(then->priceUsd > 0.0) || !(now->priceUsd > 0.0))
        return {{{}, false, "no index price of " + underlying}, false};
    const double move = now->priceUsd / then->priceUsd - 1.0;
    const bool inside = std::abs(move) <= facts.rules.spotTolerance;
    return {{{},
             inside,
             fmt::format("{} moved {:.2f} % of {:.2f} %", underlying, 100.0 * std::abs(move),
                         100.0 * facts.rules.spotTolerance)},
            !inside};
}

Drift legDrift(const HedgeTrade& trade, const ApprovalFacts& facts)
{
    const MarketSnapshot& market = *facts.newest.market;
    const auto at = market.instruments ? market.instruments->find(trade.instrument) : std::nullopt;
    const auto price = at ? executablePrice(trade, market.quotes[*at]) : std::nullopt;
    if (!price)
        return {{{}, false, fmt::format("{} has no price to trade at", trade.instrument.name)}, false};
    const Instrument& instrument = (*market.instruments)[*at];
    const IndexPrice* index = market.index(instrument.underlying);
    const double tolerance = legTolerance(trade, instrument, index != nullptr ? index->priceUsd : 0.0, facts.rules);
    const double worse = trade.side == Side::Buy ? *price - trade.limitPrice : trade.limitPrice - *price;
    // A rounding of the subtraction must not void a proposal that sits on its tolerance.
    const bool inside = worse <= tolerance + 1e-9 * trade.limitPrice;
    return {{{},
             inside,
             fmt::format("{} trades at {}, limit {}", trade.instrument.name, shortestNumber(*price),
                         shortestNumber(trade.limitPrice))},
            !inside};
}

Drift marketWithinTolerance(const ApprovalFacts& facts)
{
    Drift drift = indexDrift(facts);
    for (const HedgeTrade& trade : facts.proposal.trades) {
        if (!drift.check.passed)
            break;
        const Drift leg = legDrift(trade, facts);
        if (!leg.check.passed)
            drift = leg;
    }
    drift.check.name = "Market within tolerance";
    return drift;
}

// How far `value` lies outside the band, and how much of that is tolerated.
struct BandExcess
{
    double excess = 0.0;
    double slack = 0.0;
};

BandExcess excessOf(const BandOutcome& outcome, double slackFraction)
{
    const Band& band = outcome.band;
    const double above = band.upper ? outcome.after - *band.upper : -std::numeric_limits<double>::infinity();
    const double below = band.lower ? *band.lower - outcome.after : -std::numeric_limits<double>::infinity();
    double width = 0.0;
    if (band.lower && band.upper)
        width = *band.upper - *band.lower;
    else if (band.lower || band.upper)
        width = std::abs(band.upper ? *band.upper : *band.lower);
    return {std::max({0.0, above, below}), slackFraction * width};
}

const HedgeProposal* freshRecheck(const ApprovalFacts& facts)
{
    const auto& recheck = facts.newest.recheck;
    const MarketSnapshot& market = *facts.newest.market;
    if (recheck && recheck->id == facts.proposal.id && market.asOf - recheck->basisAsOf <= facts.rules.recheckStale &&
        recheck->basis <= market.id)
        return &*recheck;
    return market.id == facts.basis.id ? &facts.proposal : nullptr;
}

bool sameTrades(const HedgeProposal& left, const HedgeProposal& right)
{
    return std::ranges::equal(left.trades, right.trades, [](const HedgeTrade& a, const HedgeTrade& b) {
        return a.instrument == b.instrument && a.side == b.side && a.quantity == b.quantity;
    });
}

bool allInside(const HedgeProposal& proposal)
{
    return std::ranges::all_of(proposal.bands, &BandOutcome::insideAfter);
}

Drift limitsAfterFill(const ApprovalFacts& facts)
{
    Drift drift{{"Limits after fill", false, {}}, false};
    const HedgeProposal* fresh = freshRecheck(facts);
    if (fresh == nullptr) {
        drift.check.measured = "not re-checked on this market yet";
        return drift;
    }
    if (!sameTrades(*fresh, facts.proposal)) {
        drift.check.measured = "the re-check is of other trades";
        return drift;
    }
    int inside = 0;
    std::string within;
    for (const BandOutcome& outcome : fresh->bands) {
        inside += outcome.insideAfter ? 1 : 0;
        const BandExcess excess = excessOf(outcome, facts.rules.bandSlack);
        if (outcome.insideAfter || excess.excess <= 0.0)
            continue;
        const auto words =
            fmt::format("{} {:.6g} is {:.3g} outside its band", outcome.band.name, outcome.after, excess.excess);
        if (!(excess.excess <= excess.slack)) {
            drift.check.measured = words;
            drift.left = allInside(facts.proposal);
            return drift;
        }
        within = words + ", within the slack";
    }
    drift.check.passed = true;
    drift.check.measured = within.empty() ? fmt::format("{} of {} bands hold", inside, fresh->bands.size()) : within;
    return drift;
}

ApprovalCheck orderLimits(const ApprovalFacts& facts)
{
    PreTradeLimits limits = facts.rules.preTrade;
    if (!facts.proposal.policy.respectLots)
        limits.lots = LotRule::AnySize;
    const auto findings =
        preTradeFindings({facts.proposal.trades, *facts.newest.market, limits, facts.recent, facts.now});
    if (!findings.empty())
        return {"Order limits", false, findings.front()};
    double usd = 0.0;
    for (const HedgeTrade& trade : facts.proposal.trades) {
        const auto at = facts.newest.market->instruments->find(trade.instrument);
        usd +=
            notionalUsd((*facts.newest.market->instruments)[*at], trade.quantity, *facts.newest.market).value_or(0.0);
    }
    const auto legs = facts.proposal.trades.size();
    return {"Order limits", true, fmt::format("{} {}, {} USD", legs, legs == 1 ? "leg" : "legs", groupedWhole(usd))};
}

ApprovalCheck bookUnchanged(const ApprovalFacts& facts)
{
    const bool same = facts.newest.book && *facts.newest.book == facts.basisBook;
    return {"Book unchanged", same, same ? "as proposed on" : "the book changed since the proposal"};
}

ApprovalCheck killSwitchAtRest(const ApprovalFacts& facts)
{
    const KillSwitchState& kill = facts.newest.killSwitch;
    return {"Kill switch at rest", !kill.engaged, kill.engaged ? "engaged: " + kill.reason : "at rest"};
}

ApprovalCheck notExpired(const ApprovalFacts& facts)
{
    const double left = seconds(facts.expiresAt - facts.now);
    const bool valid = facts.now < facts.expiresAt;
    return {"Not expired", valid, valid ? fmt::format("{:.0f} s left", std::ceil(left)) : "its time is up"};
}

} // namespace

ApprovalMeasurement measureApproval(const ApprovalFacts& facts)
{
    const Drift market = marketWithinTolerance(facts);
    const Drift limits = limitsAfterFill(facts);
    ApprovalMeasurement measured;
    measured.checks = {pricesFresh(facts), market.check,         limits.check,
                       orderLimits(facts), bookUnchanged(facts), killSwitchAtRest(facts),
                       notExpired(facts)};
    if (auto breaker = breakerCheck(facts.proposal, facts.newest))
        measured.checks.push_back(*std::move(breaker));
    if (market.left)
        measured.voidReason = "The market left the tolerance: " + market.check.measured + ".";
    else if (limits.left)
        measured.voidReason = "The hedge no longer holds the bands: " + limits.check.measured + ".";
    return measured;
}

} // namespace ballast
