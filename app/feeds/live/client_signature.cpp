#include "app/feeds/live/client_signature.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

namespace ballast {

std::string hmacSha256Hex(std::string_view key, std::string_view message)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(message.data()),
         message.size(), digest.data(), &size);
    std::string hex;
    for (unsigned int i = 0; i < size; ++i)
        hex += fmt::format("{:02x}", digest[i]);
    return hex;
}

std::string clientSignature(std::string_view secret, std::int64_t timestampMs, std::string_view nonce,
                            std::string_view data)
{
    return hmacSha256Hex(secret, fmt::format("{}\n{}\n{}", timestampMs, nonce, data));
}

} // namespace ballast
