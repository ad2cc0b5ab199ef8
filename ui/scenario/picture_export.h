#pragma once

#include <QString>

class QAction;
class QWidget;

namespace ballast {

class ScenarioPanel;

enum class PictureFile
{
    Png,
    Pdf
};

// What the widget shows, written to a file; PNG at twice the screen's size, PDF on one landscape page with `title`
// above it. False: the file could not be written.
[[nodiscard]] bool writePicture(QWidget& shown, const QString& title, PictureFile kind, const QString& file);

// Asks for a file and writes; says why when that fails.
void exportPicture(QWidget& shown, const QString& title, PictureFile kind, const QString& suggestedName);

// Asks for a printer and prints the widget on one landscape page.
void printPicture(QWidget& shown, const QString& title);

// "Export PNG…" and "Export PDF…" in the panel's menu.
void addPictureActions(ScenarioPanel& panel, QWidget& shown, const QString& name);

} // namespace ballast
