#pragma once

#include "models/whatif/whatif_book.h"

#include <optional>
#include <string>
#include <vector>

namespace ballast {

// One instrument of an account under a tag in two books; quantities of lines alike are netted, nullopt: not held.
struct BookDifference
{
    InstrumentId instrument;
    std::string account;
    std::string tag;
    std::optional<double> left;
    std::optional<double> right;
    LegChange change = LegChange::None; // from left to right
    [[nodiscard]] double quantity() const { return right.value_or(0.0) - left.value_or(0.0); }
    bool operator==(const BookDifference&) const = default;
};

struct BookComparison
{
    std::string left;
    std::string right;
    std::vector<BookDifference> lines; // sorted by instrument, account, tag
    int different = 0;
    bool operator==(const BookComparison&) const = default;
};

// Line by line; quantities that differ by less than a billionth are equal.
[[nodiscard]] BookComparison compareBooks(const Portfolio& left, const Portfolio& right);

} // namespace ballast
