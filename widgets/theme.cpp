#include "widgets/theme.h"

#include "widgets/theme_store.h"

#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

QColor rgb(QRgb value)
{
    return QColor::fromRgb(value);
}

struct SignTokens
{
    QColor positive;
    QColor negative;
    std::array<QColor, 7> stops; // from the largest loss to the largest gain
};

SignTokens darkSigns(SignColours signs)
{
    switch (signs) {
    case SignColours::GreenRed:
        return {
            rgb(0x62CE93),
            rgb(0xFF8F88),
            {rgb(0xEF7470), rgb(0xA23F42), rgb(0x4A2A2E), rgb(0x1E242E), rgb(0x1C4033), rgb(0x2A7F57), rgb(0x62CE93)}};
    case SignColours::Grey:
        return {
            rgb(0xC6CDD8),
            rgb(0xC6CDD8),
            {rgb(0xA9B3C1), rgb(0x6B7584), rgb(0x363E4A), rgb(0x1E242E), rgb(0x363E4A), rgb(0x6B7584), rgb(0xA9B3C1)}};
    case SignColours::BlueOrange:
        break;
    }
    return {rgb(0x6FB3FF),
            rgb(0xF3A35C),
            {rgb(0xF09A4E), rgb(0xA5622A), rgb(0x4E3724), rgb(0x1E242E), rgb(0x1F3B5C), rgb(0x2C69A8), rgb(0x69AEF5)}};
}

SignTokens lightSigns(SignColours signs)
{
    switch (signs) {
    case SignColours::GreenRed:
        return {
            rgb(0x176B37),
            rgb(0xB3261E),
            {rgb(0xB3362E), rgb(0xE28C84), rgb(0xF6D5D0), rgb(0xF1F3F6), rgb(0xCBE8D4), rgb(0x74BD8D), rgb(0x1F7A43)}};
    case SignColours::Grey:
        return {
            rgb(0x2B3441),
            rgb(0x2B3441),
            {rgb(0x5B6675), rgb(0x98A2B0), rgb(0xD3D9E1), rgb(0xF1F3F6), rgb(0xD3D9E1), rgb(0x98A2B0), rgb(0x5B6675)}};
    case SignColours::BlueOrange:
        break;
    }
    return {rgb(0x1A5FB0),
            rgb(0xA84B00),
            {rgb(0xC25E12), rgb(0xE59B5E), rgb(0xF6D9BF), rgb(0xF1F3F6), rgb(0xC6DCF3), rgb(0x6BA6E2), rgb(0x1C5FAF)}};
}

template <std::size_t N>
QColor along(const std::array<QColor, N>& stops, double share)
{
    const double place = std::clamp(share, 0.0, 1.0) * static_cast<double>(N - 1);
    const std::size_t left = std::min(static_cast<std::size_t>(place), N - 2);
    return mixed(stops[left], stops[left + 1], place - static_cast<double>(left));
}

// WCAG 2.1, relative luminance of sRGB.
double luminance(const QColor& colour)
{
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

} // namespace

Theme Theme::dark(SignColours signs)
{
    Theme t;
    t.kind = ThemeKind::Dark;
    t.signColours = signs;
    t.canvas = rgb(0x0B0E13);
    t.panel = rgb(0x141820);
    t.raised = rgb(0x1B212B);
    t.hover = rgb(0x232A36);
    t.grid = rgb(0x222935);
    t.line = rgb(0x262D39);
    t.strong = rgb(0x46505F);
    t.hi = rgb(0xEEF1F5);
    t.text = rgb(0xC6CDD8);
    t.muted = rgb(0x8F99A8);
    t.series = rgb(0xA9B3C1);
    t.accent = rgb(0x3FC6B2);
    t.accentBg = rgb(0x17302F);
    t.onAccent = rgb(0x06201C);
    t.warn = rgb(0xE8C64A);
    t.critical = rgb(0xFF7B82);
    t.criticalFill = rgb(0xC2303B);
    t.onCritical = rgb(0xFFFFFF);
    t.criticalBg = rgb(0x331A1F);
    t.simulated = rgb(0xB9A2FF);
    t.simulatedBg = rgb(0x26213C);
    t.ok = rgb(0x8FD6A0);
    const SignTokens s = darkSigns(signs);
    t.positive = s.positive;
    t.negative = s.negative;
    t.divergingStops = s.stops;
    t.sequentialStops = {rgb(0x3A3168), rgb(0x3B5C8F), rgb(0x2F8F8C), rgb(0x7DBF7A), rgb(0xEAD96C)};
    return t;
}

Theme Theme::light(SignColours signs)
{
    Theme t;
    t.kind = ThemeKind::Light;
    t.signColours = signs;
    t.canvas = rgb(0xDFE3E9);
    t.panel = rgb(0xFFFFFF);
    t.raised = rgb(0xF2F4F7);
    t.hover = rgb(0xE8ECF1);
    t.grid = rgb(0xE6E9EE);
    t.line = rgb(0xE1E5EB);
    t.strong = rgb(0xAEB7C4);
    t.hi = rgb(0x0E141C);
    t.text = rgb(0x2B3441);
    t.muted = rgb(0x5B6675);
    t.series = rgb(0x5B6675);
    t.accent = rgb(0x0A6F64);
    t.accentBg = rgb(0xE0F2EF);
    t.onAccent = rgb(0xFFFFFF);
    t.warn = rgb(0x785A00);
    t.critical = rgb(0xB51F2B);
    t.criticalFill = rgb(0xC2303B);
    t.onCritical = rgb(0xFFFFFF);
    t.criticalBg = rgb(0xFBE6E8);
    t.simulated = rgb(0x6440C4);
    t.simulatedBg = rgb(0xEFEAFB);
    t.ok = rgb(0x1B7035);
    const SignTokens s = lightSigns(signs);
    t.positive = s.positive;
    t.negative = s.negative;
    t.divergingStops = s.stops;
    t.sequentialStops = {rgb(0x453A7C), rgb(0x3F68A0), rgb(0x2F9793), rgb(0x83C57E), rgb(0xEFDF79)};
    return t;
}

const Theme& Theme::of(const QWidget*)
{
    static const Theme beforeFirstApply = Theme::dark();
    const ThemeStore* const store = ThemeStore::find();
    return store ? store->theme() : beforeFirstApply;
}

QColor Theme::diverging(double value, int stepsPerSide) const
{
    const double clamped = std::isfinite(value) ? std::clamp(value, -1.0, 1.0) : 0.0;
    const int steps = std::max(1, stepsPerSide);
    const double quantised = std::round(clamped * steps) / steps;
    return along(divergingStops, (quantised + 1.0) / 2.0);
}

QColor Theme::sequential(double share) const
{
    return along(sequentialStops, std::isfinite(share) ? share : 0.0);
}

QColor Theme::textOn(const QColor& ground) const
{
    const QColor white = rgb(0xFFFFFF);
    const QColor black = rgb(0x04060A);
    static const double whiteLuminance = luminance(white);
    static const double blackLuminance = luminance(black);
    const double here = luminance(ground);
    // The ground lies between them: the ratios of contrastRatio().
    return (whiteLuminance + 0.05) / (here + 0.05) >= (here + 0.05) / (blackLuminance + 0.05) ? white : black;
}

QColor Theme::signColour(std::optional<double> value) const
{
    if (!value || !std::isfinite(*value) || *value == 0.0)
        return text;
    return *value > 0.0 ? positive : negative;
}

double contrastRatio(const QColor& a, const QColor& b)
{
    const double first = luminance(a) + 0.05;
    const double second = luminance(b) + 0.05;
    return std::max(first, second) / std::min(first, second);
}

QColor mixed(const QColor& a, const QColor& b, double share)
{
    const auto channel = [share](int from, int to) {
        return std::clamp(static_cast<int>(std::lround(from + (to - from) * share)), 0, 255);
    };
    return QColor(channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue()));
}

} // namespace ballast
