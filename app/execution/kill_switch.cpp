#include "app/execution/kill_switch.h"

namespace ballast {
namespace {

std::string_view trimmed(std::string_view text)
{
    const auto blank = " \t\r\n";
    const std::size_t from = text.find_first_not_of(blank);
    if (from == std::string_view::npos)
        return {};
    return text.substr(from, text.find_last_not_of(blank) - from + 1);
}

} // namespace

KillSwitchState engageKillSwitch(const KillSwitchState& state, Timestamp at, std::string_view reason)
{
    if (state.engaged)
        return state;
    const auto words = trimmed(reason);
    return {true, at, words.empty() ? std::string("engaged by hand") : std::string(words)};
}

Result<KillSwitchState> resetKillSwitch(const KillSwitchState& state, Timestamp at, std::string_view reason)
{
    if (!state.engaged)
        return Error{Errc::Conflict, "The kill switch is at rest; there is nothing to reset."};
    const auto words = trimmed(reason);
    if (words.empty())
        return Error{Errc::BadInput, "Give a reason for resetting the kill switch; it goes into the journal."};
    return KillSwitchState{false, at, std::string(words)};
}

KillSwitchState killSwitchFromJournal(std::span<const JournalEntry> entries)
{
    const JournalEntry* newest = nullptr;
    for (const JournalEntry& entry : entries) {
        const bool ours = entry.kind == killKind || entry.kind == killResetKind;
        if (ours && (newest == nullptr || entry.sequence > newest->sequence))
            newest = &entry;
    }
    if (newest == nullptr)
        return {};
    return {newest->kind == killKind, newest->at, newest->summary};
}

} // namespace ballast
