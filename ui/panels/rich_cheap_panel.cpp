#include "ui/panels/rich_cheap_panel.h"

#include "ui/panels/positions_filter.h"
#include "ui/panels/table_export.h"
#include "widgets/combo_button.h"
#include "widgets/table_view.h"

#include <QHeaderView>
#include <QVBoxLayout>
#include <utility>

namespace ballast {

namespace {

constexpr double shortExpiryDays = 5.0; // closer than this the fit's error is mostly the tick size

std::vector<RichCheap> longEnough(const std::vector<RichCheap>& found, const MarketSnapshot& market, double leastDays)
{
    std::vector<RichCheap> kept;
    for (const RichCheap& row : found) {
        const std::optional<Timestamp> expiry = (*market.instruments)[row.instrument].expiry;
        if (expiry && std::chrono::duration<double, std::ratio<86400>>(*expiry - market.asOf).count() > leastDays)
            kept.push_back(row);
    }
    return kept;
}

} // namespace

RichCheapPanel::RichCheapPanel(Selection* selection, QWidget* parent)
    : Panel(QStringLiteral("richCheap"), tr("Rich and cheap"), selection, parent),
      m_model(new RichCheapModel(this)),
      m_sorted(new PositionsFilter(this)),
      m_table(new TableView(this)),
      m_expiries(new ComboButton({tr("Expiry over 5 d"), tr("All expiries")}, tr("Expiries of rich and cheap"), this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    greyWhenStale();
    column->addWidget(m_table);
    m_sorted->setSourceModel(m_model);
    m_sorted->sort(RichCheapModel::Edge, Qt::DescendingOrder);
    m_table->setAccessibleName(tr("Rich and cheap quotes"));
    m_table->setModel(m_sorted);
    m_table->setColumnWidths({132, 62, 60, 60, 56, 76, 48, 96, 60, 44});
    m_table->setDropPriority(RichCheapModel::ResidualBar, 3);
    m_table->setDropPriority(RichCheapModel::OpenInterest, 2);
    m_table->setDropPriority(RichCheapModel::Z, 1);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->horizontalHeader()->setSectionsClickable(true);
    addHeaderWidget(m_expiries);
    connect(m_expiries, &QComboBox::currentIndexChanged, this, [this] { refreshSoon(); });
    connect(m_table->horizontalHeader(), &QHeaderView::sectionClicked, this, [this](int section) {
        const bool again = m_sorted->sortColumn() == section && m_sorted->sortOrder() == Qt::DescendingOrder;
        m_sorted->sort(section, again ? Qt::AscendingOrder : Qt::DescendingOrder);
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) { chooseRow(current); });
    connect(m_table, &TableView::rowActivated, this, &RichCheapPanel::optionActivated);
    connect(selection, &Selection::changed, this, [this] {
        m_revealSoon = !isVisible();
        if (isVisible())
            revealChosen();
    });
    addMoreAction(tr("Copy rows"), [this] { m_table->copySelection(); });
    addMoreAction(tr("Export CSV…"), [this] { exportTable(this, *m_sorted, QStringLiteral("rich-cheap.csv")); });
}

void RichCheapPanel::refresh()
{
    if (!surface()) {
        m_model->clear();
        setSubLine(whyNoSurface());
        return;
    }
    setSubLine(tr("edge after half spread and fee, against the fit without that quote"));
    const MarketSnapshot& market = *picture()->market;
    const double leastDays = m_expiries->currentIndex() == 0 ? shortExpiryDays : 0.0;
    m_model->setRows(market, *surface(), longEnough(underlying()->richCheap, market, leastDays));
    selectChosen();
    if (std::exchange(m_revealSoon, false))
        revealChosen();
}

// The row of what was chosen in another panel; the view does not scroll with the ticks.
void RichCheapPanel::selectChosen()
{
    const auto expiry = selection()->expiry();
    const auto strike = selection()->strike();
    const std::optional<int> row =
        expiry && strike ? m_model->rowOfOption(*expiry, *strike, selection()->optionType()) : std::nullopt;
    m_selecting = true;
    if (!row)
        m_table->clearSelection();
    else if (const QModelIndex index = m_sorted->mapFromSource(m_model->index(*row, 0));
             index.row() != m_table->currentIndex().row() || !m_table->selectionModel()->hasSelection())
        m_table->selectRow(index.row());
    m_selecting = false;
}

void RichCheapPanel::revealChosen()
{
    if (m_table->selectionModel()->hasSelection())
        m_table->scrollTo(m_table->currentIndex(), QAbstractItemView::EnsureVisible);
}

void RichCheapPanel::chooseRow(const QModelIndex& index)
{
    const Instrument* const instrument = m_model->instrumentAt(m_sorted->mapToSource(index).row());
    if (!m_selecting && instrument && instrument->expiry && instrument->strike && instrument->type)
        selection()->chooseOption(*instrument->expiry, *instrument->strike, *instrument->type);
}

} // namespace ballast
