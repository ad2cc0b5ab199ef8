#pragma once

#include "widgets/theme.h"
#include "widgets/typography.h"

class QApplication;
class QPushButton;
class QWidget;

namespace ballast {

// Puts a theme in force for the whole application: painted style over Fusion, palette, font, one style sheet.
// Every widget gets QEvent::PaletteChange / StyleChange and repaints. May be called again at any time.
class Theming
{
public:
    static void apply(QApplication& application, const Theme& theme, const Typography& typography);
};

// Stops the 400 ms flashes of changed cells; read by all views.
void setReducedMotion(bool reduced);
[[nodiscard]] bool reducedMotion();

// One primary button per view: accent, filled.
void setPrimary(QPushButton& button, bool primary);
// 32 px high button for Approve and Reject.
void setDecision(QPushButton& button, bool decision);
// Marks an input as invalid (1 px critical outline) or valid again.
void setInvalid(QWidget& input, bool invalid);
// Colours of a QLabel: "muted", "hi", "warn", "critical" or empty for body text.
void setTone(QWidget& label, const QString& tone);

} // namespace ballast
