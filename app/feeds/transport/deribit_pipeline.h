#pragma once

#include "app/feeds/live/conflation.h"
#include "app/feeds/live/deribit_session.h"
#include "app/feeds/transport/feed_inputs.h"
#include "app/feeds/transport/feed_pipeline.h"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ballast {

// Deribit's session with the conflator behind it: whatever feeds it - socket or recording - the same inputs at the same
// times give the same pictures. Owned by one thread.
class DeribitPipeline final : public FeedPipeline
{
public:
    DeribitPipeline(DeribitSettings settings, std::string source, MarketMode mode, ConflationLimits limits = {});

    // Told of every input from now on; null: nobody.
    void recordInto(FeedInputSink* sink) { m_sink = sink; }

    [[nodiscard]] FeedWork connected(Timestamp now) override;
    [[nodiscard]] FeedWork received(std::string_view text, Timestamp now) override;
    [[nodiscard]] FeedWork disconnected(Timestamp now, std::string_view reason) override;
    [[nodiscard]] FeedWork tick(Timestamp now) override;
    [[nodiscard]] FeedWork watch(std::set<std::string> instruments, Timestamp now) override;
    // One picture, due or not.
    [[nodiscard]] FeedWork publish(Timestamp now) override;

    [[nodiscard]] bool isPictureDue(Timestamp now) const override { return m_conflator.isDue(now); }
    [[nodiscard]] std::optional<Timestamp> nextDeadline(Timestamp now) const override { return m_session.nextDeadline(now); }
    [[nodiscard]] FeedStatus status(Timestamp now) const override;
    [[nodiscard]] const DeribitSession& session() const { return m_session; }
    [[nodiscard]] const Conflator& conflator() const { return m_conflator; }

private:
    void note(FeedInputKind kind, Timestamp now, std::string_view text = {});
    [[nodiscard]] FeedWork take(SessionStep step, Timestamp now);

    DeribitSession m_session;
    Conflator m_conflator;
    MarketMode m_mode;
    std::string m_source;
    FeedInputSink* m_sink = nullptr; // not owned
    SnapshotId m_lastPicture{};
    std::size_t m_listed = 0;
    std::size_t m_priced = 0;
    std::string m_lastReason;
};

} // namespace ballast
