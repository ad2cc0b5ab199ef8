#include "app/feeds/transport/deribit_feed.h"

#include <utility>

namespace ballast {
namespace {

std::unique_ptr<FeedPipeline> deribitPipeline(const DeribitFeedSettings& settings, FeedInputSink* recorder)
{
    auto pipeline =
        std::make_unique<DeribitPipeline>(settings.session, settings.source, MarketMode::Live, settings.conflation);
    pipeline->recordInto(recorder);
    return pipeline;
}

} // namespace

DeribitFeed::DeribitFeed(const DeribitFeedSettings& settings, DeribitFeedHandlers handlers, FeedInputSink* recorder)
    : m_loop({settings.endpoint, settings.authorities,
              settings.session.clientName + "/" + settings.session.clientVersion, settings.environment},
             std::move(handlers), deribitPipeline(settings, recorder))
{}

void DeribitFeed::watch(std::set<std::string> instruments)
{
    m_loop.watch(std::move(instruments));
}

void DeribitFeed::breakLink()
{
    m_loop.breakLink();
}

} // namespace ballast
