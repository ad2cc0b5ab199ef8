#include "app/session/key_check.h"

#include <utility>

namespace ballast {
namespace {

KeyVerdict refused(const std::string& why)
{
    return {false, false, false, why};
}

bool allows(const std::string& scope, const char* right)
{
    return (scope + " ").find(std::string(right) + " ") != std::string::npos;
}

} // namespace

KeyCheck::KeyCheck(const VenueChoice& choice, deribit::Credentials key, QObject* parent) : QObject(parent)
{
    const auto endpoint = parseEndpoint(choice.url);
    if (!endpoint) {
        QMetaObject::invokeMethod(
            this, [this, why = endpoint.error().message] { finish(refused(why)); }, Qt::QueuedConnection);
        return;
    }
    DeribitFeedSettings settings;
    settings.endpoint = *endpoint;
    if (!choice.authorities.empty())
        settings.authorities = choice.authorities;
    settings.session.channels.currencies.clear();
    key.scope.clear(); // all its rights shall show
    settings.session.credentials = std::move(key);
    const auto say = [this](const KeyVerdict& verdict) {
        QMetaObject::invokeMethod(
            this, [this, verdict] { finish(verdict); }, Qt::QueuedConnection);
    };
    DeribitFeedHandlers handlers;
    handlers.status = [say](const FeedStatus& status) {
        if (status.loggedIn)
            say(verdictOf(status.scope));
        else if (!status.lastReason.empty())
            say(refused(status.lastReason));
    };
    handlers.alarm = [say](const Alarm& alarm) {
        if (alarm.kind == AlarmKind::LoginRefused)
            say(refused(alarm.text));
    };
    m_feed = std::make_unique<DeribitFeed>(settings, std::move(handlers));
}

KeyCheck::~KeyCheck() = default;

KeyVerdict KeyCheck::verdictOf(const std::string& scope)
{
    KeyVerdict verdict;
    verdict.accepted = true;
    verdict.canTrade = allows(scope, "trade:read_write");
    verdict.canWithdraw = allows(scope, "wallet:read_write");
    verdict.sentence = std::string("The key may read the account") + (verdict.canTrade ? ", trade" : "") +
                       (verdict.canWithdraw ? " and withdraw" : "") + ".";
    if (verdict.canWithdraw)
        verdict.sentence += " A desk needs no right to withdraw: make a key without it.";
    else if (verdict.canTrade)
        verdict.sentence += " This desk only reads with it.";
    return verdict;
}

void KeyCheck::finish(const KeyVerdict& verdict)
{
    if (std::exchange(m_done, true))
        return;
    m_feed.reset();
    Q_EMIT finished(verdict);
}

} // namespace ballast
