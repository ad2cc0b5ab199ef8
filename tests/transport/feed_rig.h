#pragma once

#include "app/feeds/transport/deribit_feed.h"
#include "app/venue/venue_server.h"
#include "tests/venue/venue_testing.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace ballast::test {

// What a feed said, to be read from the test's thread.
class FeedEar
{
public:
    [[nodiscard]] DeribitFeedHandlers handlers()
    {
        return {[this](const SnapshotPtr& picture) {
                    const std::scoped_lock lock(m_mutex);
                    m_picture = picture;
                    ++m_pictures;
                },
                [this](const FeedStatus& status) {
                    const std::scoped_lock lock(m_mutex);
                    m_status = status;
                },
                [this](const Alarm& alarm) {
                    const std::scoped_lock lock(m_mutex);
                    m_alarms.push_back(alarm);
                },
                [this](const std::vector<FeedEvent>& news) {
                    const std::scoped_lock lock(m_mutex);
                    m_news.insert(m_news.end(), news.begin(), news.end());
                }};
    }

    [[nodiscard]] SnapshotPtr picture() const { return read(m_picture); }
    [[nodiscard]] FeedStatus status() const { return read(m_status); }
    [[nodiscard]] std::vector<Alarm> alarms() const { return read(m_alarms); }
    [[nodiscard]] std::vector<FeedEvent> news() const { return read(m_news); }
    [[nodiscard]] int pictures() const { return read(m_pictures); }

    // Instruments of the picture that have a mark or a side, all of them at least `expected`.
    [[nodiscard]] bool isComplete(std::size_t expected) const
    {
        const SnapshotPtr picture = this->picture();
        return picture && picture->quotes.size() >= expected &&
               std::ranges::all_of(picture->quotes, [](const Quote& q) { return q.mark || q.bid || q.ask; });
    }
    [[nodiscard]] QuoteState stateOf(const char* instrument) const
    {
        const SnapshotPtr picture = this->picture();
        const Quote* quote = picture ? picture->quote({deribitVenue, instrument}) : nullptr;
        return quote != nullptr ? quote->state : QuoteState::Down;
    }

private:
    template <class T>
    T read(const T& value) const
    {
        const std::scoped_lock lock(m_mutex);
        return value;
    }

    mutable std::mutex m_mutex;
    SnapshotPtr m_picture;
    FeedStatus m_status;
    std::vector<Alarm> m_alarms;
    std::vector<FeedEvent> m_news;
    int m_pictures = 0;
};

// A venue on loopback, and how to reach it.
struct VenueOnLoopback
{
    explicit VenueOnLoopback(std::unique_ptr<VenueMarket> market, VenueServerSettings settings = {},
                             bool withTls = true)
    {
        if (withTls) {
            auto certificates = makeCertificates(settings.faults.certificate());
            authorities = folder.filePath(QStringLiteral("authority.pem")).toStdString();
            QFile file(QString::fromStdString(authorities));
            if (file.open(QIODevice::WriteOnly))
                file.write(QByteArray::fromStdString(certificates->authority));
            settings.tls = *certificates;
        }
        auto started = VenueServer::start(settings, std::move(market));
        if (started)
            server = std::move(*started);
        tls = withTls;
    }

    [[nodiscard]] DeribitFeedSettings feed(const std::string& host = "127.0.0.1") const
    {
        DeribitFeedSettings result;
        result.endpoint = {tls, host, server->port(), "/ws/api/v2"};
        if (tls)
            result.authorities = authorities;
        result.session.channels.currencies = {"BTC"};
        result.session.reconnect.shortest = Milliseconds{50};
        result.environment = [](const std::string&) { return std::nullopt; };
        return result;
    }

    QTemporaryDir folder;
    std::string authorities;
    std::unique_ptr<VenueServer> server;
    bool tls = true;
};

inline std::unique_ptr<VenueMarket> smallVenueMarket(double ticksPerSecond = 30.0)
{
    return recordedVenueMarket(smallMarket(), {1.0, ticksPerSecond, 5});
}

} // namespace ballast::test
