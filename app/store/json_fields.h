#pragma once

#include "app/store/json_lines.h"
#include "models/core/result.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast {

using Json = nlohmann::ordered_json;

// One JSON file being read: the text's lines for messages, and the first thing that is wrong with it. For this folder
// only: no JSON type leaves it.
struct JsonFile
{
    std::string name;
    Json root;
    JsonLines lines;
    std::optional<Error> error; // the first
};

// Error "NAME:LINE: what, remedy": not JSON, not UTF-8, nested too deeply, a key twice, larger than 1 MB.
[[nodiscard]] Result<std::shared_ptr<JsonFile>> parseJsonFile(std::string_view text, std::string_view name);

// Smallest and largest value allowed, both inclusive.
struct NumberRange
{
    double lowest = 0.0;
    double highest = 0.0;
};

// Typed access to one object. Every reader returns nullopt for an absent or null key; a value of the wrong type notes
// an error in the file and gives nullopt too, so readers need no branch for it.
class JsonFields
{
public:
    // Notes an error for a value that is no object and for keys that are not among `known` (empty: any key).
    JsonFields(JsonFile& file, const Json& value, std::string path, std::vector<std::string_view> known);

    [[nodiscard]] std::optional<double> number(std::string_view key, NumberRange range) const;
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key, std::int64_t lowest,
                                                      std::int64_t highest) const;
    [[nodiscard]] std::optional<bool> boolean(std::string_view key) const;
    [[nodiscard]] std::optional<std::string> text(std::string_view key) const;
    // One of the words; an unknown one names the nearest.
    [[nodiscard]] std::optional<std::string> word(std::string_view key,
                                                  std::initializer_list<std::string_view> words) const;
    [[nodiscard]] std::optional<std::vector<std::string>> texts(std::string_view key) const;
    // Two numbers or nulls.
    [[nodiscard]] std::optional<std::pair<std::optional<double>, std::optional<double>>>
    interval(std::string_view key) const;

    [[nodiscard]] const Json* find(std::string_view key) const;     // nullptr: absent or null
    [[nodiscard]] bool isEmptyOrAbsent(std::string_view key) const; // null, [], {}
    [[nodiscard]] JsonFields object(std::string_view key, std::vector<std::string_view> known) const;
    [[nodiscard]] std::vector<std::string> keys() const;

    void wrong(std::string_view key, std::string_view what, Errc code = Errc::BadInput) const;
    [[nodiscard]] std::string pathOf(std::string_view key) const;

private:
    void checkKeys(const std::vector<std::string_view>& known) const;

    JsonFile& m_file;
    const Json& m_value;
    std::string m_path;
};

} // namespace ballast
