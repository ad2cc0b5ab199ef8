#include "ui/panels/policy_words.h"

#include "models/items/words.h"
#include "models/risk/shock_field.h"
#include "widgets/number_format.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>

namespace ballast {

namespace {

struct MarginModelWord
{
    const char* model; // as the policy file writes it
    const char* word;
};

constexpr std::array marginModels{MarginModelWord{"", QT_TRANSLATE_NOOP("ballast::policy_words", "not looked at")},
                                  MarginModelWord{"deribit-sm", "Deribit standard"},
                                  MarginModelWord{"deribit-pm", "Deribit portfolio"},
                                  MarginModelWord{"derive-sm", "Derive standard"},
                                  MarginModelWord{"derive-pm", "Derive portfolio"},
                                  MarginModelWord{"derive-pm-v1", "Derive portfolio v1"},
                                  MarginModelWord{"okx-pm", "OKX portfolio"}};

QString tr(const char* text)
{
    return QCoreApplication::translate("ballast::policy_words", text);
}

} // namespace

QStringList objectiveWords()
{
    return {tr("Cost"), tr("Variance"), tr("Shortfall"), tr("Mean-ES")};
}

QStringList deltaWords()
{
    return {tr("Black-76"), tr("Net of premium"), tr("Sticky moneyness"), tr("Minimum variance")};
}

QStringList scenarioWords()
{
    return {tr("spot by vol grid"), tr("historical days"), tr("filtered historical"), tr("from a file")};
}

QStringList scopeWords()
{
    return {tr("this underlying"), tr("whole book")};
}

QStringList restrictionWords()
{
    return {tr("any trade"), tr("close only"), tr("no new shorts")};
}

QStringList marginRuleWords()
{
    QStringList list;
    for (const MarginModelWord& each : marginModels)
        list << tr(each.word);
    return list;
}

int marginRuleIndex(const std::string& model)
{
    const auto found =
        std::ranges::find_if(marginModels, [&](const MarginModelWord& each) { return model == each.model; });
    return found == marginModels.end() ? 0 : static_cast<int>(found - marginModels.begin());
}

std::string marginRuleAt(int index)
{
    return marginModels.at(static_cast<std::size_t>(std::max(0, index))).model;
}

QString marginSummary(const HedgePolicy& policy)
{
    const QString model = marginRuleWords().at(marginRuleIndex(policy.margin.model));
    if (!policy.margin.maxInitialUsd)
        return model;
    return tr("%1, ≤ %2 USD").arg(model, formatCompact(*policy.margin.maxInitialUsd));
}

QString robustSummary(const RobustBox& box)
{
    if (box.empty())
        return tr("numbers are trusted");
    return tr("vols ±%1, depth −%2 %")
        .arg(formatNumber(box.volPoints, decimalsOf(box.volPoints, 1)),
             formatNumber(100.0 * box.depthLoss, decimalsOf(100.0 * box.depthLoss, 1)));
}

QString universeSummary(const HedgeUniverse& universe)
{
    QStringList kinds;
    if (universe.options)
        kinds << tr("options");
    if (universe.perpetuals)
        kinds << tr("perpetual");
    if (universe.futures)
        kinds << tr("futures");
    if (!universe.exclude.empty())
        kinds << tr("without %1").arg(universe.exclude.size());
    return kinds.isEmpty() ? tr("nothing") : kinds.join(QStringLiteral(", "));
}

QString shapeWords(const StressShape& shape)
{
    QStringList parts;
    if (shape.horizonDays > 0.0)
        parts << tr("in %1 days").arg(formatNumber(shape.horizonDays, decimalsOf(shape.horizonDays, 2)));
    if (shape.dynamics == VolDynamics::StickyMoneyness)
        parts << tr("sticky moneyness");
    for (const ShockFieldSpec& spec : shockFields()) {
        const double value = shape.shock.*spec.member;
        if (!isNeutral(shape.shock, spec.field))
            parts << QStringLiteral("%1 %2 %3")
                         .arg(words(spec.label), words(shownShockValue(spec.field, value)), words(spec.unit))
                         .trimmed();
    }
    if (!shape.shock.path.empty())
        parts << tr("along its path");
    for (const StablecoinPeg& peg : shape.shock.stablecoins)
        parts << tr("%1 at %2 USD").arg(words(peg.coin), formatNumber(peg.priceUsd, decimalsOf(peg.priceUsd, 3)));
    return parts.join(QStringLiteral(", "));
}

QString listText(const std::vector<std::string>& names)
{
    QStringList list;
    for (const std::string& name : names)
        list << words(name);
    return list.join(QStringLiteral(", "));
}

std::vector<std::string> listOf(const QString& text)
{
    std::vector<std::string> names;
    for (const QString& part : text.split(QLatin1Char(','), Qt::SkipEmptyParts))
        if (!part.trimmed().isEmpty())
            names.push_back(part.trimmed().toStdString());
    return names;
}

} // namespace ballast
