#pragma once

#include "models/desk/approval.h"

#include <span>
#include <vector>

namespace ballast {

// Approvals ("approved") that no later "filled" or "not-filled" entry of the same proposal answers: the program stopped
// between both. After a restart they are shown and closed as "not-filled", never sent again: on paper nothing left, and
// with a venue only the venue knows. Rising by sequence, whatever the order of `entries`.
[[nodiscard]] std::vector<JournalEntry> unfinishedApprovals(std::span<const JournalEntry> entries);

} // namespace ballast
