#include "ui/panels/chain_panel.h"

#include "models/items/words.h"
#include "ui/panels/table_export.h"
#include "widgets/cell_roles.h"
#include "widgets/combo_button.h"
#include "widgets/expiry_strip.h"
#include "widgets/number_format.h"
#include "widgets/segmented_control.h"
#include "widgets/table_view.h"
#include "widgets/theming.h"

#include <QHeaderView>
#include <QLabel>
#include <QScrollBar>
#include <QVBoxLayout>
#include <cmath>
#include <utility>

namespace ballast {

namespace {

constexpr int strikesNearTheForward = 12; // on each side
constexpr int rowHeight = 20;

ChainUnits unitsOf(const DeskPicture& picture, const ChainView& chain)
{
    ChainUnits units{words(chain.underlying), 4, picture.market->asOf};
    for (const ChainRow& row : chain.rows) {
        const auto listed = row.call.instrument ? row.call.instrument : row.put.instrument;
        if (!listed)
            continue;
        const Instrument& instrument = (*picture.market->instruments)[*listed];
        if (instrument.settlement == Settlement::Linear)
            return {QStringLiteral("USD"), 1, picture.market->asOf};
        break;
    }
    return units;
}

} // namespace

ChainPanel::ChainPanel(Selection* selection, QWidget* parent)
    : Panel(QStringLiteral("chain"), tr("Option chain"), selection, parent),
      m_model(new ChainModel(this)),
      m_expiries(new ExpiryStrip(this)),
      m_table(new TableView(this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    greyWhenStale();
    column->setSpacing(0);
    column->addWidget(m_expiries);
    column->addWidget(createSideCaptions());
    column->addWidget(m_table, 1);
    createTable();
    createHeader();
    m_expiries->setAccessibleName(tr("Expiries"));
    connect(m_expiries, &ExpiryStrip::currentChanged, this, [this](int index) {
        if (underlying() && index >= 0 && index < static_cast<int>(underlying()->chains.size()))
            this->selection()->chooseExpiry(underlying()->chains[static_cast<std::size_t>(index)].expiry);
    });
}

QWidget* ChainPanel::createSideCaptions()
{
    auto* const captions = new QWidget(this);
    auto* const row = new QHBoxLayout(captions);
    row->setContentsMargins(12, 4, 12, 0);
    auto* const calls = new QLabel(tr("Calls"), captions);
    auto* const puts = new QLabel(tr("Puts"), captions);
    for (QLabel* const label : {calls, puts}) {
        setTone(*label, QStringLiteral("title"));
        label->setAlignment(Qt::AlignCenter);
        row->addWidget(label, 1);
    }
    captions->setFixedHeight(22);
    return captions;
}

void ChainPanel::createTable()
{
    m_table->setAccessibleName(tr("Option chain"));
    m_table->setSelectionLook(SelectionLook::Outline);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setModel(m_model);
    m_table->setColumnWidths({42, 40, 45, 45, 51, 51, 64, 51, 51, 45, 45, 40, 42});
    for (const int column : {1, 11})
        m_table->setDropPriority(column, 1);
    for (const int column : {2, 3, 9, 10})
        m_table->setDropPriority(column, 2);
    m_table->setFlashEnabled(true);
    connect(m_model, &QAbstractItemModel::modelReset, this, &ChainPanel::fitRows);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& current) { chooseRow(current); });
    connect(selection(), &Selection::changed, this, [this] {
        m_revealSoon = !isVisible();
        if (isVisible())
            revealStrike();
    });
}

void ChainPanel::createHeader()
{
    m_strikes = new ComboButton({tr("Strikes all"), tr("Strikes near")}, tr("Strikes shown"), this);
    m_columns = new SegmentedControl({tr("Price"), tr("Greeks"), tr("Size")}, this);
    m_columns->setAccessibleName(tr("Columns of the chain"));
    addHeaderWidget(m_strikes);
    addHeaderWidget(m_columns);
    connect(m_strikes, &QComboBox::currentIndexChanged, this, &ChainPanel::fitRows);
    connect(m_columns, &SegmentedControl::currentChanged, this,
            [this](int index) { m_model->setShownColumns(static_cast<ChainColumns>(index)); });
    addMoreAction(tr("Copy rows"), [this] { m_table->copySelection(); });
    addMoreAction(tr("Show the forward"), [this] { scrollToForward(); });
    addMoreAction(tr("Export CSV…"), [this] { exportTable(this, *m_model, QStringLiteral("chain.csv")); });
}

void ChainPanel::refresh()
{
    showExpiries();
    const ChainView* const shown = chain();
    if (!shown) {
        setSubLine(picture() ? tr("no options of %1 in this market").arg(words(selection()->underlying())) : QString());
        m_model->setChain({}, {});
        return;
    }
    showChain(*shown);
}

void ChainPanel::showExpiries()
{
    QList<StripEntry> entries;
    int current = -1;
    if (const UnderlyingPicture* const shown = underlying()) {
        for (const ChainView& each : shown->chains) {
            if (&each == chain())
                current = static_cast<int>(entries.size());
            const auto percent = each.atmVol ? std::optional(100.0 * *each.atmVol) : std::nullopt;
            entries << StripEntry{
                shortExpiryText(each.expiry), formatNumber(percent, 1),
                tr("%1, %2, volatility at the money").arg(expiryText(each.expiry), timeLeftText(each.days))};
        }
    }
    const QSignalBlocker quiet(m_expiries);
    m_expiries->setEntries(entries);
    m_expiries->setCurrentIndex(current);
}

void ChainPanel::showChain(const ChainView& chain)
{
    ChainUnits units = unitsOf(*picture(), chain);
    const DeltaConvention convention = picture()->risk ? picture()->risk->delta : DeltaConvention{};
    const QString head = deltaHead(convention);
    units.deltaHead = head == tr("Delta") ? QStringLiteral("Δ") : head;
    units.deltaNote = words(deltaNote(convention, selection()->underlying()));
    const QString settlement = units.priceUnit == QStringLiteral("USD") ? tr("linear") : tr("inverse");
    const QString venue = chain.rows.empty() ? QString() : words(picture()->market->source);
    const bool plain = convention.rule == SmileDeltaRule::StickyStrike && !convention.netOfPremium;
    const QString rule = plain ? QString() : tr("Delta %1; ").arg(words(deltaName(convention)));
    setSubLine(rule + tr("%1, %2, prices in %3, IV in %").arg(venue, settlement, units.priceUnit));
    m_model->setChain(chain, units);
    if (m_scrolledFor != chain.expiry) {
        m_scrolledFor = chain.expiry;
        scrollToForward();
    }
    selectStrikeRow();
    if (std::exchange(m_revealSoon, false))
        revealStrike();
}

void ChainPanel::revealStrike()
{
    const std::optional<double> strike = selection()->strike();
    const std::optional<int> row = strike ? m_model->rowOfStrike(*strike) : std::nullopt;
    if (!row || m_choosing)
        return;
    m_table->setRowHidden(*row, false);
    m_table->scrollTo(m_model->index(*row, ChainModel::strikeColumn), QAbstractItemView::EnsureVisible);
}

void ChainPanel::fitRows()
{
    m_table->clearSpans();
    const int forward = m_model->forwardRow();
    if (forward >= 0) {
        m_table->setSpan(forward, 0, 1, ChainModel::strikeColumn);
        m_table->setSpan(forward, ChainModel::strikeColumn + 1, 1, ChainModel::columns - ChainModel::strikeColumn - 1);
    }
    const bool nearOnly = m_strikes && m_strikes->currentIndex() == 1;
    for (int row = 0; row < m_model->rowCount(); ++row)
        m_table->setRowHidden(row, nearOnly && forward >= 0 && std::abs(row - forward) > strikesNearTheForward);
    selectStrikeRow();
}

void ChainPanel::selectStrikeRow()
{
    const std::optional<double> strike = selection()->strike();
    const std::optional<int> row = strike ? m_model->rowOfStrike(*strike) : std::nullopt;
    m_selecting = true;
    if (!row)
        m_table->clearSelection();
    else if (m_table->currentIndex().row() != *row || !m_table->selectionModel()->hasSelection())
        m_table->selectRow(*row);
    m_selecting = false;
}

void ChainPanel::scrollToForward()
{
    const int forward = m_model->forwardRow();
    if (forward < 0)
        return;
    m_table->scrollTo(m_model->index(forward, ChainModel::strikeColumn), QAbstractItemView::PositionAtCenter);
    QScrollBar* const bar = m_table->verticalScrollBar();
    bar->setValue(bar->value() - bar->value() % rowHeight); // no half row under the header
}

void ChainPanel::chooseRow(const QModelIndex& index)
{
    const std::optional<double> strike = m_model->strikeAt(index.row());
    if (m_selecting || !strike)
        return;
    m_choosing = true;
    if (index.column() == ChainModel::strikeColumn)
        selection()->chooseStrike(m_model->chain().expiry, *strike);
    else
        selection()->chooseOption(m_model->chain().expiry, *strike,
                                  index.column() < ChainModel::strikeColumn ? OptionType::Call : OptionType::Put);
    m_choosing = false;
}

} // namespace ballast
