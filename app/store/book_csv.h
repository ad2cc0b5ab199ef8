#pragma once

#include "models/core/result.h"
#include "models/market/portfolio.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace ballast {

// A book as CSV: `instrument,quantity,average_price,venue,account,tag` in any order, the first two needed. Quantity
// signed; OTC options (venue `otc`, names as in otc_name.h) take `engine` (analytic, fd, mc), `fixed_average` (USD, of
// the fixings that have passed) and `barrier_hit` (yes, no) besides; an empty average price is unknown, an empty venue
// is Deribit. Deribit's names are checked. A broken file is refused whole: Error "FILE:LINE: what, remedy". The book is
// named after the file.
[[nodiscard]] Result<Portfolio> readBookCsv(const std::filesystem::path& file);
[[nodiscard]] Result<Portfolio> parseBookCsv(std::string_view text, std::string_view fileName);

// Canonical: all six columns, with OTC lines all nine, lines in the book's order, shortest numbers, LF. A text that a
// spreadsheet would take for a formula gets an apostrophe in front, which reading takes off again.
[[nodiscard]] std::string bookCsv(const Portfolio& book);
[[nodiscard]] Status writeBookCsv(const Portfolio& book, const std::filesystem::path& file);

// SHA-256 of bookCsv(), lower-case hex: names the book in the journal.
[[nodiscard]] std::string bookHash(const Portfolio& book);

} // namespace ballast
