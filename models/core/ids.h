#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace ballast {

// Names one published market picture; grows by one within a run.
struct SnapshotId
{
    std::uint64_t value = 0;
    auto operator<=>(const SnapshotId&) const = default;
};

struct ProposalId
{
    std::uint64_t value = 0;
    auto operator<=>(const ProposalId&) const = default;
};

// Lower-case venue word: "deribit", "okx".
struct VenueId
{
    std::string value;
    auto operator<=>(const VenueId&) const = default;
};

// The instrument's name as its venue writes it. Unique together with the venue.
struct InstrumentId
{
    VenueId venue;
    std::string name;
    auto operator<=>(const InstrumentId&) const = default;
};

inline const VenueId deribitVenue{"deribit"};

} // namespace ballast
