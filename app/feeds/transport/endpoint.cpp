#include "app/feeds/transport/endpoint.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>

namespace ballast {
namespace {

struct Authority
{
    std::string host;
    std::optional<std::uint16_t> port;
};

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
    return result;
}

std::optional<std::uint16_t> portOf(std::string_view text)
{
    std::uint16_t port = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (problem != std::errc{} || end != text.data() + text.size() || port == 0)
        return std::nullopt;
    return port;
}

bool isHostCharacter(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' || c == '_' || c == ':';
}

// "host", "host:port", "[::1]:port".
std::optional<Authority> authorityOf(std::string_view text)
{
    Authority result;
    std::string_view port;
    if (text.starts_with('[')) {
        const auto close = text.find(']');
        if (close == std::string_view::npos)
            return std::nullopt;
        result.host = lowered(text.substr(1, close - 1));
        port = text.substr(close + 1);
    } else {
        const auto colon = text.find(':');
        result.host = lowered(text.substr(0, colon));
        port = colon == std::string_view::npos ? std::string_view() : text.substr(colon);
    }
    if (result.host.empty() || !std::ranges::all_of(result.host, isHostCharacter))
        return std::nullopt;
    if (port.empty())
        return result;
    result.port = port.starts_with(':') ? portOf(port.substr(1)) : std::nullopt;
    return result.port ? std::optional(result) : std::nullopt;
}

std::optional<std::string> firstSet(const Environment& environment, std::initializer_list<const char*> names)
{
    for (const char* name : names) {
        const auto value = environment(name);
        if (value && !value->empty())
            return value;
    }
    return std::nullopt;
}

// no_proxy: names separated by commas; "*" is all, ".example.org" and "example.org" are the domain and what is below.
bool isExcepted(const std::string& host, std::string_view list)
{
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        std::string name = lowered(list.substr(0, comma));
        list.remove_prefix(std::min(comma + 1, list.size()));
        std::erase_if(name, [](char c) { return c == ' ' || c == '\t'; });
        if (name == "*")
            return true;
        if (name.starts_with('.'))
            name.erase(0, 1);
        if (!name.empty() && (host == name || host.ends_with("." + name)))
            return true;
    }
    return false;
}

} // namespace

bool isLoopbackHost(std::string_view host)
{
    if (host == "localhost" || host == "::1")
        return true;
    constexpr std::string_view net = "127.";
    const bool digits = std::ranges::all_of(host, [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
    return digits && host.starts_with(net) && std::ranges::count(host, '.') == 3;
}

Result<VenueEndpoint> parseEndpoint(std::string_view url)
{
    VenueEndpoint endpoint;
    const auto scheme = url.find("://");
    const std::string word = scheme == std::string_view::npos ? std::string() : lowered(url.substr(0, scheme));
    if (word != "wss" && word != "ws")
        return Error{Errc::BadInput, fmt::format("{}: a venue's address begins with wss://", url)};
    endpoint.tls = word == "wss";
    const std::string_view rest = url.substr(scheme + 3);
    const auto slash = std::min(rest.find_first_of("/?"), rest.size());
    if (rest.substr(0, slash).find('@') != std::string_view::npos)
        return Error{Errc::BadInput, "a venue's address names no user: keys belong into the keychain"};
    const auto authority = authorityOf(rest.substr(0, slash));
    if (!authority)
        return Error{Errc::BadInput, fmt::format("{}: no host and port that can be read", url)};
    endpoint.host = authority->host;
    endpoint.port = authority->port.value_or(endpoint.tls ? 443 : 80);
    endpoint.path = slash == rest.size() ? "/" : std::string(rest.substr(slash));
    if (std::ranges::any_of(endpoint.path, [](char c) { return static_cast<unsigned char>(c) <= ' '; }))
        return Error{Errc::BadInput, fmt::format("{}: a blank in the path", url)};
    if (!endpoint.tls && !isLoopbackHost(endpoint.host))
        return Error{Errc::BadInput, fmt::format("{}: without encryption only on this machine, use wss://", url)};
    return endpoint;
}

std::string endpointText(const VenueEndpoint& endpoint)
{
    const bool bracketed = endpoint.host.find(':') != std::string::npos;
    const std::string host = bracketed ? "[" + endpoint.host + "]" : endpoint.host;
    return fmt::format("{}://{}:{}{}", endpoint.tls ? "wss" : "ws", host, endpoint.port, endpoint.path);
}

std::optional<std::string> processEnvironment(const std::string& name)
{
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

Result<std::optional<HttpProxy>> proxyFor(const VenueEndpoint& endpoint, const Environment& environment)
{
    const auto named = firstSet(environment, {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"});
    const auto excepted = firstSet(environment, {"no_proxy", "NO_PROXY"});
    if (!named || isLoopbackHost(endpoint.host) || isExcepted(endpoint.host, excepted.value_or("")))
        return std::optional<HttpProxy>();
    std::string_view text = *named;
    if (const auto scheme = text.find("://"); scheme != std::string_view::npos) {
        if (lowered(text.substr(0, scheme)) != "http")
            return Error{Errc::Unsupported, "https_proxy: only http:// proxies are spoken to"};
        text.remove_prefix(scheme + 3);
    }
    text = text.substr(0, text.find('/'));
    HttpProxy proxy;
    if (const auto at = text.rfind('@'); at != std::string_view::npos) {
        proxy.credentials = std::string(text.substr(0, at));
        text.remove_prefix(at + 1);
    }
    const auto authority = authorityOf(text);
    if (!authority)
        return Error{Errc::BadInput, "https_proxy: no host and port that can be read"};
    constexpr std::uint16_t usualPort = 3128;
    proxy.host = authority->host;
    proxy.port = authority->port.value_or(usualPort);
    return std::optional(proxy);
}

} // namespace ballast
