#include "ui/presenters/hedge_content.h"

#include "models/items/policy_bands_model.h"
#include "models/items/words.h"
#include "ui/presenters/hedge_depth.h"
#include "ui/presenters/hedge_words.h"
#include "widgets/number_format.h"

#include <QCoreApplication>
#include <QMap>
#include <QRegularExpression>
#include <algorithm>
#include <array>
#include <cmath>

namespace ballast {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ballast::hedge_content", text);
}

// The size of what a row limits, in the unit shown: what "a little wider" is measured by.
double sizeOfLimit(const HedgeProposal& proposal, const BindingConstraint& binding, const ShownUnit& unit)
{
    const QString name = words(binding.constraint);
    for (const Band& band : proposal.policy.bands) {
        if (!name.startsWith(words(band.name.empty() ? bandWord(band.kind) : band.name) + QLatin1Char(' ')))
            continue;
        return unit.perKept * std::max(std::abs(band.lower.value_or(0.0)), std::abs(band.upper.value_or(0.0)));
    }
    return binding.unit == "USD" ? 20000.0 : 20.0;
}

FactSection bindingSection(const HedgeProposal& proposal, std::optional<double> indexUsd)
{
    FactSection section{
        tr("What binds"), tr("what a little more room saves"), {}, {}, tr("No limit stops a cheaper hedge.")};
    for (const BindingConstraint& binding : proposal.binding) {
        const ShownUnit unit = shownUnit(binding.unit, indexUsd);
        const double step = stepFor(sizeOfLimit(proposal, binding, unit));
        const double saved = binding.shadowPriceUsd / unit.perKept * step;
        section.rows << FactRow{
            sentenceCase(binding.constraint),
            tr("%1 %2 saves %3 USD")
                .arg(formatNumber(step, decimalsOf(step, 4)), unit.word, formatNumber(saved, saved < 10.0 ? 2 : 0)),
            true, false, std::nullopt};
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
    return sentences.join(QLatin1Char(' '));
}

// The delta's rule stands under its name: there is no room beside it.
QString unitWithRule(const Band& band, const HedgePolicy& policy)
{
    const QString unit = bandShownUnit(band.kind, policy.underlying);
    const QString title = bandTitle(band);
    const QString rule =
        bandTitle(band, policy.delta).mid(title.size()).trimmed().remove(QLatin1Char('(')).remove(QLatin1Char(')'));
    return rule.isEmpty() ? unit : QStringLiteral("%1, %2").arg(unit, rule);
}

BeforeAfterRow outcomeRow(const BandOutcome& outcome, const HedgeScreen& screen)
{
    const double scale = shownScale(outcome.band.kind, screen.indexUsd);
    return {bandTitle(outcome.band),
            unitWithRule(outcome.band, screen.proposal->policy),
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

// Greeks that are shown whether the policy limits them or not.
struct FreeGreek
{
    BandKind kind;
    const char* name;
    const char* unit;
    bool perCoin; // the unit begins with the coin's name
    int decimals;
    double (*of)(const Exposure&);
};

const std::array freeGreeks{
    FreeGreek{BandKind::Delta, QT_TRANSLATE_NOOP("ballast::hedge_content", "Delta"), "", true, 2,
              [](const Exposure& e) { return e.deltaCoin; }},
    FreeGreek{BandKind::Gamma, QT_TRANSLATE_NOOP("ballast::hedge_content", "Gamma"), "/1 %", true, 2,
              [](const Exposure& e) { return e.gammaCoin1pct; }},
    FreeGreek{BandKind::Vega, QT_TRANSLATE_NOOP("ballast::hedge_content", "Vega"), "USD/pt", false, 0,
              [](const Exposure& e) { return e.vegaUsd; }},
    FreeGreek{BandKind::Theta, QT_TRANSLATE_NOOP("ballast::hedge_content", "Theta"), "USD/d", false, 0,
              [](const Exposure& e) { return e.thetaUsdDay; }},
    FreeGreek{BandKind::Vanna, QT_TRANSLATE_NOOP("ballast::hedge_content", "Vanna"), "/pt", true, 2,
              [](const Exposure& e) { return e.vannaCoin; }},
    FreeGreek{BandKind::Volga, QT_TRANSLATE_NOOP("ballast::hedge_content", "Volga"), "USD/pt²", false, 0,
              [](const Exposure& e) { return e.volgaUsd; }},
};

// Without a band no rule is at work on it: Black-76, or net of premium where the policy says so.
BeforeAfterRow freeDeltaRow(const HedgeProposal& proposal, const QString& coin)
{
    const DeltaChoice choice = proposal.policy.delta;
    if (choice == DeltaChoice::Net)
        return freeRow(tr("Delta"), tr("%1, net").arg(coin), proposal.before.netDeltaCoin, proposal.after.netDeltaCoin,
                       2);
    return freeRow(tr("Delta"), choice == DeltaChoice::BlackScholes ? coin : tr("%1, Black-76").arg(coin),
                   proposal.before.deltaCoin, proposal.after.deltaCoin, 2);
}

BeforeAfterRow lossRow(const QString& name, std::optional<double> before, std::optional<double> after,
                       std::optional<double> limit)
{
    return {name, tr("USD"), before, after, std::nullopt, limit, formatNumber(before, 0), formatNumber(after, 0)};
}

BeforeAfterRow limitRow(const LimitOutcome& limit)
{
    return {sentenceCase(limit.name).replace(QLatin1String(" -"), QStringLiteral(" \u2212")),
            tr("P&L, USD"),
            limit.before,
            limit.after,
            limit.leastPnlUsd,
            std::nullopt,
            formatSigned(limit.before, 0),
            formatSigned(limit.after, 0)};
}

void addTail(QList<BeforeAfterRow>& rows, const HedgeProposal& proposal)
{
    const HedgePolicy& policy = proposal.policy;
    const QString level = tr("%1 %, %2 d")
                              .arg(formatNumber(100.0 * policy.confidence, decimalsOf(100.0 * policy.confidence, 2)),
                                   formatNumber(policy.horizonDays, decimalsOf(policy.horizonDays, 2)));
    const auto& tail = proposal.tail;
    const auto known = [&](double TailOutcome::*figure) {
        return tail ? std::optional((*tail).*figure) : std::nullopt;
    };
    rows << lossRow(tr("VaR %1").arg(level), known(&TailOutcome::varBeforeUsd), known(&TailOutcome::varAfterUsd),
                    std::nullopt)
         << lossRow(tr("ES %1").arg(level), known(&TailOutcome::esBeforeUsd), known(&TailOutcome::esAfterUsd),
                    std::nullopt);
}

void addMargin(QList<BeforeAfterRow>& rows, const HedgeProposal& proposal)
{
    const auto& margin = proposal.margin;
    const auto known = [&](double MarginOutcome::*figure) {
        return margin ? std::optional((*margin).*figure) : std::nullopt;
    };
    rows << lossRow(tr("Initial margin"), known(&MarginOutcome::initialBeforeUsd),
                    known(&MarginOutcome::initialAfterUsd), proposal.policy.margin.maxInitialUsd);
    if (margin)
        rows << lossRow(tr("Maintenance"), margin->maintenanceBeforeUsd, margin->maintenanceAfterUsd, std::nullopt);
}

} // namespace

QList<BeforeAfterRow> outcomeRows(const HedgeScreen& screen)
{
    QList<BeforeAfterRow> rows;
    if (!screen.proposal)
        return rows;
    const HedgeProposal& proposal = *screen.proposal;
    for (const BandOutcome& outcome : proposal.bands)
        rows << outcomeRow(outcome, screen);
    const QString coin = words(proposal.policy.underlying);
    for (const FreeGreek& greek : freeGreeks) {
        if (greek.kind == BandKind::Delta && !hasBand(proposal, greek.kind))
            rows << freeDeltaRow(proposal, coin);
        else if (!hasBand(proposal, greek.kind))
            rows << freeRow(tr(greek.name), greek.perCoin ? coin + tr(greek.unit) : tr(greek.unit),
                            greek.of(proposal.before), greek.of(proposal.after), greek.decimals);
    }
    for (const LimitOutcome& limit : proposal.limits)
        rows << limitRow(limit);
    addTail(rows, proposal);
    addMargin(rows, proposal);
    rows << lossRow(tr("Risk, 1 d"), proposal.riskBeforeUsd, proposal.riskAfterUsd, std::nullopt);
    return rows;
}

QList<FactSection> whySections(const HedgeScreen& screen)
{
    if (!screen.proposal)
        return {FactSection{{}, {}, statusSentence(screen), {}, {}}};
    const HedgeProposal& proposal = *screen.proposal;
    QList<FactSection> sections{FactSection{{}, {}, whyParagraph(screen), {}, {}}};
    if (!proposal.conflicts.empty())
        sections << conflictSection(screen);
    sections << bindingSection(proposal, screen.indexUsd);
    if (screen.details && screen.details->proposal == proposal.id && proposal.status == HedgeStatus::Feasible &&
        !proposal.trades.empty())
        sections << proofSection(screen);
    if (!proposal.structures.empty())
        sections << structureSection(proposal);
    if (!proposal.trades.empty())
        sections << legSection(screen) << leftOutSection(screen) << twinSection(screen);
    sections << thetaSection(screen);
    if (proposal.robust)
        sections << robustSection(*proposal.robust);
    if (screen.details)
        sections << outlookSection(screen);
    sections << refusedSection(proposal);
    return sections;
}

} // namespace ballast
