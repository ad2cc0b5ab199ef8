#include "app/venue/venue_http.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace ballast {
namespace {

constexpr std::string_view root = "/api/v2";

// A query has only texts: these are numbers and truths to the methods (docs.deribit.com).
constexpr std::array<std::string_view, 20> numbers{
    "amount",     "contracts", "price",           "depth",         "count",
    "offset",     "timestamp", "start_timestamp", "end_timestamp", "start_seq",
    "end_seq",    "max_show",  "interval",        "trigger_price", "valid_until",
    "expires_in", "start_id",  "end_id",          "length",        "resolution_seconds"};
constexpr std::array<std::string_view, 9> truths{"post_only", "reject_post_only", "reduce_only",
                                                 "expired",   "extended",         "include_old",
                                                 "mmp",       "detailed",         "include_unfilled"};

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string unescaped(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool isEscape =
            text[i] == '%' && i + 2 < text.size() && hexDigit(text[i + 1]) >= 0 && hexDigit(text[i + 2]) >= 0;
        if (isEscape) {
            plain += static_cast<char>(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2]));
            i += 2;
        } else {
            plain += text[i] == '+' ? ' ' : text[i];
        }
    }
    return plain;
}

std::vector<std::string_view> split(std::string_view text, char at)
{
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const auto end = text.find(at);
        parts.push_back(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return parts;
}

// What does not read as what it should be stays a text: the method then says which parameter is wrong.
Json valueOf(std::string_view name, const std::string& text)
{
    if (std::ranges::find(truths, name) != truths.end() && (text == "true" || text == "false"))
        return text == "true";
    const bool isNumber = std::ranges::find(numbers, name) != numbers.end();
    const bool isList = text.starts_with('[');
    if (!isNumber && !isList)
        return text;
    Json value = Json::parse(text, nullptr, false);
    return (isNumber && value.is_number()) || (isList && value.is_array()) ? value : Json(text);
}

Json paramsOf(std::string_view query)
{
    Json params = Json::object();
    for (const std::string_view pair : split(query, '&')) {
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos)
            continue;
        std::string name = unescaped(pair.substr(0, equals));
        const bool isList = name.ends_with("[]"); // channels[]=a&channels[]=b
        if (isList)
            name.resize(name.size() - 2);
        const std::string text = unescaped(pair.substr(equals + 1));
        if (isList)
            params[name].push_back(text);
        else
            params[name] = valueOf(name, text);
    }
    return params;
}

std::string fromBase64(std::string_view text)
{
    std::string plain(text.size(), '\0');
    const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(plain.data()),
                                       reinterpret_cast<const unsigned char*>(text.data()), int(text.size()));
    if (length < 0)
        return {};
    plain.resize(static_cast<std::size_t>(length));
    while (!plain.empty() && plain.back() == '\0')
        plain.pop_back(); // the padding
    return plain;
}

VenueHttpLogin signedLogin(std::string_view fields)
{
    VenueHttpLogin login;
    for (std::string_view field : split(fields, ',')) {
        field.remove_prefix(std::min(field.find_first_not_of(' '), field.size()));
        const auto equals = field.find('=');
        if (equals == std::string_view::npos)
            continue;
        const std::string_view name = field.substr(0, equals);
        const std::string_view value = field.substr(equals + 1);
        if (name == "id")
            login.clientId = value;
        else if (name == "sig")
            login.signature = value;
        else if (name == "nonce")
            login.nonce = value;
        else if (name == "ts")
            std::from_chars(value.data(), value.data() + value.size(), login.timestamp);
    }
    return login;
}

} // namespace

std::optional<VenueHttpCall> httpCall(const VenueHttpRequest& request)
{
    std::string_view target = request.target;
    const auto question = target.find('?');
    std::string_view path = target.substr(0, question);
    if (!path.starts_with(root) || (request.verb != "GET" && request.verb != "POST"))
        return std::nullopt;
    path.remove_prefix(root.size());
    path.remove_prefix(path.starts_with('/') ? 1 : 0);
    VenueHttpCall call;
    call.method = path;
    if (question != std::string_view::npos)
        call.params = paramsOf(target.substr(question + 1));
    if (request.verb == "GET" || request.body.empty())
        return call.method.empty() ? std::nullopt : std::optional(std::move(call));
    const Json body = Json::parse(request.body, nullptr, false);
    if (!body.is_object())
        return std::nullopt;
    if (const auto method = body.find("method"); method != body.end() && method->is_string())
        call.method = method->get<std::string>();
    if (const auto params = body.find("params"); params != body.end() && params->is_object())
        call.params = *params;
    if (const auto id = body.find("id"); id != body.end())
        call.id = *id;
    return call.method.empty() ? std::nullopt : std::optional(std::move(call));
}

std::optional<VenueHttpLogin> httpLogin(std::string_view authorization)
{
    const auto space = authorization.find(' ');
    if (space == std::string_view::npos)
        return std::nullopt;
    std::string scheme(authorization.substr(0, space));
    std::ranges::transform(scheme, scheme.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    const std::string_view rest = authorization.substr(space + 1);
    if (scheme == "bearer")
        return VenueHttpLogin{{}, {}, std::string(rest), {}, {}, 0};
    if (scheme == "deri-hmac-sha256")
        return signedLogin(rest);
    if (scheme != "basic")
        return std::nullopt;
    const std::string plain = fromBase64(rest);
    const auto colon = plain.find(':');
    if (colon == std::string::npos)
        return std::nullopt;
    return VenueHttpLogin{plain.substr(0, colon), plain.substr(colon + 1), {}, {}, {}, 0};
}

} // namespace ballast
