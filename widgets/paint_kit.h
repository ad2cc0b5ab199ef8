#pragma once

#include "widgets/theme.h"
#include "widgets/typography.h"

#include <QPainter>
#include <QString>
#include <QStringList>

namespace ballast {

// Painting words shared by the painted widgets of this folder.

struct TextStyle
{
    FontSize size = FontSize::Body;
    QFont::Weight weight = QFont::Normal;
    QColor colour;
};

[[nodiscard]] double textWidth(const QString& text, FontSize size, QFont::Weight weight = QFont::Normal);
// Paints on that baseline and returns the x after the text.
double paintText(QPainter& painter, double left, double baseline, const QString& text, const TextStyle& style);
// The same, ending at right; returns the x where it starts.
double paintTextRight(QPainter& painter, double right, double baseline, const QString& text, const TextStyle& style);
void paintTextCentred(QPainter& painter, double middle, double baseline, const QString& text, const TextStyle& style);
// Baseline that centres capitals and digits in that span.
[[nodiscard]] double centredBaseline(double top, double height, FontSize size);
// Elides at the end to fit; for sentences, never for figures.
[[nodiscard]] QString elided(const QString& text, double width, FontSize size, QFont::Weight weight = QFont::Normal);

enum class Pointing
{
    Up,
    Down
};
void paintTriangle(QPainter& painter, const QPointF& centre, double width, Pointing pointing, const QColor& colour);
void paintRoundedRect(QPainter& painter, const QRectF& area, double radius, const QColor& ground,
                      const QColor& outline = {});
// 1 px accent outline round a focused painted widget or part.
void paintFocus(QPainter& painter, const QRectF& area, const Theme& theme, double radius = 4.0);

struct ReadOutRow
{
    QString name;
    QString value;
};

// A box on raised ground: title in hi 600, then rows. Returns its size before it is placed.
[[nodiscard]] QSizeF readOutSize(const QString& title, const QList<ReadOutRow>& rows);
void paintReadOut(QPainter& painter, const QRectF& area, const QString& title, const QList<ReadOutRow>& rows,
                  const Theme& theme);

} // namespace ballast
