#include "ui/presenters/fit_facts.h"

#include "models/items/slice_fit_model.h"
#include "models/items/words.h"
#include "models/risk/delta_convention.h"
#include "ui/presenters/surface_content.h"
#include "widgets/number_format.h"

#include <QCoreApplication>
#include <algorithm>

namespace ballast {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ballast::fit_facts", text);
}

FactRow row(const QString& name, const QString& value)
{
    FactRow made;
    made.name = name;
    made.value = value;
    return made;
}

// "eSSVI over all expiries (0.31 vol points outside the markets; raw SVI 0.42)": the words before the bracket name the
// model, those within compare it.
FactSection modelFacts(const VolSurface& surface, const SurfaceSamples& samples)
{
    FactSection section;
    section.title = tr("Model");
    section.caption = words(surface.method).section(QStringLiteral(" ("), 0, 0);
    const QString comparison = words(surface.method)
                                   .section(QStringLiteral(" ("), 1)
                                   .chopped(surface.method.find('(') == std::string::npos ? 0 : 1);
    if (!comparison.isEmpty())
        section.paragraph = tr("Chosen by weighted error: %1").arg(comparison);
    double leastG = surface.slices.front().minButterfly;
    for (const SviSlice& slice : surface.slices)
        leastG = std::min(leastG, slice.minButterfly);
    FactRow certificate = row(tr("certificate"), surface.arbitrageFree() ? tr("free of arbitrage") : tr("▲ not free"));
    certificate.warns = !surface.arbitrageFree();
    certificate.strong = surface.arbitrageFree();
    section.rows << certificate << row(tr("least butterfly g"), formatNumber(leastG, 4))
                 << row(tr("least calendar step"), formatNumber(surface.minCalendar, 6));
    for (const QString& sentence : arbitrageSentences(samples)) {
        FactRow broken = row(sentence, {});
        broken.warns = true;
        section.rows << broken;
    }
    return section;
}

FactSection quoteFacts(const VolSurface& surface)
{
    constexpr std::size_t mostReasons = 4;
    const QuoteUses uses = quoteUses(surface.slices);
    FactSection section;
    section.title = tr("Quotes");
    section.rows << row(tr("used"), formatNumber(uses.used, 0))
                 << row(tr("of them little weight, mark only"), formatNumber(uses.downWeighted, 0))
                 << row(tr("refused"), formatNumber(uses.refused, 0));
    for (std::size_t i = 0; i < std::min(uses.reasons.size(), mostReasons); ++i)
        section.rows << row(QStringLiteral("   ") + words(uses.reasons[i].first),
                            formatNumber(uses.reasons[i].second, 0));
    for (const std::string& warning : surface.dataWarnings) {
        FactRow warns = row(QStringLiteral("▲ ") + words(warning), {});
        warns.warns = true;
        section.rows << warns;
    }
    return section;
}

// What the desk's deltas stand on just now: the fit, or the default until there is one.
QString deltaInUse(const DeltaConvention& convention, const SmileMotion* motion)
{
    switch (convention.rule) {
    case SmileDeltaRule::StickyStrike:
        return QStringLiteral("R = 1");
    case SmileDeltaRule::StickyMoneyness:
        return QStringLiteral("R = 0");
    case SmileDeltaRule::SkewStickiness:
        return motion && motion->stickiness
                   ? tr("R = %1, fitted").arg(formatNumber(motion->stickiness->ratio, 2))
                   : tr("R = %1, not fitted: default").arg(formatNumber(defaultSkewStickiness, 2));
    case SmileDeltaRule::MinimumVariance:
        break;
    }
    if (!motion || !motion->minimumVariance)
        return tr("Black-76, not fitted: default");
    const MinimumVarianceCoefficients& c = motion->minimumVariance->coefficients;
    return tr("a %1, b %2, c %3, fitted").arg(formatSigned(c.a, 2), formatSigned(c.b, 2), formatSigned(c.c, 2));
}

// Sticky strike is R = 1, sticky moneyness R = 0 (Bergomi 2009; spec F7).
FactSection dynamicsFacts(const DeskPicture& desk, const UnderlyingPicture& picture)
{
    const DeltaConvention& convention = desk.risk->delta;
    const SmileMotion* const motion = convention.motionOf(picture.underlying);
    FactSection section;
    section.title = tr("How the smile moves");
    section.caption = tr("deltas: %1").arg(words(deltaName(convention)));
    FactRow inUse = row(tr("deltas count"), deltaInUse(convention, motion));
    inUse.strong = true;
    section.rows << inUse << row(tr("sticky strike"), QStringLiteral("R = 1"))
                 << row(tr("sticky moneyness"), QStringLiteral("R = 0"));
    FactRow fitted = row(tr("fitted skew stickiness"), missingText());
    if (motion && motion->stickiness) {
        fitted.value =
            QStringLiteral("R = %1 ± %2")
                .arg(formatNumber(motion->stickiness->ratio, 2), formatNumber(motion->stickiness->standardError, 2));
    }
    section.rows << fitted
                 << row(tr("   over"),
                        motion && motion->stickiness
                            ? tr("%1 steps of %2 surfaces").arg(motion->stickiness->steps).arg(motion->surfaces)
                            : tr("too few moves seen yet"));
    if (motion && motion->minimumVariance)
        section.rows << row(tr("min. variance, Hull and White"),
                            tr("gain %1 over %2 steps")
                                .arg(formatPercent(motion->minimumVariance->gain, 1))
                                .arg(motion->minimumVariance->steps));
    return section;
}

} // namespace

QList<FactSection> fitFacts(const DeskPicture& desk, const UnderlyingPicture& picture)
{
    if (!picture.surface || picture.surface->empty() || !picture.samples)
        return {};
    return {modelFacts(*picture.surface, *picture.samples), quoteFacts(*picture.surface), dynamicsFacts(desk, picture)};
}

} // namespace ballast
