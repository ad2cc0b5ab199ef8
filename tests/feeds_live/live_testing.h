#pragma once

#include "app/feeds/live/session_step.h"
#include "tests/support/shared_data.h"

#include <filesystem>
#include <fstream>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace ballast::test {

// The first event of a kind; null when there is none.
template <class Event>
const Event* firstOf(const std::vector<FeedEvent>& events)
{
    for (const FeedEvent& event : events) {
        if (const auto* found = std::get_if<Event>(&event))
            return found;
    }
    return nullptr;
}

template <class Event>
std::size_t countOf(const std::vector<FeedEvent>& events)
{
    std::size_t count = 0;
    for (const FeedEvent& event : events)
        count += std::holds_alternative<Event>(event) ? 1 : 0;
    return count;
}

inline std::optional<double> valueOf(const TickerPatch& patch, TickerField field)
{
    std::optional<double> value;
    for (const auto& [name, said] : patch.values) {
        if (name == field)
            value = said;
    }
    return value;
}

inline std::vector<std::string> sentTexts(const SessionStep& step)
{
    std::vector<std::string> texts;
    for (const SessionAction& action : step.actions) {
        if (const auto* send = std::get_if<SendText>(&action))
            texts.push_back(send->text);
    }
    return texts;
}

template <class Action>
const Action* firstAction(const SessionStep& step)
{
    for (const SessionAction& action : step.actions) {
        if (const auto* found = std::get_if<Action>(&action))
            return found;
    }
    return nullptr;
}

inline const Alarm* alarmOf(const SessionStep& step, AlarmKind kind)
{
    for (const SessionAction& action : step.actions) {
        if (const auto* alarm = std::get_if<Alarm>(&action); alarm != nullptr && alarm->kind == kind)
            return alarm;
    }
    return nullptr;
}

// Lines of a recording of the shared data; empty where it is absent.
inline std::vector<std::string> recordedLines(std::string_view relative)
{
    std::vector<std::string> lines;
    const auto path = sharedData(relative);
    if (!path)
        return lines;
    std::ifstream in(*path);
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

// One to four of: flip a byte, drop some, double some, or write in what parsers trip over.
inline std::string mutated(std::string text, std::mt19937& random)
{
    static const std::vector<std::string> bait{
        "\"", ",",    "-",   "1e999", "[[", "{",    "}",  "null", "9999999999999999999",
        "-0", "true", ":",   "\xFF",  "",   "1e18", "[]", "{}",   "\"\"",
        "_",  "-1",   "0.5", "\"0\"", "d",  "''"};
    const int steps = 1 + static_cast<int>(random() % 4);
    for (int step = 0; step < steps; ++step) {
        const std::size_t at = random() % (text.size() + 1);
        switch (random() % 4) {
        case 0:
            if (at < text.size())
                text[at] = static_cast<char>(text[at] ^ (1U << (random() % 8)));
            break;
        case 1:
            text.erase(at, random() % 9);
            break;
        case 2:
            text.insert(at, text.substr(at, random() % 30));
            break;
        default:
            text.insert(at, bait[random() % bait.size()]);
            break;
        }
    }
    return text;
}

} // namespace ballast::test
