#include "app/feeds/history_rows.h"

#include "app/feeds/cell_text.h"
#include "models/core/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ballast {
namespace {

bool sound(const PriceBar& b)
{
    const auto positive = [](double price) { return std::isfinite(price) && price > 0.0; };
    return positive(b.open) && positive(b.high) && positive(b.low) && positive(b.close) && b.low <= b.close &&
           b.close <= b.high;
}

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count)
{
    if (at + count > text.size())
        return std::nullopt;
    const auto number = parseNumber(text.substr(at, count));
    return number && *number >= 0.0 ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

// "2020-03-12 11-PM": the hour that begins then, of a twelve-hour clock.
std::optional<Timestamp> hourWord(std::string_view text)
{
    constexpr std::string_view shape = "2020-03-12 11-PM";
    if (text.size() != shape.size() || text[13] != '-' || text[15] != 'M')
        return std::nullopt;
    const auto day = parseIso8601(text.substr(0, 10));
    const auto hour = digits(text, 11, 2);
    if (!day || !hour || *hour < 1 || *hour > 12 || (text[14] != 'A' && text[14] != 'P'))
        return std::nullopt;
    return *day + std::chrono::hours(*hour % 12 + (text[14] == 'P' ? 12 : 0));
}

// "06-12-21", "06-12-21 23:00:00": day, month, year.
std::optional<Timestamp> dayFirst(std::string_view text)
{
    if (text.size() < 8 || text[2] != '-' || text[5] != '-' || (text.size() > 8 && text[8] != ' '))
        return std::nullopt;
    const auto d = digits(text, 0, 2);
    const auto m = digits(text, 3, 2);
    const auto y = digits(text, 6, 2);
    if (!d || !m || !y)
        return std::nullopt;
    const auto iso = fmt::format("{:04}-{:02}-{:02}{}", 2000 + *y, *m, *d, text.substr(8));
    const auto at = parseIso8601(iso);
    return at ? std::optional(*at) : std::nullopt;
}

} // namespace

std::optional<Timestamp> historyTime(std::string_view text)
{
    if (const auto at = hourWord(text))
        return at;
    if (const auto at = dayFirst(text))
        return at;
    return timeFromText(text);
}

void HistoryRows::add(std::optional<Timestamp> at, const std::optional<PriceBar>& bar, std::size_t line)
{
    if (!at) {
        m_tally.reject("no time", m_file, line);
        return;
    }
    if (!bar) {
        m_tally.reject("no price", m_file, line);
        return;
    }
    if (!sound(*bar)) {
        m_tally.reject("prices that contradict each other or are not positive", m_file, line);
        return;
    }
    m_series.bars.push_back(*bar);
    m_series.bars.back().at = *at;
    m_lines.push_back(line);
}

void HistoryRows::name(std::string_view symbol)
{
    if (m_series.name.empty())
        m_series.name = std::string(symbol.substr(0, symbol.find_first_of("/-_")));
}

Result<PriceHistory> HistoryRows::finish()
{
    std::vector<std::size_t> order(m_series.bars.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [this](std::size_t i) { return m_series.bars[i].at; });
    PriceHistory history;
    history.series.name = m_series.name;
    for (const std::size_t i : order) {
        if (!history.series.bars.empty() && history.series.bars.back().at == m_series.bars[i].at) {
            m_tally.reject("a second row of the same time", m_file, m_lines[i]);
            continue;
        }
        history.series.bars.push_back(m_series.bars[i]);
        m_tally.use();
    }
    if (history.series.bars.empty())
        return fileError(m_file, 0, "no row with a time and a price", "give a history of daily or finer prices");
    history.rows = m_tally.rows();
    history.used = m_tally.used();
    history.rejected = m_tally.rejects();
    return history;
}

} // namespace ballast
