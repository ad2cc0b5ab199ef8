#pragma once

#include <QFont>
#include <QString>

namespace ballast {

// Sizes in px at scale 1.
enum class FontSize
{
    Unit = 11,
    Body = 12,
    ProposalTitle = 13,
    StripValue = 15,
    TileValue = 18
};

// One family with tabular figures; sizes and weights of the look.
struct Typography
{
    QString family;

    // The family that the program depends on, or the system's own where it is not installed.
    [[nodiscard]] static Typography standard();

    [[nodiscard]] QFont font(FontSize size, QFont::Weight weight = QFont::Normal) const;

    bool operator==(const Typography&) const = default;
};

// The weight that shows as 600: Roboto has 500 and 700 only, and Qt would take 500.
[[nodiscard]] QFont::Weight strongWeight(const QString& family);

// The application's font in that size and weight, for painted widgets.
[[nodiscard]] QFont uiFont(FontSize size, QFont::Weight weight = QFont::Normal);

} // namespace ballast
