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

// Where a strike of an expiry stands on an axis.
struct StrikePlace
{
    Timestamp expiry{};
    double strike = 0.0;
    double deltaPlace = 0.0;
};

double acrossOfPlace(const StrikePlace& place, const SurfaceSamples& samples, SmileAxis axis)
{
    if (axis == SmileAxis::Delta)
        return place.deltaPlace;
    const SmileSamples* const slice = samples.smile(place.expiry);
    return axis == SmileAxis::Strike || !slice ? place.strike : std::log(place.strike / slice->forward);
}

// Marks beyond the columns stand at the edge: they are to be seen. Violations of the quotes before those of the fit, in
// the order of warningAt.
void addWarnings(SurfaceMesh& mesh, const UnderlyingPicture& picture, SmileAxis axis, const UnitSquare& square)
{
    const SurfaceSamples& samples = *picture.samples;
    const auto add = [&](const StrikePlace& place, double years, double vol) {
        mesh.warnings << SurfaceDot{std::clamp(square.x(acrossOfPlace(place, samples, axis)), 0.0, 1.0),
                                    square.y(years), 100.0 * vol};
    };
    for (const ShownViolation& violation : picture.violations)
        for (const ViolationMark& mark : violation.marks)
            add({mark.expiry, mark.strike, mark.deltaPlace}, mark.years, mark.vol);
    for (const ArbitrageMark& mark : samples.arbitrage)
        add({mark.expiry, mark.strike, mark.deltaPlace}, mark.years, mark.vol);
}

DotLook lookOf(QuoteUse use)
{
    switch (use) {
    case QuoteUse::Bounds:
        break;
    case QuoteUse::DownWeighted:
        return DotLook::Hollow;
    case QuoteUse::Refused:
        return DotLook::Cross;
    }
    return DotLook::Full;
}

} // namespace

SurfaceMesh surfaceMesh(const UnderlyingPicture& picture, SmileAxis axis, const SurfaceFocus& focus)
{
    const SurfaceSamples& samples = *picture.samples;
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
        mesh.dots << SurfaceDot{square.x(quote.across), square.y(quote.years), 100.0 * quote.vol, lookOf(quote.use)};
    mesh.xLabels = axis == SmileAxis::Delta ? deltaLabels(square) : evenLabels(axis, square);
    mesh.yLabels = tenorLabels(samples, square);
    highlight(mesh, samples, axis, focus);
    addWarnings(mesh, picture, axis, square);
    return mesh;
}

} // namespace ballast
