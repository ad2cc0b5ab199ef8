#include "ui/presenters/hedge_words.h"

#include "models/items/policy_bands_model.h"
#include "models/items/words.h"
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

} // namespace

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

ShownUnit shownUnit(const std::string& unit, std::optional<double> indexUsd)
{
    // As the bands write them.
    const QString kept = words(unit)
                             .replace(QLatin1String(" per point squared"), QStringLiteral("/pt²"))
                             .replace(QLatin1String(" per point"), QStringLiteral("/pt"))
                             .replace(QLatin1String(" per day"), QStringLiteral("/d"));
    const QString perUsd = QStringLiteral(" per USD");
    if (!kept.endsWith(perUsd) || !indexUsd)
        return {kept, 1.0};
    return {kept.chopped(perUsd.size()) + QStringLiteral("/1 %"), *indexUsd / 100.0};
}

double stepFor(double size)
{
    return size > 0.0 && std::isfinite(size) ? std::pow(10.0, std::floor(std::log10(size / 20.0))) : 1.0;
}

QString legCount(std::size_t legs)
{
    return legs == 1 ? tr("1 leg") : tr("%1 legs").arg(legs);
}

QString quantityText(double quantity)
{
    return formatNumber(quantity, quantity >= 1000.0 ? 0 : std::max(1, decimalsOf(quantity, 3)));
}

QString legText(const HedgeTrade& trade)
{
    return tr("%1 %2 %3")
        .arg(trade.side == Side::Buy ? tr("Buy") : tr("Sell"), quantityText(trade.quantity),
             words(trade.instrument.name));
}

QString spotText(double spotUsd, double indexUsd)
{
    return tr("%1 (%2)").arg(formatNumber(spotUsd, 0), formatPercent(spotUsd / indexUsd - 1.0, 1, SignMode::Always));
}

QString sentenceCase(const std::string& text)
{
    QString shown = words(text);
    if (!shown.isEmpty())
        shown[0] = shown[0].toUpper();
    return shown;
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

} // namespace ballast
