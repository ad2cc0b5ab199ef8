#include "models/items/limit_history_model.h"

#include "models/items/words.h"

namespace ballast {

LimitHistoryModel::LimitHistoryModel(const LimitUses& history, QObject* parent) : CellTable(parent)
{
    const auto number = [](const QString& title, const QString& toolTip) {
        return Column{title, {}, ColumnKind::Number, 2, false, toolTip};
    };
    setColumns({{tr("UTC"), {}, ColumnKind::Text, 0, false, {}},
                number(tr("Value"), tr("Of the live book, in the limit's unit")),
                number(tr("Left"), tr("To the nearest hard end, else soft end; negative beyond it")),
                {tr("State"), {}, ColumnKind::Text, 0, false, {}}});
    std::vector<CellRow> rows;
    for (auto use = history.uses.rbegin(); use != history.uses.rend(); ++use) {
        Cell state = Cell::of(QString::fromUtf8(limitStateWord(use->state)));
        state.warns = use->state == LimitState::Soft || use->state == LimitState::Hard;
        state.weight = use->state == LimitState::Hard ? ItemWeight::Strong : ItemWeight::Body;
        Cell value;
        value.number = use->value;
        Cell headroom;
        headroom.number = use->headroom;
        const QString time =
            QString::fromStdString(toIso8601(use->at)).left(19).replace(QLatin1Char('T'), QLatin1Char(' '));
        rows.push_back({QString::number(rows.size()), {Cell::of(time), value, headroom, state}, false});
    }
    setRows(std::move(rows));
}

} // namespace ballast
