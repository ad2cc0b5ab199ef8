#include "app/execution/apply_fills.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double closedFraction = 1e-9; // of the larger of both quantities: rounding, not a position

enum class Averaging
{
    Arithmetic,
    Harmonic
};

Averaging averagingOf(const InstrumentId& id, const MarketSnapshot& market)
{
    const auto at = market.instruments ? market.instruments->find(id) : std::nullopt;
    return at && isQuantityInUsd((*market.instruments)[*at]) ? Averaging::Harmonic : Averaging::Arithmetic;
}

// Entry price of q1 at p1 together with q2 at p2, same signs. Inverse futures pay q (1/entry - 1/mark) coins.
double averagePrice(double q1, double p1, double q2, double p2, Averaging averaging)
{
    if (averaging == Averaging::Harmonic && p1 > 0.0 && p2 > 0.0)
        return (q1 + q2) / (q1 / p1 + q2 / p2);
    return (q1 * p1 + q2 * p2) / (q1 + q2);
}

void join(Position& line, double signedQuantity, double price, Averaging averaging)
{
    const double after = line.quantity + signedQuantity;
    const bool grows = line.quantity * signedQuantity > 0.0;
    const bool turns = line.quantity == 0.0 || line.quantity * after < 0.0;
    if (turns)
        line.averagePrice = price;
    else if (grows && line.averagePrice)
        line.averagePrice = averagePrice(line.quantity, *line.averagePrice, signedQuantity, price, averaging);
    line.quantity = after;
}

} // namespace

Portfolio applyFills(const Portfolio& book, std::span<const TradeFill> fills, const MarketSnapshot& market)
{
    Portfolio after = book;
    for (const TradeFill& fill : fills) {
        if (fill.quantity <= 0.0)
            continue;
        const double signedQuantity = fill.side == Side::Buy ? fill.quantity : -fill.quantity;
        const auto line = std::ranges::find(after.positions, fill.instrument, &Position::instrument);
        if (line == after.positions.end()) {
            after.positions.push_back({fill.instrument, signedQuantity, fill.price, {}, "hedge"});
            continue;
        }
        const double scale = std::max(std::abs(line->quantity), fill.quantity);
        join(*line, signedQuantity, fill.price, averagingOf(fill.instrument, market));
        if (std::abs(line->quantity) <= closedFraction * scale)
            after.positions.erase(line);
    }
    return after;
}

} // namespace ballast
