#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

// Texts of the requests that a read-only desk sends to Deribit.
namespace ballast::deribit {

// Key of the venue's API. The secret signs and is never sent.
struct Credentials
{
    std::string clientId;
    std::string clientSecret;
    std::string scope = "connection account:read trade:read wallet:none"; // empty: all that the key may
};

[[nodiscard]] std::string helloRequest(std::int64_t id, std::string_view name, std::string_view version);
[[nodiscard]] std::string signatureRequest(std::int64_t id, const Credentials& credentials, std::int64_t timestampMs,
                                           std::string_view nonce);
[[nodiscard]] std::string refreshRequest(std::int64_t id, std::string_view refreshToken);
[[nodiscard]] std::string heartbeatRequest(std::int64_t id, int seconds);
[[nodiscard]] std::string testRequest(std::int64_t id);
// Methods that take a currency, or "any": listing, summary, positions, account summary, open orders.
[[nodiscard]] std::string currencyRequest(std::int64_t id, std::string_view method, std::string_view currency);
// "public/subscribe" and its like.
[[nodiscard]] std::string channelsRequest(std::int64_t id, std::string_view method,
                                          std::span<const std::string> channels);

} // namespace ballast::deribit
