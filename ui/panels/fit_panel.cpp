#include "ui/panels/fit_panel.h"

#include "models/items/words.h"
#include "ui/panels/move_bars.h"
#include "ui/panels/table_export.h"
#include "ui/presenters/fit_facts.h"
#include "ui/presenters/surface_content.h"
#include "widgets/fact_list.h"
#include "widgets/table_view.h"
#include "widgets/theming.h"

#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace ballast {

FitPanel::FitPanel(Selection* selection, QWidget* parent)
    : Panel(QStringLiteral("fit"), tr("Fit by expiry"), selection, parent),
      m_model(new SliceFitModel(this)),
      m_table(new TableView(this)),
      m_move(new MoveBars(this)),
      m_verdict(new QLabel(this)),
      m_facts(new FactList(this)),
      m_factArea(new QScrollArea(this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    greyWhenStale();
    column->setSpacing(0);
    column->addWidget(m_move);
    column->addWidget(m_table);
    column->addWidget(m_verdict);
    column->addWidget(m_factArea, 1);
    m_factArea->setWidget(m_facts);
    m_factArea->setWidgetResizable(true);
    m_factArea->setFrameShape(QFrame::NoFrame);
    m_factArea->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_factArea->setAccessibleName(tr("Model, quotes and dynamics of the surface"));
    m_facts->setAccessibleName(m_factArea->accessibleName());
    m_verdict->setContentsMargins(12, 6, 12, 8);
    m_verdict->setWordWrap(true);
    setTone(*m_verdict, QStringLiteral("muted"));
    m_table->setAccessibleName(tr("Fit by expiry"));
    m_table->setModel(m_model);
    m_table->setColumnWidths({58, 42, 48, 32, 46, 54});
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
    fitTable();
    showMove();
    m_verdict->setVisible(!shown);
    m_factArea->setVisible(shown != nullptr);
    if (!shown) {
        m_verdict->setText(whyNoSurface());
        return;
    }
    m_facts->setSections(fitFacts(*picture(), *underlying()));
    selectExpiry();
}

void FitPanel::resizeEvent(QResizeEvent* event)
{
    Panel::resizeEvent(event);
    fitTable();
}

void FitPanel::fitTable()
{
    constexpr int leastFacts = 210; // pixels that the move and the first facts need
    const int rows = m_table->verticalHeader()->length();
    const QHeaderView* const header = m_table->horizontalHeader(); // has no height before it is laid out
    const int whole = std::max(header->height(), header->sizeHint().height()) + rows + 2 * m_table->frameWidth();
    const int room = std::max(height() - leastFacts, height() / 2);
    const int row = std::max(1, m_table->verticalHeader()->defaultSectionSize());
    const int cut = whole > room ? (whole - room + row - 1) / row : 0; // whole rows: none is cut in two
    m_table->setFixedHeight(std::max(whole - cut * row, whole - rows + row));
}

void FitPanel::showMove()
{
    const ChainView* const chosen = chain();
    const SmileMove* const move = change() && chosen ? change()->smile(chosen->expiry) : nullptr;
    m_move->setVisible(move != nullptr);
    if (!move)
        return;
    const auto points = [](std::optional<double> vol) { return vol ? std::optional(100.0 * *vol) : std::nullopt; };
    m_move->setMove(tr("Move since %1, %2").arg(sinceText(change()), shortExpiryText(chosen->expiry)),
                    {{tr("level, ATM"), points(move->level)},
                     {tr("skew, 25Δ"), points(move->skew)},
                     {tr("curvature"), points(move->curvature)},
                     {tr("term, 7–49 d"), points(change()->term)}});
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
