#include "app/feeds/live/venue_json.h"

#include "models/core/number_text.h"

#include <cmath>

namespace ballast::venue {

std::optional<double> number(const Element& element)
{
    double value = 0.0;
    if (element.get_double().get(value) == simdjson::SUCCESS)
        return value;
    std::string_view word;
    if (element.get_string().get(word) == simdjson::SUCCESS)
        return parseNumber(word);
    return std::nullopt;
}

std::optional<double> number(const Object& object, std::string_view key)
{
    Element value;
    return object.at_key(key).get(value) == simdjson::SUCCESS ? number(value) : std::nullopt;
}

std::optional<double> positive(const Object& object, std::string_view key)
{
    const auto value = number(object, key);
    return value && *value > 0.0 ? value : std::nullopt;
}

std::optional<std::int64_t> integer(const Object& object, std::string_view key)
{
    std::int64_t value = 0;
    if (object.at_key(key).get_int64().get(value) == simdjson::SUCCESS)
        return value;
    constexpr double exactIntegers = 9'007'199'254'740'992.0; // 2^53
    const auto real = number(object, key);
    if (!real || std::abs(*real) > exactIntegers || *real != std::floor(*real))
        return std::nullopt;
    return static_cast<std::int64_t>(*real);
}

std::optional<Timestamp> milliseconds(const Object& object, std::string_view key)
{
    constexpr double year9999 = 253'402'300'799'999.0;
    const auto value = number(object, key);
    if (!value || *value <= 0.0 || *value > year9999)
        return std::nullopt;
    return fromUnixMilliseconds(static_cast<std::int64_t>(*value));
}

std::optional<std::vector<LadderLevel>> levels(const Object& object, std::string_view key, double amountScale)
{
    const auto items = array(object, key);
    if (!items)
        return std::nullopt;
    std::vector<LadderLevel> result;
    for (const Element item : *items) {
        simdjson::dom::array cells;
        Element price;
        Element amount;
        if (item.get_array().get(cells) != simdjson::SUCCESS || cells.at(0).get(price) != simdjson::SUCCESS ||
            cells.at(1).get(amount) != simdjson::SUCCESS)
            return std::nullopt;
        const auto priceValue = number(price);
        const auto amountValue = number(amount);
        if (!priceValue || !amountValue || *priceValue <= 0.0 || *amountValue < 0.0)
            return std::nullopt;
        result.push_back({*priceValue, *amountValue * amountScale});
    }
    return result;
}

std::optional<simdjson::dom::array> array(const Object& object, std::string_view key)
{
    simdjson::dom::array items;
    if (object.at_key(key).get_array().get(items) != simdjson::SUCCESS)
        return std::nullopt;
    return items;
}

std::vector<Object> objects(const simdjson::dom::array& items)
{
    std::vector<Object> result;
    for (const Element item : items) {
        Object object;
        if (item.get_object().get(object) == simdjson::SUCCESS)
            result.push_back(object);
    }
    return result;
}

} // namespace ballast::venue
