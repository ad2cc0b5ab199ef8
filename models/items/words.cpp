#include "models/items/words.h"

#include "models/market/instrument_name.h"

#include <QCoreApplication>
#include <QLocale>
#include <cmath>

namespace ballast {

namespace {

constexpr QChar trueMinus(0x2212);
constexpr double hoursPerDay = 24.0;

QString tr(const char* text)
{
    return QCoreApplication::translate("ballast::words", text);
}

QString digits(double magnitude, int decimals)
{
    return QLocale(QLocale::English, QLocale::UnitedStates).toString(magnitude, 'f', decimals);
}

bool roundsToZero(double value, int decimals)
{
    return std::abs(value) < 0.5 * std::pow(10.0, -decimals);
}

} // namespace

QString fixedText(double value, int decimals)
{
    const QString magnitude = digits(std::abs(value), decimals);
    return value < 0.0 && !roundsToZero(value, decimals) ? trueMinus + magnitude : magnitude;
}

QString signedText(double value, int decimals)
{
    if (value <= 0.0 || roundsToZero(value, decimals))
        return fixedText(value, decimals);
    return QLatin1Char('+') + fixedText(value, decimals);
}

QString timeLeftText(double days)
{
    if (days <= 0.0)
        return tr("expired");
    const int minutes = static_cast<int>(days * hoursPerDay * 60.0);
    const int hours = minutes / 60;
    if (hours >= 24)
        return tr("%1 d %2 h").arg(hours / 24).arg(hours % 24);
    return tr("%1 h %2 min").arg(hours).arg(minutes % 60);
}

QString expiryText(Timestamp expiry)
{
    return words(expiryLabel(expiry));
}

QString shortExpiryText(Timestamp expiry)
{
    return expiryText(expiry).chopped(2);
}

QString daysText(double days)
{
    if (days < 2.0)
        return tr("%1 h").arg(static_cast<int>(std::floor(days * hoursPerDay)));
    return tr("%1 d").arg(static_cast<int>(std::floor(days)));
}

QString clockText(Timestamp at)
{
    return words(toIso8601(std::chrono::floor<std::chrono::seconds>(at))).mid(11, 8);
}

QString dateClockText(Timestamp at)
{
    const QString iso = words(toIso8601(std::chrono::floor<std::chrono::seconds>(at)));
    return tr("%1 %2 UTC").arg(iso.left(10), iso.mid(11, 8));
}

QString shortInstrumentText(const std::string& name, const std::string& underlying)
{
    const std::string prefix = underlying + "-";
    return words(name.starts_with(prefix) ? name.substr(prefix.size()) : name);
}

QString deltaTitle(const DeltaConvention& delta)
{
    if (delta.rule == SmileDeltaRule::StickyStrike && !delta.netOfPremium)
        return tr("Delta");
    return tr("Delta (%1)").arg(words(deltaName(delta)));
}

QString deltaHead(const DeltaConvention& delta)
{
    const bool ruled = delta.rule != SmileDeltaRule::StickyStrike;
    if (delta.netOfPremium)
        return ruled ? QStringLiteral("Δ*") : tr("Δ net");
    switch (delta.rule) {
    case SmileDeltaRule::StickyStrike:
        return tr("Delta");
    case SmileDeltaRule::StickyMoneyness:
        return tr("Δ mny");
    case SmileDeltaRule::SkewStickiness:
        return tr("Δ skew");
    case SmileDeltaRule::MinimumVariance:
        break;
    }
    return tr("Δ minv");
}

int decimalsOf(double value, int most)
{
    for (int decimals = 0; decimals < most; ++decimals) {
        const double scaled = std::abs(value) * std::pow(10.0, decimals);
        if (std::abs(scaled - std::round(scaled)) < 1e-6 * std::max(1.0, scaled * 1e-6))
            return decimals;
    }
    return most;
}

} // namespace ballast
