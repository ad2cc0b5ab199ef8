#include "models/items/slice_fit_model.h"

#include "models/items/words.h"

#include <QStringList>
#include <algorithm>
#include <map>
#include <set>

namespace ballast {

namespace {

constexpr double daysPerYear = 365.0;

struct DatedRow
{
    Timestamp expiry{};
    CellRow row;
};

QString reasonText(const QuoteUses& uses)
{
    QStringList lines;
    for (const auto& [reason, count] : uses.reasons)
        lines << QStringLiteral("%1 × %2").arg(count).arg(words(reason));
    return lines.join(QLatin1Char('\n'));
}

DatedRow fittedRow(const SviSlice& slice)
{
    DatedRow dated{slice.expiry, {expiryText(slice.expiry), std::vector<Cell>(SliceFitModel::ColumnCount), true}};
    auto& cells = dated.row.cells;
    cells[SliceFitModel::Expiry] = Cell::of(shortExpiryText(slice.expiry));
    cells[SliceFitModel::Days] = Cell::of(daysText(slice.years * daysPerYear));
    cells[SliceFitModel::Days].alignedRight = true;
    cells[SliceFitModel::Days].muted = true;
    cells[SliceFitModel::Quotes] = Cell::of(static_cast<double>(slice.points));
    const QuoteUses uses = quoteUses({&slice, 1});
    cells[SliceFitModel::Quotes].reason =
        SliceFitModel::tr("%1 used, of them %2 with little weight: no sound two-sided market, the mark counts")
            .arg(uses.used)
            .arg(uses.downWeighted);
    cells[SliceFitModel::LeftOut] = Cell::of(static_cast<double>(uses.refused));
    cells[SliceFitModel::LeftOut].reason = reasonText(uses);
    cells[SliceFitModel::Rms] = Cell::of(slice.rmseVolPoints);
    cells[SliceFitModel::Inside] = Cell::of(100.0 * slice.insideBidAsk);
    if (slice.minButterfly < 0.0) {
        cells[SliceFitModel::Expiry].warns = true;
        cells[SliceFitModel::Expiry].subText = SliceFitModel::tr("▲ butterfly");
        cells[SliceFitModel::Expiry].reason =
            SliceFitModel::tr("Durrleman's g falls to %1: the slice holds a butterfly arbitrage")
                .arg(fixedText(slice.minButterfly, 4));
    }
    return dated;
}

DatedRow failedRow(const FailedSlice& failed)
{
    DatedRow dated{failed.expiry, {expiryText(failed.expiry), std::vector<Cell>(SliceFitModel::ColumnCount), false}};
    auto& cells = dated.row.cells;
    for (Cell& cell : cells)
        cell.reason = words(failed.reason);
    cells[SliceFitModel::Expiry].text = shortExpiryText(failed.expiry);
    cells[SliceFitModel::Days].text = SliceFitModel::tr("no fit");
    cells[SliceFitModel::Days].alignedRight = true;
    cells[SliceFitModel::Days].muted = true;
    return dated;
}

} // namespace

QuoteUses quoteUses(std::span<const SviSlice> slices)
{
    QuoteUses uses;
    std::map<std::string, int> reasons;
    for (const SviSlice& slice : slices) {
        std::set<double> usedStrikes;
        for (const SmileQuote& quote : slice.quotes)
            if (quote.weight > 0.0)
                usedStrikes.insert(quote.strike);
        for (const SmileQuote& quote : slice.quotes) {
            const bool used = quote.weight > 0.0;
            uses.used += used ? 1 : 0;
            uses.downWeighted += used && !quote.bounds ? 1 : 0;
            if (used || usedStrikes.contains(quote.strike))
                continue;
            ++uses.refused;
            ++reasons[quote.leftOutBecause];
        }
    }
    uses.reasons.assign(reasons.begin(), reasons.end());
    std::ranges::stable_sort(uses.reasons, std::ranges::greater(), &std::pair<std::string, int>::second);
    return uses;
}

SliceFitModel::SliceFitModel(QObject* parent) : CellTable(parent)
{
    setColumns(
        {{tr("Expiry"), {}, ColumnKind::Text, 0, false, {}},
         {tr("Time"), {}, ColumnKind::Text, 0, false, tr("Time to expiry")},
         {tr("quotes"), {}, ColumnKind::Number, 0, false, tr("Quotes used by the fit")},
         {tr("out"), {}, ColumnKind::Number, 0, false, tr("Strikes whose quotes were refused; why is in the cell")},
         {tr("rms"), tr("pt"), ColumnKind::Number, 2, false, tr("Weighted error of the fit, vol points")},
         {tr("inside"), tr("%"), ColumnKind::Number, 0, false, tr("Quotes whose bid to ask holds the fit")}});
}

void SliceFitModel::setSurface(const VolSurface* surface)
{
    std::vector<DatedRow> dated;
    if (surface) {
        std::ranges::transform(surface->slices, std::back_inserter(dated), fittedRow);
        std::ranges::transform(surface->failed, std::back_inserter(dated), failedRow);
    }
    std::ranges::sort(dated, {}, &DatedRow::expiry);
    m_expiries.clear();
    std::vector<CellRow> rows;
    for (DatedRow& row : dated) {
        m_expiries.push_back(row.expiry);
        rows.push_back(std::move(row.row));
    }
    setRows(std::move(rows));
}

std::optional<Timestamp> SliceFitModel::expiryAt(int row) const
{
    if (row < 0 || row >= rowCount())
        return std::nullopt;
    return m_expiries[static_cast<std::size_t>(row)];
}

std::optional<int> SliceFitModel::rowOfExpiry(Timestamp expiry) const
{
    const auto found = std::ranges::find(m_expiries, expiry);
    return found == m_expiries.end() ? std::nullopt : std::optional(static_cast<int>(found - m_expiries.begin()));
}

} // namespace ballast
