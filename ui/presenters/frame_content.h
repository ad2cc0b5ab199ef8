#pragma once

#include "models/desk/approval.h"
#include "models/desk/desk_picture.h"
#include "models/hedging/delta_rule.h"
#include "models/hedging/policy.h"
#include "widgets/status_bar.h"
#include "widgets/tile_strip.h"
#include "widgets/top_bar.h"

#include <optional>

namespace ballast {

// What changes are measured against: the first picture of a market in this window.
struct TileReference
{
    Timestamp at{};
    double indexUsd = 0.0;
    std::optional<double> volIndex30d;
};

[[nodiscard]] std::optional<TileReference> tileReference(const DeskPicture& picture, const std::string& underlying);

struct TileInputs
{
    const DeskPicture* picture = nullptr; // null: nothing priced yet
    std::string underlying;
    HedgePolicy policy;
    std::optional<TileReference> reference;
    std::optional<Milliseconds> feedStaleFor{}; // as marketStaleFor
};

[[nodiscard]] QList<Tile> deskTiles(const TileInputs& inputs);
// Age of the newest data once every feed is stale, down or torn; nullopt: one lives, or none is known.
[[nodiscard]] std::optional<Milliseconds> marketStaleFor(const std::vector<FeedHealth>& feeds);
[[nodiscard]] QList<FeedLight> feedLights(const std::vector<FeedHealth>& feeds);

struct StatusInputs
{
    const DeskPicture* picture = nullptr;
    std::size_t journalEntries = 0;
    std::optional<Timestamp> now;
};

[[nodiscard]] QList<StatusFact> statusFacts(const StatusInputs& inputs);

[[nodiscard]] ModeKind modeKind(MarketMode mode);
[[nodiscard]] QString modeDetail(MarketMode mode, double speed, bool paused); // "1×", "recording, paused"
[[nodiscard]] QString tradesAsWord(MarketMode mode);

} // namespace ballast
