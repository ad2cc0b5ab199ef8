#include "models/risk/shock_field.h"

#include "models/core/number_text.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace ballast {
namespace {

constexpr double leastReturn = -0.999999; // a price stays above zero

constexpr std::array<ShockFieldSpec, 12> specs{{
    {ShockField::Spot, "spot", "Spot", "%", &UnderlyingShock::spot, 0.01, 0.0, leastReturn, 100.0, -0.5, 0.5, 0.005, 1},
    {ShockField::VolPoints, "volPoints", "Vol level", "pt", &UnderlyingShock::volPoints, 1.0, 0.0, -1000.0, 1000.0,
     -50.0, 100.0, 0.5, 1},
    {ShockField::VolRelative, "volRelative", "Vol, relative", "%", &UnderlyingShock::volRelative, 0.01, 0.0, -1.0,
     100.0, -0.9, 2.0, 0.01, 1},
    {ShockField::Skew25d, "skew25d", "Skew, 25\u0394", "pt", &UnderlyingShock::skew25d, 1.0, 0.0, -1000.0, 1000.0,
     -30.0, 30.0, 0.5, 1},
    {ShockField::Curvature25d, "curvature25d", "Curvature", "pt", &UnderlyingShock::curvature25d, 1.0, 0.0, -1000.0,
     1000.0, -15.0, 15.0, 0.25, 2},
    {ShockField::TermPower, "termPower", "Term power", "", &UnderlyingShock::termPower, 1.0, 0.0, -2.0, 2.0, -1.0, 1.0,
     0.05, 2},
    {ShockField::Rate, "rate", "Rate", "% p.a.", &UnderlyingShock::rate, 0.01, 0.0, -10.0, 10.0, -0.2, 0.2, 0.001, 1},
    {ShockField::Funding, "funding", "Funding", "% per 8 h", &UnderlyingShock::funding, 0.01, 0.0, -1.0, 1.0, -0.005,
     0.005, 0.0001, 3},
    {ShockField::Basis, "basis", "Basis", "%", &UnderlyingShock::basis, 0.01, 0.0, leastReturn, 100.0, -0.1, 0.1, 0.001,
     2},
    {ShockField::SpreadMultiple, "spreadMultiple", "Spreads", "\u00d7", &UnderlyingShock::spreadMultiple, 1.0, 1.0, 0.0,
     1e6, 0.0, 20.0, 0.1, 2},
    {ShockField::DepthMultiple, "depthMultiple", "Depth", "\u00d7", &UnderlyingShock::depthMultiple, 1.0, 1.0, 0.0, 1e6,
     0.0, 2.0, 0.01, 2},
    {ShockField::OracleDelaySeconds, "oracleDelaySeconds", "Oracle delay", "s", &UnderlyingShock::oracleDelaySeconds,
     1.0, 0.0, 0.0, 1e7, 0.0, 3600.0, 1.0, 0},
}};

bool isSigned(const ShockFieldSpec& spec)
{
    return spec.lowest < 0.0;
}

// "-12 %" and "x3" hold the number -12 and 3: the unit may be written, in front or behind.
std::string_view bareNumber(std::string_view text)
{
    constexpr std::string_view front = " \tx";
    const auto begin = text.find_first_not_of(front);
    if (begin == std::string_view::npos)
        return {};
    text.remove_prefix(begin);
    const auto end = text.find_last_of("0123456789.");
    return end == std::string_view::npos ? text : text.substr(0, end + 1);
}

bool isUnit(std::string_view rest, const ShockFieldSpec& spec)
{
    while (!rest.empty() && rest.front() == ' ')
        rest.remove_prefix(1);
    while (!rest.empty() && rest.back() == ' ')
        rest.remove_suffix(1);
    const std::string_view unit = spec.unit;
    return rest.empty() || rest == unit || rest == unit.substr(0, unit.find(' ')) || (unit == "pt" && rest == "pts");
}

std::string shownBound(const ShockFieldSpec& spec, double value)
{
    const double shown = value / spec.perShown;
    const bool percent = spec.perShown == 0.01;
    return fmt::format("{}{}{}", shortestNumber(std::round(shown * 1e4) / 1e4),
                       percent || spec.unit[0] == '\0' ? "" : " ", percent ? " %" : spec.unit);
}

} // namespace

std::span<const ShockFieldSpec> shockFields()
{
    return specs;
}

const ShockFieldSpec& shockField(ShockField field)
{
    return specs[static_cast<std::size_t>(field)];
}

double shockValue(const UnderlyingShock& shock, ShockField field)
{
    return shock.*shockField(field).member;
}

UnderlyingShock withShockValue(UnderlyingShock shock, ShockField field, double value)
{
    shock.*shockField(field).member = value;
    return shock;
}

bool isNeutral(const UnderlyingShock& shock, ShockField field)
{
    return shockValue(shock, field) == shockField(field).neutral;
}

Status checkShockValue(ShockField field, double value)
{
    const ShockFieldSpec& spec = shockField(field);
    if (!std::isfinite(value))
        return Error{Errc::BadInput, fmt::format("{} is no number", spec.label)};
    if (value < spec.lowest) {
        if (spec.lowest == leastReturn)
            return Error{Errc::BadInput, fmt::format("{} must stay above -100 %", spec.label)};
        return Error{Errc::BadInput, fmt::format("{} must be {} or more", spec.label, shownBound(spec, spec.lowest))};
    }
    if (value > spec.highest)
        return Error{Errc::BadInput, fmt::format("{} must be {} or less", spec.label, shownBound(spec, spec.highest))};
    return Done{};
}

Result<double> parseShockValue(ShockField field, std::string_view text)
{
    const ShockFieldSpec& spec = shockField(field);
    if (text.find_first_not_of(" \t") == std::string_view::npos)
        return spec.neutral;
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i).starts_with("\u2212")) { // the minus sign that screens print
            plain += '-';
            i += 2;
        } else if (text.substr(i).starts_with("\u00d7")) {
            plain += 'x';
            i += 1;
        } else {
            plain += text[i];
        }
    }
    const std::string_view number = bareNumber(plain);
    const std::string_view unsignedNumber = number.starts_with('+') ? number.substr(1) : number;
    const auto rest = std::string_view(plain).substr(plain.find(number) + number.size());
    const auto shown = parseNumber(unsignedNumber);
    const bool unitFits = isUnit(rest, spec) || (rest == "x" && spec.neutral == 1.0);
    if (!shown || !unitFits)
        return Error{Errc::BadInput, fmt::format("'{}' is no number{}{}", text.substr(0, 20),
                                                 spec.unit[0] == '\0' ? "" : " in ", spec.unit)};
    const double value = *shown * spec.perShown;
    if (const Status status = checkShockValue(field, value); !status)
        return status.error();
    return value;
}

std::string shownShockValue(ShockField field, double value)
{
    const ShockFieldSpec& spec = shockField(field);
    const double shown = value / spec.perShown;
    const std::string text = fmt::format("{:.{}f}", std::abs(shown), spec.decimals);
    const bool zero = text.find_first_of("123456789") == std::string::npos;
    if (zero || !isSigned(spec))
        return text;
    return (shown < 0.0 ? "-" : "+") + text;
}

} // namespace ballast
