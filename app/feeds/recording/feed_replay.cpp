#include "app/feeds/recording/feed_replay.h"

#include <set>
#include <sstream>
#include <utility>

namespace ballast {
namespace {

std::set<std::string> linesOf(const std::string& text)
{
    std::set<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        lines.insert(line);
    return lines;
}

} // namespace

FeedReplay::FeedReplay(std::unique_ptr<FeedTape> tape) : m_tape(std::move(tape))
{
    restart();
}

void FeedReplay::restart()
{
    DeribitSettings settings = m_tape->settings().session;
    // The key is not on the tape: what is signed with another goes nowhere.
    if (m_tape->settings().hadCredentials)
        settings.credentials = deribit::Credentials{"replayed", "replayed"};
    m_pipeline.emplace(settings, m_tape->settings().source, MarketMode::Recording);
    m_tape->rewind();
    m_next.reset();
    m_now = m_tape->begin();
    m_inputs = 0;
    m_ended = false;
}

bool FeedReplay::fetch(Progress& progress)
{
    if (m_next || m_ended)
        return m_next.has_value();
    auto next = m_tape->next();
    if (!next)
        progress.problem = next.error().message;
    else
        m_next = std::move(*next);
    m_ended = !m_next.has_value();
    return !m_ended;
}

FeedReplay::Progress FeedReplay::playUntil(Timestamp at)
{
    Progress progress;
    while (fetch(progress) && m_next->at <= at)
        take(*std::exchange(m_next, std::nullopt), progress);
    return progress;
}

FeedReplay::Progress FeedReplay::playToNextPicture()
{
    Progress progress;
    while (!progress.picture && fetch(progress))
        take(*std::exchange(m_next, std::nullopt), progress);
    return progress;
}

void FeedReplay::take(const FeedInput& input, Progress& progress)
{
    m_now = input.at;
    ++m_inputs;
    FeedWork work;
    switch (input.kind) {
    case FeedInputKind::Connected:
        work = m_pipeline->connected(input.at);
        break;
    case FeedInputKind::Received:
        work = m_pipeline->received(input.text, input.at);
        break;
    case FeedInputKind::Disconnected:
        work = m_pipeline->disconnected(input.at, input.text);
        break;
    case FeedInputKind::Ticked:
        work = m_pipeline->tick(input.at);
        break;
    case FeedInputKind::Watched:
        work = m_pipeline->watch(linesOf(input.text), input.at);
        break;
    case FeedInputKind::Published:
        work = m_pipeline->publish(input.at);
        break;
    }
    if (work.picture) {
        progress.picture = work.picture;
        if (onPicture)
            onPicture(work.picture);
    }
    for (const SessionAction& action : work.actions) {
        const auto* alarm = std::get_if<Alarm>(&action);
        if (alarm != nullptr && onAlarm)
            onAlarm(*alarm);
    }
}

} // namespace ballast
