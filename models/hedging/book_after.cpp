#include "models/hedging/hedger.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double closedShare = 1e-9; // a rest below this share of the trade is floating-point dust

// The price at which both parts together would have been bought. An inverse future of q USD bought at p holds q / p
// coins, so its average is harmonic (Deribit, average price of inverse futures).
double averageOf(const Instrument& instrument, double quantityA, double priceA, double quantityB, double priceB)
{
    const double quantity = quantityA + quantityB;
    if (isQuantityInUsd(instrument))
        return quantity / (quantityA / priceA + quantityB / priceB);
    return (quantityA * priceA + quantityB * priceB) / quantity;
}

// Adding to a holding averages, reducing keeps the average, going through zero starts anew.
void fill(Position& position, const Instrument& instrument, double quantity, double price)
{
    const double before = position.quantity;
    const double after = before + quantity;
    if (before == 0.0 || before * after < 0.0)
        position.averagePrice = price;
    else if (before * quantity > 0.0 && position.averagePrice)
        position.averagePrice = averageOf(instrument, before, *position.averagePrice, quantity, price);
    position.quantity = std::abs(after) <= closedShare * std::abs(quantity) ? 0.0 : after;
}

} // namespace

Portfolio bookAfter(const Portfolio& book, std::span<const HedgeTrade> trades, const MarketSnapshot& market)
{
    Portfolio after = book;
    for (const HedgeTrade& trade : trades) {
        const auto listed = market.instruments->find(trade.instrument);
        if (!listed || trade.quantity == 0.0)
            continue;
        auto line = std::ranges::find(after.positions, trade.instrument, &Position::instrument);
        if (line == after.positions.end()) {
            after.positions.push_back({trade.instrument, 0.0, std::nullopt, {}, {}});
            line = std::prev(after.positions.end());
        }
        const double signedQuantity = trade.side == Side::Buy ? trade.quantity : -trade.quantity;
        fill(*line, (*market.instruments)[*listed], signedQuantity, trade.expectedPrice);
        if (line->quantity == 0.0)
            after.positions.erase(line);
    }
    return after;
}

} // namespace ballast
