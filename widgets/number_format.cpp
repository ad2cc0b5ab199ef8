#include "widgets/number_format.h"

#include <QLocale>
#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

constexpr QChar trueMinus(0x2212);

bool isZeroText(const QString& digits)
{
    return std::ranges::none_of(
        digits, [](QChar c) { return c != QLatin1Char('0') && c != QLatin1Char('.') && c != QLatin1Char(','); });
}

QString withSign(const QString& digits, bool negative, SignMode sign)
{
    if (isZeroText(digits))
        return digits;
    if (negative)
        return trueMinus + digits;
    return sign == SignMode::Always ? QLatin1Char('+') + digits : digits;
}

} // namespace

QString missingText()
{
    return QString(QChar(0x2014));
}

QString formatNumber(std::optional<double> value, int decimals, SignMode sign)
{
    if (!value || std::isnan(*value))
        return missingText();
    if (std::isinf(*value))
        return withSign(QString(QChar(0x221E)), *value < 0.0, sign);
    QLocale locale = QLocale::c();
    locale.setNumberOptions(QLocale::DefaultNumberOptions); // the C locale leaves the separators out
    return withSign(locale.toString(std::fabs(*value), 'f', std::max(0, decimals)), *value < 0.0, sign);
}

QString formatSigned(std::optional<double> value, int decimals)
{
    return formatNumber(value, decimals, SignMode::Always);
}

QString formatPercent(std::optional<double> fraction, int decimals, SignMode sign)
{
    if (!fraction || std::isnan(*fraction))
        return missingText();
    return formatNumber(*fraction * 100.0, decimals, sign) + QStringLiteral(" %");
}

QString formatCompact(double value, SignMode sign)
{
    if (!std::isfinite(value))
        return formatNumber(value, 0, sign);
    const double size = std::fabs(value);
    const double divisor = size >= 1e6 ? 1e6 : size >= 1e3 ? 1e3 : 1.0;
    const QString suffix = size >= 1e6 ? QStringLiteral("M") : size >= 1e3 ? QStringLiteral("k") : QString();
    QString digits = QString::number(size / divisor, 'f', 2);
    while (digits.endsWith(QLatin1Char('0')))
        digits.chop(1);
    if (digits.endsWith(QLatin1Char('.')))
        digits.chop(1);
    return withSign(digits + suffix, value < 0.0, sign);
}

QString formatAge(std::chrono::milliseconds age)
{
    const double seconds = std::max(0.0, static_cast<double>(age.count()) / 1000.0);
    if (seconds < 10.0)
        return QString::number(std::floor(seconds * 10.0) / 10.0, 'f', 1) + QStringLiteral(" s");
    if (seconds < 120.0)
        return QString::number(std::floor(seconds), 'f', 0) + QStringLiteral(" s");
    if (seconds < 7200.0)
        return QString::number(std::floor(seconds / 60.0), 'f', 0) + QStringLiteral(" min");
    if (seconds < 172800.0)
        return QString::number(std::floor(seconds / 3600.0), 'f', 0) + QStringLiteral(" h");
    return QString::number(std::floor(seconds / 86400.0), 'f', 0) + QStringLiteral(" d");
}

QString exactNumber(std::optional<double> value)
{
    if (!value || !std::isfinite(*value))
        return {};
    return QString::number(*value, 'g', QLocale::FloatingPointShortest);
}

} // namespace ballast
