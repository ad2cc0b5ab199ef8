#pragma once

#include <QColor>
#include <QMetaType>
#include <array>
#include <optional>

class QWidget;

namespace ballast {

enum class ThemeKind
{
    Dark,
    Light
};

// What positive and negative look like; changes positive, negative and the diverging scale together.
enum class SignColours
{
    BlueOrange,
    GreenRed,
    Grey
};

// Every colour of the program. Two instances exist; no other file holds a colour.
struct Theme
{
    ThemeKind kind = ThemeKind::Dark;
    SignColours signColours = SignColours::BlueOrange;

    QColor canvas, panel, raised, hover, grid, line, strong; // grounds and lines
    QColor hi, text, muted, series;                          // text and secondary curves
    QColor accent, accentBg, onAccent;                       // selection, focus, main curve, primary button
    QColor positive, negative;                               // gain and loss, long and short
    QColor warn, critical, criticalFill, onCritical, criticalBg;
    QColor simulated, simulatedBg; // mode badge and mode line only
    QColor ok;                     // live feed light only
    std::array<QColor, 7> divergingStops;
    std::array<QColor, 5> sequentialStops;

    [[nodiscard]] static Theme dark(SignColours signs = SignColours::BlueOrange);
    [[nodiscard]] static Theme light(SignColours signs = SignColours::BlueOrange);

    // The theme in force, as stored by Theming::apply; dark before the first apply. GUI thread only.
    // The reference holds until the next apply: read it in paintEvent, never keep it.
    [[nodiscard]] static const Theme& of(const QWidget* widget = nullptr);

    // value in -1..1 (clamped), quantised to stepsPerSide steps a side; 0 is the middle colour.
    [[nodiscard]] QColor diverging(double value, int stepsPerSide = 10) const;
    // share in 0..1 (clamped), not quantised. Never for signed values.
    [[nodiscard]] QColor sequential(double share) const;
    // White or near-black, whichever contrasts more on that ground.
    [[nodiscard]] QColor textOn(const QColor& ground) const;
    // positive, negative, or text for zero and for missing.
    [[nodiscard]] QColor signColour(std::optional<double> value) const;

    bool operator==(const Theme&) const = default;
};

// WCAG 2.1 contrast ratio, 1..21.
[[nodiscard]] double contrastRatio(const QColor& a, const QColor& b);

// Linear mix in sRGB: share 0 gives a, 1 gives b.
[[nodiscard]] QColor mixed(const QColor& a, const QColor& b, double share);

} // namespace ballast

Q_DECLARE_METATYPE(ballast::Theme)
