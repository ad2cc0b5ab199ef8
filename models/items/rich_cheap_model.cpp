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
    setColumns({{tr("Instrument"), {}, ColumnKind::Text, 0, false, {}},
                {{},
                 {},
                 ColumnKind::Text,
                 0,
                 false,
                 tr("Rich: the market's vol lies above the surface fitted without this quote")},
                number(tr("IV bid"), tr("%"), 1, false, {}),
                number(tr("IV ask"), tr("%"), 1, false, {}),
                number(tr("Fit"), tr("%"), 1, false, {}),
                number(tr("Residual"), tr("pt"), 2, true, tr("Market less the surface fitted without this quote")),
                number(tr("z"), {}, 1, true, tr("Residual in errors of the slice's own fit")),
                number(tr("Edge"), tr("USD/coin"), 0, true,
                       tr("What the executable side gains against the surface fitted without this quote, after half "
                          "spread and taker fee. Strong: beyond the fit's own error band, and two-sided.")),
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
        const bool rich = item.residualVolPoints > 0.0;
        CellRow row{words(instrument.id.name), std::vector<Cell>(ColumnCount), true};
        row.cells[InstrumentName] = Cell::of(shortInstrumentText(instrument.id.name, instrument.underlying));
        row.cells[Word] = Cell::of(rich ? tr("▲ rich") : tr("▼ cheap"));
        row.cells[Word].sign = rich ? ItemSign::Positive : ItemSign::Negative;
        row.cells[BidVol] = Cell::of(quote ? inPercent(quote->bidVol) : std::nullopt);
        row.cells[AskVol] = Cell::of(quote ? inPercent(quote->askVol) : std::nullopt);
        row.cells[FitVol] = Cell::of(100.0 * item.modelVol);
        row.cells[Residual] = Cell::of(item.residualVolPoints);
        row.cells[Z] = Cell::of(item.z);
        row.cells[Edge] = Cell::of(item.edgeUsd);
        row.cells[Edge].weight = item.executable ? ItemWeight::Strong : ItemWeight::Body;
        row.cells[Edge].muted = !item.executable;
        row.cells[Edge].reason =
            item.executable ? QString() : tr("not executable with a gain after half spread and fee");
        row.cells[OpenInterest] = Cell::of(market.quotes[item.instrument].openInterest);
        row.cells[ResidualBar] = Cell::blank();
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
