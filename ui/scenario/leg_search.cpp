#include "ui/scenario/leg_search.h"

#include <QCoreApplication>
#include <algorithm>

namespace ballast {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ballast::leg_search", text);
}

std::optional<double> quantityIn(QString word)
{
    bool ok = false;
    const double number = word.replace(QChar(0x2212), QLatin1Char('-')).toDouble(&ok);
    return ok ? std::optional(number) : std::nullopt;
}

bool fits(const QString& word, const QString& name)
{
    if (name.compare(word, Qt::CaseInsensitive) == 0)
        return true;
    const QStringList parts = name.split(QLatin1Char('-'));
    return std::ranges::any_of(parts, [&](const QString& part) {
        const bool isType = part.size() == 1;
        return isType ? part.compare(word, Qt::CaseInsensitive) == 0 : part.startsWith(word, Qt::CaseInsensitive);
    });
}

bool fitsAll(const QStringList& all, const QString& name)
{
    return std::ranges::all_of(all, [&](const QString& word) { return fits(word, name); });
}

QString missing(const QStringList& matches, bool hasQuantity)
{
    if (matches.isEmpty())
        return tr("This market lists no such instrument");
    if (matches.size() > 1)
        return tr("%1 instruments fit: say more of the name").arg(matches.size());
    return hasQuantity ? QString() : tr("%1: add a quantity, negative to sell").arg(matches.first());
}

} // namespace

LegSearch searchLeg(const QString& text, const QStringList& instruments, const QString& underlying)
{
    QStringList all = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    LegSearch search;
    if (all.isEmpty())
        return search;
    // The last word is the quantity, unless the words before it name nothing without it: "27FEB26 60000".
    std::optional<double> quantity = all.size() > 1 ? quantityIn(all.last()) : std::nullopt;
    if (quantity)
        all.removeLast();
    for (const QString& name : instruments)
        if (fitsAll(all, name))
            search.matches << name;
    std::ranges::stable_partition(search.matches, [&](const QString& name) { return name.startsWith(underlying); });
    const QString whole = all.join(QLatin1Char('-'));
    for (const QString& name : std::as_const(search.matches)) {
        if (name.compare(whole, Qt::CaseInsensitive) == 0) {
            search.matches = {name};
            break;
        }
    }
    const auto own = std::ranges::count_if(
        search.matches, [&](const QString& n) { return n.startsWith(underlying + QLatin1Char('-')); });
    if (own == 1 && search.matches.size() > 1)
        search.matches = {search.matches.first()};
    const bool sound = quantity && *quantity != 0.0;
    search.problem = missing(search.matches, sound);
    if (search.problem.isEmpty())
        search.wish = LegWish{search.matches.first(), *quantity};
    return search;
}

} // namespace ballast
