#include "ui/panels/arbitrage_panel.h"

#include "models/items/words.h"
#include "ui/panels/table_export.h"
#include "widgets/number_format.h"
#include "widgets/table_view.h"
#include "widgets/theming.h"

#include <QLabel>
#include <QVBoxLayout>

namespace ballast {

ArbitragePanel::ArbitragePanel(Selection* selection, QWidget* parent)
    : Panel(QStringLiteral("arbitrage"), tr("Arbitrage in quotes"), selection, parent),
      m_model(new ViolationModel(this)),
      m_table(new TableView(this)),
      m_sentence(new QLabel(this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    greyWhenStale();
    column->setSpacing(0);
    column->addWidget(m_sentence);
    column->addWidget(m_table, 1);
    column->addStretch(0);
    m_sentence->setContentsMargins(12, 6, 12, 6);
    m_sentence->setWordWrap(true);
    setTone(*m_sentence, QStringLiteral("muted"));
    m_table->setAccessibleName(tr("Violations in executable prices"));
    m_table->setModel(m_model);
    m_table->setColumnWidths({76, 64, 380, 76, 72, 84});
    m_table->setDropPriority(ViolationModel::PerUnit, 2);
    m_table->setDropPriority(ViolationModel::Expiry, 1);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    setSubLine(tr("parity, box, butterfly, calendar; executable sides, after taker fees"));
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) { chooseRow(current.row()); });
    addMoreAction(tr("Copy rows"), [this] { m_table->copySelection(); });
    addMoreAction(tr("Export CSV…"), [this] { exportTable(this, *m_model, QStringLiteral("arbitrage.csv")); });
}

void ArbitragePanel::refresh()
{
    const bool any = surface() && !underlying()->violations.empty();
    m_table->setVisible(any);
    m_sentence->setVisible(!any);
    if (any) {
        m_model->setRows(*picture()->market, underlying()->violations);
        setTitle(tr("Arbitrage in quotes (%1)").arg(m_model->rowCount()));
        selectChosen();
        return;
    }
    m_model->clear();
    setTitle(tr("Arbitrage in quotes"));
    if (!picture())
        m_sentence->setText({});
    else if (surface())
        m_sentence->setText(tr("No violation in the executable prices of %1 at %2.")
                                .arg(words(surface()->underlying), clockText(surface()->asOf)));
    else
        m_sentence->setText(whyNoSurface());
}

void ArbitragePanel::chooseRow(int row)
{
    const ShownViolation* const chosen = m_model->violationAt(row);
    if (m_selecting || !chosen || chosen->marks.empty() || !picture())
        return;
    // The middle leg: of a butterfly the strike that stands out.
    const ViolationMark& mark = chosen->marks[chosen->marks.size() / 2];
    const Instrument& option = (*picture()->market->instruments)[mark.instrument];
    if (option.type)
        selection()->chooseOption(mark.expiry, mark.strike, *option.type);
}

void ArbitragePanel::selectChosen()
{
    const auto expiry = selection()->expiry();
    const auto strike = selection()->strike();
    const ShownViolation* const current = m_model->violationAt(m_table->currentIndex().row());
    const auto holds = [&](const ViolationMark& mark) { return mark.expiry == expiry && mark.strike == strike; };
    if (current && std::ranges::any_of(current->marks, holds))
        return; // several rows may hold the option: the trader's own choice stays
    const std::optional<int> row = expiry && strike ? m_model->rowHolding(*expiry, *strike) : std::nullopt;
    m_selecting = true;
    if (row)
        m_table->selectRow(*row);
    else
        m_table->clearSelection();
    m_selecting = false;
}

} // namespace ballast
