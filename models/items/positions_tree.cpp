#include "models/items/positions_tree.h"

#include "models/items/words.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace ballast {

namespace {

using Node = PositionsModel::Node;

// Where a line hangs: options under their expiry, what has no expiry of its own under one name.
struct GroupKey
{
    int order = 0; // groups of options first
    std::optional<Timestamp> expiry;
    std::string account;
    auto operator<=>(const GroupKey&) const = default;
};

struct GroupSum
{
    Exposure exposure;
    double pnlUsd = 0.0;
    int priced = 0;
    int failed = 0;
    bool knowsPnl = false;

    void add(const RiskLine& line)
    {
        if (!line.values.ok()) {
            ++failed;
            return;
        }
        ++priced;
        ballast::add(exposure, line.values->exposure);
        knowsPnl = knowsPnl || line.values->pnlUsd.has_value();
        pnlUsd += line.values->pnlUsd.value_or(0.0);
    }
};

std::string underlyingOf(const RiskLine& line)
{
    return line.instrument ? line.instrument->underlying : std::string();
}

GroupKey groupOf(const RiskLine& line, PositionGrouping grouping)
{
    if (grouping == PositionGrouping::ByAccount)
        return {0, std::nullopt, line.holding.account};
    if (line.instrument && (isOption(*line.instrument) || isOtc(*line.instrument)))
        return {0, line.instrument->expiry, {}};
    return {1, std::nullopt, {}};
}

bool isOld(QuoteState state)
{
    return state == QuoteState::Stale || state == QuoteState::Down;
}

void fillExposure(std::vector<Cell>& cells, const Exposure& exposure, const DeltaConvention& delta)
{
    cells[PositionsModel::Delta] = Cell::of(shownDeltaCoin(exposure, delta));
    cells[PositionsModel::Gamma] = Cell::of(exposure.gammaCoin1pct);
    cells[PositionsModel::Vega] = Cell::of(exposure.vegaUsd);
    cells[PositionsModel::Theta] = Cell::of(exposure.thetaUsdDay);
    cells[PositionsModel::Vanna] = Cell::of(exposure.vannaUsd1pct);
}

Cell pnlCell(std::optional<double> pnlUsd)
{
    Cell cell = Cell::of(pnlUsd);
    cell.sign = ItemSign::BySign;
    if (!pnlUsd)
        cell.reason = PositionsModel::tr("no average price in the book");
    return cell;
}

// Quantities of inverse futures are in USD: shown in coins beside the options, the venue's figure in the tooltip.
Cell quantityCell(const RiskLine& line)
{
    const bool inUsd = line.instrument && isQuantityInUsd(*line.instrument);
    if (!inUsd || !line.values.ok()) {
        Cell cell = Cell::of(line.holding.quantity);
        cell.subText = inUsd ? QStringLiteral("USD") : QString();
        return cell;
    }
    Cell cell = Cell::of(line.values->exposure.deltaCoin);
    cell.reason = PositionsModel::tr("%1 USD").arg(signedText(line.holding.quantity, 0));
    return cell;
}

bool hasGreeks(const RiskLine& line)
{
    return line.instrument && (isOption(*line.instrument) || isOtc(*line.instrument));
}

void fillValues(std::vector<Cell>& cells, const RiskLine& line, const DeltaConvention& delta)
{
    const LineValues& values = *line.values;
    cells[PositionsModel::MarkUsd] = Cell::of(values.markUsd);
    cells[PositionsModel::ImpliedVol] = Cell::of(values.vol ? std::optional(100.0 * *values.vol) : std::nullopt);
    fillExposure(cells, values.exposure, delta);
    cells[PositionsModel::Pnl] = pnlCell(values.pnlUsd);
    if (hasGreeks(line))
        return;
    for (const int column : {PositionsModel::ImpliedVol, PositionsModel::Gamma, PositionsModel::Vega,
                             PositionsModel::Theta, PositionsModel::Vanna}) {
        cells[static_cast<std::size_t>(column)] = Cell::of(std::nullopt);
        cells[static_cast<std::size_t>(column)].reason = PositionsModel::tr("a future or perpetual has none");
    }
}

void fillFailure(std::vector<Cell>& cells, const RiskLine& line)
{
    const QString reason = words(line.values.error().message);
    for (std::size_t column = PositionsModel::MarkUsd; column < PositionsModel::Pnl; ++column)
        cells[column].reason = reason;
    Cell& last = cells[PositionsModel::Pnl];
    const bool noQuote = line.values.error().code == Errc::NoQuote;
    last.text = noQuote ? PositionsModel::tr("no quote") : words(errcWord(line.values.error().code));
    last.warns = true;
    last.alignedRight = true;
    last.reason = reason;
}

void markOld(std::vector<Cell>& cells, const RiskLine& line, Timestamp asOf)
{
    const double seconds = std::chrono::duration<double>(asOf - line.quotedAt).count();
    for (Cell& cell : cells) {
        cell.muted = true;
        cell.sign = ItemSign::None;
    }
    Cell& last = cells[PositionsModel::Pnl];
    last.text = PositionsModel::tr("%1 s").arg(fixedText(seconds, 0));
    last.clock = true;
    last.reason = PositionsModel::tr("last quoted %1; P&L %2 USD")
                      .arg(clockText(line.quotedAt), last.number ? signedText(*last.number, 0) : QStringLiteral("—"));
}

// "90k", "3,250".
QString shortUsd(double usd)
{
    const double thousands = usd / 1000.0;
    return usd >= 10'000.0 && thousands == std::floor(thousands) ? fixedText(thousands, 0) + QLatin1Char('k')
                                                                 : fixedText(usd, decimalsOf(usd, 2));
}

// "70000-C UO 90k": what the contract is beside its expiry, which its group says.
QString otcShortText(const Instrument& option, PositionGrouping grouping)
{
    const QStringList parts = words(option.id.name).split(QLatin1Char('-'));
    QString text = parts.value(2) + QLatin1Char('-') + parts.value(3) + QLatin1Char(' ') + parts.value(4);
    if (option.otc->style == OtcStyle::Barrier)
        text += QLatin1Char(' ') + shortUsd(option.otc->barrierUsd);
    if (option.otc->style == OtcStyle::Asian)
        text += QLatin1Char(' ') + parts.value(6);
    return grouping == PositionGrouping::ByExpiry ? text : parts.value(1) + QLatin1Char('-') + text;
}

QString otcEngineText(const Position& holding)
{
    switch (holding.otc.value_or(OtcHolding{}).engine) {
    case OtcEngine::Analytic:
        return PositionsModel::tr(
            "an: priced by closed form (an arithmetic average by Turnbull and Wakeman's moments)");
    case OtcEngine::FiniteDifferences:
        return PositionsModel::tr("fd: priced by finite differences");
    case OtcEngine::MonteCarlo:
        break;
    }
    return PositionsModel::tr("mc: priced by simulation, the same random numbers every time");
}

QString otcKindText(const Instrument& option)
{
    const OtcTerms& terms = *option.otc;
    const QString type = *option.type == OptionType::Call ? PositionsModel::tr("call") : PositionsModel::tr("put");
    if (terms.style == OtcStyle::American)
        return PositionsModel::tr("American %1").arg(type);
    if (terms.style == OtcStyle::Asian)
        return PositionsModel::tr("%1 average-price %2, a fixing every %3 d from %4, on the index at 08:00 UTC")
            .arg(terms.average == AverageKind::Geometric ? PositionsModel::tr("Geometric")
                                                         : PositionsModel::tr("Arithmetic"),
                 type)
            .arg(terms.stepDays)
            .arg(expiryText(terms.firstFixing));
    const QString rebate =
        terms.rebateUsd > 0.0 ? PositionsModel::tr(", rebate %1 USD").arg(fixedText(terms.rebateUsd, 0)) : QString();
    return PositionsModel::tr("%1 %2, barrier %3 USD watched all the time on the index%4")
        .arg(words(barrierWord(terms.barrier)), type)
        .arg(fixedText(terms.barrierUsd, 0), rebate);
}

bool isTouched(const OtcContract& contract)
{
    if (contract.terms.style != OtcStyle::Barrier || contract.barrierHit)
        return false;
    return isUpBarrier(contract.terms.barrier) ? contract.spot >= contract.terms.barrierUsd
                                               : contract.spot <= contract.terms.barrierUsd;
}

// What the contract is and what its numbers stand on.
QString otcText(const RiskLine& line)
{
    QStringList lines{words("otc " + line.holding.instrument.name), otcKindText(*line.instrument),
                      otcEngineText(line.holding)};
    lines << PositionsModel::tr("One vol for the whole life: the desk's surface at the strike; the skew between strike "
                                "and barrier is not in the price")
          << PositionsModel::tr("Greeks by bumps: index and forward 0.5 % (simulated 2 %), vol 1 point, one day; "
                                "scenarios by the fastest engine of the kind")
          << PositionsModel::tr("Settled in USD; not listed: no venue margin");
    if (line.values.ok() && line.values->otc && isTouched(line.values->otc->contract))
        lines << PositionsModel::tr(
            "The index is at or beyond the barrier: valued as touched. Write yes into the book's "
            "column barrier_hit");
    if (line.values.ok() && line.values->otc && line.values->otc->standardErrorUsd)
        lines << PositionsModel::tr("Standard error of the simulated price %1 USD per coin")
                     .arg(fixedText(*line.values->otc->standardErrorUsd, 2));
    return lines.join(QLatin1Char('\n'));
}

std::unique_ptr<Node> lineNode(const RiskReport& report, std::size_t index, PositionGrouping grouping)
{
    const RiskLine& line = report.lines[index];
    auto node = std::make_unique<Node>();
    node->line = index;
    node->row.key = QStringLiteral("line %1 %2").arg(index).arg(words(line.holding.instrument.name));
    node->row.drivesOthers = true;
    node->row.cells.resize(PositionsModel::ColumnCount);
    auto& cells = node->row.cells;
    cells[PositionsModel::Instrument] = Cell::of(shortInstrumentText(line.holding.instrument.name, underlyingOf(line)));
    cells[PositionsModel::Instrument].reason =
        words(line.holding.instrument.venue.value + " " + line.holding.instrument.name);
    if (line.instrument && line.instrument->otc) {
        cells[PositionsModel::Instrument].text = otcShortText(*line.instrument, grouping);
        cells[PositionsModel::Instrument].subText =
            QString::fromLatin1(otcEngineWord(line.holding.otc.value_or(OtcHolding{}).engine)).left(2);
        cells[PositionsModel::Instrument].reason = otcText(line);
    }
    cells[PositionsModel::Quantity] = quantityCell(line);
    if (line.values.ok())
        fillValues(cells, line, report.delta);
    else
        fillFailure(cells, line);
    if (line.values.ok() && isOld(line.state))
        markOld(cells, line, report.asOf);
    return node;
}

struct GroupLook
{
    QString key;
    QString title;
    QString subText;
    ItemTint tint = ItemTint::Group;
};

std::unique_ptr<Node> groupNode(const GroupLook& look, const GroupSum& sum, const DeltaConvention& delta)
{
    auto node = std::make_unique<Node>();
    node->row.key = look.key;
    node->row.cells.resize(PositionsModel::ColumnCount, Cell::blank());
    auto& cells = node->row.cells;
    cells[PositionsModel::Instrument] = Cell::of(look.title);
    cells[PositionsModel::Instrument].subText = look.subText;
    if (sum.priced > 0) {
        fillExposure(cells, sum.exposure, delta);
        if (sum.knowsPnl)
            cells[PositionsModel::Pnl] = pnlCell(sum.pnlUsd);
    }
    for (Cell& cell : cells)
        cell.tint = look.tint;
    cells[PositionsModel::Instrument].weight = ItemWeight::Strong;
    cells[PositionsModel::Delta].weight = ItemWeight::Strong;
    return node;
}

QString lineCountText(int lines)
{
    return lines == 1 ? PositionsModel::tr("1 line") : PositionsModel::tr("%1 lines").arg(lines);
}

QString withoutFailed(int failed)
{
    return failed == 1 ? PositionsModel::tr("without 1 line") : PositionsModel::tr("without %1 lines").arg(failed);
}

QString groupTitle(const GroupKey& key, PositionGrouping grouping)
{
    if (grouping == PositionGrouping::ByAccount)
        return key.account.empty() ? PositionsModel::tr("No account") : words(key.account);
    return key.expiry ? expiryText(*key.expiry) : PositionsModel::tr("Futures and perpetual");
}

using LinesOfGroup = std::map<GroupKey, std::vector<std::size_t>>;

std::unique_ptr<Node> subGroup(const RiskReport& report, const std::string& underlying, const GroupKey& key,
                               const std::vector<std::size_t>& lines, PositionGrouping grouping)
{
    GroupSum sum;
    for (const std::size_t line : lines)
        sum.add(report.lines[line]);
    QStringList facts;
    if (key.expiry)
        facts << daysText(std::chrono::duration<double, std::ratio<86400>>(*key.expiry - report.asOf).count());
    if (sum.failed > 0)
        facts << withoutFailed(sum.failed);
    const QString title = groupTitle(key, grouping);
    auto node = groupNode(
        {words(underlying) + QLatin1Char('/') + title, title, facts.join(QStringLiteral(", ")), ItemTint::SubGroup},
        sum, report.delta);
    for (const std::size_t line : lines)
        node->add(lineNode(report, line, grouping));
    return node;
}

std::unique_ptr<Node> underlyingGroup(const RiskReport& report, const std::string& underlying,
                                      const LinesOfGroup& groups, PositionGrouping grouping, const std::string& home)
{
    GroupSum sum;
    for (const auto& [key, lines] : groups)
        for (const std::size_t line : lines)
            sum.add(report.lines[line]);
    QStringList facts{lineCountText(sum.priced + sum.failed)};
    if (underlying != home)
        facts << PositionsModel::tr("in %1").arg(words(underlying));
    if (sum.failed > 0)
        facts << withoutFailed(sum.failed);
    auto node = groupNode({words(underlying), words(underlying), facts.join(QStringLiteral(", ")), ItemTint::Group},
                          sum, report.delta);
    for (const auto& [key, lines] : groups)
        node->add(subGroup(report, underlying, key, lines, grouping));
    return node;
}

std::unique_ptr<Node> unknownGroup(const RiskReport& report, const std::vector<std::size_t>& lines)
{
    GroupSum none;
    auto node = groupNode({QStringLiteral("unknown"), PositionsModel::tr("Not in this market"),
                           PositionsModel::tr("outside totals"), ItemTint::Group},
                          none, report.delta);
    for (const std::size_t line : lines)
        node->add(lineNode(report, line, PositionGrouping::ByAccount));
    return node;
}

} // namespace

PositionsModel::Node* PositionsModel::Node::add(std::unique_ptr<Node> child)
{
    child->parent = this;
    children.push_back(std::move(child));
    return children.back().get();
}

int PositionsModel::Node::position() const
{
    if (!parent)
        return 0;
    const auto at = std::ranges::find_if(parent->children, [this](const auto& child) { return child.get() == this; });
    return static_cast<int>(at - parent->children.begin());
}

std::unique_ptr<PositionsModel::Node> positionsTree(const RiskReport& report, PositionGrouping grouping,
                                                    const std::string& homeUnderlying)
{
    std::map<std::string, LinesOfGroup> byUnderlying;
    std::vector<std::size_t> unknown;
    for (std::size_t line = 0; line < report.lines.size(); ++line) {
        if (!report.lines[line].instrument) {
            unknown.push_back(line);
            continue;
        }
        byUnderlying[underlyingOf(report.lines[line])][groupOf(report.lines[line], grouping)].push_back(line);
    }
    auto root = std::make_unique<Node>();
    const auto home = byUnderlying.find(homeUnderlying);
    if (home != byUnderlying.end())
        root->add(underlyingGroup(report, home->first, home->second, grouping, homeUnderlying));
    for (const auto& [underlying, groups] : byUnderlying)
        if (underlying != homeUnderlying)
            root->add(underlyingGroup(report, underlying, groups, grouping, homeUnderlying));
    if (!unknown.empty())
        root->add(unknownGroup(report, unknown));
    return root;
}

} // namespace ballast
