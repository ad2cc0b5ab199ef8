#include "app/venue/fault_injector.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace ballast {
namespace {

bool isOfTheVenue(VenueFault fault)
{
    return fault == VenueFault::Maintenance || fault == VenueFault::RateLimit || fault == VenueFault::ClockSkew;
}

bool isOfTheLink(VenueFault fault)
{
    return fault == VenueFault::Stall || fault == VenueFault::Disconnect;
}

constexpr std::string_view previousId = "\"prev_change_id\":";

} // namespace

FaultInjector::FaultInjector(FaultScript script, Timestamp start)
    : m_script(std::move(script)), m_start(start), m_random(m_script.seed)
{
    for (const FaultRule& rule : m_script.rules)
        m_left.push_back(rule.count.value_or(rule.atSeconds ? 1 : std::numeric_limits<int>::max()));
}

std::uint64_t FaultInjector::count(VenueFault fault) const
{
    const auto it = m_counts.find(fault);
    return it == m_counts.end() ? 0 : it->second;
}

std::uint64_t FaultInjector::total() const
{
    std::uint64_t sum = 0;
    for (const auto& [fault, times] : m_counts)
        sum += times;
    return sum;
}

void FaultInjector::push(VenueOutput output, Timestamp notBefore)
{
    Line& line = m_lines[output.connection];
    const std::uint64_t connection = output.connection;
    line.queue.push_back({std::move(output), notBefore});
    if (line.swapped) {
        line.swapped->connection = connection;
        line.queue.push_back({*std::exchange(line.swapped, std::nullopt), notBefore});
    }
}

std::vector<VenueOutput> FaultInjector::pass(std::vector<VenueOutput> outputs, Timestamp now, SimulatedVenue& venue)
{
    if (isIdle())
        return outputs;
    std::vector<VenueOutput> out;
    carryOutVenueFaults(now, venue, out);
    for (VenueOutput& output : outputs) {
        const FaultRule* rule = output.close ? nullptr : ruleFor(output, now);
        if (rule != nullptr)
            distort(*rule, std::move(output), now, venue);
        else
            push(std::move(output), now);
    }
    for (auto& [id, line] : m_lines) {
        while (now >= line.stalledUntil && !line.queue.empty() && line.queue.front().notBefore <= now) {
            out.push_back(std::move(line.queue.front().output));
            line.queue.pop_front();
        }
    }
    return out;
}

void FaultInjector::carryOutVenueFaults(Timestamp now, SimulatedVenue& venue, std::vector<VenueOutput>& out)
{
    if (m_maintenanceEnds && now >= *m_maintenanceEnds) {
        m_maintenanceEnds.reset();
        venue.setMaintenance(false, now);
    }
    for (std::size_t i = 0; i < m_script.rules.size(); ++i) {
        const FaultRule& rule = m_script.rules[i];
        const bool whole = isOfTheVenue(rule.fault) || isOfTheLink(rule.fault);
        if (!whole || !rule.atSeconds || m_left[i] == 0)
            continue;
        if (now - m_start < Milliseconds{static_cast<std::int64_t>(1000.0 * *rule.atSeconds)})
            continue;
        m_left[i] = 0;
        ++m_counts[rule.fault];
        if (isOfTheVenue(rule.fault))
            venueFault(rule, now, venue);
        for (auto& [id, line] : m_lines) {
            if (rule.fault == VenueFault::Stall)
                line.stalledUntil = now + rule.span;
            if (rule.fault == VenueFault::Disconnect)
                out.push_back({id, {}, {}, true});
        }
    }
}

void FaultInjector::venueFault(const FaultRule& rule, Timestamp now, SimulatedVenue& venue)
{
    if (rule.fault == VenueFault::Maintenance) {
        venue.setMaintenance(true, now);
        m_maintenanceEnds = now + rule.span;
    } else if (rule.fault == VenueFault::RateLimit) {
        for (const auto& [id, line] : m_lines)
            venue.throttle(id);
    } else {
        venue.setClockOffset(rule.span);
    }
}

const FaultRule* FaultInjector::ruleFor(const VenueOutput& output, Timestamp now)
{
    for (std::size_t i = 0; i < m_script.rules.size(); ++i) {
        const FaultRule& rule = m_script.rules[i];
        const bool named =
            rule.channel.empty() || (!output.channel.empty() && output.channel.starts_with(rule.channel));
        const bool fits = rule.fault != VenueFault::WrongChangeId || output.text.find(previousId) != std::string::npos;
        if (rule.fault == VenueFault::Certificate || !named || !fits)
            continue;
        if (rule.probability) {
            // 53 random bits, alike with every standard library.
            const double dice = static_cast<double>(m_random() >> 11) * 0x1p-53;
            if (dice >= *rule.probability || m_left[i] == 0)
                continue;
            --m_left[i];
            return &rule;
        }
        const bool whole = isOfTheVenue(rule.fault) || isOfTheLink(rule.fault);
        if (whole || m_left[i] == 0 ||
            now - m_start < Milliseconds{static_cast<std::int64_t>(1000.0 * *rule.atSeconds)})
            continue;
        --m_left[i];
        return &rule;
    }
    return nullptr;
}

void FaultInjector::distort(const FaultRule& rule, VenueOutput output, Timestamp now, SimulatedVenue& venue)
{
    ++m_counts[rule.fault];
    if (m_witness)
        m_witness(rule.fault, output);
    Line& line = m_lines[output.connection];
    const std::size_t size = std::max<std::size_t>(output.text.size(), 1);
    switch (rule.fault) {
    case VenueFault::Drop:
        return;
    case VenueFault::Delay:
        push(std::move(output), now + rule.span);
        return;
    case VenueFault::Duplicate:
        push(output, now);
        push(std::move(output), now);
        return;
    case VenueFault::Reorder:
        if (!line.swapped)
            line.swapped = std::move(output);
        else
            push(std::move(output), now);
        return;
    case VenueFault::Corrupt:
        output.text[m_random() % size] = '\x01';
        break;
    case VenueFault::Truncate:
        output.text.resize(m_random() % size);
        break;
    case VenueFault::WrongChangeId:
        output.text.insert(output.text.find(previousId) + previousId.size(), 1, '7');
        break;
    case VenueFault::Stall:
        line.stalledUntil = now + rule.span;
        break;
    case VenueFault::Disconnect: {
        const std::uint64_t id = output.connection;
        push({id, {}, {}, true}, now);
        return;
    }
    case VenueFault::Maintenance:
    case VenueFault::RateLimit:
    case VenueFault::ClockSkew:
        venueFault(rule, now, venue);
        break;
    case VenueFault::Certificate:
        break;
    }
    push(std::move(output), now);
}

} // namespace ballast
