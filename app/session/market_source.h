#pragma once

#include "models/core/time.h"
#include "models/market/snapshot.h"

#include <string>

namespace ballast {

// Where snapshots come from when no venue is connected: the simulated market or a recording.
class MarketSource
{
public:
    virtual ~MarketSource() = default;

    [[nodiscard]] virtual std::string name() const = 0;
    [[nodiscard]] virtual MarketMode mode() const = 0;
    [[nodiscard]] virtual SnapshotPtr current() const = 0;
    // Moves on by `marketTime`. Null: nothing new came in that time.
    [[nodiscard]] virtual SnapshotPtr advance(Milliseconds marketTime) = 0;
    // The next picture, however far away it is. Null: there is none.
    [[nodiscard]] virtual SnapshotPtr step() = 0;
    [[nodiscard]] virtual bool atEnd() const { return false; }
    // "3 of 10", or what is going on in the market; empty: nothing to say.
    [[nodiscard]] virtual std::string progress() const { return {}; }
};

} // namespace ballast
