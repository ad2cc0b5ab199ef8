#include "models/surface/surface_fit.h"
#include "models/surface/data_warnings.h"
#include "models/surface/fitted_smile.h"
#include "models/surface/option_groups.h"
#include "models/surface/slice_measures.h"
#include "models/surface/smile_quotes.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>

namespace ballast {
namespace {

constexpr double wellHeld = 0.985; // of the quotes: a warm fit that holds fewer is compared with a cold one

SviSlice toSlice(FittedSmile& smile, const SurfaceCandidate& chosen, std::size_t at)
{
    SviSlice slice;
    slice.expiry = smile.forward.expiry;
    slice.years = smile.forward.years;
    slice.forward = smile.forward.forwardUsd;
    slice.forwardSource = smile.forward.source;
    slice.params = chosen.params[at];
    slice.keptTimes = slice.params == smile.alone ? smile.keptTimes : 0;
    if (!chosen.essvi.empty())
        slice.essvi = chosen.essvi[at];
    slice.minButterfly = chosen.minButterfly[at];
    slice.quotes = std::move(smile.quotes);
    measureSlice(slice);
    return slice;
}

const ForwardPoint* forwardOf(const std::vector<ForwardPoint>& forwards, Timestamp expiry)
{
    const auto it = std::ranges::find(forwards, expiry, &ForwardPoint::expiry);
    return it == forwards.end() ? nullptr : &*it;
}

// Every slice alone first, then all of them jointly.
class SurfaceBuilder
{
public:
    SurfaceBuilder(const MarketSnapshot& snapshot, std::string_view underlying, const VolSurface* before)
        : m_snapshot(snapshot), m_before(before)
    {
        m_surface.underlying = underlying;
        m_surface.basis = snapshot.id;
        m_surface.asOf = snapshot.asOf;
        m_surface.forwards = impliedForwards(snapshot, underlying);
    }

    void add(const OptionGroup& group)
    {
        const ForwardPoint* forward = forwardOf(m_surface.forwards, group.expiry);
        if (forward == nullptr) {
            m_surface.failed.push_back({group.expiry, "no forward: no venue price, future, call-put pair or index"});
            return;
        }
        if (!(forward->years > 0.0)) {
            m_surface.failed.push_back({group.expiry, "expires within this second"});
            return;
        }
        std::vector<SmileQuote> quotes = smileQuotes(m_snapshot, group, *forward);
        const SviSlice* before = m_before != nullptr ? m_before->slice(group.expiry) : nullptr;
        if (before != nullptr && !before->essvi) {
            if (auto smile = fittedBefore(quotes, *forward, *before)) {
                m_smiles.push_back(std::move(*smile));
                return;
            }
        }
        auto smile = fitAlone(std::move(quotes), *forward, before != nullptr ? &before->params : nullptr);
        if (!smile) {
            m_surface.failed.push_back({group.expiry, smile.error().message});
            return;
        }
        m_smiles.push_back(std::move(*smile));
    }

    [[nodiscard]] VolSurface take()
    {
        m_surface.method = "raw SVI per expiry";
        if (!m_smiles.empty()) {
            const SurfaceCandidate raw = rawSviCandidate(m_smiles);
            // Inside every market nothing can be closer.
            choose(raw, raw.clean && raw.error == 0.0 ? std::nullopt : essviCandidate(m_smiles));
        }
        m_surface.dataWarnings = dataWarnings(m_snapshot, m_surface.underlying, m_surface.forwards, m_surface.slices);
        return std::move(m_surface);
    }

private:
    // A clean surface before one that is not; the smaller weighted error otherwise.
    void choose(const SurfaceCandidate& raw, const std::optional<SurfaceCandidate>& essvi)
    {
        const bool takeEssvi = essvi && (essvi->clean != raw.clean ? essvi->clean : essvi->error < raw.error);
        const SurfaceCandidate& chosen = takeEssvi ? *essvi : raw;
        if (takeEssvi)
            m_surface.method = fmt::format("eSSVI over all expiries ({:.2f} vol points outside the markets; raw SVI "
                                           "{:.2f}{})",
                                           essvi->error, raw.error, raw.clean ? "" : ", not free of arbitrage");
        else if (!essvi && raw.error == 0.0)
            m_surface.method += " (inside every market)";
        else if (essvi)
            m_surface.method +=
                fmt::format(" ({:.2f} vol points outside the markets; eSSVI {:.2f})", raw.error, essvi->error);
        double leastCalendar = std::numeric_limits<double>::infinity();
        for (std::size_t i = 0; i < m_smiles.size(); ++i) {
            if (i + 1 < m_smiles.size())
                leastCalendar = std::min(leastCalendar, chosen.minCalendar[i]);
            m_surface.slices.push_back(toSlice(m_smiles[i], chosen, i));
            const bool kept = m_smiles[i].kept && chosen.params[i] == m_smiles[i].alone;
            m_surface.slicesKept += kept ? 1 : 0;
        }
        m_surface.minCalendar = m_smiles.size() > 1 ? leastCalendar : 0.0;
    }

    const MarketSnapshot& m_snapshot;
    const VolSurface* m_before;
    VolSurface m_surface;
    std::vector<FittedSmile> m_smiles; // rising expiry
};

// Share of the quotes that judge the fit whose bid..ask holds it; 1 where there are none.
double heldShare(const VolSurface& surface)
{
    int judging = 0;
    int held = 0;
    for (const SviSlice& slice : surface.slices) {
        for (const SmileQuote& quote : slice.quotes) {
            if (!judgesTheFit(quote, slice.years))
                continue;
            ++judging;
            held += distanceFromMarket(quote, slice.volAtK(quote.k)) == 0.0 ? 1 : 0;
        }
    }
    return judging > 0 ? static_cast<double>(held) / judging : 1.0;
}

// A warm fit that is as it should be; another is compared with a cold one.
bool standsAlone(const VolSurface& warm)
{
    return warm.arbitrageFree() && heldShare(warm) >= wellHeld;
}

bool better(const VolSurface& a, const VolSurface& b)
{
    if (a.arbitrageFree() != b.arbitrageFree())
        return a.arbitrageFree();
    return heldShare(a) > heldShare(b);
}

Result<VolSurface> fitted(const MarketSnapshot& snapshot, std::string_view underlying, const VolSurface* before,
                          const std::stop_token& stop)
{
    SurfaceBuilder builder(snapshot, underlying, before);
    for (const OptionGroup& group : optionGroups(snapshot, underlying)) {
        if (stop.stop_requested())
            return Error{Errc::Cancelled, "surface fit was cancelled"};
        builder.add(group);
    }
    return builder.take();
}

Result<VolSurface> timed(const MarketSnapshot& snapshot, std::string_view underlying, const VolSurface* before,
                         const std::stop_token& stop)
{
    const auto start = std::chrono::steady_clock::now();
    auto surface = fitted(snapshot, underlying, before, stop);
    if (before != nullptr && surface && !standsAlone(*surface)) {
        auto cold = fitted(snapshot, underlying, nullptr, stop);
        if (!cold || better(*cold, *surface))
            surface = std::move(cold);
    }
    if (surface)
        surface->fitMilliseconds =
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    return surface;
}

} // namespace

Result<VolSurface> fitSurface(const MarketSnapshot& snapshot, std::string_view underlying, std::stop_token stop)
{
    return timed(snapshot, underlying, nullptr, stop);
}

Result<VolSurface> fitSurface(const MarketSnapshot& snapshot, std::string_view underlying, const VolSurface& before,
                              std::stop_token stop)
{
    const bool usable = before.underlying == underlying && before.asOf <= snapshot.asOf && before.arbitrageFree();
    return timed(snapshot, underlying, usable ? &before : nullptr, stop);
}

} // namespace ballast
