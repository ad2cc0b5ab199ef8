#include "app/feeds/json_rows.h"

#include "models/market/instrument_name.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace ballast {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::element_type;
using simdjson::dom::object;

constexpr int deepest = 16;

bool isPrice(ChainField field)
{
    using enum ChainField;
    return field == Bid || field == Ask || field == Mark || field == BidIv || field == AskIv || field == MarkIv;
}

// What an object says of itself, by field; of two keys that mean the same the better word counts.
class KeyedFields
{
public:
    [[nodiscard]] std::map<ChainField, element> of(const object& from)
    {
        std::map<ChainField, element> fields;
        std::map<ChainField, std::size_t> ranks;
        for (const auto& [key, value] : from) {
            const auto type = value.type();
            if (type == element_type::ARRAY || type == element_type::OBJECT || type == element_type::BOOL ||
                type == element_type::NULL_VALUE)
                continue;
            const auto match = meaning(key);
            if (!match)
                continue;
            if (isBetter(ranks, *match))
                fields.insert_or_assign(match->field, value);
        }
        return fields;
    }

private:
    // Whether this word is better than the one known for its field; remembers it then.
    [[nodiscard]] static bool isBetter(std::map<ChainField, std::size_t>& ranks, const FieldMatch& match)
    {
        const auto [it, isNew] = ranks.try_emplace(match.field, match.rank);
        if (!isNew && match.rank >= it->second)
            return false;
        it->second = match.rank;
        return true;
    }

    [[nodiscard]] std::optional<FieldMatch> meaning(std::string_view key)
    {
        const auto known = m_meanings.find(std::string(key));
        if (known != m_meanings.end())
            return known->second;
        return m_meanings[std::string(key)] = matchField(key);
    }

    std::unordered_map<std::string, std::optional<FieldMatch>> m_meanings;
};

void set(ChainFileRow& row, ChainField field, const element& value)
{
    std::string_view text;
    double number = 0.0;
    if (value.get_string().get(text) == simdjson::SUCCESS)
        setCell(row, field, text);
    else if (value.get_double().get(number) == simdjson::SUCCESS)
        setCell(row, field, number);
}

// What holds for everything inside an object.
struct Context
{
    ChainFileRow row;
    std::map<Timestamp, double> forwards; // by expiry
};

class RowFinder
{
public:
    RowFinder(std::vector<ChainFileRow>& rows, std::size_t line) : m_rows(rows), m_line(line) {}

    void walk(const element& value, const Context& outer, int depth)
    {
        object asObject;
        array asArray;
        if (depth > deepest)
            return;
        if (value.get_object().get(asObject) == simdjson::SUCCESS)
            walkObject(asObject, outer, depth);
        else if (value.get_array().get(asArray) == simdjson::SUCCESS)
            for (const element item : asArray) {
                // A list of quotes is a list of objects; lists in lists are somebody's workings.
                if (item.is_object())
                    walk(item, outer, depth + 1);
            }
    }

private:
    static bool isQuote(const std::map<ChainField, element>& fields)
    {
        const bool named = fields.contains(ChainField::Name) || fields.contains(ChainField::Strike);
        return named &&
               std::any_of(fields.begin(), fields.end(), [](const auto& field) { return isPrice(field.first); });
    }

    void walkObject(const object& from, const Context& outer, int depth)
    {
        const auto fields = m_fields.of(from);
        if (isQuote(fields)) {
            addRow(fields, outer);
            return;
        }
        Context inner = outer;
        for (const auto& [field, value] : fields)
            inherit(inner.row, field, value);
        for (const auto& [key, value] : from)
            takeForwards(inner, value);
        for (const auto& [key, value] : from)
            walk(value, inner, depth + 1);
    }

    static void inherit(ChainFileRow& row, ChainField field, const element& value)
    {
        using enum ChainField;
        if (field == Time || field == Expiry || field == Currency || field == Index || field == Type)
            set(row, field, value);
        // Beside a list of quotes with forwards of their own, the price of the underlying is its index.
        if (field == Forward && !row.number(Index))
            set(row, Index, value);
    }

    // [{"expiry": ..., "forward_price": ...}, ...]
    void takeForwards(Context& context, const element& value)
    {
        array items;
        if (value.get_array().get(items) != simdjson::SUCCESS)
            return;
        for (const element item : items) {
            object entry;
            if (item.get_object().get(entry) != simdjson::SUCCESS)
                return;
            const auto fields = m_fields.of(entry);
            if (!fields.contains(ChainField::Expiry) || !fields.contains(ChainField::Forward) || isQuote(fields))
                return;
            ChainFileRow row;
            for (const auto& [field, cell] : fields)
                set(row, field, cell);
            if (row.expiry && row.number(ChainField::Forward))
                context.forwards[*row.expiry] = *row.number(ChainField::Forward);
            if (!context.row.number(ChainField::Index) && row.number(ChainField::Index))
                setCell(context.row, ChainField::Index, *row.number(ChainField::Index));
        }
    }

    void addRow(const std::map<ChainField, element>& fields, const Context& context)
    {
        ChainFileRow row = context.row;
        row.line = m_line;
        for (const auto& [field, value] : fields)
            set(row, field, value);
        if (!row.number(ChainField::Forward) && !context.forwards.empty()) {
            const auto named = parseDeribitName(row.instrument);
            const auto expiry = named ? named->expiry : row.expiry;
            const auto forward = expiry ? context.forwards.find(*expiry) : context.forwards.end();
            if (forward != context.forwards.end())
                setCell(row, ChainField::Forward, forward->second);
        }
        m_rows.push_back(std::move(row));
    }

    std::vector<ChainFileRow>& m_rows;
    std::size_t m_line;
    KeyedFields m_fields;
};

} // namespace

std::vector<ChainFileRow> jsonRows(const element& root, std::size_t line)
{
    std::vector<ChainFileRow> rows;
    RowFinder(rows, line).walk(root, {}, 0);
    return rows;
}

} // namespace ballast
