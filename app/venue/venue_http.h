#pragma once

#include "app/venue/rpc.h"

#include <optional>
#include <string>
#include <string_view>

namespace ballast {

// A request as it came over HTTP: Deribit serves its JSON-RPC there too, one method a request.
struct VenueHttpRequest
{
    std::string verb;   // "GET", "POST"
    std::string target; // "/api/v2/public/ticker?instrument_name=BTC-PERPETUAL"
    std::string body;
    std::string authorization; // the header; empty: none
};

struct VenueHttpAnswer
{
    int status = 200;
    std::string body;
};

// What a request asks for; nullopt: nothing that the venue serves.
struct VenueHttpCall
{
    std::string method; // "public/ticker"
    Json params = Json::object();
    Json id = nullptr;
};
[[nodiscard]] std::optional<VenueHttpCall> httpCall(const VenueHttpRequest& request);

// The Authorization header: "Basic base64(id:secret)", "Bearer token" or "deri-hmac-sha256 id=,ts=,sig=,nonce=".
struct VenueHttpLogin
{
    std::string clientId;
    std::string clientSecret; // Basic
    std::string token;        // Bearer
    std::string signature;    // deri-hmac-sha256, over ts, nonce, verb, target and body, a line each
    std::string nonce;
    std::int64_t timestamp = 0;
};
[[nodiscard]] std::optional<VenueHttpLogin> httpLogin(std::string_view authorization);

} // namespace ballast
