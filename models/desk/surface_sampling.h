#pragma once

#include "models/surface/vol_surface.h"

#include <optional>
#include <string>
#include <vector>

namespace ballast {

// What runs across a surface picture. Delta: 1 - N(d1) of the call, so 0.10 is the 10-delta put, 0.50 about the money
// and 0.90 the 10-delta call. Strike: USD. Moneyness: ln(K / F).
enum class SmileAxis
{
    Delta,
    Strike,
    Moneyness
};

struct MeshSize
{
    int columns = 41;
    int tenors = 25; // about
    bool operator==(const MeshSize&) const = default;
};

// A surface sampled on a grid for painting. Rows are the fitted expiries and, between them, tenors evenly spaced in log
// time.
struct SampledSurface
{
    SmileAxis axis = SmileAxis::Delta;
    std::vector<double> across;              // columns, rising, in the axis' unit
    std::vector<double> years;               // rows, rising
    std::vector<std::optional<double>> vols; // fractions, row-major [tenor][column]; nullopt: not covered

    [[nodiscard]] bool empty() const { return years.empty() || across.empty(); }
    [[nodiscard]] std::optional<double> at(std::size_t tenor, std::size_t column) const
    {
        return vols[tenor * across.size() + column];
    }
    bool operator==(const SampledSurface&) const = default;
};

struct SmilePoint
{
    double across = 0.0;     // in the axis' unit
    double strike = 0.0;     // USD
    double vol = 0.0;        // fraction
    double deltaPlace = 0.5; // on SmileAxis::Delta
    double density = 0.0;    // risk-neutral, of ln(S_T / F) at ln(K / F), per 1.00 of it
    double below = 0.5;      // risk-neutral probability that S_T ends below the strike
    bool operator==(const SmilePoint&) const = default;
};

// What the fit made of a quote.
enum class QuoteUse
{
    Bounds,       // two-sided and sound: bid and ask bound the fit
    DownWeighted, // used, but its market is one-sided or too wide: the mark counts, and little
    Refused       // left out, see `because`
};

// One quote's place on the picture, vols as fractions.
struct SampledQuote
{
    double across = 0.0;
    double years = 0.0;
    double vol = 0.0;
    std::size_t instrument = 0; // index into the snapshot's table
    Timestamp expiry{};
    double strike = 0.0;
    std::optional<double> bidVol;
    std::optional<double> askVol;
    double fitVol = 0.0;
    QuoteUse use = QuoteUse::Bounds;
    std::string because; // of a refused one
    bool operator==(const SampledQuote&) const = default;
};

[[nodiscard]] QuoteUse useOf(const SmileQuote& quote);

// One expiry of the term structure, vols as fractions.
struct TermPoint
{
    Timestamp expiry{};
    double days = 0.0;
    double atmVol = 0.0;
    std::optional<double> put25Vol;
    std::optional<double> call25Vol;
    std::optional<double> forwardVol; // of the variance between the previous expiry and this one; nullopt when negative
    bool operator==(const TermPoint&) const = default;
};

// Empty mesh for an empty surface.
[[nodiscard]] SampledSurface sampleSurface(const VolSurface& surface, SmileAxis axis, const MeshSize& size);

// The fitted smile of one slice at `points` places over the surface's own range of the axis.
[[nodiscard]] std::vector<SmilePoint> sampleSmile(const VolSurface& surface, const SviSlice& slice, SmileAxis axis,
                                                  int points);

// The fitted smile between two strikes, evenly in ln K.
[[nodiscard]] std::vector<SmilePoint> sampleSmileOverStrikes(const SviSlice& slice, double lowStrike, double highStrike,
                                                             int points);

// Strikes worth showing of a smile: the used quotes within `standardDeviations` of the forward, at least the nearest
// ones.
struct StrikeRange
{
    double low = 0.0;
    double high = 0.0;
    bool operator==(const StrikeRange&) const = default;
};
[[nodiscard]] StrikeRange shownStrikes(const SviSlice& slice, double standardDeviations);

// The quotes with a vol within the range of the mesh; refused ones too where no other quote of the strike is used.
[[nodiscard]] std::vector<SampledQuote> sampledQuotes(const VolSurface& surface, SmileAxis axis);

[[nodiscard]] std::vector<TermPoint> termStructure(const VolSurface& surface);

// Place of a strike on the axis, at that slice.
[[nodiscard]] double acrossOf(const SviSlice& slice, SmileAxis axis, double strike);

} // namespace ballast
