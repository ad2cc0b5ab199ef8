#include "ui/presenters/hedge_depth.h"

#include "models/items/words.h"
#include "ui/presenters/hedge_words.h"
#include "widgets/number_format.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ballast::hedge_content", text);
}

QString idOf(const char* kind, std::size_t number)
{
    return QStringLiteral("%1:%2").arg(QLatin1String(kind)).arg(number);
}

QString againstProposal(double costUsd, double riskUsd, const HedgeDetails& details)
{
    const double cost = std::round(costUsd - details.costUsd);
    const double risk = std::round(riskUsd - details.riskAfterUsd);
    if (cost == 0.0 && risk == 0.0)
        return tr("no change");
    return tr("%1, %2").arg(formatSigned(cost, 0), formatSigned(risk, 0));
}

QString hintOf(const std::vector<HedgeTrade>& trades)
{
    QStringList lines;
    for (const HedgeTrade& trade : trades)
        lines << legText(trade);
    return lines.isEmpty() ? tr("no trade") : lines.join(QLatin1Char('\n'));
}

const TradeEffect* effectOf(const HedgeScreen& screen, std::size_t trade)
{
    const bool known = screen.details && screen.details->alternatives && screen.proposal &&
                       screen.details->proposal == screen.proposal->id;
    if (!known)
        return nullptr;
    const auto& effects = screen.details->alternatives->effects;
    const auto found = std::ranges::find(effects, trade, &TradeEffect::trade);
    return found == effects.end() ? nullptr : &*found;
}

QString workingText(const HedgeScreen& screen, const QString& otherwise)
{
    return screen.details && screen.details->working ? tr("Working it out…") : otherwise;
}

void addBreak(FactSection& section, const std::optional<DeltaBreak>& found, const DeltaOutlook& outlook,
              const QString& coin, const QString& way)
{
    if (!found) {
        section.rows << FactRow{tr("No break %1 within 50 %").arg(way), {}, false, false, std::nullopt};
        return;
    }
    const QString order = found->orderCoins == 0.0 ? tr("at the edge")
                                                   : tr("%1 %2 %3")
                                                         .arg(found->orderCoins > 0.0 ? tr("buy") : tr("sell"),
                                                              quantityText(std::abs(found->orderCoins)), coin);
    section.rows << FactRow{tr("%1 %2").arg(way, spotText(found->spotUsd, outlook.indexUsd)), order, true, false,
                            std::nullopt};
}

std::vector<HedgeTrade> withTwin(const std::vector<HedgeTrade>& trades, const CheaperTwin& twin)
{
    std::vector<HedgeTrade> instead = trades;
    if (twin.trade < instead.size())
        instead.erase(instead.begin() + static_cast<std::ptrdiff_t>(twin.trade));
    instead.insert(instead.end(), twin.instead.begin(), twin.instead.end());
    return instead;
}

// Two trades of one instrument are one leg.
std::vector<WishedLeg> mergedLegs(const std::vector<HedgeTrade>& trades)
{
    std::vector<WishedLeg> merged;
    for (const WishedLeg& leg : legsOf(trades)) {
        const auto same = std::ranges::find(merged, leg.instrument, &WishedLeg::instrument);
        if (same == merged.end())
            merged.push_back(leg);
        else
            same->quantity += leg.quantity;
    }
    std::erase_if(merged, [](const WishedLeg& leg) { return std::abs(leg.quantity) < 1e-9; });
    return merged;
}

} // namespace

FactSection conflictSection(const HedgeScreen& screen)
{
    const HedgeProposal& proposal = *screen.proposal;
    FactSection section{tr("Conflicts"), tr("least relaxation"), {}, {}, {}};
    int relaxable = 0;
    for (std::size_t i = 0; i < proposal.conflicts.size(); ++i) {
        const ConstraintConflict& conflict = proposal.conflicts[i];
        const ShownUnit unit = shownUnit(conflict.unit, screen.indexUsd);
        const double relaxBy = conflict.relaxBy * unit.perKept;
        const int decimals = relaxBy < 10.0 ? 2 : 0;
        FactRow row{sentenceCase(conflict.constraint), {}, true, false, std::nullopt};
        row.value =
            conflict.relaxBy > 0.0 ? tr("by %1 %2").arg(formatNumber(relaxBy, decimals), unit.word) : tr("takes part");
        row.warns = conflict.relaxBy > 0.0;
        if (const auto relaxed = relaxedBy(proposal.policy, conflict)) {
            const double limit = relaxed->limit * unit.perKept;
            row.action = tr("relax to %1").arg(formatNumber(limit, decimalsOf(limit, 3)));
            row.actionId = idOf("relax", i);
            ++relaxable;
        }
        section.rows << row;
    }
    if (relaxable > 1) {
        section.action = tr("relax all");
        section.actionId = QStringLiteral("relaxAll");
    }
    return section;
}

FactSection structureSection(const HedgeProposal& proposal)
{
    FactSection section{tr("Structures"), words(proposal.policy.underlying), {}, {}, {}};
    for (const NamedStructure& structure : proposal.structures)
        section.rows << FactRow{words(structure.name), formatSigned(structure.coins, 1), true, false, std::nullopt};
    return section;
}

FactSection legSection(const HedgeScreen& screen)
{
    const HedgeProposal& proposal = *screen.proposal;
    const bool effects = !proposal.trades.empty() && effectOf(screen, 0) != nullptr;
    FactSection section{tr("By leg"), effects ? tr("risk without it, USD") : tr("cost, USD"), {}, {}, tr("No trades.")};
    double largest = 0.0;
    const auto sizeOf = [&](std::size_t i) {
        const TradeEffect* const effect = effectOf(screen, i);
        return effect ? effect->riskWithoutUsd - proposal.riskAfterUsd : proposal.trades[i].costUsd();
    };
    for (std::size_t i = 0; i < proposal.trades.size(); ++i)
        largest = std::max(largest, std::abs(sizeOf(i)));
    for (std::size_t i = 0; i < proposal.trades.size(); ++i) {
        const HedgeTrade& trade = proposal.trades[i];
        const double size = sizeOf(i);
        FactRow row{shortInstrumentText(trade.instrument.name, proposal.policy.underlying),
                    {},
                    true,
                    false,
                    largest > 0.0 ? std::optional(effects ? -size / largest : std::abs(size) / largest) : std::nullopt};
        row.value = effects ? formatSigned(size, 0) : formatNumber(trade.costUsd(), 0);
        if (proposal.mainTrade == i && proposal.trades.size() > 1)
            row.toolTip = tr("Of all trades this one alone takes away most of the one-day risk");
        section.rows << row;
    }
    if (proposal.mainTrade && proposal.trades.size() > 1)
        section.paragraph =
            tr("%1 does most on its own.").arg(words(proposal.trades[*proposal.mainTrade].instrument.name));
    return section;
}

FactSection leftOutSection(const HedgeScreen& screen)
{
    FactSection section{tr("If left out"), tr("cost, risk, USD"), {}, {}, {}};
    if (!screen.details || !screen.details->alternatives) {
        section.emptyText = workingText(screen, tr("Stopped before this was worked out."));
        return section;
    }
    const HedgeAlternatives& alternatives = *screen.details->alternatives;
    section.emptyText = tr("There is nothing to leave out.");
    for (std::size_t i = 0; i < alternatives.leftOut.size(); ++i) {
        const LeftOut& left = alternatives.leftOut[i];
        FactRow row{tr("without %1").arg(words(left.what)), {}, false, false, std::nullopt};
        const bool solved = left.status == HedgeStatus::Optimal || left.status == HedgeStatus::Feasible;
        if (solved) {
            row.value = againstProposal(left.costUsd, left.riskAfterUsd, *screen.details);
            row.strong = true;
            row.action = tr("use");
            row.actionId = idOf("leftOut", i);
            row.toolTip = hintOf(left.trades);
        } else {
            row.value = words(hedgeStatusWord(left.status));
            row.warns = left.status == HedgeStatus::Infeasible;
        }
        section.rows << row;
    }
    return section;
}

FactSection twinSection(const HedgeScreen& screen)
{
    FactSection section{tr("Same payoff for less"), tr("saves, frees margin, USD"), {}, {}, {}};
    if (!screen.details || !screen.details->alternatives) {
        section.emptyText = workingText(screen, tr("Stopped before this was worked out."));
        return section;
    }
    section.emptyText = tr("No leg can be had for less by another way.");
    const auto& twins = screen.details->alternatives->twins;
    for (std::size_t i = 0; i < twins.size(); ++i) {
        QStringList names;
        for (const HedgeTrade& trade : twins[i].instead)
            names << shortInstrumentText(trade.instrument.name, screen.proposal->policy.underlying);
        FactRow row{names.join(QStringLiteral(" + ")),
                    tr("%1, %2").arg(formatNumber(twins[i].savesUsd, 0), formatNumber(twins[i].freesMarginUsd, 0)),
                    true, false, std::nullopt};
        row.action = tr("use");
        row.actionId = idOf("twin", i);
        row.toolTip = tr("%1\nP&L differs by at most %2 USD over the scenarios")
                          .arg(hintOf(twins[i].instead), formatNumber(twins[i].worstDifferenceUsd, 0));
        section.rows << row;
    }
    return section;
}

FactSection thetaSection(const HedgeScreen& screen)
{
    FactSection section{tr("Collecting theta"), tr("USD a day, worst loss"), {}, {}, {}};
    if (!screen.details || !screen.details->theta) {
        const bool asked = screen.details && screen.details->working == HedgeStudyPart::Theta;
        section.caption.clear();
        section.emptyText = asked ? tr("Working it out…") : tr("Structures whose loss is bounded, on request.");
        if (!asked && screen.details) {
            section.action = tr("find structures");
            section.actionId = QStringLiteral("findTheta");
        }
        return section;
    }
    section.emptyText = tr("Nothing in the universe earns theta with a bounded loss.");
    const std::vector<ThetaStructure>& found = *screen.details->theta;
    for (std::size_t i = 0; i < found.size(); ++i) {
        const ThetaStructure& one = found[i];
        FactRow row{words(one.name),
                    tr("%1, %2").arg(formatSigned(one.thetaUsdDay, 0), formatNumber(-one.worstLossUsd(), 0)), true,
                    false, std::nullopt};
        row.action = tr("add");
        row.actionId = idOf("theta", i);
        row.toolTip = tr("%1\n%2\ncredit %3 USD, cost %4 USD, worst %5; margin %6 USD")
                          .arg(words(one.name), hintOf(one.trades), formatSigned(one.creditUsd, 0),
                               formatNumber(one.costUsd, 0), words(one.worst), formatNumber(one.marginUsd, 0));
        section.rows << row;
    }
    return section;
}

FactSection proofSection(const HedgeScreen& screen)
{
    FactSection section{tr("How good it is"), {}, {}, {}, {}};
    const auto& proof = screen.details->proof;
    if (!proof) {
        section.emptyText = workingText(screen, tr("The search ended without a better bound."));
        return section;
    }
    FactRow gap{tr("No hedge is better by more than"), tr("%1 %").arg(formatNumber(100.0 * proof->gap, 2)), true, false,
                std::nullopt};
    gap.toolTip = tr("Of its cost or of the price of its risk, whichever is larger; proved by branch and cut");
    section.rows << gap;
    if (proof->better.empty())
        return section;
    FactRow better{tr("A better one saves"), tr("%1 USD").arg(formatNumber(proof->savesUsd, 0)), true, false,
                   std::nullopt};
    better.action = tr("use");
    better.actionId = QStringLiteral("proof:0");
    better.toolTip =
        tr("%1\ncosts %2 USD, one-day risk %3 USD")
            .arg(hintOf(proof->better), formatNumber(proof->costUsd, 0), formatNumber(proof->riskAfterUsd, 0));
    section.rows << better;
    return section;
}

FactSection robustSection(const RobustOutcome& robust)
{
    FactSection section{tr("Price of robustness"), tr("USD"), {}, {}, {}};
    const auto row = [&](const QString& name, const QString& value) {
        section.rows << FactRow{name, value, true, false, std::nullopt};
    };
    row(tr("Holding over the box costs"), formatSigned(robust.priceUsd(), 0));
    row(tr("One-day risk, trusting and robust"),
        tr("%1, %2").arg(formatNumber(robust.nominalRiskUsd, 0), formatNumber(robust.robustRiskUsd, 0)));
    if (!robust.worstCorner.empty())
        row(tr("Tightest"), words(robust.worstCorner));
    for (const std::string& missed : robust.nominalMisses)
        section.rows << FactRow{tr("The trusting hedge misses"), words(missed), false, true, std::nullopt};
    return section;
}

FactSection outlookSection(const HedgeScreen& screen)
{
    FactSection section{tr("Delta band breaks next"), tr("then trade"), {}, {}, {}};
    if (!screen.details || !screen.details->outlook) {
        section.emptyText = workingText(screen, tr("The policy has no delta band."));
        return section;
    }
    const DeltaOutlook& outlook = *screen.details->outlook;
    const QString coin = words(screen.proposal->policy.underlying);
    if (outlook.orderNow != 0.0) {
        section.rows << FactRow{
            tr("Out of the band now"),
            tr("%1 %2 %3")
                .arg(outlook.orderNow > 0.0 ? tr("buy") : tr("sell"), quantityText(std::abs(outlook.orderNow)), coin),
            true, true, std::nullopt};
    } else {
        addBreak(section, outlook.below, outlook, coin, tr("below"));
        addBreak(section, outlook.above, outlook, coin, tr("above"));
    }
    if (const auto& own = outlook.whalleyWilmott) {
        FactRow row{tr("Whalley–Wilmott band"), tr("±%1 %2").arg(formatNumber(own->halfWidth, 2), coin), false, false,
                    std::nullopt};
        row.toolTip = tr("No-trade half-width around zero delta at the policy's risk aversion and the future's fee");
        section.rows << row;
    }
    return section;
}

std::optional<HedgeAsk> hedgeAsk(const HedgeScreen& screen, const QString& actionId)
{
    if (!screen.proposal)
        return std::nullopt;
    const QString kind = actionId.section(QLatin1Char(':'), 0, 0);
    const std::size_t number = actionId.section(QLatin1Char(':'), 1).toULongLong();
    const HedgeProposal& proposal = *screen.proposal;
    if (kind == QLatin1String("relaxAll")) {
        auto all = relaxedByAll(proposal.policy, proposal.conflicts);
        return all ? std::optional<HedgeAsk>(std::move(*all)) : std::nullopt;
    }
    if (kind == QLatin1String("relax") && number < proposal.conflicts.size()) {
        auto relaxed = relaxedBy(proposal.policy, proposal.conflicts[number]);
        return relaxed ? std::optional<HedgeAsk>(std::move(relaxed->policy)) : std::nullopt;
    }
    if (kind == QLatin1String("findTheta"))
        return HedgeAsk(HedgeStudyPart::Theta);
    if (kind == QLatin1String("theta") && screen.details && screen.details->theta &&
        number < screen.details->theta->size()) {
        std::vector<HedgeTrade> all = proposal.trades;
        const std::vector<HedgeTrade>& added = (*screen.details->theta)[number].trades;
        all.insert(all.end(), added.begin(), added.end());
        return HedgeAsk(mergedLegs(all));
    }
    if (kind == QLatin1String("proof") && screen.details && screen.details->proof &&
        !screen.details->proof->better.empty())
        return HedgeAsk(legsOf(screen.details->proof->better));
    if (!screen.details || !screen.details->alternatives)
        return std::nullopt;
    const HedgeAlternatives& alternatives = *screen.details->alternatives;
    if (kind == QLatin1String("leftOut") && number < alternatives.leftOut.size())
        return HedgeAsk(legsOf(alternatives.leftOut[number].trades));
    if (kind == QLatin1String("twin") && number < alternatives.twins.size() && screen.details->proposal == proposal.id)
        return HedgeAsk(mergedLegs(withTwin(proposal.trades, alternatives.twins[number])));
    return std::nullopt;
}

} // namespace ballast
