#include "models/core/time.h"

#include <fmt/format.h>

#include <cctype>
#include <optional>

namespace ballast {
namespace {

using namespace std::chrono;

// Reads exactly `count` digits at `at` and moves past them.
std::optional<int> takeDigits(std::string_view text, std::size_t& at, std::size_t count)
{
    if (at + count > text.size())
        return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const char c = text[at + i];
        if (c < '0' || c > '9')
            return std::nullopt;
        value = value * 10 + (c - '0');
    }
    at += count;
    return value;
}

bool takeChar(std::string_view text, std::size_t& at, std::string_view anyOf)
{
    if (at >= text.size() || anyOf.find(text[at]) == std::string_view::npos)
        return false;
    ++at;
    return true;
}

std::optional<milliseconds> takeTimeOfDay(std::string_view text, std::size_t& at)
{
    const auto hour = takeDigits(text, at, 2);
    if (!hour || !takeChar(text, at, ":"))
        return std::nullopt;
    const auto minute = takeDigits(text, at, 2);
    if (!minute || *hour > 23 || *minute > 59)
        return std::nullopt;
    milliseconds time = hours(*hour) + minutes(*minute);
    if (!takeChar(text, at, ":"))
        return time;
    const auto second = takeDigits(text, at, 2);
    if (!second || *second > 60)
        return std::nullopt;
    time += seconds(*second);
    if (!takeChar(text, at, ".,"))
        return time;
    int scale = 100;
    bool any = false;
    while (at < text.size() && std::isdigit(static_cast<unsigned char>(text[at])) != 0) {
        time += milliseconds(scale * (text[at] - '0'));
        scale /= 10;
        any = true;
        ++at;
    }
    return any ? std::optional(time) : std::nullopt;
}

// Offset from UTC; nothing left to read means UTC.
std::optional<minutes> takeOffset(std::string_view text, std::size_t& at)
{
    if (at == text.size())
        return minutes(0);
    const std::string_view rest = text.substr(at);
    if (rest == "Z" || rest == "z" || rest == " UTC" || rest == "UTC") {
        at = text.size();
        return minutes(0);
    }
    const bool west = text[at] == '-';
    if (!takeChar(text, at, "+-"))
        return std::nullopt;
    const auto h = takeDigits(text, at, 2);
    takeChar(text, at, ":");
    const auto m = takeDigits(text, at, 2);
    if (!h || !m || *h > 23 || *m > 59 || at != text.size())
        return std::nullopt;
    const minutes offset = hours(*h) + minutes(*m);
    return west ? -offset : offset;
}

Error notATime(std::string_view text)
{
    return {Errc::BadInput, fmt::format("'{}' is not a time, write it as 2026-02-05T21:29:37Z", text.substr(0, 40))};
}

} // namespace

Timestamp SystemClock::now() const
{
    return time_point_cast<milliseconds>(system_clock::now());
}

Timestamp fromUnixMilliseconds(std::int64_t value)
{
    return Timestamp(milliseconds(value));
}

std::int64_t toUnixMilliseconds(Timestamp at)
{
    return at.time_since_epoch().count();
}

std::string toIso8601(Timestamp at)
{
    const auto day = floor<days>(at);
    const year_month_day date(day);
    const hh_mm_ss time(at - day);
    std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                                   static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                                   time.hours().count(), time.minutes().count(), time.seconds().count());
    if (const auto fraction = time.subseconds().count(); fraction != 0)
        text += fmt::format(".{:03}", fraction);
    return text + "Z";
}

Result<Timestamp> parseIso8601(std::string_view text)
{
    std::size_t at = 0;
    const auto y = takeDigits(text, at, 4);
    const bool dash1 = takeChar(text, at, "-");
    const auto m = takeDigits(text, at, 2);
    const bool dash2 = takeChar(text, at, "-");
    const auto d = takeDigits(text, at, 2);
    if (!y || !m || !d || !dash1 || !dash2)
        return notATime(text);
    const year_month_day date(year(*y), month(static_cast<unsigned>(*m)), day(static_cast<unsigned>(*d)));
    if (!date.ok())
        return notATime(text);
    Timestamp result = sys_days(date);
    if (at == text.size())
        return result;
    if (!takeChar(text, at, "T "))
        return notATime(text);
    const auto time = takeTimeOfDay(text, at);
    if (!time)
        return notATime(text);
    const auto offset = takeOffset(text, at);
    if (!offset)
        return notATime(text);
    return result + *time - *offset;
}

} // namespace ballast
