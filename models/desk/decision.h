#pragma once

#include "models/desk/approval.h"

#include <string>
#include <vector>

namespace ballast {

// One step in the life of a proposal that belongs in the journal.
struct Decision
{
    std::string kind; // as JournalEntry::kind: "proposal-opened", "approved", "rejected", "expired", "void"
    ProposalId proposal;
    SnapshotId basis;     // what the proposal was computed from
    SnapshotId decidedOn; // what the checks were measured against; 0: none
    Timestamp at{};
    std::string reason; // one sentence; empty where none is asked for
    std::vector<ApprovalCheck> checks;
    bool operator==(const Decision&) const = default;
};

} // namespace ballast
