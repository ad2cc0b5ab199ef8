#include "app/feeds/live/client_signature.h"
#include "app/venue/simulated_venue.h"

#include <algorithm>
#include <array>

namespace ballast {
namespace {

constexpr int badRequest = 400;
constexpr int noSuchPage = 404;

// What belongs to a connection that stays open.
bool needsWebsocket(const std::string& method)
{
    constexpr std::array words{"subscribe", "heartbeat", "cancel_on_disconnect", "logout"};
    return std::ranges::any_of(words, [&](const char* word) { return method.find(word) != std::string::npos; });
}

} // namespace

// Requests without a key share one line of credits, those of a key another.
VenueConnection& SimulatedVenue::httpConnection(const std::string& clientId)
{
    return m_http[clientId];
}

// Basic and signature name the key with each request, a token was given out before, over HTTP or a websocket.
std::optional<RpcFault> SimulatedVenue::loginHttp(const VenueHttpRequest& request, VenueConnection*& connection)
{
    const auto login = httpLogin(request.authorization);
    if (!login)
        return rpcFault(rpc_code::invalidCredentials, "the Authorization header cannot be read");
    if (!login->token.empty()) {
        const auto has = [&](const auto& each) { return each.second.accessToken == login->token; };
        const auto ours = std::ranges::find_if(m_http, has);
        const auto theirs = std::ranges::find_if(m_connections, has);
        if (ours == m_http.end() && theirs == m_connections.end())
            return rpcFault(rpc_code::unauthorized, "no such token");
        connection = ours != m_http.end() ? &ours->second : &theirs->second;
        return std::nullopt;
    }
    const Json params = login->signature.empty()
                            ? Json{{"grant_type", "client_credentials"},
                                   {"client_id", login->clientId},
                                   {"client_secret", login->clientSecret}}
                            : Json{{"grant_type", "client_signature"},
                                   {"client_id", login->clientId},
                                   {"timestamp", login->timestamp},
                                   {"nonce", login->nonce},
                                   {"signature", login->signature},
                                   {"data", request.verb + "\n" + request.target + "\n" + request.body + "\n"}};
    connection = &httpConnection(login->clientId);
    const RpcAnswer granted = auth(*connection, params);
    const auto* fault = std::get_if<RpcFault>(&granted);
    return fault != nullptr ? std::optional(*fault) : std::nullopt;
}

RpcAnswer SimulatedVenue::callHttp(const VenueHttpRequest& request, const VenueHttpCall& asked)
{
    if (needsWebsocket(asked.method) && methods().contains(asked.method))
        return rpcFault(rpc_code::invalidRequest, "only over a websocket");
    VenueConnection* connection = &httpConnection({});
    if (!request.authorization.empty()) {
        if (const auto refused = loginHttp(request, connection))
            return *refused;
    } else if (const auto id = asked.params.find("client_id");
               asked.method == "public/auth" && id != asked.params.end() && id->is_string()) {
        connection = &httpConnection(id->get<std::string>());
    }
    return call(*connection, asked.method, asked.params);
}

VenueHttpAnswer SimulatedVenue::answerHttp(const VenueHttpRequest& request, Timestamp now)
{
    m_now = now;
    const auto asked = httpCall(request);
    if (!asked)
        return {noSuchPage, "Not Found"};
    const RpcAnswer result = callHttp(request, *asked);
    const std::int64_t at = venueMicroseconds(m_now);
    return {std::holds_alternative<RpcFault>(result) ? badRequest : 200, answerText(asked->id, result, at, at + 120)};
}

} // namespace ballast
