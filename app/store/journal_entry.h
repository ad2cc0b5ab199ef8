#pragma once

#include "models/core/time.h"
#include "models/desk/approval.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

inline constexpr int journalSchemaVersion = 1;

// A record before the journal gave it a sequence number and its place in the chain.
struct JournalDraft
{
    Timestamp at{};
    std::string kind;
    std::string actor;
    std::uint64_t basis = 0;    // snapshot id; 0: none
    std::uint64_t proposal = 0; // 0: none
    std::string summary;
    std::string payload = "{}"; // a JSON document
    bool operator==(const JournalDraft&) const = default;
};

// Whether the chain of a journal file holds from its first entry to its last.
struct ChainVerdict
{
    bool intact = false;
    std::int64_t entries = 0;             // that are there
    std::optional<std::int64_t> brokenAt; // sequence of the first entry that is wrong or missing
    std::string reason;                   // one sentence; empty when intact
    std::string lastHash;                 // head of the chain, or of its sound part
    bool operator==(const ChainVerdict&) const = default;
};

// The end of the chain: note the hash elsewhere to be able to see a truncation.
struct JournalHead
{
    std::int64_t sequence = 0; // 0: empty
    std::string hash;
    bool operator==(const JournalHead&) const = default;
};

} // namespace ballast
