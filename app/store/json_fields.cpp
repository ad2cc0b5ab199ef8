#include "app/store/json_fields.h"

#include "app/store/csv_rows.h"
#include "app/store/nearest_word.h"
#include "models/core/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr std::size_t sizeLimit = 1'000'000;
constexpr int depthLimit = 32;

int lineAt(std::string_view text, std::size_t byte)
{
    const auto before = text.substr(0, std::min(byte, text.size()));
    return 1 + static_cast<int>(std::ranges::count(before, '\n'));
}

const Json& nothing()
{
    static const Json null;
    return null;
}

} // namespace

Result<std::shared_ptr<JsonFile>> parseJsonFile(std::string_view text, std::string_view name)
{
    if (text.size() > sizeLimit)
        return errorAtLine(name, 1, "larger than 1 MB, this is no such file");
    auto file = std::make_shared<JsonFile>();
    file->name = name;
    bool tooDeep = false;
    const auto depthGuard = [&](int depth, Json::parse_event_t, Json&) {
        tooDeep = tooDeep || depth > depthLimit;
        return depth <= depthLimit;
    };
    try {
        file->root = Json::parse(text, depthGuard);
    } catch (const Json::parse_error& e) {
        return errorAtLine(name, lineAt(text, e.byte), "no valid JSON, check for a missing comma, quote or bracket");
    } catch (const Json::exception&) {
        return errorAtLine(name, 1, "a number is too large for a double, correct it");
    }
    if (tooDeep)
        return errorAtLine(name, 1, "nested too deeply, this is no such file");
    file->lines = jsonLines(text);
    if (file->lines.repeatedKey)
        return errorAtLine(name, file->lines.repeatedLine,
                           fmt::format("'{}' is there twice, remove one", *file->lines.repeatedKey));
    return file;
}

JsonFields::JsonFields(JsonFile& file, const Json& value, std::string path, std::vector<std::string_view> known)
    : m_file(file), m_value(value), m_path(std::move(path))
{
    if (!m_value.is_object() && !m_value.is_null())
        wrong("", "must be an object { ... }");
    else if (m_value.is_null() && m_path.empty())
        wrong("", "must be an object { ... }");
    else if (!known.empty())
        checkKeys(known);
}

void JsonFields::checkKeys(const std::vector<std::string_view>& known) const
{
    for (const std::string& key : keys()) {
        if (std::ranges::find(known, key) == known.end())
            wrong(key, fmt::format("is unknown, did you mean '{}'?", nearestWord(key, known)));
    }
}

std::vector<std::string> JsonFields::keys() const
{
    std::vector<std::string> names;
    if (m_value.is_object()) {
        for (const auto& item : m_value.items())
            names.push_back(item.key());
    }
    return names;
}

const Json* JsonFields::find(std::string_view key) const
{
    if (!m_value.is_object())
        return nullptr;
    const auto it = m_value.find(std::string(key));
    return it == m_value.end() || it->is_null() ? nullptr : &*it;
}

bool JsonFields::isEmptyOrAbsent(std::string_view key) const
{
    const Json* value = find(key);
    return value == nullptr || value->empty();
}

std::string JsonFields::pathOf(std::string_view key) const
{
    if (key.empty())
        return m_path;
    return m_path.empty() ? std::string(key) : m_path + '/' + std::string(key);
}

void JsonFields::wrong(std::string_view key, std::string_view what, Errc code) const
{
    if (m_file.error)
        return;
    const std::string path = pathOf(key);
    const auto at = m_file.lines.lineOf.find(path);
    std::string shown = path.empty() ? std::string("the file") : "'" + path.substr(0, 96) + "'";
    std::ranges::replace(shown, '/', '.');
    m_file.error =
        errorAtLine(m_file.name, at == m_file.lines.lineOf.end() ? 1 : at->second, fmt::format("{} {}", shown, what));
    m_file.error->code = code;
}

std::optional<double> JsonFields::number(std::string_view key, NumberRange range) const
{
    const Json* value = find(key);
    if (value == nullptr)
        return std::nullopt;
    const double read = value->is_number() ? value->get<double>() : std::nan("");
    if (read >= range.lowest && read <= range.highest)
        return read;
    wrong(key, std::isfinite(range.highest)
                   ? fmt::format("must be a number from {:g} to {:g}", range.lowest, range.highest)
                   : fmt::format("must be a number of at least {:g}", range.lowest));
    return std::nullopt;
}

std::optional<std::int64_t> JsonFields::integer(std::string_view key, std::int64_t lowest, std::int64_t highest) const
{
    const Json* value = find(key);
    if (value == nullptr)
        return std::nullopt;
    // A count may be written 5e3: whole doubles pass.
    const double read = value->is_number() ? value->get<double>() : std::nan("");
    if (read == std::floor(read) && read >= static_cast<double>(lowest) && read <= static_cast<double>(highest))
        return static_cast<std::int64_t>(read);
    wrong(key, fmt::format("must be a whole number from {} to {}", lowest, highest));
    return std::nullopt;
}

std::optional<bool> JsonFields::boolean(std::string_view key) const
{
    const Json* value = find(key);
    if (value != nullptr && !value->is_boolean())
        wrong(key, "must be true or false");
    return value != nullptr && value->is_boolean() ? std::optional(value->get<bool>()) : std::nullopt;
}

std::optional<std::string> JsonFields::text(std::string_view key) const
{
    const Json* value = find(key);
    if (value != nullptr && !value->is_string())
        wrong(key, "must be a text in quotes");
    return value != nullptr && value->is_string() ? std::optional(value->get<std::string>()) : std::nullopt;
}

std::optional<std::string> JsonFields::word(std::string_view key, std::initializer_list<std::string_view> words) const
{
    auto read = text(key);
    if (!read || std::ranges::find(words, *read) != words.end())
        return read;
    wrong(key, fmt::format("does not know '{}', did you mean '{}'?", read->substr(0, 64),
                           nearestWord(*read, {words.begin(), words.size()})));
    return std::nullopt;
}

std::optional<std::vector<std::string>> JsonFields::texts(std::string_view key) const
{
    const Json* value = find(key);
    if (value == nullptr)
        return std::nullopt;
    if (!value->is_array() || !std::ranges::all_of(*value, [](const Json& item) { return item.is_string(); })) {
        wrong(key, "must be a list of texts in quotes");
        return std::nullopt;
    }
    return value->get<std::vector<std::string>>();
}

std::optional<std::pair<std::optional<double>, std::optional<double>>> JsonFields::interval(std::string_view key) const
{
    const Json* value = find(key);
    if (value == nullptr)
        return std::nullopt;
    const auto isLimit = [](const Json& item) { return item.is_null() || item.is_number(); };
    if (!value->is_array() || value->size() != 2 || !std::ranges::all_of(*value, isLimit)) {
        wrong(key, "must be [lower, upper], null for no limit");
        return std::nullopt;
    }
    const auto limit = [](const Json& item) {
        return item.is_null() ? std::nullopt : std::optional(item.get<double>());
    };
    const std::pair both{limit((*value)[0]), limit((*value)[1])};
    if (both.first && both.second && *both.first > *both.second) {
        wrong(key, "has its lower limit above the upper one, swap them");
        return std::nullopt;
    }
    return both;
}

JsonFields JsonFields::object(std::string_view key, std::vector<std::string_view> known) const
{
    const Json* value = find(key);
    return {m_file, value != nullptr ? *value : nothing(), pathOf(key), std::move(known)};
}

} // namespace ballast
