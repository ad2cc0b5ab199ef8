#pragma once

#include "app/feeds/live/conflation.h"
#include "app/feeds/live/public_session.h"
#include "app/feeds/transport/feed_pipeline.h"

#include <memory>
#include <string>

namespace ballast {

// A public link's session with its conflator: messages and answers in, pictures out. Owned by one thread.
class PublicPipeline final : public FeedPipeline
{
public:
    PublicPipeline(std::unique_ptr<VenueDialect> dialect, NameReader names, std::string source,
                   PublicSessionSettings settings = {}, ConflationLimits limits = {});

    [[nodiscard]] FeedWork connected(Timestamp now) override;
    [[nodiscard]] FeedWork received(std::string_view text, Timestamp now) override;
    [[nodiscard]] FeedWork answered(const std::string& subject, const Result<std::string>& body,
                                    Timestamp now) override;
    [[nodiscard]] FeedWork disconnected(Timestamp now, std::string_view reason) override;
    [[nodiscard]] FeedWork tick(Timestamp now) override;
    [[nodiscard]] FeedWork watch(std::set<std::string> instruments, Timestamp now) override;
    [[nodiscard]] FeedWork publish(Timestamp now) override;

    [[nodiscard]] bool isPictureDue(Timestamp now) const override { return m_conflator.isDue(now); }
    [[nodiscard]] std::optional<Timestamp> nextDeadline(Timestamp now) const override
    {
        return m_session.nextDeadline(now);
    }
    [[nodiscard]] FeedStatus status(Timestamp now) const override;

private:
    [[nodiscard]] FeedWork take(SessionStep step, Timestamp now);

    PublicSession m_session;
    Conflator m_conflator;
    std::string m_source;
    SnapshotId m_lastPicture{};
    std::size_t m_listed = 0;
    std::size_t m_priced = 0;
    std::string m_lastReason;
};

} // namespace ballast
