#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <variant>

namespace ballast {

using Json = nlohmann::ordered_json;

// An error answer of JSON-RPC with Deribit's code and word (spec A9).
struct RpcFault
{
    int code = 0;
    std::string message;
    Json details = nullptr; // {"reason", "param"}, where there is more to say
};
using RpcAnswer = std::variant<Json, RpcFault>;

namespace rpc_code {
inline constexpr int parseError = -32700;
inline constexpr int invalidRequest = -32600;
inline constexpr int methodNotFound = -32601;
inline constexpr int invalidParams = -32602;
inline constexpr int quantityTooLow = 10002;
inline constexpr int orderNotFound = 10004;
inline constexpr int priceTooLow = 10005;
inline constexpr int priceTooHigh = 10007;
inline constexpr int notEnoughFunds = 10009;
inline constexpr int invalidInstrument = 10020;
inline constexpr int invalidAmount = 10021;
inline constexpr int invalidPrice = 10023;
inline constexpr int tooManyRequests = 10028;
inline constexpr int notOwner = 10029;
inline constexpr int priceWrongTick = 10043;
inline constexpr int otherReject = 11030;
inline constexpr int notOpenOrder = 11044;
inline constexpr int systemMaintenance = 11051;
inline constexpr int postOnlyReject = 11054;
inline constexpr int invalidCredentials = 13004;
inline constexpr int unauthorized = 13009;
inline constexpr int notFound = 13020;
inline constexpr int scopeExceeded = 13403;
inline constexpr int rawNeedsLogin = 13778;
} // namespace rpc_code

[[nodiscard]] RpcFault rpcFault(int code, std::string_view reason = {});
// -32602 with the name of what is wrong.
[[nodiscard]] RpcFault badParameter(std::string_view parameter, std::string_view reason);

// Whole messages. Times are the venue's, in microseconds since the epoch.
[[nodiscard]] std::string answerText(const Json& id, const RpcAnswer& answer, std::int64_t inUs, std::int64_t outUs);
[[nodiscard]] std::string notificationText(std::string_view channel, const Json& payload);
[[nodiscard]] std::string heartbeatText(bool wantsAnswer);

} // namespace ballast
