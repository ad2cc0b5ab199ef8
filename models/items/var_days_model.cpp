#include "models/items/var_days_model.h"

#include "models/items/words.h"

#include <cmath>

namespace ballast {

namespace {

// "BTC −12.3 %, BTC vol +20 %" of log moves.
QString movesText(const std::vector<RiskFactor>& factors, const std::vector<double>& moves, bool spotsOnly)
{
    QStringList parts;
    for (std::size_t i = 0; i < factors.size() && i < moves.size(); ++i) {
        const QString name = words(factors[i].underlying);
        if (spotsOnly && factors[i].kind != FactorKind::Spot)
            continue;
        switch (factors[i].kind) {
        case FactorKind::Spot:
            parts << VarDaysModel::tr("%1 %2 %").arg(name, signedText(100.0 * std::expm1(moves[i]), 1));
            break;
        case FactorKind::Vol:
            parts << VarDaysModel::tr("%1 vol %2 %").arg(name, signedText(100.0 * std::expm1(moves[i]), 0));
            break;
        case FactorKind::Skew:
            parts << VarDaysModel::tr("%1 skew %2 pt").arg(name, signedText(moves[i], 1));
            break;
        case FactorKind::Term:
            parts << VarDaysModel::tr("%1 term %2").arg(name, signedText(moves[i], 2));
            break;
        }
    }
    return parts.join(QStringLiteral(", "));
}

} // namespace

VarDaysModel::VarDaysModel(QObject* parent) : CellTable(parent)
{
    name(VarMethod::Historical);
}

void VarDaysModel::name(VarMethod method)
{
    const bool drawn = method == VarMethod::Simulated;
    setColumns({{drawn ? tr("Worst draws") : tr("Worst days"),
                 {},
                 ColumnKind::Text,
                 0,
                 false,
                 drawn ? tr("Number of the draw; the same seed every time") : tr("On whose close the move ended")},
                {tr("Moves"),
                 {},
                 ColumnKind::Text,
                 0,
                 false,
                 drawn ? tr("As they were drawn") : tr("As the scenario has them, filtered to today's volatility")},
                {tr("P&L"), tr("kUSD"), ColumnKind::Number, 0, true, tr("Of the book that the page shows")}});
}

void VarDaysModel::setReport(const std::shared_ptr<const VarReport>& report)
{
    if (report)
        name(report->method);
    std::vector<CellRow> rows;
    for (const WorstMove& worst : report ? report->worst : std::vector<WorstMove>{}) {
        Cell pnl = Cell::of(worst.pnlUsd / 1000.0);
        pnl.sign = ItemSign::BySign;
        Cell moves = Cell::of(movesText(report->factors, worst.logMoves, true));
        moves.muted = true;
        moves.reason = movesText(report->factors, worst.logMoves, false);
        rows.push_back({QString::number(rows.size()), {Cell::of(words(worst.name)), moves, pnl}, false});
    }
    setRows(std::move(rows));
}

} // namespace ballast
