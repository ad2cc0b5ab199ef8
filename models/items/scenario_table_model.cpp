#include "models/items/scenario_table_model.h"

#include "models/items/words.h"

#include <array>
#include <functional>

namespace ballast {

namespace {

constexpr double thousand = 1000.0;
constexpr double nearLiquidation = 0.9; // maintenance margin over balance

std::size_t columnOfBook(const ScenarioPicture& picture, std::size_t book)
{
    if (book == 0)
        return ScenarioTableModel::Book;
    if (picture.hasWhatIf() && book == picture.shown)
        return ScenarioTableModel::WhatIf;
    return ScenarioTableModel::Hedged;
}

std::vector<Cell> emptyCells()
{
    return std::vector<Cell>(ScenarioTableModel::ColumnCount, Cell::blank());
}

Cell pnlCell(const ComparedCell& cell, bool best)
{
    Cell made = Cell::of(cell.pnlUsd ? std::optional(*cell.pnlUsd / thousand) : std::nullopt);
    made.sign = ItemSign::BySign;
    made.weight = best ? ItemWeight::Strong : ItemWeight::Body;
    QStringList notes;
    if (cell.worst)
        notes << ScenarioTableModel::tr("worst leg %1: %2 USD")
                     .arg(words(cell.worst->instrument), signedText(cell.worst->pnlUsd, 0));
    if (cell.expiredLegs > 0)
        notes << ScenarioTableModel::tr("%1 legs settle on the way").arg(cell.expiredLegs);
    notes << ScenarioTableModel::tr("leaving the book then costs %1 USD").arg(fixedText(cell.exitCostUsd, 0));
    if (cell.linesLeftOut > 0)
        notes << ScenarioTableModel::tr("without %1 lines that have no price").arg(cell.linesLeftOut);
    for (const std::string& line : cell.estimates)
        notes << words(line);
    made.reason = notes.join(QStringLiteral("\n"));
    made.warns = cell.linesLeftOut > 0 || !cell.estimates.empty();
    return made;
}

Cell marginCell(const ComparedCell& cell)
{
    if (!cell.margin)
        return {};
    Cell made = Cell::of(cell.margin->level.initialUsd / thousand);
    const auto share = cell.margin->maintenanceShare;
    made.warns = share && *share > nearLiquidation;
    made.reason =
        ScenarioTableModel::tr("initial %1 USD, maintenance %2 USD")
            .arg(fixedText(cell.margin->level.initialUsd, 0), fixedText(cell.margin->level.maintenanceUsd, 0));
    made.reason += share ? ScenarioTableModel::tr("\nmaintenance is %1 % of the balance that it is held against")
                               .arg(fixedText(100.0 * *share, 1))
                         : ScenarioTableModel::tr("\nno balance to hold it against");
    return made;
}

} // namespace

ScenarioTableModel::ScenarioTableModel(QObject* parent) : CellTable(parent)
{
    const auto number = [](const QString& title, int decimals, bool plus, const QString& toolTip) {
        return Column{title, tr("kUSD"), ColumnKind::Number, decimals, plus, toolTip};
    };
    setColumns({{tr("Scenario"), {}, ColumnKind::Text, 0, false, {}},
                number(tr("Book"), 0, true, tr("P&L of the live book, thousand USD")),
                number(tr("+ what-if"), 0, true, tr("P&L of the book with its hypothetical legs, thousand USD")),
                number(tr("+ hedge"), 0, true, tr("P&L with the open proposal filled as well, thousand USD")),
                {tr("Worst leg"), {}, ColumnKind::Text, 0, false, tr("Of the book that the page shows")},
                number(tr("Margin"), 0, false, tr("Initial margin after the scenario, thousand USD")),
                {QString(), {}, ColumnKind::Text, 0, false, {}}});
}

void ScenarioTableModel::setPicture(const ScenarioPicturePtr& picture)
{
    m_picture = picture;
    std::vector<CellRow> rows;
    if (picture && picture->comparison) {
        for (const ComparedScenario& each : picture->comparison->rows)
            rows.push_back(scenarioRow(each));
        addTotals(rows);
    }
    setRows(std::move(rows));
}

CellRow ScenarioTableModel::scenarioRow(const ComparedScenario& row) const
{
    CellRow made{QString::number(row.node.value), emptyCells(), true};
    Cell name = Cell::of(words(row.name));
    QStringList followed;
    for (const std::string& each : row.followed)
        followed << words(each);
    name.reason = followed.isEmpty() ? QString() : tr("follow: %1").arg(followed.join(QStringLiteral(", ")));
    if (!row.refused.empty()) {
        name.warns = true;
        name.reason = words(row.refused);
    }
    made.cells[Name] = name;
    for (const std::size_t column : {std::size_t(Book), std::size_t(WhatIf), std::size_t(Hedged)}) {
        made.cells[column] = {};
        made.cells[column].reason = tr("there is no such book");
    }
    for (std::size_t book = 0; book < row.cells.size(); ++book)
        made.cells[columnOfBook(*m_picture, book)] = pnlCell(row.cells[book], row.bestBook == book);
    if (m_picture->shown < row.cells.size()) {
        const ComparedCell& shown = row.cells[m_picture->shown];
        if (shown.worst)
            made.cells[WorstLeg] = Cell::of(words(shown.worst->instrument));
        made.cells[Margin] = marginCell(shown);
        if (shown.pnlUsd && *shown.pnlUsd < 0.0)
            made.cells[Action] = Cell::of(tr("Hedge this"));
    }
    return made;
}

// VaR, expected shortfall, margin now and what it costs to get there, under the scenarios.
void ScenarioTableModel::addTotals(std::vector<CellRow>& rows) const
{
    const ScenarioComparison& comparison = *m_picture->comparison;
    const auto add = [&](const QString& key, const QString& title, const QString& unit,
                         const std::function<std::optional<double>(std::size_t)>& value, const QString& reason) {
        CellRow row{key, emptyCells(), false};
        row.cells[Name] = Cell::of(title);
        row.cells[Name].subText = unit;
        row.cells[Name].weight = ItemWeight::Strong;
        row.cells[Name].reason = reason;
        for (std::size_t book = 0; book < comparison.books.size(); ++book) {
            const auto known = value(book);
            Cell& cell = row.cells[columnOfBook(*m_picture, book)];
            cell = Cell::of(known ? std::optional(*known / thousand) : std::nullopt);
            if (known) // an amount, not a gain: no plus sign
                cell.text = fixedText(*known / thousand, 0);
        }
        for (Cell& cell : row.cells)
            cell.tint = ItemTint::SubGroup;
        rows.push_back(std::move(row));
    };
    const VarPicture* const var = m_picture->var.get();
    const auto report = [var](std::size_t book) -> const VarReport* {
        return var && book < var->books.size() ? var->books[book].get() : nullptr;
    };
    const double confidence = var ? 100.0 * var->choice.confidence : 99.0;
    const QString terms =
        tr("%1 %, %2 d").arg(fixedText(confidence, decimalsOf(confidence, 1))).arg(var ? var->choice.horizonDays : 1);
    const auto varOf = [&](std::size_t book) {
        return report(book) ? std::optional(-report(book)->risk.var) : std::nullopt;
    };
    const auto esOf = [&](std::size_t book) {
        return report(book) ? std::optional(-report(book)->risk.es) : std::nullopt;
    };
    add(QStringLiteral("var"), tr("VaR"), terms, varOf, tr("Loss that is not exceeded with this confidence"));
    add(QStringLiteral("es"), tr("ES"), terms, esOf, tr("Mean loss beyond it"));
    add(
        QStringLiteral("margin"), tr("Initial margin"), words(comparison.marginModel),
        [&](std::size_t book) {
            const auto& margin = comparison.books[book].margin;
            return margin ? std::optional(margin->level.initialUsd) : std::nullopt;
        },
        tr("Now, without any scenario"));
    add(
        QStringLiteral("cost"), tr("Cost to trade"), {},
        [&](std::size_t book) { return book == 0 ? std::nullopt : comparison.books[book].costToTradeUsd; },
        tr("Half the spread on what differs from the live book"));
}

std::optional<ScenarioNodeId> ScenarioTableModel::nodeAt(int row) const
{
    const auto& scenarios =
        m_picture && m_picture->comparison ? m_picture->comparison->rows : std::vector<ComparedScenario>{};
    if (row < 0 || row >= static_cast<int>(scenarios.size()))
        return std::nullopt;
    return scenarios[static_cast<std::size_t>(row)].node;
}

std::optional<int> ScenarioTableModel::rowOfNode(ScenarioNodeId id) const
{
    return rowOf(QString::number(id.value));
}

bool ScenarioTableModel::canHedge(int row) const
{
    return nodeAt(row) && rows()[static_cast<std::size_t>(row)].cells[Action].text &&
           !rows()[static_cast<std::size_t>(row)].cells[Action].text->isEmpty();
}

} // namespace ballast
