#include "models/items/rich_cheap_model.h"

#include "models/items/words.h"

#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

const SmileQuote* quoteOf(const VolSurface& surface, const Instrument& instrument, std::size_t index)
{
    const SviSlice* slice = instrument.expiry ? surface.slice(*instrument.expiry) : nullptr;
    if (!slice)
        return nullptr;
    const auto quote = std::ranges::find(slice->quotes, index, &SmileQuote::instrument);
    return quote == slice->quotes.end() ? nullptr : &*quote;
}

std::optional<double> inPercent(std::optional<double> fraction)
{
    return fraction ? std::optional(100.0 * *fraction) : std::nullopt;
}

// How this quote has lain against the fit without it until now.
QString historyText(const RichCheap& item)
{
    if (!item.usual)
        return RichCheapModel::tr("History: not yet seen often enough to say what is usual for this quote");
    const UsualResidual& usual = *item.usual;
    return RichCheapModel::tr("History: usually %1 pt ± %2 pt off the fit, seen %3 times; worth %4 USD per coin with "
                              "two deviations")
        .arg(signedText(usual.meanVolPoints, 2), fixedText(usual.deviationVolPoints, 2))
        .arg(usual.seen)
        .arg(fixedText(item.usualUsd, 0));
}

// Why an edge counts, or does not.
QString edgeText(const RichCheap& item)
{
    if (item.executable)
        return RichCheapModel::tr("Beyond the fit's error band (%1 USD per coin) and the quote's own history")
            .arg(fixedText(item.errorBandUsd, 0));
    if (item.edgeUsd <= 0.0)
        return RichCheapModel::tr("No gain after half spread and fee");
    if (item.edgeUsd <= item.errorBandUsd)
        return RichCheapModel::tr("Within the fit's error band of %1 USD per coin")
            .arg(fixedText(item.errorBandUsd, 0));
    if (item.edgeUsd <= item.usualUsd)
        return RichCheapModel::tr("Within what is usual for this quote");
    return RichCheapModel::tr("No live quote on both sides");
}

// Rich or cheap is only what somebody could trade on; anything else just lies off the fit.
Cell wordCell(const RichCheap& item)
{
    const bool above = item.residualVolPoints > 0.0;
    if (!item.executable) {
        Cell cell = Cell::of(above ? RichCheapModel::tr("above") : RichCheapModel::tr("below"));
        cell.muted = true;
        return cell;
    }
    Cell cell = Cell::of(above ? RichCheapModel::tr("▲ rich") : RichCheapModel::tr("▼ cheap"));
    cell.sign = above ? ItemSign::Positive : ItemSign::Negative;
    return cell;
}

double largestResidual(const std::vector<RichCheap>& found)
{
    double largest = 0.0;
    for (const RichCheap& row : found)
        largest = std::max(largest, std::abs(row.residualVolPoints));
    return largest;
}

} // namespace

RichCheapModel::RichCheapModel(QObject* parent) : CellTable(parent)
{
    const auto number = [](const QString& title, const QString& unit, int decimals, bool printPlus,
                           const QString& toolTip) {
        return Column{title, unit, ColumnKind::Number, decimals, printPlus, toolTip};
    };
    setColumns(
        {{tr("Instrument"), {}, ColumnKind::Text, 0, false, {}},
         {{},
          {},
          ColumnKind::Text,
          0,
          false,
          tr("Above or below the surface fitted without this quote. Rich or cheap: its executable side is beyond the "
             "surface by more than costs, the fit's own error band and what is usual for the quote")},
         number(tr("IV bid"), tr("%"), 1, false, {}),
         number(tr("IV ask"), tr("%"), 1, false, {}),
         number(tr("Fit"), tr("%"), 1, false, {}),
         number(tr("Residual"), tr("pt"), 2, true, tr("Market less the surface fitted without this quote")),
         number(tr("z"), {}, 1, true, tr("Residual in errors of the slice's own fit")),
         number(tr("Edge"), tr("USD/coin"), 0, true,
                tr("What the executable side gains against the surface fitted without this quote, after half "
                   "spread and taker fee. Strong: beyond the fit's own error band and what is usual for the quote, and "
                   "two-sided.")),
         number(tr("OI"), {}, 0, false, tr("Open interest, contracts")),
         {{}, {}, ColumnKind::Text, 0, false, tr("Residual, as a bar")}});
}

void RichCheapModel::setRows(const MarketSnapshot& market, const VolSurface& surface,
                             const std::vector<RichCheap>& found)
{
    m_instruments.clear();
    std::vector<CellRow> rows;
    const double largest = largestResidual(found);
    std::vector<RichCheap> listed =
        found; // in listing order: a view sorts, and rows keep their place from tick to tick
    std::ranges::sort(listed, {}, &RichCheap::instrument);
    for (const RichCheap& item : listed) {
        const Instrument& instrument = (*market.instruments)[item.instrument];
        const SmileQuote* quote = quoteOf(surface, instrument, item.instrument);
        CellRow row{words(instrument.id.name), std::vector<Cell>(ColumnCount), true};
        row.cells[InstrumentName] = Cell::of(shortInstrumentText(instrument.id.name, instrument.underlying));
        row.cells[Word] = wordCell(item);
        row.cells[BidVol] = Cell::of(quote ? inPercent(quote->bidVol) : std::nullopt);
        row.cells[AskVol] = Cell::of(quote ? inPercent(quote->askVol) : std::nullopt);
        row.cells[FitVol] = Cell::of(100.0 * item.modelVol);
        row.cells[Residual] = Cell::of(item.residualVolPoints);
        row.cells[Z] = Cell::of(item.z);
        row.cells[Edge] = Cell::of(item.edgeUsd);
        row.cells[Edge].weight = item.executable ? ItemWeight::Strong : ItemWeight::Body;
        row.cells[Edge].muted = !item.executable;
        const QString history = historyText(item);
        row.cells[Edge].reason = QStringLiteral("%1\n%2").arg(edgeText(item), history);
        for (const int column : {Word, Residual, Z})
            row.cells[static_cast<std::size_t>(column)].reason = history;
        row.cells[OpenInterest] = Cell::of(market.quotes[item.instrument].openInterest);
        row.cells[ResidualBar] = Cell::blank();
        row.cells[ResidualBar].reason = history;
        row.cells[ResidualBar].sign = ItemSign::BySign;
        row.cells[ResidualBar].bar = largest > 0.0 ? std::optional(item.residualVolPoints / largest) : std::nullopt;
        rows.push_back(std::move(row));
        m_instruments.push_back(instrument);
    }
    CellTable::setRows(std::move(rows));
}

void RichCheapModel::clear()
{
    m_instruments.clear();
    CellTable::setRows({});
}

const Instrument* RichCheapModel::instrumentAt(int row) const
{
    return row >= 0 && row < rowCount() ? &m_instruments[static_cast<std::size_t>(row)] : nullptr;
}

std::optional<int> RichCheapModel::rowOfOption(Timestamp expiry, double strike, std::optional<OptionType> type) const
{
    const auto found = std::ranges::find_if(m_instruments, [&](const Instrument& each) {
        return each.expiry == expiry && each.strike == strike && (!type || each.type == type);
    });
    return found == m_instruments.end() ? std::nullopt : std::optional(static_cast<int>(found - m_instruments.begin()));
}

} // namespace ballast
