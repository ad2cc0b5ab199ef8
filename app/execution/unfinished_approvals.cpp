#include "app/execution/unfinished_approvals.h"

#include <algorithm>

namespace ballast {

std::vector<JournalEntry> unfinishedApprovals(std::span<const JournalEntry> entries)
{
    std::vector<JournalEntry> sorted(entries.begin(), entries.end());
    std::ranges::sort(sorted, {}, &JournalEntry::sequence);
    std::vector<JournalEntry> open;
    for (JournalEntry& entry : sorted) {
        if (entry.kind == "approved")
            open.push_back(std::move(entry));
        else if (entry.kind == "filled" || entry.kind == "not-filled") {
            // Proposal numbers begin again with every run: the newest approval of that number is meant.
            const auto answered =
                std::ranges::find(open.rbegin(), open.rend(), entry.proposal, &JournalEntry::proposal);
            if (answered != open.rend())
                open.erase(std::next(answered).base());
        }
    }
    return open;
}

} // namespace ballast
