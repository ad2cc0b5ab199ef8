#pragma once

#include "models/core/result.h"
#include "models/core/time.h"
#include "models/risk/pnl_explain.h"

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace ballast {

// What happened to a book between two markets, as CSV. Columns in any order; `venue` empty is Deribit, `time` (ISO
// 8601) may be missing: then the row counts whenever it is asked for. A broken file is refused whole: Error
// "FILE:LINE: what, remedy".

struct DatedTrade
{
    ExplainedTrade trade;
    std::optional<Timestamp> at;
};

struct DatedFunding
{
    FundingPayment payment;
    std::optional<Timestamp> at;
};

// `instrument,quantity,price,fee_usd,venue,time`, the first three needed. Quantity signed, price in the instrument's
// quote unit, fee positive where it was paid.
[[nodiscard]] Result<std::vector<DatedTrade>> parseTradesCsv(std::string_view text, std::string_view fileName);
[[nodiscard]] Result<std::vector<DatedTrade>> readTradesCsv(const std::filesystem::path& file);

// `instrument,usd,venue,time`: positive where the venue paid.
[[nodiscard]] Result<std::vector<DatedFunding>> parseFundingCsv(std::string_view text, std::string_view fileName);
[[nodiscard]] Result<std::vector<DatedFunding>> readFundingCsv(const std::filesystem::path& file);

// `underlying,expiry,price_usd`: what expired contracts settled at.
[[nodiscard]] Result<std::vector<Delivery>> parseDeliveriesCsv(std::string_view text, std::string_view fileName);
[[nodiscard]] Result<std::vector<Delivery>> readDeliveriesCsv(const std::filesystem::path& file);

} // namespace ballast
