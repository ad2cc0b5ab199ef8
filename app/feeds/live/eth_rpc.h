#pragma once

#include "models/core/result.h"

#include <cstdint>
#include <string>
#include <string_view>

// Ethereum's JSON-RPC for one purpose: reading a contract (eth_call, ethereum.org/developers/docs/apis/json-rpc).
namespace ballast {

// Body of the POST. `data` is the call as "0x..." hex.
[[nodiscard]] Result<std::string> ethCallRequest(std::int64_t id, std::string_view contract, std::string_view callHex);
// The hex of the answer to request `id`. Errors: what the node says, BadInput for what is no answer.
[[nodiscard]] Result<std::string> ethCallAnswer(std::string_view json, std::int64_t id);

// "0x" and 40 hex digits.
[[nodiscard]] bool isEthAddress(std::string_view text);

} // namespace ballast
