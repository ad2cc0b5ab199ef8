#include "app/feeds/live/deribit_requests.h"

#include "app/feeds/live/client_signature.h"

#include <nlohmann/json.hpp>

namespace ballast::deribit {
namespace {

using Json = nlohmann::ordered_json;

std::string request(std::int64_t id, std::string_view method, Json params)
{
    return Json{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}}.dump(
        -1, ' ', false, Json::error_handler_t::replace);
}

} // namespace

std::string helloRequest(std::int64_t id, std::string_view name, std::string_view version)
{
    return request(id, "public/hello", Json{{"client_name", name}, {"client_version", version}});
}

std::string signatureRequest(std::int64_t id, const Credentials& credentials, std::int64_t timestampMs,
                             std::string_view nonce)
{
    const std::string signature = clientSignature(credentials.clientSecret, timestampMs, nonce, "");
    Json params{{"grant_type", "client_signature"},
                {"client_id", credentials.clientId},
                {"timestamp", timestampMs},
                {"nonce", nonce},
                {"data", ""},
                {"signature", signature}};
    if (!credentials.scope.empty())
        params["scope"] = credentials.scope;
    return request(id, "public/auth", std::move(params));
}

std::string refreshRequest(std::int64_t id, std::string_view refreshToken)
{
    return request(id, "public/auth", Json{{"grant_type", "refresh_token"}, {"refresh_token", refreshToken}});
}

std::string heartbeatRequest(std::int64_t id, int seconds)
{
    return request(id, "public/set_heartbeat", Json{{"interval", seconds}});
}

std::string testRequest(std::int64_t id)
{
    return request(id, "public/test", Json::object());
}

std::string currencyRequest(std::int64_t id, std::string_view method, std::string_view currency)
{
    return request(id, method, Json{{"currency", currency}});
}

std::string channelsRequest(std::int64_t id, std::string_view method, std::span<const std::string> channels)
{
    Json names = Json::array();
    for (const std::string& channel : channels)
        names.push_back(channel);
    return request(id, method, Json{{"channels", std::move(names)}});
}

} // namespace ballast::deribit
