#include "ui/scenario/picture_export.h"

#include "ui/scenario/scenario_panel.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QMessageBox>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QPrintDialog>
#include <QPrinter>
#include <algorithm>

namespace ballast {

namespace {

constexpr double pictureScale = 2.0;
constexpr int titleHeight = 18; // of the page at 72 dpi

QString tr(const char* text)
{
    return QCoreApplication::translate("ballast::picture_export", text);
}

// Title above, the widget as large as the page allows.
bool paintPage(QPagedPaintDevice& page, int dpi, QWidget& shown, const QString& title)
{
    QPainter painter;
    if (!painter.begin(&page))
        return false;
    const double point = dpi / 72.0;
    const QRectF area(QPointF(0, 0), QSizeF(painter.viewport().size()));
    QFont font = shown.font();
    font.setPointSizeF(9.0);
    painter.setFont(font);
    painter.drawText(QRectF(0, 0, area.width(), titleHeight * point), Qt::AlignLeft | Qt::AlignTop, title);
    const QRectF rest = area.adjusted(0, titleHeight * point, 0, 0);
    const double scale = std::min(rest.width() / shown.width(), rest.height() / shown.height());
    painter.translate(rest.topLeft());
    painter.scale(scale, scale);
    shown.render(&painter);
    return painter.end();
}

bool writePng(QWidget& shown, const QString& file)
{
    QPixmap pixmap(shown.size() * pictureScale);
    pixmap.setDevicePixelRatio(pictureScale);
    shown.render(&pixmap);
    return pixmap.save(file, "PNG");
}

} // namespace

bool writePicture(QWidget& shown, const QString& title, PictureFile kind, const QString& file)
{
    if (kind == PictureFile::Png)
        return writePng(shown, file);
    QPdfWriter writer(file);
    writer.setTitle(title);
    writer.setCreator(QStringLiteral("Ballast"));
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageOrientation(QPageLayout::Landscape);
    writer.setPageMargins(QMarginsF(10, 10, 10, 10), QPageLayout::Millimeter);
    return paintPage(writer, writer.resolution(), shown, title);
}

void exportPicture(QWidget& shown, const QString& title, PictureFile kind, const QString& suggestedName)
{
    const bool png = kind == PictureFile::Png;
    const QString name = QFileDialog::getSaveFileName(
        &shown, tr("Export picture"), suggestedName + (png ? QStringLiteral(".png") : QStringLiteral(".pdf")),
        png ? tr("Picture (*.png)") : tr("Document (*.pdf)"));
    if (!name.isEmpty() && !writePicture(shown, title, kind, name))
        QMessageBox::warning(&shown, tr("Export picture"),
                             tr("%1 could not be written: choose a folder that can be written to").arg(name));
}

void printPicture(QWidget& shown, const QString& title)
{
    QPrinter printer(QPrinter::HighResolution);
    printer.setPageOrientation(QPageLayout::Landscape);
    QPrintDialog dialog(&printer, &shown);
    if (dialog.exec() != QDialog::Accepted)
        return;
    if (!paintPage(printer, printer.resolution(), shown, title))
        QMessageBox::warning(&shown, tr("Print"), tr("The printer took nothing: %1").arg(printer.printerName()));
}

void addPictureActions(ScenarioPanel& panel, QWidget& shown, const QString& name)
{
    panel.addMenuEntry(tr("Export PNG…"),
                       [&panel, &shown, name] { exportPicture(shown, panel.printTitle(), PictureFile::Png, name); });
    panel.addMenuEntry(tr("Export PDF…"),
                       [&panel, &shown, name] { exportPicture(shown, panel.printTitle(), PictureFile::Pdf, name); });
}

} // namespace ballast
