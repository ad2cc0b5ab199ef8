#include "models/items/whatif_legs_model.h"

#include "models/items/words.h"

#include <cmath>

namespace ballast {

namespace {

std::optional<double> numberIn(const QVariant& value)
{
    QString text = value.toString().trimmed();
    text.replace(QChar(0x2212), QLatin1Char('-')).remove(QLatin1Char(','));
    bool ok = false;
    const double number = text.toDouble(&ok);
    return ok && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

QString stateWord(const WhatIfLine& line)
{
    switch (line.change) {
    case LegChange::Added:
        return line.origin.empty() ? WhatIfLegsModel::tr("added") : words(line.origin);
    case LegChange::Changed:
        return WhatIfLegsModel::tr("was %1").arg(
            line.baseQuantity ? signedText(*line.baseQuantity, decimalsOf(*line.baseQuantity, 4)) : QString());
    case LegChange::Removed:
        return WhatIfLegsModel::tr("removed");
    case LegChange::None:
        break;
    }
    return {};
}

} // namespace

WhatIfLegsModel::WhatIfLegsModel(QObject* parent) : CellTable(parent)
{
    nameColumns({});
}

// Deltas follow the rule of the report that they come from, and are named after it.
void WhatIfLegsModel::nameColumns(const DeltaConvention& delta)
{
    setColumns({{tr("Leg"), {}, ColumnKind::Text, 0, false, {}},
                {tr("Qty"),
                 {},
                 ColumnKind::Number,
                 1,
                 true,
                 tr("Coins for options and linear contracts, USD for inverse futures and perpetuals")},
                {tr("Price"),
                 {},
                 ColumnKind::Number,
                 4,
                 false,
                 tr("Entry price in the venue's quote unit; empty: at the mark, no P&L yet")},
                {deltaHead(delta),
                 {},
                 ColumnKind::Number,
                 2,
                 true,
                 tr("Coins of the whole leg, %1").arg(words(deltaName(delta)))},
                {QString(), {}, ColumnKind::Text, 0, false, {}}});
}

void WhatIfLegsModel::setBook(const std::optional<WhatIfBook>& book)
{
    m_lines = book ? whatIfLines(*book) : std::vector<WhatIfLine>{};
    m_result = book ? resultingBook(*book) : nullptr;
    rebuild();
}

void WhatIfLegsModel::setShown(LegsShown shown)
{
    m_shown = shown;
    rebuild();
}

void WhatIfLegsModel::setPicture(const ScenarioPicturePtr& picture)
{
    m_picture = picture;
    const PricedBook* const priced = m_picture ? m_picture->shownBook() : nullptr;
    nameColumns(priced && priced->report ? priced->report->delta : DeltaConvention{});
    rebuild();
}

void WhatIfLegsModel::rebuild()
{
    std::vector<CellRow> rows;
    m_listed.clear();
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        if (m_shown == LegsShown::EditsOnly && m_lines[i].change == LegChange::None)
            continue;
        m_listed.push_back(i);
        rows.push_back(legRow(m_lines[i], i));
    }
    setRows(std::move(rows));
}

CellRow WhatIfLegsModel::legRow(const WhatIfLine& line, std::size_t place) const
{
    const bool removed = line.change == LegChange::Removed;
    Cell name = Cell::of(words(line.position.instrument.name));
    Cell quantity = Cell::of(line.position.quantity);
    Cell price = Cell::of(line.position.averagePrice);
    quantity.decimals = std::max(1, decimalsOf(line.position.quantity, 4));
    price.decimals = line.position.averagePrice && *line.position.averagePrice >= 100.0 ? 1 : 4;
    quantity.sign = ItemSign::BySign;
    quantity.editable = price.editable = !removed;
    price.reason = line.position.averagePrice ? QString() : tr("no entry price: its P&L begins at the mark");
    Cell delta = Cell::of(removed ? std::nullopt : deltaOf(line));
    Cell state = Cell::of(stateWord(line));
    state.muted = true;
    state.alignedRight = true;
    CellRow row{QStringLiteral("%1/%2").arg(place).arg(words(line.position.instrument.name)),
                {name, quantity, price, delta, state},
                false};
    for (Cell& cell : row.cells)
        cell.muted = cell.muted || removed;
    row.cells[Leg].weight = line.change == LegChange::None ? ItemWeight::Body : ItemWeight::Medium;
    return row;
}

std::optional<double> WhatIfLegsModel::deltaOf(const WhatIfLine& line) const
{
    const PricedBook* const priced = m_picture && m_picture->hasWhatIf() ? m_picture->shownBook() : nullptr;
    if (!priced || !line.bookRow || *line.bookRow >= priced->report->lines.size())
        return std::nullopt;
    const RiskLine& risk = priced->report->lines[*line.bookRow];
    const bool same =
        risk.holding.instrument == line.position.instrument && risk.holding.quantity == line.position.quantity;
    return same && risk.values ? std::optional(shownDeltaCoin(risk.values->exposure, priced->report->delta))
                               : std::nullopt;
}

std::optional<std::size_t> WhatIfLegsModel::lineAt(int row) const
{
    return row >= 0 && row < static_cast<int>(m_listed.size()) ? std::optional(m_listed[static_cast<std::size_t>(row)])
                                                               : std::nullopt;
}

LegChange WhatIfLegsModel::changeAt(int row) const
{
    const auto line = lineAt(row);
    return line ? m_lines[*line].change : LegChange::None;
}

bool WhatIfLegsModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const auto line = lineAt(index.row());
    if (role != Qt::EditRole || !line || changeAt(index.row()) == LegChange::Removed)
        return false;
    const std::optional<double> number = numberIn(value);
    if (index.column() == Quantity) {
        if (!number || *number == 0.0) {
            Q_EMIT refused(tr("A quantity is a number other than zero; remove the leg to be rid of it"));
            return false;
        }
        Q_EMIT quantityEdited(*line, *number);
        return true;
    }
    if (index.column() != Price)
        return false;
    const bool cleared = value.toString().trimmed().isEmpty();
    if (!cleared && (!number || *number <= 0.0)) {
        Q_EMIT refused(tr("A price is a number above zero, or empty"));
        return false;
    }
    Q_EMIT priceEdited(*line, cleared ? std::nullopt : number);
    return true;
}

} // namespace ballast
