#pragma once

#include "models/market/ladder.h"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace ballast {

enum class LevelAction
{
    New,
    Change,
    Delete
};

struct LevelChange
{
    LevelAction action = LevelAction::New;
    double price = 0.0;
    double amount = 0.0;
    bool operator==(const LevelChange&) const = default;
};

// What led from one state of a book to the next.
struct BookStep
{
    std::int64_t previousId = 0;
    std::int64_t changeId = 0;
    std::vector<LevelChange> bids;
    std::vector<LevelChange> asks;
};

// The venue's books with their chains: change ids rise over all books, each names the one before it in its own book.
class VenueBooks
{
public:
    struct Book
    {
        Ladder ladder;
        std::int64_t changeId = 0;
    };

    // The book is now `ladder`. nullopt: it was already. A book's first ladder is a step from an empty one.
    [[nodiscard]] std::optional<BookStep> update(const std::string& instrument, const Ladder& ladder);
    [[nodiscard]] const Book* find(const std::string& instrument) const;
    void erase(const std::string& instrument) { m_books.erase(instrument); }

private:
    std::unordered_map<std::string, Book> m_books;
    std::int64_t m_lastId = 1'000'000;
};

} // namespace ballast
