#pragma once

#include <QString>
#include <QStringList>
#include <optional>

namespace ballast {

// What a trader types to add a leg: "27FEB 60 P -10" or a whole name, the quantity last.
struct LegWish
{
    QString instrument;
    double quantity = 0.0;
    bool operator==(const LegWish&) const = default;
};

struct LegSearch
{
    QStringList matches;         // instruments that every word fits, the closest first
    std::optional<LegWish> wish; // exactly one instrument and a quantity other than zero
    QString problem;             // what is still missing
};

// A word fits a part of the name that it begins ("60" begins "60000"); a lone C or P is the type. Names of `underlying`
// come first.
[[nodiscard]] LegSearch searchLeg(const QString& text, const QStringList& instruments, const QString& underlying);

} // namespace ballast
