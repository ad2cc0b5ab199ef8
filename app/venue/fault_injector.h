#pragma once

#include "app/venue/fault_script.h"
#include "app/venue/simulated_venue.h"

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <vector>

namespace ballast {

// Stands between the venue and its clients and does to their messages what the script says. Time and seed come from
// outside: the same messages meet the same faults.
class FaultInjector
{
public:
    FaultInjector(FaultScript script, Timestamp start);

    // Told of each fault done to a message; null: nobody.
    using Witness = std::function<void(VenueFault, const VenueOutput&)>;
    void tell(Witness witness) { m_witness = std::move(witness); }

    // What goes out now, in order. Also carries out what the script holds for the whole venue.
    [[nodiscard]] std::vector<VenueOutput> pass(std::vector<VenueOutput> outputs, Timestamp now, SimulatedVenue& venue);
    void forget(std::uint64_t connection) { m_lines.erase(connection); }

    [[nodiscard]] bool isIdle() const { return m_script.rules.empty(); }
    [[nodiscard]] std::uint64_t count(VenueFault fault) const;
    [[nodiscard]] std::uint64_t total() const;

private:
    struct Waiting
    {
        VenueOutput output;
        Timestamp notBefore{};
    };
    struct Line
    {
        std::deque<Waiting> queue;
        std::optional<VenueOutput> swapped; // goes behind the next
        Timestamp stalledUntil{};
    };

    void carryOutVenueFaults(Timestamp now, SimulatedVenue& venue, std::vector<VenueOutput>& out);
    void venueFault(const FaultRule& rule, Timestamp now, SimulatedVenue& venue);
    [[nodiscard]] const FaultRule* ruleFor(const VenueOutput& output, Timestamp now);
    void distort(const FaultRule& rule, VenueOutput output, Timestamp now, SimulatedVenue& venue);
    void push(VenueOutput output, Timestamp notBefore);

    FaultScript m_script;
    Timestamp m_start;
    std::mt19937_64 m_random;
    std::vector<int> m_left; // of each rule with a time: how often yet
    std::map<std::uint64_t, Line> m_lines;
    std::map<VenueFault, std::uint64_t> m_counts;
    std::optional<Timestamp> m_maintenanceEnds;
    Witness m_witness;
};

} // namespace ballast
