#include "ui/presenters/hedge_words.h"

#include "models/items/policy_bands_model.h"
#include "models/items/words.h"
#include "widgets/number_format.h"

#include <QCoreApplication>

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
