#include "models/whatif/book_comparison.h"

#include <cmath>
#include <map>
#include <tuple>

namespace ballast {
namespace {

constexpr double equalWithin = 1e-9;

using DifferenceKey = std::tuple<InstrumentId, std::string, std::string>;

void net(std::map<DifferenceKey, BookDifference>& lines, const Portfolio& book,
         std::optional<double> BookDifference::*side)
{
    for (const Position& p : book.positions) {
        BookDifference& line = lines[{p.instrument, p.account, p.tag}];
        line.*side = (line.*side).value_or(0.0) + p.quantity;
    }
}

LegChange changeOf(const BookDifference& line)
{
    if (!line.left)
        return LegChange::Added;
    if (!line.right)
        return LegChange::Removed;
    const double scale = std::max(std::abs(*line.left), std::abs(*line.right));
    return std::abs(line.quantity()) > equalWithin * scale ? LegChange::Changed : LegChange::None;
}

} // namespace

BookComparison compareBooks(const Portfolio& left, const Portfolio& right)
{
    std::map<DifferenceKey, BookDifference> lines;
    net(lines, left, &BookDifference::left);
    net(lines, right, &BookDifference::right);
    BookComparison comparison{left.name, right.name, {}, 0};
    for (auto& [key, line] : lines) {
        std::tie(line.instrument, line.account, line.tag) = key;
        line.change = changeOf(line);
        comparison.different += line.change != LegChange::None ? 1 : 0;
        comparison.lines.push_back(line);
    }
    return comparison;
}

} // namespace ballast
