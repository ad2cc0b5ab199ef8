#include "models/whatif/whatif_book.h"

#include "models/hedging/proposal.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>
#include <tuple>

namespace ballast {
namespace {

constexpr std::size_t longestName = 80;

// Keys of the base's lines, in their order.
std::vector<LegKey> keysOf(const Portfolio& base)
{
    std::map<std::tuple<InstrumentId, std::string, std::string>, int> seen;
    std::vector<LegKey> keys;
    for (const Position& p : base.positions)
        keys.push_back({p.instrument, p.account, p.tag, seen[{p.instrument, p.account, p.tag}]++});
    return keys;
}

const LegEdit* editOf(const WhatIfBook& book, const LegKey& key)
{
    const auto at = std::ranges::find(book.edits, std::optional(key), &LegEdit::base);
    return at == book.edits.end() ? nullptr : &*at;
}

// Where a row of whatIfLines stands: a line of the base, else an addition.
struct RowPlace
{
    std::optional<LegKey> base;
    std::size_t edit = 0; // of an addition: index into edits
};

Result<RowPlace> placeOf(const WhatIfBook& book, std::size_t row)
{
    const std::size_t baseLines = book.base->positions.size();
    if (row < baseLines)
        return RowPlace{keysOf(*book.base)[row], 0};
    std::size_t added = row - baseLines;
    for (std::size_t i = 0; i < book.edits.size(); ++i) {
        if (book.edits[i].change == LegChange::Added && added-- == 0)
            return RowPlace{std::nullopt, i};
    }
    return Error{Errc::BadInput, "this leg is no longer in the what-if book"};
}

// Changes and removals in the base's order, then additions as they came.
void putInOrder(WhatIfBook& book)
{
    std::map<LegKey, std::size_t> rows;
    for (const LegKey& key : keysOf(*book.base))
        rows.emplace(key, rows.size());
    std::ranges::stable_sort(book.edits, {}, [&rows](const LegEdit& edit) {
        const auto at = edit.base ? rows.find(*edit.base) : rows.end();
        return at == rows.end() ? rows.size() : at->second;
    });
}

Status checkLeg(const Position& leg)
{
    if (leg.instrument.name.empty())
        return Error{Errc::BadInput, "name the instrument"};
    if (!std::isfinite(leg.quantity))
        return Error{Errc::BadInput, "the quantity is no number"};
    if (leg.quantity == 0.0)
        return Error{Errc::BadInput, "a quantity of zero is no leg, remove it instead"};
    if (leg.averagePrice && !(*leg.averagePrice > 0.0 && std::isfinite(*leg.averagePrice)))
        return Error{Errc::BadInput, "the price must be above zero, or empty when it is not known"};
    return Done{};
}

Status checkName(const std::string& name)
{
    const bool blank = std::ranges::all_of(name, [](char c) { return c == ' ' || c == '\t'; });
    if (blank)
        return Error{Errc::BadInput, "give the what-if book a name"};
    if (name.size() > longestName)
        return Error{Errc::BadInput, fmt::format("the name is longer than {} letters, shorten it", longestName)};
    return Done{};
}

WhatIfBook withoutEditOf(WhatIfBook book, const LegKey& key)
{
    std::erase_if(book.edits, [&key](const LegEdit& edit) { return edit.base == key; });
    return book;
}

WhatIfBook withEdit(WhatIfBook book, LegEdit edit)
{
    if (edit.base)
        book = withoutEditOf(std::move(book), *edit.base);
    book.edits.push_back(std::move(edit));
    putInOrder(book);
    return book;
}

Error removedAlready()
{
    return {Errc::Conflict, "this leg is removed, bring it back first"};
}

const Position& basePosition(const WhatIfBook& book, const LegKey& key)
{
    const auto keys = keysOf(*book.base);
    const auto at = std::ranges::find(keys, key);
    assert(at != keys.end());
    return book.base->positions[static_cast<std::size_t>(at - keys.begin())];
}

} // namespace

bool operator==(const WhatIfBook& left, const WhatIfBook& right)
{
    return left.id == right.id && left.name == right.name && left.frozen == right.frozen && left.edits == right.edits &&
           (left.base == right.base || *left.base == *right.base);
}

WhatIfBook branchedFrom(PortfolioPtr base, WhatIfBookId id, std::string name)
{
    assert(base);
    return {id, std::move(name), std::move(base), std::nullopt, {}};
}

std::vector<WhatIfLine> whatIfLines(const WhatIfBook& book)
{
    std::map<LegKey, const LegEdit*> edits;
    for (const LegEdit& edit : book.edits) {
        if (edit.base)
            edits.emplace(*edit.base, &edit);
    }
    std::vector<WhatIfLine> lines;
    std::size_t held = 0;
    const auto keys = keysOf(*book.base);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const Position& base = book.base->positions[i];
        WhatIfLine line{base, LegChange::None, {}, base.quantity, base.averagePrice, std::nullopt};
        if (const auto edit = edits.find(keys[i]); edit != edits.end()) {
            line.change = edit->second->change;
            line.origin = edit->second->origin;
            if (line.change == LegChange::Changed)
                line.position = edit->second->position;
        }
        if (line.change != LegChange::Removed)
            line.bookRow = held++;
        lines.push_back(std::move(line));
    }
    for (const LegEdit& edit : book.edits) {
        if (edit.change == LegChange::Added)
            lines.push_back({edit.position, LegChange::Added, edit.origin, std::nullopt, std::nullopt, held++});
    }
    return lines;
}

PortfolioPtr resultingBook(const WhatIfBook& book)
{
    Portfolio result;
    result.name = book.name;
    for (WhatIfLine& line : whatIfLines(book)) {
        if (line.bookRow)
            result.positions.push_back(std::move(line.position));
    }
    return std::make_shared<const Portfolio>(std::move(result));
}

int hypotheticalLegs(const WhatIfBook& book)
{
    return static_cast<int>(book.edits.size());
}

Result<WhatIfBook> withLeg(const WhatIfBook& book, Position leg, std::string origin)
{
    if (const Status status = checkLeg(leg); !status)
        return status.error();
    return withEdit(book, {LegChange::Added, std::nullopt, std::move(leg), std::move(origin)});
}

Result<WhatIfBook> withChangedLeg(const WhatIfBook& book, std::size_t row, Position leg, std::string origin)
{
    if (const Status status = checkLeg(leg); !status)
        return status.error();
    const auto place = placeOf(book, row);
    if (!place)
        return place.error();
    if (!place->base) {
        WhatIfBook changed = book;
        changed.edits[place->edit].position = std::move(leg);
        changed.edits[place->edit].origin = std::move(origin);
        return changed;
    }
    const LegEdit* edit = editOf(book, *place->base);
    if (edit && edit->change == LegChange::Removed)
        return removedAlready();
    if (leg == basePosition(book, *place->base))
        return withoutEditOf(book, *place->base);
    return withEdit(book, {LegChange::Changed, place->base, std::move(leg), std::move(origin)});
}

Result<WhatIfBook> withQuantity(const WhatIfBook& book, std::size_t row, double quantity)
{
    const auto lines = whatIfLines(book);
    if (row >= lines.size())
        return Error{Errc::BadInput, "this leg is no longer in the what-if book"};
    Position leg = lines[row].position;
    leg.quantity = quantity;
    return withChangedLeg(book, row, std::move(leg),
                          lines[row].origin.empty() ? std::string("by hand") : lines[row].origin);
}

Result<WhatIfBook> withoutLeg(const WhatIfBook& book, std::size_t row)
{
    const auto place = placeOf(book, row);
    if (!place)
        return place.error();
    if (!place->base) {
        WhatIfBook less = book;
        less.edits.erase(less.edits.begin() + static_cast<std::ptrdiff_t>(place->edit));
        return less;
    }
    const LegEdit* edit = editOf(book, *place->base);
    if (edit && edit->change == LegChange::Removed)
        return removedAlready();
    return withEdit(book, {LegChange::Removed, place->base, basePosition(book, *place->base), "by hand"});
}

Result<WhatIfBook> withBaseLeg(const WhatIfBook& book, std::size_t row)
{
    const auto place = placeOf(book, row);
    if (!place)
        return place.error();
    if (!place->base)
        return Error{Errc::BadInput, "this leg was added: the base book has none, remove it instead"};
    return withoutEditOf(book, *place->base);
}

Result<WhatIfBook> withLegs(const WhatIfBook& book, std::span<const Position> legs, std::string origin)
{
    for (std::size_t i = 0; i < legs.size(); ++i) {
        if (const Status status = checkLeg(legs[i]); !status)
            return Error{status.error().code, fmt::format("leg {}: {}", i + 1, status.error().message)};
    }
    WhatIfBook more = book;
    for (const Position& leg : legs)
        more.edits.push_back({LegChange::Added, std::nullopt, leg, origin});
    putInOrder(more);
    return more;
}

Result<WhatIfBook> withProposal(const WhatIfBook& book, const HedgeProposal& proposal)
{
    if (proposal.trades.empty())
        return Error{Errc::BadInput, "this proposal trades nothing"};
    std::vector<Position> legs;
    for (const HedgeTrade& trade : proposal.trades) {
        Position leg;
        leg.instrument = trade.instrument;
        leg.quantity = trade.side == Side::Buy ? trade.quantity : -trade.quantity;
        if (trade.expectedPrice > 0.0)
            leg.averagePrice = trade.expectedPrice;
        legs.push_back(std::move(leg));
    }
    return withLegs(book, legs, fmt::format("proposal {}", proposal.id.value));
}

Result<WhatIfBook> renamed(const WhatIfBook& book, std::string name)
{
    if (const Status status = checkName(name); !status)
        return status.error();
    WhatIfBook other = book;
    other.name = std::move(name);
    return other;
}

WhatIfBook duplicated(const WhatIfBook& book, WhatIfBookId id, std::string name)
{
    WhatIfBook other = book;
    other.id = id;
    other.name = std::move(name);
    return other;
}

WhatIfBook frozenAt(const WhatIfBook& book, FrozenMarket market)
{
    WhatIfBook other = book;
    other.frozen = std::move(market);
    return other;
}

WhatIfBook followingMarket(const WhatIfBook& book)
{
    WhatIfBook other = book;
    other.frozen.reset();
    return other;
}

WhatIfBook withoutEdits(const WhatIfBook& book)
{
    WhatIfBook other = book;
    other.edits.clear();
    return other;
}

RebasedBook withBase(const WhatIfBook& book, PortfolioPtr base)
{
    assert(base);
    RebasedBook rebased{book, {}};
    rebased.book.base = std::move(base);
    rebased.book.edits.clear();
    const auto keys = keysOf(*rebased.book.base);
    for (const LegEdit& edit : book.edits) {
        LegEdit kept = edit;
        if (edit.base && std::ranges::find(keys, *edit.base) == keys.end()) {
            const std::string& name = edit.base->instrument.name;
            if (edit.change == LegChange::Removed) {
                rebased.notes.push_back(fmt::format("{} left the live book, its removal is done", name));
                continue;
            }
            rebased.notes.push_back(fmt::format("{} left the live book, the changed leg stays as an added one", name));
            kept.change = LegChange::Added;
            kept.base.reset();
        }
        rebased.book.edits.push_back(std::move(kept));
    }
    putInOrder(rebased.book);
    return rebased;
}

} // namespace ballast
