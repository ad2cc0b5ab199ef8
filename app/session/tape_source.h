#pragma once

#include "app/feeds/recording/feed_replay.h"
#include "app/session/market_source.h"

#include <memory>
#include <string>

namespace ballast {

// A recorded feed as a source: lived through by the path of a live one.
class TapeSource final : public MarketSource
{
public:
    TapeSource(std::string name, std::unique_ptr<FeedTape> tape);

    [[nodiscard]] std::string name() const override { return m_name; }
    [[nodiscard]] MarketMode mode() const override { return MarketMode::Recording; }
    [[nodiscard]] SnapshotPtr current() const override { return m_current; }
    [[nodiscard]] SnapshotPtr advance(Milliseconds marketTime) override;
    [[nodiscard]] SnapshotPtr step() override;
    [[nodiscard]] bool atEnd() const override { return m_replay.atEnd(); }
    [[nodiscard]] std::string progress() const override;
    [[nodiscard]] std::optional<TapePosition> tape() const override;
    void seek(Timestamp at) override;

private:
    [[nodiscard]] SnapshotPtr keep(const FeedReplay::Progress& progress);

    std::string m_name;
    FeedReplay m_replay;
    SnapshotPtr m_current;
    Timestamp m_at{}; // playing time: runs on where the tape is silent
    std::string m_problem;
};

} // namespace ballast
