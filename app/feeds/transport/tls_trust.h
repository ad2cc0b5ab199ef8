#pragma once

#include "models/core/result.h"

#include <boost/asio/ssl/context.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace ballast {

// A client's side of TLS: version 1.2 or newer, the peer always verified, by the system's store or by one file of
// authorities instead.
[[nodiscard]] Result<std::shared_ptr<boost::asio::ssl::context>>
clientTls(const std::optional<std::filesystem::path>& authorities);

// Server name indication and the name that the certificate must be for: `host`, or its address where it is one.
[[nodiscard]] Status expectHost(SSL* connection, const std::string& host);

// Why the handshake failed, for people.
[[nodiscard]] std::string tlsFailure(const SSL* connection, const std::string& host, const std::string& problem);

} // namespace ballast
