#include "app/feeds/ws_recording.h"

#include "app/feeds/cell_text.h"
#include "app/feeds/deribit_messages.h"
#include "app/feeds/format_detection.h"
#include "app/feeds/picture_builder.h"

#include <fmt/format.h>

#include <algorithm>

namespace ballast {
namespace {

// Applies a file's messages to one book and counts them.
class RecordingReader
{
public:
    RecordingReader(const FileBytes& file, const ChainOptions& options)
        : m_file(file), m_options(options), m_pictures(file.name())
    {}

    Status take(std::string_view line, std::size_t lineNumber)
    {
        const auto start = jsonStart(line);
        if (start == std::string_view::npos) {
            m_parsed.tally.reject("no message", m_file.path, lineNumber);
            return Done{};
        }
        auto message = m_decoder.decode(line.substr(start));
        if (!message)
            return fileError(m_file.path, lineNumber, message.error().message, "repair the line or record again");
        const auto received = receiveTime(line.substr(0, start));
        const std::string problem = apply(*message, received ? received : message->serverTime);
        if (problem.empty())
            m_parsed.tally.use();
        else
            m_parsed.tally.reject(problem, m_file.path, lineNumber);
        m_pictures.offer(m_book);
        return Done{};
    }

    [[nodiscard]] ParsedFile finish()
    {
        m_pictures.finish(m_book);
        m_parsed.source = m_file.name();
        m_parsed.pictures = m_pictures.take();
        if (m_book.gaps() > 0)
            m_parsed.notes.push_back(fmt::format("{}: {} sequence gaps, books marked until their next snapshot",
                                                 m_parsed.source, m_book.gaps()));
        if (m_unknownListings > 0)
            m_parsed.notes.push_back(fmt::format("{}: {} listed instruments of kinds not traded here left out",
                                                 m_parsed.source, m_unknownListings));
        return std::move(m_parsed);
    }

private:
    // Why the message is of no use; empty when it was used.
    [[nodiscard]] std::string apply(DeribitMessage& message, std::optional<Timestamp> arrival)
    {
        switch (message.kind) {
        case DeribitMessageKind::Tickers:
            return applyTickers(message, arrival);
        case DeribitMessageKind::Book:
            return applyBooks(message);
        case DeribitMessageKind::Index:
            std::ranges::for_each(message.indices, [this](const auto& i) { m_book.apply(i); });
            return {};
        case DeribitMessageKind::Instruments:
            m_unknownListings += message.rejects.size();
            m_parsed.definitionsAt = std::max(m_parsed.definitionsAt, arrival.value_or(Timestamp{}));
            for (Instrument& instrument : message.instruments) {
                m_parsed.definitions.push_back(instrument);
                m_book.define(std::move(instrument));
            }
            return {};
        default:
            return fmt::format("no market data: {}", deribitMessageWord(message.kind));
        }
    }

    [[nodiscard]] std::string applyTickers(DeribitMessage& message, std::optional<Timestamp> arrival)
    {
        std::string problem = "unknown instrument name";
        for (TickerUpdate& update : message.tickers) {
            if (update.quote.at == Timestamp{}) {
                const auto at = arrival ? arrival : m_options.asOf;
                if (!at) {
                    problem = "no time";
                    continue;
                }
                update.quote.at = *at;
            }
            if (m_book.apply(update))
                problem.clear();
        }
        return problem;
    }

    [[nodiscard]] std::string applyBooks(const DeribitMessage& message)
    {
        for (const BookUpdate& update : message.books) {
            const auto outcome = m_book.apply(update);
            if (!outcome)
                return "unknown instrument name";
            if (*outcome == BookOutcome::Gap)
                return "sequence gap";
            if (*outcome == BookOutcome::Waiting)
                return "change without a book";
        }
        return {};
    }

    const FileBytes& m_file;
    const ChainOptions& m_options;
    DeribitDecoder m_decoder;
    MarketBook m_book;
    StreamPictures m_pictures;
    ParsedFile m_parsed;
    std::size_t m_unknownListings = 0;
};

} // namespace

std::optional<Timestamp> receiveTime(std::string_view prefix)
{
    constexpr std::string_view separators = " \t:,;|";
    const auto last = prefix.find_last_not_of(separators);
    if (last == std::string_view::npos)
        return std::nullopt;
    prefix = prefix.substr(0, last + 1);
    if (const auto whole = timeFromText(prefix))
        return whole;
    const auto blank = prefix.find_last_of(" \t");
    return blank == std::string_view::npos ? std::nullopt : timeFromText(prefix.substr(blank + 1));
}

Result<ParsedFile> parseRecording(const FileBytes& file, const ImportLimits& limits, const ChainOptions& options)
{
    RecordingReader reader(file, options);
    const std::string_view text = file.bytes;
    std::size_t lineNumber = 0;
    for (std::size_t from = 0; from < text.size();) {
        ++lineNumber;
        const std::size_t end = std::min(text.find('\n', from), text.size());
        std::string_view line = text.substr(from, end - from);
        from = end + 1;
        if (line.size() > limits.jsonLineBytes)
            return fileError(file.path, lineNumber, "a line above the limit of 16 MiB", "record one message a line");
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.find_first_not_of(" \t") == std::string_view::npos)
            continue;
        if (const Status status = reader.take(line, lineNumber); !status)
            return status.error();
    }
    return reader.finish();
}

} // namespace ballast
