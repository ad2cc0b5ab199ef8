#include "ui/presenters/hedge_content.h"

#include "models/items/policy_bands_model.h"
#include "models/items/words.h"
#include "ui/presenters/hedge_words.h"
#include "widgets/number_format.h"

#include <QCoreApplication>
#include <QMap>
#include <QRegularExpression>
#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ballast::hedge_content", text);
}

FactSection bindingSection(const HedgeProposal& proposal, std::optional<double> indexUsd)
{
    FactSection section{tr("What binds"), tr("shadow price, USD"), {}, {}, tr("No limit stops a cheaper hedge.")};
    for (const BindingConstraint& binding : proposal.binding) {
        const ShownUnit unit = shownUnit(binding.unit, indexUsd);
        const double saved = binding.shadowPriceUsd / unit.perKept;
        const int decimals = std::abs(saved) < 10.0 ? 2 : 0;
        section.rows << FactRow{sentenceCase(binding.constraint),
                                tr("1 %1 more saves %2").arg(unit.word, formatNumber(saved, decimals)), true, false,
                                std::nullopt};
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

} // namespace ballast
