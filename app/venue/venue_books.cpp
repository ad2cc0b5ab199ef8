#include "app/venue/venue_books.h"

namespace ballast {
namespace {

// Both sides sorted best first; `before(a, b)`: price a is better than b.
template <class Better>
std::vector<LevelChange> difference(const std::vector<LadderLevel>& before, const std::vector<LadderLevel>& after,
                                    Better better)
{
    std::vector<LevelChange> changes;
    auto old = before.begin();
    auto now = after.begin();
    while (old != before.end() || now != after.end()) {
        if (now == after.end() || (old != before.end() && better(old->price, now->price))) {
            changes.push_back({LevelAction::Delete, old->price, 0.0});
            ++old;
        } else if (old == before.end() || better(now->price, old->price)) {
            changes.push_back({LevelAction::New, now->price, now->amount});
            ++now;
        } else {
            if (old->amount != now->amount)
                changes.push_back({LevelAction::Change, now->price, now->amount});
            ++old;
            ++now;
        }
    }
    return changes;
}

} // namespace

std::optional<BookStep> VenueBooks::update(const std::string& instrument, const Ladder& ladder)
{
    const auto [it, isNew] = m_books.try_emplace(instrument);
    Book& book = it->second;
    if (!isNew && book.ladder == ladder)
        return std::nullopt;
    BookStep step;
    step.previousId = book.changeId;
    step.bids = difference(book.ladder.bids, ladder.bids, [](double a, double b) { return a > b; });
    step.asks = difference(book.ladder.asks, ladder.asks, [](double a, double b) { return a < b; });
    book.changeId = step.changeId = ++m_lastId;
    book.ladder = ladder;
    return step;
}

const VenueBooks::Book* VenueBooks::find(const std::string& instrument) const
{
    const auto it = m_books.find(instrument);
    return it == m_books.end() ? nullptr : &it->second;
}

} // namespace ballast
