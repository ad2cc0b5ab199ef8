#include "ui/panels/fit_panel.h"

#include "models/items/words.h"
#include "ui/panels/table_export.h"
#include "widgets/number_format.h"
#include "widgets/table_view.h"
#include "widgets/theming.h"

#include <QLabel>
#include <QVBoxLayout>

namespace ballast {

FitPanel::FitPanel(Selection* selection, QWidget* parent)
    : Panel(QStringLiteral("fit"), tr("Fit by expiry"), selection, parent),
      m_model(new SliceFitModel(this)),
      m_table(new TableView(this)),
      m_verdict(new QLabel(this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_table, 1);
    column->addWidget(m_verdict);
    m_verdict->setContentsMargins(12, 6, 12, 8);
    m_verdict->setWordWrap(true);
    m_table->setAccessibleName(tr("Fit by expiry"));
    m_table->setModel(m_model);
    m_table->setColumnWidths({70, 46, 52, 52, 62});
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                const std::optional<Timestamp> expiry = m_model->expiryAt(current.row());
                if (expiry && !m_selecting)
                    this->selection()->chooseExpiry(*expiry);
            });
    addMoreAction(tr("Copy rows"), [this] { m_table->copySelection(); });
    addMoreAction(tr("Export CSV…"), [this] { exportTable(this, *m_model, QStringLiteral("fit.csv")); });
}

void FitPanel::refresh()
{
    const VolSurface* const shown = surface();
    m_model->setSurface(shown);
    if (!shown) {
        m_verdict->setText(underlying() ? words(underlying()->surfaceError) : QString());
        return;
    }
    setTone(*m_verdict, shown->arbitrageFree() ? QStringLiteral("muted") : QStringLiteral("warn"));
    m_verdict->setText(shown->arbitrageFree()
                           ? tr("No butterfly or calendar arbitrage on the check grid")
                           : tr("▲ arbitrage left: least calendar step %1").arg(formatNumber(shown->minCalendar, 6)));
    selectExpiry();
}

void FitPanel::selectExpiry()
{
    const ChainView* const chosen = chain();
    const std::optional<int> row = chosen ? m_model->rowOfExpiry(chosen->expiry) : std::nullopt;
    m_selecting = true;
    if (row && m_table->currentIndex().row() != *row)
        m_table->selectRow(*row);
    m_selecting = false;
}

} // namespace ballast
