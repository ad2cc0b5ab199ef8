#pragma once

#include "models/desk/surface_sampling.h"
#include "models/desk/term_curve.h"

#include <array>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace ballast {

// One used quote with the fit at its strike, vols as fractions.
struct FittedQuote
{
    double strike = 0.0;
    std::optional<double> bidVol;
    std::optional<double> askVol;
    std::optional<double> targetVol;
    double fitVol = 0.0;
    bool fitOutside = false;         // below the bid or above the ask
    double deltaPlace = 0.5;         // on SmileAxis::Delta
    std::optional<double> errorBand; // standard error of the fit's vol here, had this quote not been there; fraction
    bool operator==(const FittedQuote&) const = default;
};

// The fitted smile of one expiry over a range of strikes.
struct SmileCurve
{
    StrikeRange range;
    std::vector<SmilePoint> points; // by strike, with the risk-neutral density
    bool operator==(const SmileCurve&) const = default;
};

struct SmileSamples
{
    Timestamp expiry{};
    double years = 0.0;
    double forward = 0.0;
    double atmVol = 0.0;
    StrikeRange quoted;              // of the used quotes: beyond them the fit is extrapolated
    SmileCurve wide;                 // three standard deviations
    SmileCurve near;                 // two
    std::vector<FittedQuote> quotes; // within `wide`, by strike
    bool operator==(const SmileSamples&) const = default;
};

// The surface over one axis: the mesh, the quotes on it and where each expiry's smile passes its columns.
struct AxisSamples
{
    SampledSurface mesh;
    std::vector<SampledQuote> quotes;
    std::vector<std::vector<SmilePoint>> smiles; // parallel to the surface's slices
    bool operator==(const AxisSamples&) const = default;
};

enum class ArbitrageKind
{
    Butterfly, // Durrleman's g below zero
    Calendar   // total variance falls towards this expiry
};

// Where a slice breaks a no-arbitrage condition worst, within the quoted strikes.
struct ArbitrageMark
{
    ArbitrageKind kind = ArbitrageKind::Butterfly;
    Timestamp expiry{};
    double strike = 0.0;
    double deltaPlace = 0.0; // on SmileAxis::Delta
    double years = 0.0;
    double vol = 0.0;   // of the fit there, fraction
    double worst = 0.0; // least g, or least step of total variance
    bool operator==(const ArbitrageMark&) const = default;
};

// Everything the screens draw of one fitted surface.
struct SurfaceSamples
{
    std::array<AxisSamples, 3> axes; // by SmileAxis
    std::vector<TermPoint> term;
    TermCurve termCurve;                  // between the expiries
    std::vector<SmileSamples> smiles;     // parallel to the surface's slices
    std::vector<ArbitrageMark> arbitrage; // of the fit; those of the quotes are UnderlyingPicture::violations

    [[nodiscard]] const AxisSamples& over(SmileAxis axis) const { return axes[static_cast<std::size_t>(axis)]; }
    [[nodiscard]] const SmileSamples* smile(Timestamp expiry) const; // null: not fitted
    [[nodiscard]] const std::vector<SmilePoint>* smileOver(SmileAxis axis, Timestamp expiry) const;
    bool operator==(const SurfaceSamples&) const = default;
};

using SurfaceSamplesPtr = std::shared_ptr<const SurfaceSamples>;

// nullopt: stopped.
[[nodiscard]] std::optional<SurfaceSamples> sampleAll(const VolSurface& surface, const std::stop_token& stop);

// Of points rising in strike, the one nearest to the strike; null without any.
[[nodiscard]] const SmilePoint* nearestPoint(const std::vector<SmilePoint>& points, double strike);

} // namespace ballast
