#pragma once

#include "models/core/result.h"
#include "models/core/time.h"
#include "models/market/portfolio.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ballast {

struct HedgeProposal;

struct WhatIfBookId
{
    std::uint64_t value = 0;
    auto operator<=>(const WhatIfBookId&) const = default;
};

// The market that a frozen what-if book is valued on.
struct FrozenMarket
{
    SnapshotId id;
    Timestamp asOf{};
    std::string source; // as MarketSnapshot says it
    bool operator==(const FrozenMarket&) const = default;
};

// A line of the base book: instrument, account and tag, and which of those alike.
struct LegKey
{
    InstrumentId instrument;
    std::string account;
    std::string tag;
    int occurrence = 0; // 0: the first
    auto operator<=>(const LegKey&) const = default;
};

enum class LegChange
{
    None, // as in the base book
    Added,
    Changed,
    Removed
};

// One edit against the base book. Added: `position` is the new leg, `base` is empty. Changed: `position` stands in its
// place. Removed: it is not held.
struct LegEdit
{
    LegChange change = LegChange::Added;
    std::optional<LegKey> base;
    Position position;
    std::string origin; // where it came from: "by hand", "chain", "proposal 218", "legs.csv"
    bool operator==(const LegEdit&) const = default;
};

// A branch of a book: the book as it was branched (or as it is, see withBase) and what is different. A value: every
// operation gives a new one.
struct WhatIfBook
{
    WhatIfBookId id;
    std::string name;
    PortfolioPtr base;                  // never null
    std::optional<FrozenMarket> frozen; // nullopt: follows the live market
    std::vector<LegEdit> edits;         // changes and removals in the base's order, then additions as they came

    [[nodiscard]] bool followsMarket() const { return !frozen.has_value(); }
};
// By content: bases are compared line by line.
[[nodiscard]] bool operator==(const WhatIfBook& left, const WhatIfBook& right);

// One row as an editor shows it: the base's lines in their order, removed ones too, then the added legs.
struct WhatIfLine
{
    Position position; // Removed: what was held
    LegChange change = LegChange::None;
    std::string origin;                 // empty: from the base
    std::optional<double> baseQuantity; // nullopt: not in the base
    std::optional<double> basePrice;
    std::optional<std::size_t> bookRow; // in resultingBook; nullopt: removed
    bool operator==(const WhatIfLine&) const = default;
};

[[nodiscard]] WhatIfBook branchedFrom(PortfolioPtr base, WhatIfBookId id, std::string name);
[[nodiscard]] std::vector<WhatIfLine> whatIfLines(const WhatIfBook& book);
// What the book holds: the lines that are not removed, in the order of whatIfLines. Named after the what-if book.
[[nodiscard]] PortfolioPtr resultingBook(const WhatIfBook& book);
[[nodiscard]] int hypotheticalLegs(const WhatIfBook& book); // edits that stand

// `row` is one of whatIfLines. BadInput, worded for the cell: a quantity that is zero or no number, a price that is not
// above zero, an instrument without a name, no such row. Conflict: the row is removed.
[[nodiscard]] Result<WhatIfBook> withLeg(const WhatIfBook& book, Position leg, std::string origin);
[[nodiscard]] Result<WhatIfBook> withChangedLeg(const WhatIfBook& book, std::size_t row, Position leg,
                                                std::string origin);
[[nodiscard]] Result<WhatIfBook> withQuantity(const WhatIfBook& book, std::size_t row, double quantity);
[[nodiscard]] Result<WhatIfBook> withoutLeg(const WhatIfBook& book, std::size_t row);
[[nodiscard]] Result<WhatIfBook> withBaseLeg(const WhatIfBook& book, std::size_t row); // as in the base again
// All or none: every leg is checked before the first is added.
[[nodiscard]] Result<WhatIfBook> withLegs(const WhatIfBook& book, std::span<const Position> legs, std::string origin);
// The proposal's trades as legs at their expected prices. BadInput: it has none.
[[nodiscard]] Result<WhatIfBook> withProposal(const WhatIfBook& book, const HedgeProposal& proposal);

[[nodiscard]] Result<WhatIfBook> renamed(const WhatIfBook& book, std::string name); // BadInput: empty or too long
[[nodiscard]] WhatIfBook duplicated(const WhatIfBook& book, WhatIfBookId id, std::string name);
[[nodiscard]] WhatIfBook frozenAt(const WhatIfBook& book, FrozenMarket market);
[[nodiscard]] WhatIfBook followingMarket(const WhatIfBook& book);
[[nodiscard]] WhatIfBook withoutEdits(const WhatIfBook& book); // discard: the base again, name and market stay

// The same edits against a live book that has changed. A changed line that is gone stays as an added leg, a removal of
// a line that is gone is dropped: both are told in `notes`.
struct RebasedBook
{
    WhatIfBook book;
    std::vector<std::string> notes;
};
[[nodiscard]] RebasedBook withBase(const WhatIfBook& book, PortfolioPtr base);

} // namespace ballast
