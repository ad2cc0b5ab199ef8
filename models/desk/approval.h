#pragma once

#include "models/core/ids.h"
#include "models/core/time.h"
#include "models/market/quote.h"

#include <optional>
#include <string>
#include <vector>

namespace ballast {

// Life of a proposal. Only Approved is in the journal when the screen says so; Writing is until then.
enum class ProposalState
{
    None,
    Open,
    Writing,
    Approved,
    Rejected,
    Expired,
    Void
};

// One condition of an approval, with what was measured: shown before and at the decision.
struct ApprovalCheck
{
    std::string name; // "Prices fresh"
    bool passed = false;
    std::string measured; // "oldest 0.9 s"
    bool operator==(const ApprovalCheck&) const = default;
};

// What the decision block shows.
struct ApprovalView
{
    ProposalId proposal;
    ProposalState state = ProposalState::None;
    Timestamp openedAt{};
    Timestamp expiresAt{};
    std::vector<ApprovalCheck> checks;
    bool canApprove = false; // Open and every check passed and the kill switch is at rest
    std::string message;     // one sentence: why not, or what happened
    bool operator==(const ApprovalView&) const = default;
};

// Blocks every approval until reset by hand with a reason.
struct KillSwitchState
{
    bool engaged = false;
    Timestamp since{};
    std::string reason;
    bool operator==(const KillSwitchState&) const = default;
};

// One journal record as the screen lists it.
struct JournalEntry
{
    std::int64_t sequence = 0;
    Timestamp at{};
    std::string kind; // "proposal-opened", "approved", "filled", "rejected", "expired", "void", "kill", "kill-reset"
    std::string actor;
    std::uint64_t basis = 0;    // snapshot id; 0: none
    std::uint64_t proposal = 0; // 0: none
    std::string summary;        // one line for the table
    std::string payload;        // JSON document
    std::string previousHash;   // hex SHA-256
    std::string hash;
    bool operator==(const JournalEntry&) const = default;
};

// One light of the status bar.
struct FeedHealth
{
    std::string name;
    QuoteState state = QuoteState::Live;
    double ageSeconds = 0.0; // of the newest data, in market time
    std::optional<double> latencyMilliseconds;
    std::string detail; // "step 412, 1x", "paused", "next try 8 s"
    bool operator==(const FeedHealth&) const = default;
};

} // namespace ballast
