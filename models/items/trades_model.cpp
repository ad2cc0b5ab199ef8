#include "models/items/trades_model.h"

#include "models/hedging/delta_rule.h"
#include "models/items/words.h"
#include "models/market/instrument_name.h"

#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

// Inverse options are quoted in coin, everything else in USD.
bool isCoinQuoted(const HedgeTrade& trade)
{
    const Result<Instrument> instrument = parseDeribitName(trade.instrument.name);
    return instrument && isOption(*instrument) && instrument->settlement == Settlement::Inverse;
}

QString priceUnitOf(const HedgeTrade& trade)
{
    const Result<Instrument> instrument = parseDeribitName(trade.instrument.name);
    return isCoinQuoted(trade) ? words(instrument->underlying) : QStringLiteral("USD");
}

bool isQuantityUsd(const HedgeTrade& trade)
{
    const Result<Instrument> instrument = parseDeribitName(trade.instrument.name);
    return instrument && isQuantityInUsd(*instrument);
}

Cell priceCell(std::optional<double> price, bool inCoin)
{
    Cell cell = Cell::of(price);
    cell.decimals = inCoin ? 4 : 1;
    return cell;
}

// Prices and costs in one line: a narrow table has no columns for them.
QString costText(const HedgeTrade& trade, bool inCoin)
{
    const int decimals = inCoin ? 4 : 1;
    const QString mark = trade.mark ? fixedText(*trade.mark, decimals) : QStringLiteral("—");
    return TradesModel::tr("Limit %1 %2, expected %3, mark %4\nSpread %5 USD, fees %6 USD")
        .arg(fixedText(trade.limitPrice, decimals), priceUnitOf(trade), fixedText(trade.expectedPrice, decimals), mark,
             fixedText(trade.spreadUsd, 0), fixedText(trade.feeUsd, 0));
}

void mute(std::vector<Cell>& cells)
{
    for (Cell& cell : cells) {
        cell.muted = true;
        cell.sign = ItemSign::None;
    }
}

// What the trades move the whole book's delta band by; nullopt: there is none.
std::optional<double> deltaBandMove(const HedgeProposal& proposal)
{
    const auto band = std::ranges::find_if(proposal.bands, [](const BandOutcome& outcome) {
        return outcome.band.kind == BandKind::Delta && !outcome.band.fromDays && !outcome.band.toDays;
    });
    return band == proposal.bands.end() ? std::nullopt : std::optional(band->after - band->before);
}

bool looksAtTheSmile(const HedgePolicy& policy)
{
    return policy.delta == DeltaChoice::StickyMoneyness || policy.delta == DeltaChoice::MinVariance;
}

QString smileDeltaHead(const HedgePolicy& policy)
{
    if (policy.delta == DeltaChoice::StickyMoneyness)
        return TradesModel::tr("Δ mny");
    return policy.hullWhite ? TradesModel::tr("Δ minv") : TradesModel::tr("Δ skew");
}

Column deltaColumn(const HedgePolicy& policy)
{
    const auto column = [](const QString& title, const QString& toolTip) {
        return Column{title, TradesModel::tr("coin"), ColumnKind::Number, 2, true, toolTip};
    };
    switch (policy.delta) {
    case DeltaChoice::BlackScholes:
        return column(TradesModel::tr("Delta"), TradesModel::tr("Black-76, coins"));
    case DeltaChoice::Net:
        return column(TradesModel::tr("Δ net"), TradesModel::tr("Net of the premium, coins: as the policy's bands"));
    case DeltaChoice::StickyMoneyness:
    case DeltaChoice::MinVariance:
        break;
    }
    return column(smileDeltaHead(policy),
                  TradesModel::tr("Coins, %1: as the policy's bands").arg(words(policyDeltaName(policy))));
}

std::optional<double> optionFigure(const HedgeTrade& trade, double value)
{
    return trade.vol ? std::optional(value) : std::nullopt;
}

} // namespace

TradesModel::TradesModel(QObject* parent) : CellTable(parent)
{
    nameColumns();
}

void TradesModel::nameColumns()
{
    const auto text = [](const QString& title) { return Column{title, {}, ColumnKind::Text, 0, false, {}}; };
    const auto number = [](const QString& title, const QString& unit, int decimals, bool printPlus) {
        return Column{title, unit, ColumnKind::Number, decimals, printPlus, {}};
    };
    setColumns({text({}), text(tr("Side")), text(tr("Instrument")), number(tr("Qty"), {}, 1, false),
                text(tr("Price in")), number(tr("Limit"), {}, 4, false), number(tr("Expected"), {}, 4, false),
                number(tr("Mark"), {}, 4, false), number(tr("IV"), tr("%"), 1, false),
                number(tr("Spread"), tr("USD"), 0, false), number(tr("Fees"), tr("USD"), 0, false),
                deltaColumn(m_policy), number(tr("Gamma"), tr("/1 %"), 2, true),
                number(tr("Vega"), tr("USD/pt"), 0, true), number(tr("Theta"), tr("USD/d"), 0, true),
                number(tr("Depth"), tr("%"), 1, false)});
}

void TradesModel::setProposal(const HedgeProposal& proposal)
{
    m_legs.clear();
    for (const HedgeTrade& trade : proposal.trades)
        m_legs.push_back({trade, trade.quantity, true});
    m_policy = proposal.policy;
    m_bandMove = deltaBandMove(proposal);
    rebuild();
}

void TradesModel::setRecomputed(const HedgeProposal& proposal)
{
    for (Leg& leg : m_legs) {
        const auto same = std::ranges::find_if(
            proposal.trades, [&](const HedgeTrade& trade) { return trade.instrument == leg.trade.instrument; });
        leg.included = same != proposal.trades.end() && same->quantity > 0.0;
        if (!leg.included)
            continue;
        leg.trade = *same;
        leg.wanted = same->quantity;
    }
    m_bandMove = deltaBandMove(proposal);
    rebuild();
}

bool TradesModel::listsAll(const HedgeProposal& proposal) const
{
    return std::ranges::all_of(proposal.trades, [this](const HedgeTrade& trade) {
        return std::ranges::any_of(m_legs, [&](const Leg& leg) { return leg.trade.instrument == trade.instrument; });
    });
}

void TradesModel::clear()
{
    m_legs.clear();
    rebuild();
}

void TradesModel::setEditable(bool editable)
{
    if (editable == m_editable)
        return;
    m_editable = editable;
    rebuild();
}

void TradesModel::setOutdated(bool outdated)
{
    if (outdated == m_outdated)
        return;
    m_outdated = outdated;
    rebuild();
}

std::vector<double> TradesModel::quantities() const
{
    std::vector<double> signedQuantities;
    for (const Leg& leg : m_legs) {
        const double quantity = leg.included ? leg.wanted : 0.0;
        signedQuantities.push_back(leg.trade.side == Side::Buy ? quantity : -quantity);
    }
    return signedQuantities;
}

std::vector<WishedLeg> TradesModel::legs() const
{
    std::vector<WishedLeg> wished;
    for (const Leg& leg : m_legs) {
        if (leg.included)
            wished.push_back({leg.trade.instrument, leg.trade.side == Side::Buy ? leg.wanted : -leg.wanted});
    }
    return wished;
}

void TradesModel::removeLeg(int row)
{
    if (row < 0 || isTotalRow(row) || !m_editable)
        return;
    m_legs.erase(m_legs.begin() + row);
    rebuild();
    Q_EMIT quantitiesEdited(quantities());
}

std::optional<std::string> TradesModel::instrumentAt(int row) const
{
    if (row < 0 || isTotalRow(row))
        return std::nullopt;
    return m_legs[static_cast<std::size_t>(row)].trade.instrument.name;
}

bool TradesModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!index.isValid() || !m_editable || isTotalRow(index.row()))
        return false;
    const auto leg = static_cast<std::size_t>(index.row());
    if (index.column() == Include && role == Qt::CheckStateRole) {
        m_legs[leg].included = value.toInt() == Qt::Checked;
        rebuild();
        Q_EMIT quantitiesEdited(quantities());
        return true;
    }
    return index.column() == Quantity && role == Qt::EditRole && setQuantity(leg, value);
}

bool TradesModel::setQuantity(std::size_t leg, const QVariant& value)
{
    bool isNumber = false;
    QString typed = value.toString();
    typed.remove(QLatin1Char(',')).replace(QChar(0x2212), QLatin1Char('-'));
    const double quantity = typed.toDouble(&isNumber);
    if (!isNumber || !std::isfinite(quantity) || quantity < 0.0) {
        Q_EMIT quantityRefused(tr("A quantity is a number from 0 up; the side stays as proposed."));
        return false;
    }
    if (quantity == m_legs[leg].wanted && m_legs[leg].included)
        return true;
    m_legs[leg].included = quantity > 0.0;
    m_legs[leg].wanted = quantity > 0.0 ? quantity : m_legs[leg].wanted;
    rebuild();
    Q_EMIT quantitiesEdited(quantities());
    return true;
}

std::optional<double> TradesModel::deltaOf(const HedgeTrade& trade) const
{
    if (looksAtTheSmile(m_policy))
        return trade.policyDeltaCoin;
    return m_policy.delta == DeltaChoice::Net ? trade.exposure.netDeltaCoin : trade.exposure.deltaCoin;
}

Cell TradesModel::deltaCell(const HedgeTrade& trade) const
{
    Cell cell = Cell::of(deltaOf(trade));
    if (looksAtTheSmile(m_policy))
        cell.reason = tr("Black-76: %1 coin").arg(signedText(trade.exposure.deltaCoin, 2));
    return cell;
}

void TradesModel::rebuild()
{
    nameColumns();
    std::vector<CellRow> cells;
    for (const Leg& leg : m_legs)
        cells.push_back(legRow(leg));
    if (!m_legs.empty())
        cells.push_back(totalRow());
    setRows(std::move(cells));
}

void TradesModel::setGreeks(std::vector<Cell>& cells, const HedgeTrade& trade) const
{
    cells[Delta] = deltaCell(trade);
    cells[Gamma] = Cell::of(optionFigure(trade, trade.exposure.gammaCoin1pct));
    cells[Vega] = Cell::of(optionFigure(trade, trade.exposure.vegaUsd));
    cells[Theta] = Cell::of(optionFigure(trade, trade.exposure.thetaUsdDay));
}

CellRow TradesModel::legRow(const Leg& leg) const
{
    const HedgeTrade& trade = leg.trade;
    const bool inCoin = isCoinQuoted(trade);
    CellRow row{words(trade.instrument.venue.value + " " + trade.instrument.name), std::vector<Cell>(ColumnCount),
                true};
    auto& cells = row.cells;
    cells[Include] = Cell::blank();
    cells[Include].checked = leg.included;
    cells[SideWord] = Cell::of(trade.side == Side::Buy ? tr("Buy") : tr("Sell"));
    cells[SideWord].weight = ItemWeight::Medium;
    cells[SideWord].sign = trade.side == Side::Buy ? ItemSign::Positive : ItemSign::Negative;
    cells[Instrument] = Cell::of(words(trade.instrument.name));
    cells[Quantity] = Cell::of(leg.wanted);
    cells[Quantity].decimals = isQuantityUsd(trade) ? 0 : 1;
    cells[Quantity].reason = isQuantityUsd(trade) ? tr("USD, as the venue counts this contract") : tr("coins");
    cells[Quantity].editable = m_editable;
    cells[PriceUnit] = Cell::of(priceUnitOf(trade));
    cells[PriceUnit].muted = true;
    cells[Limit] = priceCell(trade.limitPrice, inCoin);
    cells[Limit].weight = ItemWeight::Medium;
    cells[Limit].reason = costText(trade, inCoin);
    cells[Expected] = priceCell(trade.expectedPrice, inCoin);
    cells[Mark] = priceCell(trade.mark, inCoin);
    cells[ImpliedVol] = Cell::of(trade.vol ? std::optional(100.0 * *trade.vol) : std::nullopt);
    cells[Spread] = Cell::of(trade.spreadUsd);
    cells[Fees] = Cell::of(trade.feeUsd);
    setGreeks(cells, trade);
    if (trade.depthShare) {
        cells[Depth] = Cell::of(100.0 * *trade.depthShare);
        cells[Depth].bar = std::clamp(*trade.depthShare, 0.0, 1.0);
    } else {
        cells[Depth].reason = tr("no amount is quoted on that side");
    }
    if (!leg.included || m_outdated)
        mute(cells);
    return row;
}

CellRow TradesModel::totalRow() const
{
    CellRow row{QStringLiteral("total"), std::vector<Cell>(ColumnCount, Cell::blank()), false};
    Exposure sum;
    std::optional<double> delta = 0.0; // as the policy counts it; missing where one leg's is
    double spread = 0.0;
    double fees = 0.0;
    int included = 0;
    for (const Leg& leg : m_legs) {
        if (!leg.included)
            continue;
        ++included;
        add(sum, leg.trade.exposure);
        const auto own = deltaOf(leg.trade);
        delta = delta && own ? std::optional(*delta + *own) : std::nullopt;
        spread += leg.trade.spreadUsd;
        fees += leg.trade.feeUsd;
    }
    row.cells[Instrument] = Cell::of(included == 1 ? tr("1 leg") : tr("%1 legs").arg(included));
    row.cells[Spread] = Cell::of(spread);
    row.cells[Fees] = Cell::of(fees);
    row.cells[Delta] = Cell::of(delta);
    if (m_bandMove && looksAtTheSmile(m_policy))
        row.cells[Delta].reason = tr("Black-76: %1 coin. The whole book's band moves by %2 coin")
                                      .arg(signedText(sum.deltaCoin, 2), signedText(*m_bandMove, 2));
    row.cells[Gamma] = Cell::of(sum.gammaCoin1pct);
    row.cells[Vega] = Cell::of(sum.vegaUsd);
    row.cells[Theta] = Cell::of(sum.thetaUsdDay);
    for (Cell& cell : row.cells) {
        cell.weight = ItemWeight::Strong;
        cell.tint = ItemTint::SubGroup;
        cell.muted = m_outdated;
    }
    return row;
}

} // namespace ballast
