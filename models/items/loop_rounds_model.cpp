#include "models/items/loop_rounds_model.h"

#include "models/items/words.h"

namespace ballast {

LoopRoundsModel::LoopRoundsModel(QObject* parent) : CellTable(parent)
{
    const auto number = [](const QString& title, const QString& unit, int decimals, const QString& toolTip) {
        return Column{title, unit, ColumnKind::Number, decimals, true, toolTip};
    };
    setColumns({{tr("Round"), {}, ColumnKind::Text, 0, false, {}},
                number(tr("Spot"), tr("%"), 2, tr("When the round begins")),
                number(tr("Forced"), tr("kUSD"), 0, tr("All forced trades so far, sales negative")),
                number(tr("Own hedge"), tr("kUSD"), 0, tr("Our own trades so far")),
                number(tr("Impact"), tr("%"), 2, tr("Of both on the price, by the square-root law")),
                number(tr("Spot after"), tr("%"), 2, {}),
                number(tr("P&L"), tr("kUSD"), 0, tr("Of the book there, before hedge costs"))});
}

void LoopRoundsModel::setResult(const std::optional<LoopResult>& result)
{
    std::vector<CellRow> rows;
    for (const LoopRound& round : result ? result->rounds : std::vector<LoopRound>{}) {
        Cell pnl = Cell::of(round.bookPnlUsd / 1000.0);
        pnl.sign = ItemSign::BySign;
        rows.push_back({QString::number(round.round),
                        {Cell::of(QString::number(round.round)), Cell::of(100.0 * round.spot),
                         Cell::of(round.forcedUsd / 1000.0), Cell::of(round.ownHedgeUsd / 1000.0),
                         Cell::of(100.0 * round.impact), Cell::of(100.0 * round.spotAfter), pnl},
                        false});
    }
    setRows(std::move(rows));
}

} // namespace ballast
