#pragma once

#include "models/core/result.h"
#include "models/desk/approval.h"

#include <span>
#include <string>
#include <string_view>

namespace ballast {

inline constexpr std::string_view killKind = "kill";
inline constexpr std::string_view killResetKind = "kill-reset";

// Never refused: an empty reason becomes "engaged by hand". Engaging twice keeps the first time and reason.
// The caller blocks orders first and journals afterwards (kind "kill", the reason as summary).
[[nodiscard]] KillSwitchState engageKillSwitch(const KillSwitchState& state, Timestamp at, std::string_view reason);

// Only with a reason (Error BadInput) and only when engaged (Error Conflict). The caller journals it (kind
// "kill-reset", the reason as summary) and takes the new state only once that is written.
[[nodiscard]] Result<KillSwitchState> resetKillSwitch(const KillSwitchState& state, Timestamp at,
                                                      std::string_view reason);

// The state after a restart: what the newest "kill" or "kill-reset" entry says, wherever it stands in `entries`.
[[nodiscard]] KillSwitchState killSwitchFromJournal(std::span<const JournalEntry> entries);

} // namespace ballast
