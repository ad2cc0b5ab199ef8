#pragma once

#include "app/feeds/replay.h"
#include "app/session/market_source.h"

#include <vector>

namespace ballast {

// Imported snapshots in time order. Recordings are sparse (hours between two chains), so a picture is held for at most
// `longestHold` of playing time; closer pictures keep their own distance.
class ReplaySource final : public MarketSource
{
public:
    static constexpr Milliseconds longestHold{5'000};

    // `snapshots` must not be empty.
    ReplaySource(std::string name, std::vector<SnapshotPtr> snapshots);

    [[nodiscard]] std::string name() const override { return m_name; }
    [[nodiscard]] MarketMode mode() const override { return MarketMode::Recording; }
    [[nodiscard]] SnapshotPtr current() const override { return m_replay.current(); }
    [[nodiscard]] SnapshotPtr advance(Milliseconds marketTime) override;
    [[nodiscard]] SnapshotPtr step() override;
    [[nodiscard]] bool atEnd() const override { return m_replay.atEnd(); }
    [[nodiscard]] std::string progress() const override;

private:
    std::string m_name;
    Replay m_replay;
    Milliseconds m_held{0};
};

} // namespace ballast
