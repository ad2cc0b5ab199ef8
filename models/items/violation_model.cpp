#include "models/items/violation_model.h"

#include "models/items/words.h"

#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

QString legText(const MarketSnapshot& market, const ArbitrageLeg& leg)
{
    const Instrument& instrument = (*market.instruments)[leg.instrument];
    const QString side = leg.quantity > 0.0 ? ViolationModel::tr("buy") : ViolationModel::tr("sell");
    const double units = std::abs(leg.quantity);
    const QString name = shortInstrumentText(instrument.id.name, instrument.underlying);
    return units == 1.0 ? QStringLiteral("%1 %2").arg(side, name)
                        : QStringLiteral("%1 %2 × %3").arg(side, fixedText(units, decimalsOf(units, 3)), name);
}

QStringList legTexts(const MarketSnapshot& market, const QuoteArbitrage& found)
{
    QStringList legs;
    for (const ArbitrageLeg& leg : found.legs)
        legs << legText(market, leg);
    return legs;
}

// The same legs at other prices are the same row.
QString keyOf(const MarketSnapshot& market, const QuoteArbitrage& found)
{
    QString key = words(arbitrageWord(found.kind));
    for (const ArbitrageLeg& leg : found.legs)
        key += QLatin1Char('|') + words((*market.instruments)[leg.instrument].id.name) +
               QLatin1Char(leg.quantity > 0.0 ? '+' : '-');
    return key;
}

} // namespace

ViolationModel::ViolationModel(QObject* parent) : CellTable(parent)
{
    setColumns({{tr("Violation"),
                 {},
                 ColumnKind::Text,
                 0,
                 false,
                 tr("Parity: call, put and future. Box: calls and puts of two strikes. Butterfly: three strikes. "
                    "Calendar: the later option of the same moneyness costs less.")},
                {tr("Expiry"), {}, ColumnKind::Text, 0, false, {}},
                {tr("Legs"), {}, ColumnKind::Text, 0, false, tr("Each at its executable side")},
                {tr("Gain"), tr("USD"), ColumnKind::Number, 1, true, tr("Locked in per unit, after taker fees")},
                {tr("Size"), tr("coins"), ColumnKind::Number, 1, false, tr("Units at the best prices")},
                {tr("Worth"), tr("USD"), ColumnKind::Number, 0, true, tr("Gain times size, after taker fees")}});
}

void ViolationModel::setRows(const MarketSnapshot& market, const std::vector<ShownViolation>& violations)
{
    m_violations = violations;
    std::vector<CellRow> rows;
    for (const ShownViolation& each : violations) {
        const QuoteArbitrage& found = each.found;
        CellRow row{keyOf(market, found), std::vector<Cell>(ColumnCount), true};
        const QStringList legs = legTexts(market, found);
        row.cells[Kind] = Cell::of(words(arbitrageWord(found.kind)));
        row.cells[Kind].warns = true;
        row.cells[Expiry] = Cell::of(shortExpiryText(found.expiry));
        row.cells[Legs] = Cell::of(legs.join(QStringLiteral(", ")));
        row.cells[Legs].reason = legs.join(QLatin1Char('\n'));
        row.cells[PerUnit] = Cell::of(found.profitUsd);
        row.cells[Size] = Cell::of(found.sizeCoins);
        row.cells[Worth] = Cell::of(found.totalUsd());
        row.cells[Worth].weight = ItemWeight::Strong;
        for (const auto column : {Size, Worth})
            if (!found.sizeCoins)
                row.cells[column].reason = tr("the feed gives no amounts for a leg");
        rows.push_back(std::move(row));
    }
    CellTable::setRows(std::move(rows));
}

void ViolationModel::clear()
{
    m_violations.clear();
    CellTable::setRows({});
}

const ShownViolation* ViolationModel::violationAt(int row) const
{
    return row >= 0 && row < rowCount() ? &m_violations[static_cast<std::size_t>(row)] : nullptr;
}

std::optional<int> ViolationModel::rowHolding(Timestamp expiry, double strike) const
{
    const auto holds = [&](const ShownViolation& each) {
        return std::ranges::any_of(
            each.marks, [&](const ViolationMark& mark) { return mark.expiry == expiry && mark.strike == strike; });
    };
    const auto found = std::ranges::find_if(m_violations, holds);
    return found == m_violations.end() ? std::nullopt : std::optional(static_cast<int>(found - m_violations.begin()));
}

} // namespace ballast
