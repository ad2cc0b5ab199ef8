#include "app/feeds/deribit_rest.h"

#include "app/feeds/market_book.h"
#include "models/market/instrument_name.h"

#include <fmt/format.h>

#include <algorithm>

namespace ballast {
namespace {

bool hasPrice(const Quote& quote)
{
    return quote.bid || quote.ask || quote.markIv || quote.bidIv || quote.askIv || (quote.mark && *quote.mark > 0.0);
}

// Puts the items of answers into one book and counts them.
class AnswerReader
{
public:
    AnswerReader(const std::filesystem::path& path, std::string_view text, const ChainOptions& options)
        : m_path(path), m_text(text), m_options(options)
    {}

    void take(DeribitMessage& message)
    {
        const auto at = message.serverTime ? message.serverTime : m_options.asOf;
        for (TickerUpdate& update : message.tickers)
            count(takeTicker(update, at), update.instrument);
        for (const BookUpdate& book : message.books)
            count(takeBook(book), book.instrument);
        for (const IndexUpdate& index : message.indices) {
            m_book.apply(index);
            m_parsed.tally.use();
        }
        for (Instrument& instrument : message.instruments) {
            m_parsed.definitions.push_back(std::move(instrument));
            m_parsed.definitionsAt = std::max(m_parsed.definitionsAt, at.value_or(Timestamp{}));
            m_parsed.tally.use();
        }
        for (const DeribitItemReject& reject : message.rejects)
            count(reject.reason, reject.name);
        const bool empty = message.tickers.empty() && message.books.empty() && message.indices.empty() &&
                           message.instruments.empty() && message.rejects.empty();
        if (empty && message.kind != DeribitMessageKind::Instruments && message.kind != DeribitMessageKind::Tickers)
            count(fmt::format("no market data: {}", deribitMessageWord(message.kind)), {});
    }

    [[nodiscard]] ParsedFile finish()
    {
        m_parsed.source = m_path.filename().string();
        m_parsed.isAnswer = true;
        if (m_book.newest() > Timestamp{})
            m_parsed.pictures.push_back(m_book.picture({}, MarketMode::Recording, m_parsed.source));
        return std::move(m_parsed);
    }

private:
    void count(const std::string& problem, std::string_view name)
    {
        if (problem.empty())
            m_parsed.tally.use();
        else
            m_parsed.tally.reject(problem, m_path, lineOf(name));
    }

    // The JSON tree has no lines; the name's first mention does.
    [[nodiscard]] std::size_t lineOf(std::string_view name) const
    {
        const auto at = name.empty() ? std::string_view::npos : m_text.find(name);
        const auto before = m_text.substr(0, at == std::string_view::npos ? 0 : at);
        return 1 + static_cast<std::size_t>(std::ranges::count(before, '\n'));
    }

    [[nodiscard]] std::string takeTicker(TickerUpdate& update, std::optional<Timestamp> at)
    {
        const auto instrument = parseDeribitName(update.instrument);
        if (!instrument)
            return "unknown instrument name";
        if (update.quote.at == Timestamp{}) {
            if (!at)
                return "no time";
            update.quote.at = *at;
        }
        if (!hasPrice(update.quote))
            return "no quote";
        if (instrument->expiry && *instrument->expiry <= update.quote.at)
            return "expired";
        static_cast<void>(m_book.apply(update));
        return {};
    }

    [[nodiscard]] std::string takeBook(const BookUpdate& update)
    {
        const auto outcome = m_book.apply(update);
        if (!outcome)
            return "unknown instrument name";
        return *outcome == BookOutcome::Applied ? "" : "change without a book";
    }

    const std::filesystem::path& m_path;
    std::string_view m_text;
    const ChainOptions& m_options;
    MarketBook m_book;
    ParsedFile m_parsed;
};

} // namespace

ParsedFile parseAnswers(std::vector<DeribitMessage> messages, const std::filesystem::path& path, std::string_view text,
                        const ChainOptions& options)
{
    AnswerReader reader(path, text, options);
    for (DeribitMessage& message : messages)
        reader.take(message);
    return reader.finish();
}

} // namespace ballast
