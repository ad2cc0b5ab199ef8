#pragma once

#include "app/feeds/transport/deribit_feed.h"
#include "models/desk/venue_health.h"

#include <QObject>

#include <memory>

namespace ballast {

// Logs in with a key to see what it may, and leaves again. GUI thread; the key is kept no longer than the check.
class KeyCheck : public QObject
{
    Q_OBJECT

public:
    KeyCheck(const VenueChoice& choice, deribit::Credentials key, QObject* parent = nullptr);
    ~KeyCheck() override;

    // What a granted scope allows, in words.
    [[nodiscard]] static KeyVerdict verdictOf(const std::string& scope);

Q_SIGNALS:
    void finished(const ballast::KeyVerdict& verdict); // once

private:
    void finish(const KeyVerdict& verdict);

    bool m_done = false;
    std::unique_ptr<DeribitFeed> m_feed;
};

} // namespace ballast
