#include "app/feeds/json_fault.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace ballast {
namespace {

// Reads everything, keeps only the position of the fault.
struct FaultFinder : nlohmann::json::json_sax_t
{
    std::size_t position = 0;

    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool string(string_t&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool start_object(std::size_t) override { return true; }
    bool key(string_t&) override { return true; }
    bool end_object() override { return true; }
    bool start_array(std::size_t) override { return true; }
    bool end_array() override { return true; }
    bool parse_error(std::size_t at, const std::string&, const nlohmann::detail::exception&) override
    {
        position = at;
        return false;
    }
};

} // namespace

std::size_t lineOfJsonFault(std::string_view text)
{
    FaultFinder finder;
    nlohmann::json::sax_parse(text.begin(), text.end(), &finder);
    const auto upTo = text.substr(0, finder.position == 0 ? text.size() : std::min(finder.position - 1, text.size()));
    return 1 + static_cast<std::size_t>(std::ranges::count(upTo, '\n'));
}

} // namespace ballast
