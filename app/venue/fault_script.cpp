#include "app/venue/fault_script.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <utility>

namespace ballast {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::pair<const char*, VenueFault>, 13> faultWords{{
    {"drop", VenueFault::Drop},
    {"delay", VenueFault::Delay},
    {"duplicate", VenueFault::Duplicate},
    {"reorder", VenueFault::Reorder},
    {"corrupt", VenueFault::Corrupt},
    {"truncate", VenueFault::Truncate},
    {"wrong-change-id", VenueFault::WrongChangeId},
    {"stall", VenueFault::Stall},
    {"disconnect", VenueFault::Disconnect},
    {"maintenance", VenueFault::Maintenance},
    {"rate-limit", VenueFault::RateLimit},
    {"clock-skew", VenueFault::ClockSkew},
    {"certificate", VenueFault::Certificate},
}};

constexpr std::array<std::pair<const char*, CertificateFault>, 4> certificateWords{{
    {"expired", CertificateFault::Expired},
    {"wrong-host", CertificateFault::WrongHost},
    {"self-signed", CertificateFault::SelfSigned},
    {"tls-1.1", CertificateFault::OldTls},
}};

template <class Value, std::size_t size>
std::optional<Value> valueOf(const std::string& word, const std::array<std::pair<const char*, Value>, size>& words)
{
    for (const auto& [text, value] : words) {
        if (word == text)
            return value;
    }
    return std::nullopt;
}

template <class Value, std::size_t size>
std::string listOf(const std::array<std::pair<const char*, Value>, size>& words)
{
    std::string list;
    for (const auto& [text, value] : words)
        list += (list.empty() ? "" : ", ") + std::string(text);
    return list;
}

Error wrong(const std::string& what)
{
    return {Errc::BadInput, "fault script: " + what};
}

bool needsSpan(VenueFault fault)
{
    return fault == VenueFault::Delay || fault == VenueFault::Stall || fault == VenueFault::Maintenance ||
           fault == VenueFault::ClockSkew;
}

std::optional<Error> takeKey(const std::string& key, const Json& value, FaultRule& rule)
{
    const auto number = [&](double lowest, double highest) {
        return value.is_number() && value.get<double>() >= lowest && value.get<double>() <= highest;
    };
    constexpr double aDay = 86'400.0;
    if (key == "at" && number(0.0, aDay))
        rule.atSeconds = value.get<double>();
    else if (key == "probability" && number(0.0, 1.0))
        rule.probability = value.get<double>();
    else if (key == "count" && value.is_number_integer() && number(1.0, 1e6))
        rule.count = value.get<int>();
    else if (key == "channel" && value.is_string())
        rule.channel = value.get<std::string>();
    else if (key == "milliseconds" && value.is_number_integer() && number(-1000.0 * aDay, 1000.0 * aDay))
        rule.span = Milliseconds{value.get<std::int64_t>()};
    else if (key == "which" && value.is_string()) {
        const auto which = valueOf(value.get<std::string>(), certificateWords);
        if (!which)
            return wrong(fmt::format("which must be one of {}", listOf(certificateWords)));
        rule.certificate = *which;
    } else
        return wrong(fmt::format("'{}': unknown, or its value is out of range; known: kind, at, probability, count, "
                                 "channel, milliseconds, which",
                                 key));
    return std::nullopt;
}

Result<FaultRule> ruleOf(const Json& json)
{
    if (!json.is_object() || !json.contains("kind") || !json["kind"].is_string())
        return wrong("each fault is an object with a kind");
    const auto kind = valueOf(json["kind"].get<std::string>(), faultWords);
    if (!kind)
        return wrong(fmt::format("kind '{}' is none of {}", json["kind"].get<std::string>(), listOf(faultWords)));
    FaultRule rule;
    rule.fault = *kind;
    for (const auto& [key, value] : json.items()) {
        if (key == "kind")
            continue;
        if (const auto problem = takeKey(key, value, rule))
            return *problem;
    }
    const std::string word = venueFaultWord(*kind);
    if (*kind == VenueFault::Certificate) {
        if (rule.certificate == CertificateFault::None || rule.atSeconds || rule.probability)
            return wrong("certificate takes which, and no time: it holds from the start");
        return rule;
    }
    if (rule.certificate != CertificateFault::None)
        return wrong(word + " takes no which");
    if (rule.atSeconds.has_value() == rule.probability.has_value())
        return wrong(word + " needs either at (seconds) or probability");
    if (needsSpan(*kind) != (rule.span != Milliseconds{0}) || (*kind != VenueFault::ClockSkew && rule.span.count() < 0))
        return wrong(word + (needsSpan(*kind) ? " needs milliseconds" : " takes no milliseconds"));
    return rule;
}

} // namespace

const char* venueFaultWord(VenueFault fault)
{
    for (const auto& [word, known] : faultWords) {
        if (known == fault)
            return word;
    }
    return "unknown";
}

CertificateFault FaultScript::certificate() const
{
    const auto rule = std::ranges::find(rules, VenueFault::Certificate, &FaultRule::fault);
    return rule == rules.end() ? CertificateFault::None : rule->certificate;
}

Result<FaultScript> parseFaultScript(std::string_view text)
{
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object())
        return wrong("not a JSON object");
    FaultScript script;
    for (const auto& [key, value] : json.items()) {
        if (key == "seed" && value.is_number_unsigned()) {
            script.seed = value.get<std::uint64_t>();
            continue;
        }
        if (key != "faults" || !value.is_array())
            return wrong(fmt::format("'{}': only seed (a whole number) and faults (a list) are known", key));
        for (const Json& item : value) {
            auto rule = ruleOf(item);
            if (!rule)
                return rule.error();
            script.rules.push_back(std::move(*rule));
        }
    }
    return script;
}

Result<FaultScript> readFaultScript(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return Error{Errc::Io, fmt::format("{}: cannot be read", file.string())};
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    auto script = parseFaultScript(text);
    if (!script)
        return Error{script.error().code, fmt::format("{}: {}", file.string(), script.error().message)};
    return script;
}

} // namespace ballast
