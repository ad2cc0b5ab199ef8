#include "ui/presenters/surface_content.h"

#include "models/items/words.h"
#include "widgets/number_format.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

constexpr double daysPerYear = 365.0;

QString tr(const char* text)
{
    return QCoreApplication::translate("ballast::surface_content", text);
}

double placeBetween(double value, double low, double high)
{
    return high > low ? (value - low) / (high - low) : 0.5;
}

// Places on the unit square: across as sampled, tenors by log time.
struct UnitSquare
{
    double acrossLow = 0.0;
    double acrossHigh = 1.0;
    double logYearsLow = 0.0;
    double logYearsHigh = 1.0;

    explicit UnitSquare(const SampledSurface& sampled)
        : acrossLow(sampled.across.front()),
          acrossHigh(sampled.across.back()),
          logYearsLow(std::log(sampled.years.front())),
          logYearsHigh(std::log(sampled.years.back()))
    {}

    [[nodiscard]] double x(double across) const { return placeBetween(across, acrossLow, acrossHigh); }
    [[nodiscard]] double y(double years) const { return placeBetween(std::log(years), logYearsLow, logYearsHigh); }
};

QList<SurfaceAxisLabel> deltaLabels(const UnitSquare& square)
{
    return {{square.x(0.10), QStringLiteral("10P")},
            {square.x(0.25), QStringLiteral("25P")},
            {square.x(0.50), tr("ATM")},
            {square.x(0.75), QStringLiteral("25C")},
            {square.x(0.90), QStringLiteral("10C")}};
}

QList<SurfaceAxisLabel> evenLabels(SmileAxis axis, const UnitSquare& square)
{
    constexpr int labels = 5;
    QList<SurfaceAxisLabel> shown;
    for (int i = 0; i < labels; ++i) {
        const double place = 0.05 + 0.9 * i / (labels - 1);
        const double across = std::lerp(square.acrossLow, square.acrossHigh, place);
        const double rounded = axis == SmileAxis::Strike ? std::round(across / 1000.0) * 1000.0 : across;
        const QString text = axis == SmileAxis::Strike && rounded > 0.0 ? formatCompact(rounded)
                             : axis == SmileAxis::Strike                ? formatCompact(across)
                                                         : formatPercent(std::expm1(across), 0, SignMode::Always);
        shown << SurfaceAxisLabel{place, text};
    }
    return shown;
}

// Expiries far enough apart that their labels do not touch.
QList<SurfaceAxisLabel> tenorLabels(const SurfaceSamples& samples, const UnitSquare& square)
{
    constexpr double leastGap = 0.13;
    QList<SurfaceAxisLabel> labels;
    for (const SmileSamples& slice : samples.smiles) {
        const double place = square.y(slice.years);
        if (labels.isEmpty() || place - labels.last().position >= leastGap)
            labels << SurfaceAxisLabel{place, daysText(slice.years * daysPerYear)};
    }
    return labels;
}

std::optional<int> nearestColumn(const SampledSurface& sampled, double across)
{
    const auto nearest =
        std::ranges::min_element(sampled.across, {}, [across](double each) { return std::abs(each - across); });
    return static_cast<int>(nearest - sampled.across.begin());
}

void highlight(SurfaceMesh& mesh, const SurfaceSamples& samples, SmileAxis axis, const SurfaceFocus& focus)
{
    const SmileSamples* const slice = focus.expiry ? samples.smile(*focus.expiry) : nullptr;
    if (!slice)
        return;
    const SampledSurface& sampled = samples.over(axis).mesh;
    const auto row = std::ranges::find(sampled.years, slice->years);
    if (row == sampled.years.end())
        return;
    mesh.highlightedRow = static_cast<int>(row - sampled.years.begin());
    const SmilePoint* const point =
        focus.strike ? nearestPoint(*samples.smileOver(axis, slice->expiry), *focus.strike) : nullptr;
    if (point)
        mesh.highlightedColumn = nearestColumn(sampled, point->across);
}

double acrossOfMark(const ArbitrageMark& mark, const SurfaceSamples& samples, SmileAxis axis)
{
    if (axis == SmileAxis::Delta)
        return mark.deltaPlace;
    const SmileSamples* const slice = samples.smile(mark.expiry);
    return axis == SmileAxis::Strike || !slice ? mark.strike : std::log(mark.strike / slice->forward);
}

// Marks beyond the columns stand at the edge: they are to be seen.
void addWarnings(SurfaceMesh& mesh, const SurfaceSamples& samples, SmileAxis axis, const UnitSquare& square)
{
    for (const ArbitrageMark& mark : samples.arbitrage)
        mesh.warnings << SurfaceDot{std::clamp(square.x(acrossOfMark(mark, samples, axis)), 0.0, 1.0),
                                    square.y(mark.years), 100.0 * mark.vol};
}

QString deltaWord(double place)
{
    if (std::abs(place - 0.5) < 0.03)
        return tr("at the money");
    const bool put = place < 0.5;
    const int delta = static_cast<int>(std::lround(100.0 * (put ? place : 1.0 - place)));
    return put ? tr("%1Δ put").arg(delta) : tr("%1Δ call").arg(delta);
}

// The vol of the fit at a listed strike, else of the sampled curve.
std::optional<double> volAt(const UnderlyingPicture& picture, const SmileSamples& smile, double strike)
{
    const auto chain = std::ranges::find(picture.chains, smile.expiry, &ChainView::expiry);
    if (chain != picture.chains.end()) {
        const auto row = std::ranges::find(chain->rows, strike, &ChainRow::strike);
        if (row != chain->rows.end())
            return row->call.modelVol ? row->call.modelVol : row->put.modelVol;
    }
    const SmilePoint* const point = nearestPoint(smile.wide.points, strike);
    return point ? std::optional(point->vol) : std::nullopt;
}

// Between the places of the difference table, linear.
std::optional<double> changeAt(const SurfaceChange& change, Timestamp expiry, double place)
{
    const SmileMove* const move = change.smile(expiry);
    if (!move || place < change.places.front() || place > change.places.back())
        return std::nullopt;
    const auto next = std::ranges::lower_bound(change.places, std::max(place, change.places[1]));
    const auto i = static_cast<std::size_t>(next - change.places.begin());
    if (i >= change.places.size() || !move->vols[i - 1] || !move->vols[i])
        return std::nullopt;
    const double share = (place - change.places[i - 1]) / (change.places[i] - change.places[i - 1]);
    return std::lerp(*move->vols[i - 1], *move->vols[i], share);
}

} // namespace

SurfaceMesh surfaceMesh(const SurfaceSamples& samples, SmileAxis axis, const SurfaceFocus& focus)
{
    SurfaceMesh mesh;
    mesh.unit = QStringLiteral("%");
    mesh.emptyText = tr("No surface could be fitted.");
    const SampledSurface& sampled = samples.over(axis).mesh;
    if (sampled.empty())
        return mesh;
    const UnitSquare square(sampled);
    for (const double across : sampled.across)
        mesh.xs.push_back(square.x(across));
    for (std::size_t row = 0; row < sampled.years.size(); ++row) {
        mesh.ys.push_back(square.y(sampled.years[row]));
        std::vector<std::optional<double>> vols;
        for (std::size_t column = 0; column < sampled.across.size(); ++column) {
            const std::optional<double> vol = sampled.at(row, column);
            vols.push_back(vol ? std::optional(100.0 * *vol) : std::nullopt);
        }
        mesh.z.push_back(std::move(vols));
    }
    for (const SampledQuote& quote : samples.over(axis).quotes)
        mesh.dots << SurfaceDot{square.x(quote.across), square.y(quote.years), 100.0 * quote.vol};
    mesh.xLabels = axis == SmileAxis::Delta ? deltaLabels(square) : evenLabels(axis, square);
    mesh.yLabels = tenorLabels(samples, square);
    highlight(mesh, samples, axis, focus);
    addWarnings(mesh, samples, axis, square);
    return mesh;
}

std::optional<SurfaceReadOut> surfaceReadOut(const UnderlyingPicture& picture, const SurfaceFocus& focus)
{
    const SviSlice* const slice = focus.expiry && picture.surface ? picture.surface->slice(*focus.expiry) : nullptr;
    const SmileSamples* const smile = slice && picture.samples ? picture.samples->smile(*focus.expiry) : nullptr;
    if (!smile)
        return std::nullopt;
    const double strike = focus.strike.value_or(slice->forward);
    const std::optional<double> vol = volAt(picture, *smile, strike);
    const SmilePoint* const byDelta =
        nearestPoint(*picture.samples->smileOver(SmileAxis::Delta, slice->expiry), strike);
    SurfaceReadOut readOut;
    readOut.title = byDelta ? QStringLiteral("%1 %2").arg(expiryText(slice->expiry), deltaWord(byDelta->across))
                            : expiryText(slice->expiry);
    readOut.lines << tr("IV %1 %, strike %2")
                         .arg(formatNumber(vol ? std::optional(100.0 * *vol) : std::nullopt, 1),
                              formatNumber(strike, 0));
    if (picture.change && byDelta) {
        const std::optional<double> change = changeAt(*picture.change, slice->expiry, byDelta->across);
        const QString arrow = !change || *change == 0.0 ? QString()
                              : *change > 0.0           ? QStringLiteral("▲ ")
                                                        : QStringLiteral("▼ ");
        readOut.lines << tr("since %1 %2%3 pt")
                             .arg(sinceText(&*picture.change), arrow,
                                  formatSigned(change ? std::optional(100.0 * *change) : std::nullopt, 1));
    }
    readOut.lines << tr("ATM %1, 25Δ skew %2")
                         .arg(formatNumber(100.0 * slice->atmVol, 1), formatSigned(100.0 * slice->skew25d, 1));
    readOut.lines << tr("fit rms %1 pt, %2 quotes").arg(formatNumber(slice->rmseVolPoints, 2)).arg(slice->points);
    return readOut;
}

} // namespace ballast
