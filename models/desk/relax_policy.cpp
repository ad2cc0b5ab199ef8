#include "models/desk/relax_policy.h"

#include "models/hedging/pnl_limits.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace ballast {
namespace {

constexpr std::string_view lowerSuffix = " lower bound";
constexpr std::string_view upperSuffix = " upper bound";
constexpr std::string_view onVenue = "max notional on ";

double stepOf(double relaxBy)
{
    return std::pow(10.0, std::floor(std::log10(relaxBy)) - 1.0);
}

double movedUp(double limit, double by)
{
    const double step = stepOf(by);
    return std::ceil((limit + by) / step - 1e-6) * step;
}

double movedDown(double limit, double by)
{
    return -movedUp(-limit, by);
}

bool isNamed(const Band& band, std::string_view name)
{
    return name == (band.name.empty() ? std::string_view(bandWord(band.kind)) : std::string_view(band.name));
}

std::optional<double> relaxBand(HedgePolicy& policy, std::string_view name, bool lower, double by)
{
    for (Band& band : policy.bands) {
        std::optional<double>& limit = lower ? band.lower : band.upper;
        if (!isNamed(band, name) || !limit)
            continue;
        limit = lower ? movedDown(*limit, by) : movedUp(*limit, by);
        return limit;
    }
    return std::nullopt;
}

double* stressLimitOf(HedgePolicy& policy, std::size_t index)
{
    const bool own = index < policy.stress.moves.size() && policy.stress.moves[index].maxLossUsd.has_value();
    if (own)
        return &*policy.stress.moves[index].maxLossUsd;
    return policy.stress.maxLossUsd ? &*policy.stress.maxLossUsd : nullptr;
}

// Upside, floor and stress: all of them P&L that must be reached.
std::optional<double> relaxPnl(HedgePolicy& policy, std::string_view name, double by)
{
    for (auto* const rows : {&policy.upside, &policy.floor}) {
        for (PnlAtMove& row : *rows) {
            HedgePolicy alone;
            (rows == &policy.upside ? alone.upside : alone.floor) = {row};
            if (pnlLimits(alone).front().name == name)
                return row.leastPnlUsd = movedDown(row.leastPnlUsd, by);
        }
    }
    const auto& moves = policy.stress.moves.empty() ? defaultStressMoves() : policy.stress.moves;
    for (std::size_t i = 0; i < moves.size(); ++i) {
        double* const loss = "stress " + moves[i].name == name ? stressLimitOf(policy, i) : nullptr;
        if (loss)
            return -(*loss = movedUp(*loss, by));
    }
    return std::nullopt;
}

std::optional<double> relaxAmount(HedgePolicy& policy, std::string_view name, double by)
{
    const auto up = [by](std::optional<double>& limit) {
        if (limit)
            limit = movedUp(*limit, by);
        return limit;
    };
    if (name == "initial margin")
        return up(policy.margin.maxInitialUsd);
    if (name == "max notional")
        return up(policy.maxNotionalUsd);
    for (VenueLimit& venue : policy.positions.venues) {
        if (name.starts_with(onVenue) && name.substr(onVenue.size()) == venue.venue)
            return venue.maxNotionalUsd = movedUp(venue.maxNotionalUsd, by);
    }
    return std::nullopt;
}

} // namespace

std::optional<RelaxedPolicy> relaxedBy(const HedgePolicy& policy, const ConstraintConflict& conflict)
{
    RelaxedPolicy relaxed{policy, 0.0};
    if (conflict.constraint == "max legs" && policy.maxLegs) {
        relaxed.policy.maxLegs = *policy.maxLegs + 1;
        relaxed.limit = *relaxed.policy.maxLegs;
        return relaxed;
    }
    if (!(conflict.relaxBy > 0.0) || !std::isfinite(conflict.relaxBy))
        return std::nullopt;
    std::string_view name = conflict.constraint;
    const bool lower = name.ends_with(lowerSuffix);
    if (lower || name.ends_with(upperSuffix))
        name.remove_suffix(lowerSuffix.size());
    std::optional<double> limit = relaxBand(relaxed.policy, name, lower, conflict.relaxBy);
    if (!limit)
        limit = relaxPnl(relaxed.policy, name, conflict.relaxBy);
    if (!limit)
        limit = relaxAmount(relaxed.policy, name, conflict.relaxBy);
    if (!limit)
        return std::nullopt;
    relaxed.limit = *limit;
    return relaxed;
}

std::optional<HedgePolicy> relaxedByAll(const HedgePolicy& policy, std::span<const ConstraintConflict> conflicts)
{
    HedgePolicy all = policy;
    for (const ConstraintConflict& conflict : conflicts) {
        if (auto relaxed = relaxedBy(all, conflict))
            all = std::move(relaxed->policy);
    }
    return all == policy ? std::nullopt : std::optional(std::move(all));
}

} // namespace ballast
