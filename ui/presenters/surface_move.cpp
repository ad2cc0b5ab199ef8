#include "models/items/words.h"
#include "ui/presenters/surface_content.h"
#include "widgets/number_format.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ballast::surface_content", text);
}

QString placeName(double place)
{
    if (place == 0.5)
        return tr("ATM");
    const bool put = place < 0.5;
    return QStringLiteral("%1%2")
        .arg(std::lround(100.0 * (put ? place : 1.0 - place)))
        .arg(put ? QLatin1Char('P') : QLatin1Char('C'));
}

} // namespace

QString sinceText(const SurfaceChange* change)
{
    return change ? clockText(change->earlier->surface->asOf) : QString();
}

HeatmapMatrix differenceMatrix(const SurfaceChange& change)
{
    HeatmapMatrix matrix;
    matrix.hasTotals = false;
    matrix.decimals = 1;
    matrix.missingAsDash = true;
    matrix.legendText = tr("vol points, same delta, same expiry");
    const bool allFitted = std::ranges::all_of(change.smiles, &SmileMove::wasFitted);
    matrix.legendSubText = allFitted ? tr("sign printed in every cell") : tr("— not fitted then; sign in every cell");
    for (const double place : change.places)
        matrix.columns << HeatmapColumn{placeName(place), {}, std::nullopt};
    for (const SmileMove& move : change.smiles) {
        HeatmapRow row{shortExpiryText(move.expiry), daysText(move.days), {}, std::nullopt};
        for (const std::optional<double>& vol : move.vols)
            row.cells << (vol ? std::optional(100.0 * *vol) : std::nullopt);
        matrix.rows << row;
    }
    return matrix;
}

QStringList arbitrageSentences(const SurfaceSamples& samples)
{
    QStringList sentences;
    for (const ArbitrageMark& mark : samples.arbitrage) {
        const QString strike = formatNumber(mark.strike, 0);
        sentences << (mark.kind == ArbitrageKind::Butterfly
                          ? tr("▲ %1: butterfly, g %2 at strike %3")
                          : tr("▲ %1: calendar, total variance falls by %2 at strike %3"))
                         .arg(shortExpiryText(mark.expiry),
                              formatNumber(mark.kind == ArbitrageKind::Butterfly ? mark.worst : -mark.worst, 6),
                              strike);
    }
    return sentences;
}

} // namespace ballast
