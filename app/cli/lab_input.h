#pragma once

#include "app/cli/book_picture.h"
#include "models/risk/scenario_grid.h"
#include "models/whatif/priced_book.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>
#include <vector>

namespace ballast {

class MarginModel;

// The account that margin measures ask about, alike for every command of the lab.
struct MarginArguments
{
    std::string model;
    double cashUsd = 0.0;
};
void addMarginOptions(CLI::App& command, MarginArguments& arguments);
// Null where no model was named.
[[nodiscard]] Result<std::shared_ptr<const MarginModel>> readMarginModel(const MarginArguments& arguments);

[[nodiscard]] PricedBook pricedBookOf(const BookPicture& book, std::string title, double cashUsd);

// As many threads as the machine has cores.
[[nodiscard]] PartRunner allCores();

// "FROM:TO:POINTS" of the option `name`; moves must stay above `lowest`.
[[nodiscard]] Result<std::vector<double>> readAxis(const std::string& name, const std::string& text, double lowest);

} // namespace ballast
