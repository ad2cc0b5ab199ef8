#include "models/hedging/structures.h"

#include "models/market/instrument_name.h"
#include "models/market/snapshot.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <optional>

namespace ballast {
namespace {

constexpr double sizeTolerance = 0.1;

struct Leg
{
    std::size_t trade = 0;
    const Instrument* instrument = nullptr;
    double coins = 0.0; // signed
    bool used = false;

    [[nodiscard]] bool option() const { return isOption(*instrument); }
    [[nodiscard]] bool call() const { return *instrument->type == OptionType::Call; }
    [[nodiscard]] double strike() const { return *instrument->strike; }
    [[nodiscard]] std::string expiry() const { return expiryLabel(*instrument->expiry); }
};

bool alike(double a, double b)
{
    return std::abs(a - b) <= sizeTolerance * std::max(std::abs(a), std::abs(b));
}

bool sameExpiry(const Leg& a, const Leg& b)
{
    return a.instrument->expiry == b.instrument->expiry;
}

NamedStructure structureOf(StructureKind kind, std::string name, std::initializer_list<Leg*> legs, double direction)
{
    NamedStructure structure{kind, std::move(name), {}, 0.0};
    double least = std::numeric_limits<double>::infinity();
    for (Leg* leg : legs) {
        structure.trades.push_back(leg->trade);
        least = std::min(least, std::abs(leg->coins));
    }
    structure.coins = std::copysign(least, direction);
    return structure;
}

std::string strikes(const Leg& a, const Leg& b)
{
    return fmt::format("{:.0f}/{:.0f}", std::min(a.strike(), b.strike()), std::max(a.strike(), b.strike()));
}

// One call and one put of the same expiry.
std::optional<NamedStructure> callAndPut(Leg& call, Leg& put)
{
    const bool sameSide = call.coins * put.coins > 0.0;
    const bool sameStrike = call.strike() == put.strike();
    const std::string expiry = call.expiry();
    if (sameSide && sameStrike)
        return structureOf(StructureKind::Straddle, fmt::format("{} {:.0f} straddle", expiry, call.strike()),
                           {&call, &put}, call.coins);
    if (sameSide)
        return structureOf(StructureKind::Strangle, fmt::format("{} {} strangle", expiry, strikes(call, put)),
                           {&call, &put}, call.coins);
    if (sameStrike)
        return structureOf(StructureKind::Synthetic, fmt::format("{} {:.0f} synthetic future", expiry, call.strike()),
                           {&call, &put}, call.coins);
    return structureOf(StructureKind::RiskReversal, fmt::format("{} {} risk reversal", expiry, strikes(call, put)),
                       {&call, &put}, call.coins);
}

std::optional<NamedStructure> pairOf(Leg& a, Leg& b)
{
    if (!a.option() || !b.option() || !alike(std::abs(a.coins), std::abs(b.coins)))
        return std::nullopt;
    if (sameExpiry(a, b) && a.call() != b.call())
        return a.call() ? callAndPut(a, b) : callAndPut(b, a);
    const bool opposite = a.coins * b.coins < 0.0;
    if (!opposite || a.call() != b.call())
        return std::nullopt;
    const char* const type = a.call() ? "call" : "put";
    if (sameExpiry(a, b) && a.strike() != b.strike()) {
        const Leg& lower = a.strike() < b.strike() ? a : b;
        const Leg& upper = a.strike() < b.strike() ? b : a;
        return structureOf(StructureKind::Vertical, fmt::format("{} {} {} vertical", a.expiry(), strikes(a, b), type),
                           {&a, &b}, a.call() ? lower.coins : upper.coins);
    }
    if (!sameExpiry(a, b) && a.strike() == b.strike()) {
        Leg& near = *a.instrument->expiry < *b.instrument->expiry ? a : b;
        Leg& far = *a.instrument->expiry < *b.instrument->expiry ? b : a;
        return structureOf(StructureKind::Calendar,
                           fmt::format("{}/{} {:.0f} {} calendar", near.expiry(), far.expiry(), a.strike(), type),
                           {&near, &far}, far.coins);
    }
    return std::nullopt;
}

// +1 -2 +1 at three strikes of one type and expiry.
std::optional<NamedStructure> flyOf(Leg& a, Leg& b, Leg& c)
{
    if (!a.option() || !b.option() || !c.option() || !sameExpiry(a, b) || !sameExpiry(b, c) || a.call() != b.call() ||
        b.call() != c.call())
        return std::nullopt;
    std::array<Leg*, 3> legs{&a, &b, &c};
    std::ranges::sort(legs, {}, [](const Leg* leg) { return leg->strike(); });
    const bool shape = alike(legs[0]->coins, legs[2]->coins) && alike(legs[1]->coins, -2.0 * legs[0]->coins) &&
                       legs[0]->coins * legs[1]->coins < 0.0;
    if (!shape)
        return std::nullopt;
    return structureOf(StructureKind::Fly,
                       fmt::format("{} {:.0f}/{:.0f}/{:.0f} {} fly", a.expiry(), legs[0]->strike(), legs[1]->strike(),
                                   legs[2]->strike(), a.call() ? "call" : "put"),
                       {legs[0], legs[1], legs[2]}, legs[0]->coins);
}

// A long put and a short call round as much of the coin, or all of it the other way round.
std::optional<NamedStructure> collarOf(Leg& a, Leg& b, Leg& c)
{
    std::array<Leg*, 3> legs{&a, &b, &c};
    std::ranges::stable_partition(legs, [](const Leg* leg) { return !leg->option(); });
    Leg& coin = *legs[0];
    if (coin.option() || !legs[1]->option() || !legs[2]->option() || !sameExpiry(*legs[1], *legs[2]) ||
        legs[1]->call() == legs[2]->call())
        return std::nullopt;
    Leg& call = legs[1]->call() ? *legs[1] : *legs[2];
    Leg& put = legs[1]->call() ? *legs[2] : *legs[1];
    const bool shape = put.strike() < call.strike() && alike(coin.coins, put.coins) && alike(coin.coins, -call.coins);
    if (!shape)
        return std::nullopt;
    return structureOf(StructureKind::Collar, fmt::format("{} {} collar", call.expiry(), strikes(call, put)),
                       {&coin, &put, &call}, coin.coins);
}

int rank(StructureKind kind)
{
    switch (kind) {
    case StructureKind::Fly:
        return 0;
    case StructureKind::Collar:
        return 1;
    case StructureKind::Synthetic:
        return 2;
    case StructureKind::Straddle:
        return 3;
    case StructureKind::Strangle:
        return 4;
    case StructureKind::Vertical:
        return 5;
    case StructureKind::RiskReversal:
        return 6;
    case StructureKind::Calendar:
        return 7;
    }
    return 8;
}

std::vector<Leg> legsFrom(std::span<const HedgeTrade> trades, const MarketSnapshot& market)
{
    std::vector<Leg> legs;
    for (std::size_t t = 0; t < trades.size(); ++t) {
        const Instrument& instrument = (*market.instruments)[trades[t].index];
        const double sign = trades[t].side == Side::Buy ? 1.0 : -1.0;
        const double coins =
            isQuantityInUsd(instrument) ? trades[t].quantity / trades[t].expectedPrice : trades[t].quantity;
        legs.push_back({t, &instrument, sign * coins, false});
    }
    return legs;
}

void accept(std::vector<NamedStructure>& structures, NamedStructure structure, std::vector<Leg>& legs)
{
    for (const std::size_t trade : structure.trades)
        legs[trade].used = true;
    structures.push_back(std::move(structure));
}

template <class Found>
void tryTriples(std::vector<Leg>& legs, Found found)
{
    for (std::size_t i = 0; i < legs.size(); ++i) {
        for (std::size_t j = i + 1; j < legs.size(); ++j) {
            for (std::size_t k = j + 1; k < legs.size(); ++k) {
                if (!legs[i].used && !legs[j].used && !legs[k].used)
                    found(legs[i], legs[j], legs[k]);
            }
        }
    }
}

} // namespace

std::vector<NamedStructure> namedStructures(std::span<const HedgeTrade> trades, const MarketSnapshot& market)
{
    std::vector<Leg> legs = legsFrom(trades, market);
    std::vector<NamedStructure> structures;
    for (const auto& shape : {flyOf, collarOf}) {
        tryTriples(legs, [&](Leg& a, Leg& b, Leg& c) {
            if (auto structure = shape(a, b, c))
                accept(structures, std::move(*structure), legs);
        });
    }
    for (int wanted = rank(StructureKind::Synthetic); wanted <= rank(StructureKind::Calendar); ++wanted) {
        for (std::size_t i = 0; i < legs.size(); ++i) {
            for (std::size_t j = i + 1; j < legs.size(); ++j) {
                if (legs[i].used || legs[j].used)
                    continue;
                auto structure = pairOf(legs[i], legs[j]);
                if (structure && rank(structure->kind) == wanted)
                    accept(structures, std::move(*structure), legs);
            }
        }
    }
    return structures;
}

const char* structureWord(StructureKind kind)
{
    switch (kind) {
    case StructureKind::Vertical:
        return "vertical";
    case StructureKind::Straddle:
        return "straddle";
    case StructureKind::Strangle:
        return "strangle";
    case StructureKind::Fly:
        return "fly";
    case StructureKind::Calendar:
        return "calendar";
    case StructureKind::RiskReversal:
        return "risk reversal";
    case StructureKind::Collar:
        return "collar";
    case StructureKind::Synthetic:
        return "synthetic";
    }
    return "unknown";
}

} // namespace ballast
