#pragma once

#include "ui/presenters/hedge_content.h"

#include <QString>
#include <optional>
#include <string>

namespace ballast {

// How the hedge screens word numbers and states; shared by strip, decision, facts and bars.

// Gamma is kept in coins per USD and shown per 1 %: shown = kept times this.
[[nodiscard]] double shownScale(BandKind kind, std::optional<double> indexUsd);
[[nodiscard]] std::optional<double> scaled(std::optional<double> value, double scale);
[[nodiscard]] QString bandValue(const BandOutcome& outcome, double value, std::optional<double> indexUsd);

// The hedger names gamma per USD; the screens show it per 1 %.
struct ShownUnit
{
    QString word;
    double perKept = 1.0; // units shown in one unit of the hedger
};

[[nodiscard]] ShownUnit shownUnit(const std::string& unit, std::optional<double> indexUsd);
// Amount of a limit that a trader would move it by: a power of ten near a twentieth of `size`.
[[nodiscard]] double stepFor(double size);
[[nodiscard]] QString legCount(std::size_t legs);       // "1 leg", "6 legs"
[[nodiscard]] QString legText(const HedgeTrade& trade); // "Buy 10.3 BTC-PERPETUAL"
[[nodiscard]] QString quantityText(double quantity);
[[nodiscard]] QString spotText(double spotUsd, double indexUsd); // "61,940 (−2.8 %)"
[[nodiscard]] QString sentenceCase(const std::string& text);
[[nodiscard]] QString statusSentence(const HedgeScreen& screen);

} // namespace ballast
