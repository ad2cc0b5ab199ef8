#include "app/store/band_name.h"

#include "models/core/number_text.h"

#include <array>

namespace ballast {
namespace {

constexpr std::array kinds{BandKind::Delta, BandKind::Gamma, BandKind::Vega,
                           BandKind::Theta, BandKind::Vanna, BandKind::Volga};

// "30d" to 30.
std::optional<double> parseDays(std::string_view text)
{
    if (!text.ends_with('d'))
        return std::nullopt;
    text.remove_suffix(1);
    if (text.empty() || text.find_first_not_of("0123456789.") != std::string_view::npos)
        return std::nullopt;
    return parseNumber(text);
}

bool readTenor(std::string_view tenor, Band& band)
{
    if (tenor.starts_with('>')) {
        band.fromDays = parseDays(tenor.substr(1));
        return band.fromDays.has_value();
    }
    const std::size_t dash = tenor.find('-');
    if (dash == std::string_view::npos) {
        band.toDays = parseDays(tenor);
        return band.toDays && *band.toDays > 0.0;
    }
    band.fromDays = parseDays(tenor.substr(0, dash));
    band.toDays = parseDays(tenor.substr(dash + 1));
    return band.fromDays && band.toDays && *band.fromDays < *band.toDays;
}

} // namespace

std::optional<Band> parseBandName(std::string_view name)
{
    const std::size_t colon = name.find(':');
    for (const BandKind kind : kinds) {
        if (name.substr(0, colon) != bandWord(kind))
            continue;
        Band band;
        band.kind = kind;
        band.name = name;
        if (colon == std::string_view::npos || readTenor(name.substr(colon + 1), band))
            return band;
    }
    return std::nullopt;
}

std::string bandName(const Band& band)
{
    const std::string word = bandWord(band.kind);
    if (band.fromDays && band.toDays)
        return word + ':' + shortestNumber(*band.fromDays) + "d-" + shortestNumber(*band.toDays) + 'd';
    if (band.toDays)
        return word + ':' + shortestNumber(*band.toDays) + 'd';
    if (band.fromDays)
        return word + ":>" + shortestNumber(*band.fromDays) + 'd';
    return word;
}

} // namespace ballast
