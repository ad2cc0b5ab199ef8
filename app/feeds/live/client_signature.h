#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ballast {

// HMAC-SHA256 as lower-case hex (FIPS 198-1).
[[nodiscard]] std::string hmacSha256Hex(std::string_view key, std::string_view message);

// Deribit's client_signature: HMAC-SHA256(secret, timestamp "\n" nonce "\n" data) (docs.deribit.com public/auth).
[[nodiscard]] std::string clientSignature(std::string_view secret, std::int64_t timestampMs, std::string_view nonce,
                                          std::string_view data);

} // namespace ballast
