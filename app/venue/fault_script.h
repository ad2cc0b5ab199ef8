#pragma once

#include "models/core/result.h"
#include "models/core/time.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast {

enum class VenueFault
{
    Drop,
    Delay, // the message and all behind it come late
    Duplicate,
    Reorder, // changes places with the next
    Corrupt, // a byte that no JSON has
    Truncate,
    WrongChangeId,
    Stall, // nothing is said for a while
    Disconnect,
    Maintenance,
    RateLimit,
    ClockSkew, // the venue's clock is off from then on
    Certificate,
};
[[nodiscard]] const char* venueFaultWord(VenueFault fault); // "wrong-change-id"

// What is wrong with the server's certificate, from the start.
enum class CertificateFault
{
    None,
    Expired,
    WrongHost,
    SelfSigned,
    OldTls, // speaks TLS 1.1 only
};

struct FaultRule
{
    VenueFault fault = VenueFault::Drop;
    std::optional<double> atSeconds;   // after the venue opened
    std::optional<double> probability; // of each message
    std::optional<int> count;          // at most so many; without it one from `atSeconds` on, or any number by chance
    std::string channel;               // messages of channels that begin so; empty: all messages
    Milliseconds span{0};              // of Delay, Stall, Maintenance; how far off of ClockSkew
    CertificateFault certificate = CertificateFault::None;
    bool operator==(const FaultRule&) const = default;
};

struct FaultScript
{
    std::uint64_t seed = 1;
    std::vector<FaultRule> rules;

    [[nodiscard]] CertificateFault certificate() const;
};

// {"seed": 7, "faults": [{"kind": "drop", "at": 2.5, "count": 3, "channel": "book."},
//                        {"kind": "delay", "probability": 0.01, "milliseconds": 250},
//                        {"kind": "certificate", "which": "expired"}]}
// Unknown keys, missing values and values out of range are errors.
[[nodiscard]] Result<FaultScript> parseFaultScript(std::string_view json);
[[nodiscard]] Result<FaultScript> readFaultScript(const std::filesystem::path& file);

} // namespace ballast
