#include "app/feeds/chain_json.h"

#include "app/feeds/chain_csv.h"
#include "app/feeds/deribit_fields.h"
#include "app/feeds/deribit_rest.h"
#include "app/feeds/json_fault.h"
#include "app/feeds/json_rows.h"
#include "app/feeds/picture_builder.h"

#include <fmt/format.h>

#include <algorithm>

namespace ballast {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

Error brokenJson(const std::filesystem::path& path, std::size_t line)
{
    return fileError(path, line, "broken JSON", "fetch the file again, it may be cut");
}

bool isDeribitObject(const object& root)
{
    using deribit::has;
    if (has(root, "jsonrpc") || (has(root, "method") && has(root, "params")))
        return true;
    return has(root, "instrument_name") && (has(root, "mark_price") || has(root, "bids"));
}

// A message, a bare answer, or a list of such; nothing for JSON that is not the venue's.
bool isDeribit(const element& root)
{
    object asObject;
    if (root.get_object().get(asObject) == simdjson::SUCCESS)
        return isDeribitObject(asObject);
    array items;
    return root.get_array().get(items) == simdjson::SUCCESS && items.size() > 0 &&
           items.at(0).get_object().get(asObject) == simdjson::SUCCESS && isDeribitObject(asObject);
}

bool isListOfMessages(const element& root)
{
    array items;
    object first;
    return root.get_array().get(items) == simdjson::SUCCESS &&
           items.at(0).get_object().get(first) == simdjson::SUCCESS && deribit::has(first, "jsonrpc");
}

Result<ParsedFile> parseDeribit(const element& root, const FileBytes& file, const ChainOptions& options)
{
    std::vector<DeribitMessage> messages;
    array items;
    if (isListOfMessages(root) && root.get_array().get(items) == simdjson::SUCCESS) {
        for (const element item : items) {
            auto message = deribit::messageOf(item);
            if (!message)
                return fileError(file.path, 1, message.error().message, "fetch the file again");
            messages.push_back(std::move(*message));
        }
    } else {
        auto message = deribit::messageOf(root);
        if (!message)
            return fileError(file.path, 1, message.error().message, "fetch the file again");
        messages.push_back(std::move(*message));
    }
    ParsedFile parsed = parseAnswers(std::move(messages), file.path, file.bytes, options);
    const std::size_t rows = parsed.tally.rows();
    if (rows > 0 && parsed.tally.rejected("no time") == rows)
        return fileError(file.path, 1, "no row says when it was", "add --as-of with the time of the quotes");
    return parsed;
}

Result<ParsedFile> parseRows(std::vector<ChainFileRow> rows, const FileBytes& file, const ChainOptions& options)
{
    if (rows.empty())
        return fileError(file.path, 1, "no quotes that can be recognised",
                         "give an answer of the venue or a list of objects with instrument and prices");
    ChainUpdates updates = toUpdates(rows, file.path, options);
    if (const Status usable = requireTimesAndNames(updates, file.path, 1); !usable)
        return usable.error();
    ParsedFile parsed;
    parsed.source = file.name();
    parsed.tally = updates.tally;
    parsed.notes = std::move(updates.notes);
    parsed.pictures = buildPictures(std::move(updates.updates), PictureRule::Polls, parsed.source);
    return parsed;
}

// Rows in the order of the text: each name is looked for behind the last one.
void findLines(std::vector<ChainFileRow>& rows, std::string_view text)
{
    std::size_t at = 0;
    std::size_t line = 1;
    for (ChainFileRow& row : rows) {
        const std::size_t found = row.instrument.empty() ? std::string_view::npos : text.find(row.instrument, at);
        if (found != std::string_view::npos) {
            line += static_cast<std::size_t>(std::ranges::count(text.substr(at, found - at), '\n'));
            at = found;
        }
        row.line = line;
    }
}

} // namespace

Result<ParsedFile> parseJsonDocument(const FileBytes& file, const ChainOptions& options)
{
    simdjson::dom::parser parser;
    element root;
    if (parser.parse(file.bytes.data(), file.bytes.size(), true).get(root) != simdjson::SUCCESS)
        return brokenJson(file.path, lineOfJsonFault(file.bytes));
    if (isDeribit(root))
        return parseDeribit(root, file, options);
    auto rows = jsonRows(root, 1);
    findLines(rows, file.bytes);
    return parseRows(std::move(rows), file, options);
}

Result<ParsedFile> parseChainJsonLines(const FileBytes& file, const ImportLimits& limits, const ChainOptions& options)
{
    simdjson::dom::parser parser;
    std::vector<ChainFileRow> rows;
    const std::string_view text = file.bytes;
    std::size_t line = 0;
    for (std::size_t from = 0; from < text.size();) {
        ++line;
        const std::size_t end = std::min(text.find('\n', from), text.size());
        const std::string_view value = text.substr(from, end - from);
        from = end + 1;
        if (value.find_first_not_of(" \t\r") == std::string_view::npos)
            continue;
        if (value.size() > limits.jsonLineBytes)
            return fileError(file.path, line, "a line above the limit of 16 MiB", "write one value a line");
        element root;
        if (parser.parse(value.data(), value.size(), true).get(root) != simdjson::SUCCESS)
            return brokenJson(file.path, line);
        auto found = jsonRows(root, line);
        std::ranges::move(found, std::back_inserter(rows));
    }
    return parseRows(std::move(rows), file, options);
}

} // namespace ballast
