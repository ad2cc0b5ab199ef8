#include "ui/presenters/hedge_content.h"

#include "models/items/policy_bands_model.h"
#include "models/items/words.h"
#include "widgets/number_format.h"

#include <QCoreApplication>
#include <QMap>
#include <QRegularExpression>
#include <algorithm>
#include <cmath>
#include <limits>

namespace ballast {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ballast::hedge_content", text);
}

// Gamma is kept in coins per USD and shown per 1 %.
double shownScale(BandKind kind, std::optional<double> indexUsd)
{
    return kind == BandKind::Gamma ? indexUsd.value_or(100.0) / 100.0 : 1.0;
}

std::optional<double> scaled(std::optional<double> value, double scale)
{
    return value ? std::optional(*value * scale) : std::nullopt;
}

QString bandValue(const BandOutcome& outcome, double value, std::optional<double> indexUsd)
{
    return formatSigned(value * shownScale(outcome.band.kind, indexUsd), bandShownDecimals(outcome.band.kind));
}

StripPair pairOf(const BandOutcome& outcome, const HedgeScreen& screen)
{
    const double scale = shownScale(outcome.band.kind, screen.indexUsd);
    return {bandTitle(outcome.band), bandShownUnit(outcome.band.kind, screen.proposal->policy.underlying),
            bandValue(outcome, outcome.before, screen.indexUsd), bandValue(outcome, outcome.after, screen.indexUsd),
            gaugeAround(scaled(outcome.band.lower, scale), scaled(outcome.band.upper, scale), outcome.after * scale,
                        outcome.before * scale)};
}

QString quantityText(double quantity)
{
    return formatNumber(quantity, quantity >= 1000.0 ? 0 : std::max(1, decimalsOf(quantity, 3)));
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

QString statusSentence(const HedgeScreen& screen)
{
    if (screen.working)
        return tr("Working out the cheapest hedge");
    if (!screen.proposal)
        return tr("No proposal asked for. F9 proposes a hedge.");
    if (!screen.approval.message.empty())
        return words(screen.approval.message);
    return words(screen.proposal->message);
}

// The hedger names gamma per USD; the screens show it per 1 %.
struct ShownUnit
{
    QString word;
    double perKept = 1.0; // units shown in one unit of the hedger
};

ShownUnit shownUnit(const std::string& unit, std::optional<double> indexUsd)
{
    const QString kept = words(unit);
    const QString perUsd = QStringLiteral(" per USD");
    if (!kept.endsWith(perUsd) || !indexUsd)
        return {kept, 1.0};
    return {kept.chopped(perUsd.size()) + QStringLiteral("/1 %"), *indexUsd / 100.0};
}

QString sentenceCase(const std::string& text)
{
    QString shown = words(text);
    if (!shown.isEmpty())
        shown[0] = shown[0].toUpper();
    return shown;
}

QString basisText(const HedgeProposal& proposal)
{
    return tr("basis %1, %2").arg(proposal.basis.value).arg(clockText(proposal.basisAsOf));
}

FactSection bindingSection(const HedgeProposal& proposal, std::optional<double> indexUsd)
{
    FactSection section{tr("What binds"), tr("shadow price, USD"), {}, {}, tr("No limit stops a cheaper hedge.")};
    for (const BindingConstraint& binding : proposal.binding) {
        const ShownUnit unit = shownUnit(binding.unit, indexUsd);
        const double saved = binding.shadowPriceUsd / unit.perKept;
        const int decimals = std::abs(saved) < 10.0 ? 2 : 0;
        section.rows << FactRow{
            words(binding.constraint),
            tr("1 %1 more saves %2").arg(words(binding.unit), formatNumber(binding.shadowPriceUsd, decimals)), true,
            false, std::nullopt};
    }
    return section;
}

FactSection conflictSection(const HedgeProposal& proposal, std::optional<double> indexUsd)
{
    FactSection section{tr("Conflicts"), tr("least relaxation that helps"), {}, {}, {}};
    for (const ConstraintConflict& conflict : proposal.conflicts) {
        const ShownUnit unit = shownUnit(conflict.unit, indexUsd);
        const double relaxBy = conflict.relaxBy * unit.perKept;
        const int decimals = relaxBy < 10.0 ? 2 : 0;
        section.rows << FactRow{sentenceCase(conflict.constraint),
                                tr("relax by %1 %2").arg(formatNumber(relaxBy, decimals), unit.word), true, true,
                                std::nullopt};
    }
    return section;
}

FactSection legSection(const HedgeProposal& proposal)
{
    FactSection section{tr("Cost by leg"), tr("USD, spread and fee"), {}, {}, tr("No trades.")};
    double largest = 0.0;
    for (const HedgeTrade& trade : proposal.trades)
        largest = std::max(largest, trade.costUsd());
    for (const HedgeTrade& trade : proposal.trades) {
        const auto bar = largest > 0.0 ? std::optional(trade.costUsd() / largest) : std::nullopt;
        section.rows << FactRow{shortInstrumentText(trade.instrument.name, proposal.policy.underlying),
                                formatNumber(trade.costUsd(), 0), true, false, bar};
    }
    return section;
}

// "delta 0.012 is outside 0.05 to 0.95" of many instruments becomes one line: the first number is what differs.
QString kindOfRefusal(const std::string& reason)
{
    static const QRegularExpression firstNumber(QStringLiteral("[-−]?[0-9][0-9.]*"));
    QString kind = sentenceCase(reason);
    const QRegularExpressionMatch number = firstNumber.match(kind);
    if (number.hasMatch())
        kind.replace(number.capturedStart(), number.capturedLength(), QStringLiteral("…"));
    return kind;
}

FactSection refusedSection(const HedgeProposal& proposal)
{
    constexpr std::size_t fewEnoughToName = 12;
    const std::size_t all = proposal.refused.size() + static_cast<std::size_t>(proposal.candidates);
    FactSection section{tr("Refused"),
                        tr("%1 of %2 instruments").arg(proposal.refused.size()).arg(all),
                        {},
                        {},
                        tr("Nothing was refused.")};
    QMap<QString, int> kinds;
    for (const RefusedInstrument& refused : proposal.refused) {
        ++kinds[kindOfRefusal(refused.reason)];
        if (proposal.refused.size() <= fewEnoughToName)
            section.rows << FactRow{shortInstrumentText(refused.instrument, proposal.policy.underlying),
                                    words(refused.reason), false, false, std::nullopt};
    }
    if (section.rows.isEmpty())
        for (auto kind = kinds.cbegin(); kind != kinds.cend(); ++kind)
            section.rows << FactRow{kind.key(), QString::number(kind.value()), true, false, std::nullopt};
    return section;
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

QString outOfBandWords(const HedgeScreen& screen)
{
    QStringList out;
    for (const BandOutcome& outcome : screen.proposal->bands)
        if (!outcome.insideBefore)
            out << tr("%1 %2 %3")
                       .arg(bandTitle(outcome.band).toLower(), bandValue(outcome, outcome.before, screen.indexUsd),
                            bandShownUnit(outcome.band.kind, screen.proposal->policy.underlying));
    return out.join(QStringLiteral(", "));
}

QString whyParagraph(const HedgeScreen& screen)
{
    const HedgeProposal& proposal = *screen.proposal;
    QStringList sentences;
    if (const QString out = outOfBandWords(screen); !out.isEmpty())
        sentences << tr("Out of band: %1.").arg(out);
    if (!proposal.message.empty())
        sentences << words(proposal.message);
    if (!proposal.trades.empty())
        sentences << tr("One-day risk falls from %1 to %2 USD for a cost of %3 USD.")
                         .arg(formatNumber(proposal.riskBeforeUsd, 0), formatNumber(proposal.riskAfterUsd, 0),
                              formatNumber(proposal.costUsd(), 0));
    if (proposal.status == HedgeStatus::Feasible)
        sentences
            << tr("The time limit ended the search: at most %1 from the cheapest.").arg(formatPercent(proposal.gap, 1));
    return sentences.join(QLatin1Char(' '));
}

BeforeAfterRow outcomeRow(const BandOutcome& outcome, const HedgeScreen& screen)
{
    const double scale = shownScale(outcome.band.kind, screen.indexUsd);
    return {bandTitle(outcome.band),
            bandShownUnit(outcome.band.kind, screen.proposal->policy.underlying),
            outcome.before * scale,
            outcome.after * scale,
            scaled(outcome.band.lower, scale),
            scaled(outcome.band.upper, scale),
            bandValue(outcome, outcome.before, screen.indexUsd),
            bandValue(outcome, outcome.after, screen.indexUsd)};
}

BeforeAfterRow freeRow(const QString& name, const QString& unit, double before, double after, int decimals)
{
    return {name,
            unit,
            before,
            after,
            std::nullopt,
            std::nullopt,
            formatSigned(before, decimals),
            formatSigned(after, decimals)};
}

bool hasBand(const HedgeProposal& proposal, BandKind kind)
{
    return std::ranges::any_of(proposal.bands,
                               [kind](const BandOutcome& outcome) { return outcome.band.kind == kind; });
}

QList<QPointF> thousands(const PnlCurve& curve, double indexUsd)
{
    QList<QPointF> points;
    for (std::size_t i = 0; i < curve.spotMoves.size(); ++i)
        points << QPointF(indexUsd * (1.0 + curve.spotMoves[i]), curve.pnlUsd[i] / 1000.0);
    return points;
}

ChartCurve pnlLine(const QString& name, const QList<QPointF>& points, CurveRole role, CurveDash dash)
{
    ChartCurve curve;
    curve.name = name;
    curve.endLabel = name;
    curve.points = points;
    curve.role = role;
    curve.dash = dash;
    curve.decimals = 1;
    return curve;
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
    if (!screen.proposal)
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

QList<BeforeAfterRow> outcomeRows(const HedgeScreen& screen)
{
    QList<BeforeAfterRow> rows;
    if (!screen.proposal)
        return rows;
    const HedgeProposal& proposal = *screen.proposal;
    for (const BandOutcome& outcome : proposal.bands)
        rows << outcomeRow(outcome, screen);
    const QString coin = words(proposal.policy.underlying);
    if (!hasBand(proposal, BandKind::Theta))
        rows << freeRow(tr("Theta"), tr("USD/d"), proposal.before.thetaUsdDay, proposal.after.thetaUsdDay, 0);
    if (!hasBand(proposal, BandKind::Vanna))
        rows << freeRow(tr("Vanna"), tr("USD/1 %"), proposal.before.vannaUsd1pct, proposal.after.vannaUsd1pct, 0);
    rows << freeRow(tr("Net delta"), coin, proposal.before.netDeltaCoin, proposal.after.netDeltaCoin, 2);
    rows << BeforeAfterRow{tr("Risk, 1 d"),
                           tr("USD"),
                           proposal.riskBeforeUsd,
                           proposal.riskAfterUsd,
                           std::nullopt,
                           std::nullopt,
                           formatNumber(proposal.riskBeforeUsd, 0),
                           formatNumber(proposal.riskAfterUsd, 0)};
    return rows;
}

QList<FactSection> whySections(const HedgeScreen& screen)
{
    if (!screen.proposal)
        return {FactSection{{}, {}, statusSentence(screen), {}, {}}};
    const HedgeProposal& proposal = *screen.proposal;
    QList<FactSection> sections{FactSection{{}, {}, whyParagraph(screen), {}, {}}};
    if (!proposal.conflicts.empty())
        sections << conflictSection(proposal, screen.indexUsd);
    sections << bindingSection(proposal, screen.indexUsd) << legSection(proposal) << refusedSection(proposal);
    return sections;
}

ChartContent frontierChart(const HedgeProposal& proposal)
{
    ChartContent content;
    ChartCurve curve;
    curve.name = tr("risk");
    curve.role = CurveRole::Other;
    curve.marks = CurvePoints::Rings;
    int chosen = -1;
    double nearest = std::numeric_limits<double>::infinity();
    for (const FrontierPoint& point : proposal.frontier) {
        const double distance = std::abs(point.costUsd - proposal.costUsd());
        if (distance < nearest) {
            nearest = distance;
            chosen = static_cast<int>(curve.points.size());
        }
        curve.points << QPointF(point.costUsd / 1000.0, point.riskUsd / 1000.0);
    }
    content.emptyText = tr("The frontier comes with the next proposal.");
    content.x.title = tr("cost, thousand USD");
    content.y.title = tr("one-day risk, thousand USD after hedge");
    content.x.decimals = 1;
    content.y.decimals = 0;
    if (curve.points.isEmpty())
        return content;
    content.curves << curve;
    content.chosenPoint = QPoint(0, chosen);
    content.chosenTitle =
        tr("Proposal %1, point %2 of %3").arg(proposal.id.value).arg(chosen + 1).arg(curve.points.size());
    content.chosenLines
        << tr("cost %1, risk %2").arg(formatNumber(proposal.costUsd(), 0), formatNumber(proposal.riskAfterUsd, 0))
        << tr("%1 legs, rounded to lots").arg(proposal.trades.size());
    return content;
}

ChartContent pnlChart(const HedgedPnlCurves& curves)
{
    ChartContent content;
    content.curves << pnlLine(tr("sum"), thousands(curves.sum, curves.indexUsd), CurveRole::Main, CurveDash::Solid)
                   << pnlLine(tr("book"), thousands(curves.book, curves.indexUsd), CurveRole::Other, CurveDash::Solid)
                   << pnlLine(tr("hedge"), thousands(curves.hedge, curves.indexUsd), CurveRole::Other,
                              CurveDash::Dashed);
    content.x.compact = true;
    content.x.title = tr("index, USD");
    content.y.title = tr("P&L, thousand USD");
    content.y.printPlus = true;
    content.verticals << ChartVerticalLine{curves.indexUsd, formatNumber(curves.indexUsd, 0), true};
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

QString tradesInWords(const HedgeProposal& proposal)
{
    QStringList legs;
    for (const HedgeTrade& trade : proposal.trades)
        legs << QStringLiteral("%1 %2 %3")
                    .arg(trade.side == Side::Buy ? tr("Buy") : tr("Sell"), quantityText(trade.quantity),
                         words(trade.instrument.name));
    return legs.join(QStringLiteral(", "));
}

} // namespace ballast
