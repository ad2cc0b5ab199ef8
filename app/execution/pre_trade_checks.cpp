#include "app/execution/pre_trade_checks.h"

#include "models/core/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double lotTolerance = 1e-6; // of one lot

bool isPositive(double value)
{
    return std::isfinite(value) && value > 0.0; // false for NaN
}

const Instrument* listed(const HedgeTrade& trade, const MarketSnapshot& market)
{
    const auto at = market.instruments ? market.instruments->find(trade.instrument) : std::nullopt;
    return at ? &(*market.instruments)[*at] : nullptr;
}

bool isWholeLots(const Instrument& instrument, double quantity)
{
    if (instrument.minTradeAmount <= 0.0)
        return true; // lot not known
    const double lots = quantity / instrument.minTradeAmount;
    return std::round(lots) >= 1.0 && std::abs(lots - std::round(lots)) <= lotTolerance;
}

class Findings
{
public:
    explicit Findings(const PreTradeInputs& inputs) : m_inputs(inputs) {}

    void checkLeg(const HedgeTrade& trade)
    {
        const Instrument* instrument = listed(trade, m_inputs.market);
        if (instrument == nullptr) {
            say(trade, "is not listed in the newest market");
            return;
        }
        if (instrument->expiry && *instrument->expiry <= m_inputs.market.asOf)
            say(trade, "has expired");
        checkPrice(trade, *instrument);
        if (!isPositive(trade.quantity)) {
            say(trade, "has no positive quantity");
            return;
        }
        if (m_inputs.limits.lots == LotRule::WholeLots && !isWholeLots(*instrument, trade.quantity))
            say(trade, fmt::format("{} is no multiple of the lot {}", shortestNumber(trade.quantity),
                                   shortestNumber(instrument->minTradeAmount)));
        checkNotional(trade, *instrument);
        checkRepeat(trade);
    }

    void checkWhole()
    {
        const auto legs = m_inputs.trades.size();
        if (legs > static_cast<std::size_t>(std::max(0, m_inputs.limits.maxLegs)))
            m_found.push_back(fmt::format("{} legs are more than the {} allowed", legs, m_inputs.limits.maxLegs));
        if (m_totalUsd > m_inputs.limits.maxTotalNotionalUsd)
            m_found.push_back(fmt::format("a notional of {:.0f} USD is over the limit of {:.0f} USD", m_totalUsd,
                                          m_inputs.limits.maxTotalNotionalUsd));
        for (std::size_t i = 0; i < legs; ++i) {
            const auto before = m_inputs.trades.first(i);
            if (std::ranges::find(before, m_inputs.trades[i].instrument, &HedgeTrade::instrument) != before.end())
                say(m_inputs.trades[i], "is there twice");
        }
    }

    [[nodiscard]] std::vector<std::string> take() { return std::move(m_found); }

private:
    void say(const HedgeTrade& trade, std::string_view what)
    {
        m_found.push_back(fmt::format("{}: {}", trade.instrument.name, what));
    }

    void checkPrice(const HedgeTrade& trade, const Instrument& instrument)
    {
        const Quote* quote = m_inputs.market.quote(trade.instrument);
        const auto reference = quote != nullptr ? markOrMid(*quote) : std::nullopt;
        const auto& collar = isOption(instrument) ? m_inputs.limits.options : m_inputs.limits.futures;
        const double tick = instrument.tick.at(reference.value_or(0.0));
        switch (checkCollar(trade.limitPrice, reference, tick, collar)) {
        case CollarVerdict::Inside:
            break;
        case CollarVerdict::Outside:
            say(trade, fmt::format("limit {} is outside the collar round the mark {}", shortestNumber(trade.limitPrice),
                                   shortestNumber(*reference)));
            break;
        case CollarVerdict::NoReference:
            say(trade, "has no mark to judge its limit by");
            break;
        case CollarVerdict::BadLimit:
            say(trade, "has no positive limit price");
            break;
        }
    }

    void checkNotional(const HedgeTrade& trade, const Instrument& instrument)
    {
        const auto usd = notionalUsd(instrument, trade.quantity, m_inputs.market);
        if (!usd) {
            say(trade, "cannot be valued: no index price of " + instrument.underlying);
            return;
        }
        m_totalUsd += *usd;
        if (*usd > m_inputs.limits.maxLegNotionalUsd)
            say(trade, fmt::format("{:.0f} USD is over the limit of {:.0f} USD a leg", *usd,
                                   m_inputs.limits.maxLegNotionalUsd));
    }

    void checkRepeat(const HedgeTrade& trade)
    {
        const bool repeated = std::ranges::any_of(m_inputs.recent, [&](const RecentOrder& order) {
            return order.instrument == trade.instrument && order.side == trade.side &&
                   order.quantity == trade.quantity && m_inputs.now - order.at < m_inputs.limits.repeatWindow;
        });
        if (repeated)
            say(trade, fmt::format("the same order left less than {} s ago",
                                   std::chrono::ceil<std::chrono::seconds>(m_inputs.limits.repeatWindow).count()));
    }

    const PreTradeInputs& m_inputs;
    std::vector<std::string> m_found;
    double m_totalUsd = 0.0;
};

} // namespace

CollarVerdict checkCollar(double limit, std::optional<double> reference, double tick, const PriceCollar& collar)
{
    if (!reference || !isPositive(*reference))
        return CollarVerdict::NoReference;
    if (!isPositive(limit))
        return CollarVerdict::BadLimit;
    const double byTicks = isPositive(tick) ? collar.ticks * tick : 0.0;
    const double width = std::max(collar.fraction * *reference, byTicks);
    // Written so that a NaN width refuses.
    return std::abs(limit - *reference) <= width ? CollarVerdict::Inside : CollarVerdict::Outside;
}

std::vector<std::string> preTradeFindings(const PreTradeInputs& inputs)
{
    Findings findings(inputs);
    for (const HedgeTrade& trade : inputs.trades)
        findings.checkLeg(trade);
    findings.checkWhole();
    return findings.take();
}

std::optional<double> notionalUsd(const Instrument& instrument, double quantity, const MarketSnapshot& market)
{
    if (isQuantityInUsd(instrument))
        return std::abs(quantity);
    const IndexPrice* index = market.index(instrument.underlying);
    if (index == nullptr || !isPositive(index->priceUsd))
        return std::nullopt;
    return std::abs(quantity) * index->priceUsd;
}

} // namespace ballast
