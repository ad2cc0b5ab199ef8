#include "app/feeds/live/eth_rpc.h"

#include "app/feeds/deribit_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace ballast {
namespace {

bool isHex(std::string_view text, std::size_t digits)
{
    if (!text.starts_with("0x") || (digits > 0 && text.size() != digits + 2))
        return false;
    return std::ranges::all_of(text.substr(2),
                               [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; });
}

Error noAnswer(std::string_view why)
{
    return {Errc::BadInput, fmt::format("the Ethereum node's answer cannot be read: {}", why)};
}

} // namespace

bool isEthAddress(std::string_view text)
{
    return isHex(text, 40);
}

Result<std::string> ethCallRequest(std::int64_t id, std::string_view contract, std::string_view callHex)
{
    if (!isEthAddress(contract))
        return Error{Errc::BadInput,
                     fmt::format("'{}' is no contract address, write 0x and 40 hex digits", contract.substr(0, 50))};
    if (!isHex(callHex, 0))
        return Error{Errc::BadInput, "a call must be hex that begins with 0x"};
    return fmt::format(
        R"({{"jsonrpc":"2.0","id":{},"method":"eth_call","params":[{{"to":"{}","data":"{}"}},"latest"]}})", id,
        contract, callHex);
}

Result<std::string> ethCallAnswer(std::string_view json, std::int64_t id)
{
    simdjson::dom::parser parser;
    deribit::Element root;
    deribit::Object object;
    if (const auto failure = parser.parse(json.data(), json.size(), true).get(root); failure)
        return noAnswer(fmt::format("broken JSON ({})", simdjson::error_message(failure)));
    if (root.get_object().get(object) != simdjson::SUCCESS)
        return noAnswer("no object");
    if (const auto error = deribit::child(object, "error"))
        return Error{Errc::Io, fmt::format("the Ethereum node refused: {} ({})",
                                           deribit::text(*error, "message").value_or("no reason"),
                                           deribit::integer(*error, "code").value_or(0))};
    if (deribit::integer(object, "id") != id)
        return noAnswer("it answers another request");
    const auto result = deribit::text(object, "result");
    if (!result || !isHex(*result, 0))
        return noAnswer("no hex result");
    return std::string(*result);
}

} // namespace ballast
