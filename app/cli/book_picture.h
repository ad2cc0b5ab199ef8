#pragma once

#include "app/cli/market_input.h"
#include "models/desk/desk_picture.h"
#include "models/risk/factor_history.h"
#include "models/risk/scenario_engine.h"

#include <CLI/CLI.hpp>

#include <span>
#include <string>
#include <vector>

namespace ballast {

// A book priced on a market, as the scenario commands need it.
struct BookPicture
{
    SnapshotPtr market;
    DeskPicture picture;
    std::vector<VolSurfacePtr> surfaces;

    [[nodiscard]] ScenarioInputs inputs() const { return {picture.risk.get(), market, surfaces}; }
    [[nodiscard]] std::vector<std::string> underlyings() const; // of the book's lines, sorted
    [[nodiscard]] std::vector<VolLevel> volLevels() const;      // at the money at 30 days
};

struct BookArguments
{
    MarketArguments market;
    std::string book;
    std::string vol = "mark";
};

void addBookOptions(CLI::App& command, BookArguments& arguments);
// `besides`: further lines, priced after the book's.
[[nodiscard]] Result<BookPicture> readBookPicture(const BookArguments& arguments,
                                                  std::span<const Position> besides = {});

} // namespace ballast
