#include "ui/presenters/hedge_content.h"

#include "models/items/policy_bands_model.h"
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

StripPair pairOf(const BandOutcome& outcome, const HedgeScreen& screen)
{
    const double scale = shownScale(outcome.band.kind, screen.indexUsd);
    return {bandTitle(outcome.band, screen.proposal->policy.delta),
            bandShownUnit(outcome.band.kind, screen.proposal->policy.underlying),
            bandValue(outcome, outcome.before, screen.indexUsd), bandValue(outcome, outcome.after, screen.indexUsd),
            gaugeAround(scaled(outcome.band.lower, scale), scaled(outcome.band.upper, scale), outcome.after * scale,
                        outcome.before * scale)};
}

StripLeg legOf(const HedgeTrade& trade, const std::string& underlying)
{
    const bool buy = trade.side == Side::Buy;
    return {buy ? 1.0 : -1.0, buy ? tr("Buy") : tr("Sell"), quantityText(trade.quantity),
            shortInstrumentText(trade.instrument.name, underlying)};
}

ProposalPhase stripPhase(const HedgeScreen& screen)
{
    if (screen.working)
        return ProposalPhase::Working;
    if (!screen.proposal)
        return ProposalPhase::None;
    switch (screen.approval.state) {
    case ProposalState::Open:
        return ProposalPhase::Open;
    case ProposalState::Writing:
        return ProposalPhase::Writing;
    case ProposalState::Approved:
        return ProposalPhase::Approved;
    case ProposalState::Rejected:
    case ProposalState::Expired:
    case ProposalState::Void:
        return ProposalPhase::Void;
    case ProposalState::None:
        break;
    }
    return ProposalPhase::None;
}

DecisionPhase decisionPhase(const HedgeScreen& screen)
{
    switch (stripPhase(screen)) {
    case ProposalPhase::Open:
        return DecisionPhase::Open;
    case ProposalPhase::Writing:
        return DecisionPhase::Writing;
    case ProposalPhase::Approved:
        return DecisionPhase::Approved;
    case ProposalPhase::Void:
        return DecisionPhase::Closed;
    case ProposalPhase::None:
    case ProposalPhase::Working:
        break;
    }
    return DecisionPhase::None;
}

int secondsTotal(const ApprovalView& approval)
{
    const auto life = std::chrono::duration_cast<std::chrono::seconds>(approval.expiresAt - approval.openedAt);
    return std::max(1, static_cast<int>(life.count()));
}

QString basisText(const HedgeProposal& proposal)
{
    return tr("basis %1, %2").arg(proposal.basis.value).arg(clockText(proposal.basisAsOf));
}

StripFigure bindsFirst(const BindingConstraint& binding, std::optional<double> indexUsd)
{
    const ShownUnit unit = shownUnit(binding.unit, indexUsd);
    return {tr("Binds first"),
            {},
            sentenceCase(binding.constraint),
            tr("%1 USD per %2").arg(formatNumber(binding.shadowPriceUsd / unit.perKept, 2), unit.word),
            std::nullopt};
}

} // namespace

bool canApprove(const HedgeScreen& screen)
{
    return screen.proposal && !screen.working && !screen.halted && screen.approval.canApprove;
}

QString blockedReason(const HedgeScreen& screen)
{
    if (canApprove(screen))
        return {};
    if (screen.halted)
        return tr("Halted by the kill switch");
    if (screen.approval.state != ProposalState::Open)
        return statusSentence(screen);
    for (const ApprovalCheck& check : screen.approval.checks)
        if (!check.passed)
            return tr("%1: %2").arg(words(check.name), words(check.measured));
    return screen.approval.message.empty() ? tr("Not allowed yet") : words(screen.approval.message);
}

int secondsLeft(const HedgeScreen& screen)
{
    if (!screen.now || screen.approval.state != ProposalState::Open)
        return 0;
    const double seconds = std::chrono::duration<double>(screen.approval.expiresAt - *screen.now).count();
    return std::clamp(static_cast<int>(std::ceil(seconds)), 0, secondsTotal(screen.approval));
}

ProposalStripContent stripContent(const HedgeScreen& screen)
{
    ProposalStripContent content;
    content.phase = stripPhase(screen);
    content.sentence = statusSentence(screen);
    if (!screen.proposal || content.phase == ProposalPhase::None)
        return content;
    const HedgeProposal& proposal = *screen.proposal;
    content.title = tr("Proposed hedge %1").arg(proposal.id.value);
    content.policy = tr("policy %1").arg(words(proposal.policy.name));
    content.basis = basisText(proposal);
    for (const BandOutcome& outcome : proposal.bands)
        if (content.pairs.size() < 3)
            content.pairs << pairOf(outcome, screen);
    for (const HedgeTrade& trade : proposal.trades)
        content.legs << legOf(trade, proposal.policy.underlying);
    const double reduction = proposal.riskBeforeUsd > 0.0 ? proposal.riskAfterUsd / proposal.riskBeforeUsd - 1.0 : 0.0;
    content.figures << StripFigure{tr("Cost"), tr("USD"), formatNumber(proposal.costUsd(), 0),
                                   tr("spread %1, fees %2")
                                       .arg(formatNumber(proposal.spreadUsd, 0), formatNumber(proposal.feesUsd, 0)),
                                   std::nullopt}
                    << StripFigure{tr("Risk, 1 d"), tr("USD"),
                                   tr("%1 → %2").arg(formatCompact(std::round(proposal.riskBeforeUsd / 100.0) * 100.0),
                                                     formatCompact(std::round(proposal.riskAfterUsd / 100.0) * 100.0)),
                                   formatPercent(reduction, 0, SignMode::Always), reduction};
    if (!proposal.binding.empty())
        content.figures << bindsFirst(proposal.binding.front(), screen.indexUsd);
    content.secondsLeft = secondsLeft(screen);
    content.secondsTotal = secondsTotal(screen.approval);
    content.blockedReason = blockedReason(screen);
    return content;
}

DecisionContent decisionContent(const HedgeScreen& screen)
{
    DecisionContent content;
    content.phase = decisionPhase(screen);
    content.sentence = statusSentence(screen);
    content.tradesAs = screen.tradesAs;
    // The reasons stand above; here is room for one line.
    if (screen.proposal && !screen.working && content.phase == DecisionPhase::None && screen.proposal->trades.empty())
        content.sentence =
            tr("Nothing to decide: %1.")
                .arg(words(hedgeStatusWord(screen.proposal->status)).replace(QLatin1Char('-'), QLatin1Char(' ')));
    if (!screen.proposal || content.phase == DecisionPhase::None)
        return content;
    content.title = tr("Proposal %1").arg(screen.proposal->id.value);
    content.basis = basisText(*screen.proposal);
    for (const ApprovalCheck& check : screen.approval.checks)
        content.checks << DecisionCheck{words(check.name), words(check.measured),
                                        check.passed ? CheckResult::Passed : CheckResult::Failed};
    content.secondsLeft = secondsLeft(screen);
    content.secondsTotal = secondsTotal(screen.approval);
    content.blockedReason = blockedReason(screen);
    return content;
}

QString bandsSentence(const HedgePolicy& policy, const RiskReport& risk, const QString& otherwise)
{
    QStringList out;
    for (const Band& band : policy.bands) {
        const auto value = bandExposure(band, policy.delta, risk, policy.underlying);
        if (value && ((band.lower && *value < *band.lower) || (band.upper && *value > *band.upper)))
            out << bandTitle(band).toLower();
    }
    if (policy.bands.empty())
        return otherwise;
    if (out.isEmpty())
        return tr("Inside all bands of %1.").arg(words(policy.name));
    return tr("Out of band: %1. F9 proposes a hedge.").arg(out.join(QStringLiteral(", ")));
}

} // namespace ballast
