#pragma once

#include "app/feeds/simulated/simulated_market.h"
#include "app/session/market_source.h"

namespace ballast {

// The simulated market as a source; a step is one tick of 100 ms.
class SimulatedSource final : public MarketSource
{
public:
    static constexpr Milliseconds stepTime{100};

    explicit SimulatedSource(SimulationSettings settings) : m_market(std::move(settings)) {}

    [[nodiscard]] std::string name() const override { return "simulated"; }
    [[nodiscard]] MarketMode mode() const override { return MarketMode::Simulated; }
    [[nodiscard]] SnapshotPtr current() const override { return m_market.current(); }
    [[nodiscard]] SnapshotPtr advance(Milliseconds marketTime) override { return m_market.step(marketTime); }
    [[nodiscard]] SnapshotPtr step() override { return m_market.step(stepTime); }
    void triggerFlashCrash() { m_market.trigger(Episode::FlashCrash); }

private:
    SimulatedMarket m_market;
};

} // namespace ballast
