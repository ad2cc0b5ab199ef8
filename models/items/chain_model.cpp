#include "models/items/chain_model.h"

#include "models/items/words.h"

#include <algorithm>
#include <array>

namespace ballast {

namespace {

enum class Field
{
    Position,
    Delta,
    Gamma,
    Vega,
    Theta,
    BidVol,
    AskVol,
    MarkVol,
    Bid,
    Ask,
    BidAmount,
    AskAmount,
    OpenInterest
};

constexpr std::size_t fieldsPerSide = 6;
using SideFields = std::array<Field, fieldsPerSide>;

struct FieldPlan
{
    SideFields calls;
    SideFields puts;
};

FieldPlan planOf(ChainColumns shown)
{
    using enum Field;
    switch (shown) {
    case ChainColumns::Greeks:
        return {{Position, Theta, Vega, Gamma, Delta, MarkVol}, {MarkVol, Delta, Gamma, Vega, Theta, Position}};
    case ChainColumns::Size:
        return {{Position, OpenInterest, BidAmount, Bid, Ask, AskAmount},
                {BidAmount, Bid, Ask, AskAmount, OpenInterest, Position}};
    case ChainColumns::Price:
        break;
    }
    return {{Position, Delta, BidVol, AskVol, Bid, Ask}, {Bid, Ask, BidVol, AskVol, Delta, Position}};
}

Column columnOf(Field field, const ChainUnits& units)
{
    const auto number = [](const QString& title, int decimals, const QString& toolTip) {
        return Column{title, {}, ColumnKind::Number, decimals, false, toolTip};
    };
    const auto price = [&](const QString& title) {
        Column column = number(title, units.priceDecimals, units.priceUnit);
        column.flashes = true;
        return column;
    };
    switch (field) {
    case Field::Position: {
        Column position = number(ChainModel::tr("Pos"), 1, ChainModel::tr("Own position, contracts"));
        position.printPlus = true;
        return position;
    }
    case Field::Delta:
        return number(units.deltaHead, 2, ChainModel::tr("Coins per coin. %1").arg(units.deltaNote));
    case Field::Gamma:
        return number(QStringLiteral("Γ /1%"), 4, ChainModel::tr("Change of delta, coins, for a 1 % move"));
    case Field::Vega:
        return number(ChainModel::tr("Vega"), 1, ChainModel::tr("USD per vol point"));
    case Field::Theta:
        return number(ChainModel::tr("Theta"), 1, ChainModel::tr("USD per day"));
    case Field::BidVol:
        return number(ChainModel::tr("IV bid"), 1, ChainModel::tr("Implied volatility of the bid, %"));
    case Field::AskVol:
        return number(ChainModel::tr("IV ask"), 1, ChainModel::tr("Implied volatility of the ask, %"));
    case Field::MarkVol:
        return number(ChainModel::tr("IV mark"), 1, ChainModel::tr("Implied volatility of the mark, %"));
    case Field::Bid:
        return price(ChainModel::tr("Bid"));
    case Field::Ask:
        return price(ChainModel::tr("Ask"));
    case Field::BidAmount:
        return number(ChainModel::tr("Bid size"), 1, ChainModel::tr("Contracts at the best bid"));
    case Field::AskAmount:
        return number(ChainModel::tr("Ask size"), 1, ChainModel::tr("Contracts at the best ask"));
    case Field::OpenInterest:
        break;
    }
    return number(ChainModel::tr("OI"), 1, ChainModel::tr("Open interest, contracts"));
}

std::optional<double> inPercent(std::optional<double> fraction)
{
    return fraction ? std::optional(100.0 * *fraction) : std::nullopt;
}

std::optional<double> valueOf(Field field, const ChainSide& side, std::optional<double> forward)
{
    switch (field) {
    case Field::Position:
        return side.position;
    case Field::Delta:
        return side.delta;
    case Field::Gamma:
        return side.gamma && forward ? std::optional(*side.gamma * *forward / 100.0) : std::nullopt;
    case Field::Vega:
        return side.vega;
    case Field::Theta:
        return side.theta;
    case Field::BidVol:
        return inPercent(side.bidVol);
    case Field::AskVol:
        return inPercent(side.askVol);
    case Field::MarkVol:
        return inPercent(side.markVol);
    case Field::Bid:
        return side.bid;
    case Field::Ask:
        return side.ask;
    case Field::BidAmount:
        return side.bidAmount;
    case Field::AskAmount:
        return side.askAmount;
    case Field::OpenInterest:
        return side.openInterest;
    }
    return std::nullopt;
}

// Why a price gave no vol.
QString volReason(const SolvedVol& solved, bool quoted, const QString& noPrice)
{
    if (!quoted)
        return noPrice;
    switch (solved.status) {
    case QuoteVolStatus::BelowIntrinsic:
        return ChainModel::tr("the price is below intrinsic value");
    case QuoteVolStatus::AboveMaximum:
        return ChainModel::tr("the price is above what the option can be worth");
    case QuoteVolStatus::Undetermined:
        return ChainModel::tr("the price is all intrinsic value: it determines no volatility");
    case QuoteVolStatus::NoQuote:
    case QuoteVolStatus::Ok:
        break;
    }
    return ChainModel::tr("no forward to solve the price with");
}

QString missingReason(Field field, const ChainSide& side)
{
    if (!side.instrument)
        return ChainModel::tr("not listed");
    switch (field) {
    case Field::Bid:
    case Field::BidAmount:
        return ChainModel::tr("no bid");
    case Field::Ask:
    case Field::AskAmount:
        return ChainModel::tr("no ask");
    case Field::BidVol:
        return volReason(side.solvedVols.bid, side.bid && *side.bid > 0.0, ChainModel::tr("no bid"));
    case Field::AskVol:
        return volReason(side.solvedVols.ask, side.ask && *side.ask > 0.0, ChainModel::tr("no ask"));
    case Field::MarkVol:
        return volReason(side.solvedVols.mark, side.mark && *side.mark > 0.0, ChainModel::tr("no mark"));
    case Field::OpenInterest:
        return ChainModel::tr("the market does not say");
    default:
        return ChainModel::tr("no volatility to price with");
    }
}

QString quoteAge(const ChainSide& side, Timestamp asOf)
{
    const double seconds = std::chrono::duration<double>(asOf - side.quotedAt).count();
    return ChainModel::tr("quoted %1, %2 s before this picture").arg(clockText(side.quotedAt), fixedText(seconds, 1));
}

struct SideContext
{
    std::optional<double> forward;
    QString age; // of the quote
    bool inTheMoney = false;
};

Cell cellOf(Field field, const ChainSide& side, const SideContext& context)
{
    Cell cell = Cell::of(valueOf(field, side, context.forward));
    if (field == Field::Position && side.position == 0.0)
        cell = Cell::blank();
    cell.tint = context.inTheMoney ? ItemTint::InTheMoney : ItemTint::None;
    if (field == Field::Position) {
        cell.sign = ItemSign::BySign;
        cell.weight = ItemWeight::Medium;
        return cell;
    }
    cell.muted = field == Field::Delta || side.state == QuoteState::Stale || side.state == QuoteState::Down;
    cell.reason = cell.number ? context.age : missingReason(field, side);
    return cell;
}

int positionDecimals(const ChainView& chain)
{
    int decimals = 0;
    for (const ChainRow& row : chain.rows)
        decimals = std::max({decimals, decimalsOf(row.call.position, 2), decimalsOf(row.put.position, 2)});
    return decimals;
}

int strikeDecimals(const ChainView& chain)
{
    int decimals = 0;
    for (const ChainRow& row : chain.rows)
        decimals = std::max(decimals, decimalsOf(row.strike, 5));
    return decimals;
}

} // namespace

ChainModel::ChainModel(QObject* parent) : CellTable(parent)
{
    rebuild();
}

void ChainModel::setChain(const ChainView& chain, const ChainUnits& units)
{
    if (chain == m_chain && units == m_units)
        return;
    m_chain = chain;
    m_units = units;
    rebuild();
}

void ChainModel::setShownColumns(ChainColumns shown)
{
    if (shown == m_shown)
        return;
    m_shown = shown;
    rebuild();
}

int ChainModel::forwardRow() const
{
    if (!m_chain.forward || m_chain.rows.empty())
        return -1;
    const auto above =
        std::ranges::find_if(m_chain.rows, [&](const ChainRow& row) { return row.strike > *m_chain.forward; });
    return static_cast<int>(above - m_chain.rows.begin());
}

std::optional<double> ChainModel::strikeAt(int row) const
{
    const int forward = forwardRow();
    if (row < 0 || row >= rowCount() || row == forward)
        return std::nullopt;
    const int strikes = forward >= 0 && row > forward ? row - 1 : row;
    return m_chain.rows[static_cast<std::size_t>(strikes)].strike;
}

std::optional<int> ChainModel::rowOfStrike(double strike) const
{
    const auto found = std::ranges::find(m_chain.rows, strike, &ChainRow::strike);
    if (found == m_chain.rows.end())
        return std::nullopt;
    const int row = static_cast<int>(found - m_chain.rows.begin());
    const int forward = forwardRow();
    return forward >= 0 && row >= forward ? row + 1 : row;
}

void ChainModel::rebuild()
{
    const FieldPlan plan = planOf(m_shown);
    const int decimals = strikeDecimals(m_chain);
    std::vector<Column> specs;
    for (const Field field : plan.calls)
        specs.push_back(columnOf(field, m_units));
    specs.push_back({tr("Strike"), {}, ColumnKind::Number, decimals, false, tr("USD")});
    for (const Field field : plan.puts)
        specs.push_back(columnOf(field, m_units));
    specs.front().decimals = specs.back().decimals = positionDecimals(m_chain);
    setColumns(std::move(specs));

    std::vector<CellRow> cells;
    const int forward = forwardRow();
    for (const ChainRow& row : m_chain.rows) {
        if (static_cast<int>(cells.size()) == forward)
            cells.push_back(forwardCells());
        cells.push_back(strikeRow(row, decimals));
    }
    if (forward >= 0 && forward == static_cast<int>(cells.size()))
        cells.push_back(forwardCells());
    setRows(std::move(cells));
}

CellRow ChainModel::strikeRow(const ChainRow& row, int decimals) const
{
    const FieldPlan plan = planOf(m_shown);
    const bool callIn = m_chain.forward && row.strike < *m_chain.forward;
    const bool putIn = m_chain.forward && row.strike > *m_chain.forward;
    const SideContext call{m_chain.forward, quoteAge(row.call, m_units.asOf), callIn};
    const SideContext put{m_chain.forward, quoteAge(row.put, m_units.asOf), putIn};
    CellRow cells{expiryText(m_chain.expiry) + QLatin1Char(' ') + fixedText(row.strike, decimals), {}, false};
    for (const Field field : plan.calls)
        cells.cells.push_back(cellOf(field, row.call, call));
    Cell strike = Cell::of(row.strike);
    strike.weight = ItemWeight::Strong;
    strike.tint = ItemTint::Strike;
    cells.cells.push_back(strike);
    for (const Field field : plan.puts)
        cells.cells.push_back(cellOf(field, row.put, put));
    return cells;
}

CellRow ChainModel::forwardCells() const
{
    CellRow row{expiryText(m_chain.expiry) + QStringLiteral(" forward"), std::vector<Cell>(columns, Cell::blank()),
                false};
    for (Cell& cell : row.cells) {
        cell.tint = ItemTint::Reference;
        cell.muted = true;
    }
    row.cells.front().text = tr("Forward %1").arg(expiryText(m_chain.expiry));
    Cell& forward = row.cells[strikeColumn];
    forward = Cell::of(m_chain.forward);
    forward.decimals = *m_chain.forward >= 100.0 ? 1 : 4;
    forward.weight = ItemWeight::Strong;
    forward.tint = ItemTint::Reference;
    QStringList facts;
    if (m_chain.indexUsd)
        facts << tr("index %1 %").arg(signedText(100.0 * (*m_chain.forward / *m_chain.indexUsd - 1.0), 2));
    if (m_chain.atmVol)
        facts << tr("ATM %1").arg(fixedText(100.0 * *m_chain.atmVol, 1));
    facts << timeLeftText(m_chain.days);
    Cell& right = row.cells[strikeColumn + 1];
    right.text = facts.join(QStringLiteral(", "));
    right.alignedLeft = true;
    return row;
}

} // namespace ballast
