#pragma once

#include "app/feeds/import_market.h"
#include "models/market/portfolio.h"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace ballast {

// The options that name a market, alike for every command.
struct MarketArguments
{
    std::vector<std::string> files;
    std::string asOf;
    std::string columns; // "name=header,..."
    std::string underlyingOfFile;
    double impliedSpread = 1e-4;
};

void addMarketOptions(CLI::App& command, MarketArguments& arguments);

// Imports and merges; what the import remarked goes to stderr as warnings.
[[nodiscard]] Result<ImportResult> readMarket(const MarketArguments& arguments);

// The merged snapshot of readMarket.
[[nodiscard]] Result<SnapshotPtr> readSnapshot(const MarketArguments& arguments);

[[nodiscard]] Result<PortfolioPtr> readBook(const std::string& file);

// The named underlying, or the only one, or BTC where there are several.
[[nodiscard]] Result<std::string> chooseUnderlying(const MarketSnapshot& market, const std::string& wanted);

} // namespace ballast
