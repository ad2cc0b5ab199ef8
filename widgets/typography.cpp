#include "widgets/typography.h"

#include <QApplication>
#include <QFontDatabase>

namespace ballast {

namespace {

[[nodiscard]] QFont withSize(QFont font, FontSize size, QFont::Weight weight)
{
    font.setPixelSize(static_cast<int>(size));
    font.setWeight(weight == QFont::DemiBold ? strongWeight(font.family()) : weight);
    // Fractional advances at every scale: columns do not change their width between scale 1 and 1.5.
    font.setHintingPreference(QFont::PreferNoHinting);
    font.setStyleHint(QFont::SansSerif);
    return font;
}

} // namespace

Typography Typography::standard()
{
    // Default figures of these two are tabular (measured in tst_typography); Qt 6.4 cannot switch a feature on.
    const QStringList installed = QFontDatabase::families();
    for (const QString& wanted : {QStringLiteral("Roboto"), QStringLiteral("Open Sans")}) {
        if (installed.contains(wanted))
            return {wanted};
    }
    return {QFontDatabase::systemFont(QFontDatabase::GeneralFont).family()};
}

QFont::Weight strongWeight(const QString& family)
{
    return family == QLatin1String("Roboto") ? QFont::Bold : QFont::DemiBold;
}

QFont Typography::font(FontSize size, QFont::Weight weight) const
{
    return withSize(QFont(family), size, weight);
}

QFont uiFont(FontSize size, QFont::Weight weight)
{
    return withSize(QApplication::font(), size, weight);
}

} // namespace ballast
