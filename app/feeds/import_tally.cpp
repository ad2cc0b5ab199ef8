#include "app/feeds/import_tally.h"

#include <algorithm>

namespace ballast {
namespace {

constexpr std::size_t examplesPerReason = 5;

} // namespace

RejectCount& ImportTally::countOf(const std::string& reason)
{
    const auto known = std::ranges::find(m_rejects, reason, &RejectCount::reason);
    return known != m_rejects.end() ? *known : m_rejects.emplace_back(RejectCount{reason, 0, {}});
}

void ImportTally::reject(const std::string& reason, const std::filesystem::path& file, std::size_t line)
{
    RejectCount& entry = countOf(reason);
    ++entry.count;
    if (entry.examples.size() < examplesPerReason)
        entry.examples.push_back(file.string() + ':' + std::to_string(line));
}

void ImportTally::add(const ImportTally& other)
{
    m_used += other.m_used;
    for (const RejectCount& theirs : other.m_rejects) {
        RejectCount& ours = countOf(theirs.reason);
        ours.count += theirs.count;
        for (const std::string& example : theirs.examples) {
            if (ours.examples.size() < examplesPerReason)
                ours.examples.push_back(example);
        }
    }
}

std::size_t ImportTally::rows() const
{
    std::size_t sum = m_used;
    for (const RejectCount& entry : m_rejects)
        sum += entry.count;
    return sum;
}

std::size_t ImportTally::rejected(const std::string& reason) const
{
    const auto known = std::ranges::find(m_rejects, reason, &RejectCount::reason);
    return known == m_rejects.end() ? 0 : known->count;
}

} // namespace ballast
