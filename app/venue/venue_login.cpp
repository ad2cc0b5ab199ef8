#include "app/feeds/live/client_signature.h"
#include "app/venue/simulated_venue.h"

#include <algorithm>
#include <cstdlib>
#include <sstream>

namespace ballast {
namespace {

std::string textOf(const Json& params, const char* name)
{
    const auto it = params.find(name);
    return it != params.end() && it->is_string() ? it->get<std::string>() : std::string();
}

const char* rightWord(KeyRight right)
{
    switch (right) {
    case KeyRight::None:
        return "none";
    case KeyRight::Read:
        return "read";
    case KeyRight::ReadWrite:
        return "read_write";
    }
    return "none";
}

KeyRight rightOf(const std::string& word)
{
    if (word == "read_write")
        return KeyRight::ReadWrite;
    return word == "read" ? KeyRight::Read : KeyRight::None;
}

// What was asked for, as far as the key has it; all the key has where nothing is asked.
VenueKey narrowed(VenueKey key, const std::string& scope)
{
    std::istringstream words(scope);
    for (std::string word; words >> word;) {
        const auto colon = word.find(':');
        if (colon == std::string::npos)
            continue;
        const std::string name = word.substr(0, colon);
        const KeyRight asked = rightOf(word.substr(colon + 1));
        for (auto [known, right] :
             {std::pair{"account", &key.account}, {"trade", &key.trade}, {"wallet", &key.wallet}}) {
            if (name == known)
                *right = std::min(*right, asked);
        }
    }
    return key;
}

} // namespace

RpcAnswer SimulatedVenue::hello(VenueConnection&, const Json&)
{
    return Json{{"version", "1.2.26"}};
}

RpcAnswer SimulatedVenue::test(VenueConnection&, const Json&)
{
    return Json{{"version", "1.2.26"}};
}

RpcAnswer SimulatedVenue::auth(VenueConnection& connection, const Json& params)
{
    const std::string type = textOf(params, "grant_type");
    if (type == "refresh_token") {
        const bool known = connection.key && !connection.refreshToken.empty() &&
                           textOf(params, "refresh_token") == connection.refreshToken;
        if (!known)
            return rpcFault(rpc_code::invalidCredentials, "invalid refresh_token");
        return grant(connection, *connection.key, params);
    }
    const std::string id = textOf(params, "client_id");
    const auto key = std::ranges::find(m_settings.keys, id, &VenueKey::clientId);
    if (type == "client_credentials") {
        if (key == m_settings.keys.end() || textOf(params, "client_secret") != key->clientSecret)
            return rpcFault(rpc_code::invalidCredentials);
        return grant(connection, *key, params);
    }
    if (type != "client_signature")
        return badParameter("grant_type", "must be client_credentials, client_signature or refresh_token");
    if (!params.contains("timestamp") || !params["timestamp"].is_number_integer())
        return badParameter("timestamp", "value required");
    const auto timestamp = params["timestamp"].get<std::int64_t>();
    // A signature holds for a minute to either side of the venue's clock; where that is a recording's, also of ours.
    constexpr std::int64_t window = 60'000;
    const std::int64_t off = std::min(std::abs(timestamp - toUnixMilliseconds(marketTime(m_now))),
                                      std::abs(timestamp - toUnixMilliseconds(m_now + m_settings.clockOffset)));
    if (key == m_settings.keys.end() || off > window ||
        textOf(params, "signature") !=
            clientSignature(key->clientSecret, timestamp, textOf(params, "nonce"), textOf(params, "data")))
        return rpcFault(rpc_code::invalidCredentials);
    return grant(connection, *key, params);
}

RpcAnswer SimulatedVenue::grant(VenueConnection& connection, const VenueKey& key, const Json& params)
{
    connection.key = narrowed(key, textOf(params, "scope"));
    const std::string number = std::to_string(++m_lastToken);
    connection.accessToken = "access-" + number;
    connection.refreshToken = "refresh-" + number;
    connection.expiresAt = m_now + m_settings.tokenLife;
    connection.scope = std::string("connection mainaccount account:") + rightWord(connection.key->account) +
                       " trade:" + rightWord(connection.key->trade) + " wallet:" + rightWord(connection.key->wallet);
    Json result{{"access_token", connection.accessToken},
                {"refresh_token", connection.refreshToken},
                {"token_type", "bearer"},
                {"expires_in", m_settings.tokenLife.count() / 1000},
                {"scope", connection.scope},
                {"enabled_features", Json::array()},
                {"sid", "sid-" + number}};
    if (params.contains("state"))
        result["state"] = params["state"];
    return result;
}

RpcAnswer SimulatedVenue::logout(VenueConnection& connection, const Json&)
{
    connection.key.reset();
    end(connection);
    return Json("ok");
}

RpcAnswer SimulatedVenue::setHeartbeat(VenueConnection& connection, const Json& params)
{
    if (!params.contains("interval") || !params["interval"].is_number())
        return badParameter("interval", "value required");
    const Milliseconds interval{static_cast<std::int64_t>(1000.0 * params["interval"].get<double>())};
    if (interval < m_settings.shortestHeartbeat)
        return badParameter("interval", "must be at least 10");
    connection.heartbeat = {interval, m_now + interval, false, true};
    return Json("ok");
}

RpcAnswer SimulatedVenue::disableHeartbeat(VenueConnection& connection, const Json&)
{
    connection.heartbeat = {};
    return Json("ok");
}

RpcAnswer SimulatedVenue::enableCancelOnDisconnect(VenueConnection& connection, const Json&)
{
    connection.cancelOnDisconnect = true;
    return Json("ok");
}

RpcAnswer SimulatedVenue::disableCancelOnDisconnect(VenueConnection& connection, const Json&)
{
    connection.cancelOnDisconnect = false;
    return Json("ok");
}

RpcAnswer SimulatedVenue::getCancelOnDisconnect(VenueConnection& connection, const Json&)
{
    return Json{{"scope", "connection"}, {"enabled", connection.cancelOnDisconnect}};
}

} // namespace ballast
