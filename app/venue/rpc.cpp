#include "app/venue/rpc.h"

#include <array>
#include <utility>

namespace ballast {
namespace {

constexpr std::array<std::pair<int, const char*>, 25> words{{
    {rpc_code::parseError, "Parse error"},
    {rpc_code::invalidRequest, "Invalid Request"},
    {rpc_code::methodNotFound, "Method not found"},
    {rpc_code::invalidParams, "Invalid params"},
    {rpc_code::quantityTooLow, "qty_too_low"},
    {rpc_code::orderNotFound, "order_not_found"},
    {rpc_code::priceTooLow, "price_too_low"},
    {rpc_code::priceTooHigh, "price_too_high"},
    {rpc_code::notEnoughFunds, "not_enough_funds"},
    {rpc_code::invalidInstrument, "invalid_or_unsupported_instrument"},
    {rpc_code::invalidAmount, "invalid_amount"},
    {rpc_code::invalidPrice, "invalid_price"},
    {rpc_code::tooManyRequests, "too_many_requests"},
    {rpc_code::notOwner, "not_owner_of_order"},
    {rpc_code::priceWrongTick, "price_wrong_tick"},
    {rpc_code::otherReject, "other_reject"},
    {rpc_code::notOpenOrder, "not_open_order"},
    {rpc_code::systemMaintenance, "system_maintenance"},
    {rpc_code::postOnlyReject, "post_only_reject"},
    {rpc_code::invalidCredentials, "invalid_credentials"},
    {rpc_code::unauthorized, "unauthorized"},
    {rpc_code::notFound, "not_found"},
    {rpc_code::scopeExceeded, "scope_exceeded"},
    {rpc_code::rawNeedsLogin, "raw_subscriptions_not_available_for_unauthorized"},
    {-32603, "Internal error"},
}};

std::string dumped(const Json& message)
{
    return message.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace

RpcFault rpcFault(int code, std::string_view reason)
{
    RpcFault fault;
    fault.code = code;
    for (const auto& [known, word] : words) {
        if (known == code)
            fault.message = word;
    }
    if (!reason.empty())
        fault.details = Json{{"reason", reason}};
    return fault;
}

RpcFault badParameter(std::string_view parameter, std::string_view reason)
{
    RpcFault fault = rpcFault(rpc_code::invalidParams);
    fault.details = Json{{"reason", reason}, {"param", parameter}};
    return fault;
}

std::string answerText(const Json& id, const RpcAnswer& answer, std::int64_t inUs, std::int64_t outUs)
{
    Json message{{"jsonrpc", "2.0"}};
    if (!id.is_null())
        message["id"] = id;
    if (const auto* fault = std::get_if<RpcFault>(&answer)) {
        Json error{{"code", fault->code}, {"message", fault->message}};
        if (!fault->details.is_null())
            error["data"] = fault->details;
        message["error"] = std::move(error);
    } else {
        message["result"] = std::get<Json>(answer);
    }
    message["usIn"] = inUs;
    message["usOut"] = outUs;
    message["usDiff"] = outUs - inUs;
    message["testnet"] = true;
    return dumped(message);
}

std::string notificationText(std::string_view channel, const Json& payload)
{
    return dumped(Json{
        {"jsonrpc", "2.0"}, {"method", "subscription"}, {"params", Json{{"channel", channel}, {"data", payload}}}});
}

std::string heartbeatText(bool wantsAnswer)
{
    return dumped(Json{{"jsonrpc", "2.0"},
                       {"method", "heartbeat"},
                       {"params", Json{{"type", wantsAnswer ? "test_request" : "heartbeat"}}}});
}

} // namespace ballast
