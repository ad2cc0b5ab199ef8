#pragma once

#include <cstdint>

namespace ballast {

// What to do about an error reply.
enum class DeribitErrorClass
{
    Retry,     // later, with back-off
    Throttled, // all sending stops and the server ends the session
    Login,     // authenticate again
    Order,     // an order's own fault; nothing of the link
    Request,   // the request is wrong: asking again is no use
    Unknown,
};

// Codes of Deribit's JSON-RPC API v2.1.1 and of JSON-RPC 2.0.
[[nodiscard]] DeribitErrorClass deribitErrorClass(std::int64_t code);
[[nodiscard]] const char* deribitErrorClassWord(DeribitErrorClass value);

} // namespace ballast
