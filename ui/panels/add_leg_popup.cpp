#include "ui/panels/add_leg_popup.h"

#include "models/items/words.h"
#include "widgets/number_format.h"
#include "widgets/segmented_control.h"
#include "widgets/table_view.h"
#include "widgets/theming.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace ballast {

namespace {

constexpr QSize popupSize(520, 380);

QString priceText(const std::optional<double>& price, const Instrument& instrument)
{
    const bool inCoin = isOption(instrument) && instrument.settlement == Settlement::Inverse;
    return formatNumber(price, inCoin ? 4 : 1);
}

} // namespace

QList<LegChoice> legChoices(const HedgeProposal& proposal, const MarketSnapshot& market)
{
    std::unordered_map<std::string, std::string> refused;
    for (const RefusedInstrument& each : proposal.refused)
        refused.emplace(each.instrument, each.reason);
    QList<LegChoice> choices;
    for (std::size_t i = 0; i < market.instruments->size(); ++i) {
        const Instrument& instrument = (*market.instruments)[i];
        const bool traded = std::ranges::any_of(
            proposal.trades, [&](const HedgeTrade& trade) { return trade.instrument == instrument.id; });
        if (instrument.underlying != proposal.policy.underlying || traded)
            continue;
        const Quote& quote = market.quotes[i];
        LegChoice choice{instrument.id,
                         words(instrument.id.name),
                         priceText(quote.bid, instrument),
                         priceText(quote.ask, instrument),
                         {}};
        if (const auto reason = refused.find(instrument.id.name); reason != refused.end())
            choice.refusal = words(reason->second);
        choices << choice;
    }
    std::ranges::stable_partition(choices, [](const LegChoice& choice) { return choice.refusal.isEmpty(); });
    return choices;
}

AddLegPopup::AddLegPopup(const QList<LegChoice>& choices, QWidget* parent)
    : QFrame(parent, Qt::Popup),
      m_choices(choices),
      m_model(new QStandardItemModel(this)),
      m_filtered(new QSortFilterProxyModel(this)),
      m_search(new QLineEdit(this)),
      m_table(new TableView(this)),
      m_side(new SegmentedControl({tr("Buy"), tr("Sell")}, this)),
      m_quantity(new QLineEdit(this)),
      m_add(new QPushButton(tr("Add leg"), this)),
      m_note(new QLabel(this))
{
    fill();
    createLayout();
    connect(m_search, &QLineEdit::textChanged, this, &AddLegPopup::search);
    connect(m_search, &QLineEdit::returnPressed, this, [this] { m_quantity->setFocus(); });
    connect(m_quantity, &QLineEdit::returnPressed, this, &AddLegPopup::add);
    connect(m_add, &QPushButton::clicked, this, &AddLegPopup::add);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        const LegChoice* const choice = chosen();
        m_add->setEnabled(choice && choice->refusal.isEmpty());
        say(choice && !choice->refusal.isEmpty() ? tr("Not in the universe: %1").arg(choice->refusal) : QString());
    });
    m_search->installEventFilter(this);
    select(0);
    m_search->setFocus();
}

void AddLegPopup::fill()
{
    m_model->setHorizontalHeaderLabels({tr("Instrument"), tr("Bid"), tr("Ask"), tr("Refused")});
    for (const LegChoice& choice : std::as_const(m_choices)) {
        QList<QStandardItem*> row;
        for (const QString& text : {choice.name, choice.bid, choice.ask, choice.refusal})
            row << new QStandardItem(text);
        for (const int column : {1, 2})
            row.at(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_model->appendRow(row);
    }
    m_filtered->setSourceModel(m_model);
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
}

void AddLegPopup::createLayout()
{
    resize(popupSize);
    setMinimumSize(popupSize);
    setAccessibleName(tr("Add a leg"));
    m_search->setPlaceholderText(tr("Search: 27FEB 60000 P"));
    m_search->setAccessibleName(tr("Search instruments"));
    m_search->setClearButtonEnabled(true);
    m_table->setModel(m_filtered);
    m_table->setAccessibleName(tr("Instruments"));
    m_table->setColumnWidths({190, 80, 80, 150});
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_side->setAccessibleName(tr("Side"));
    m_quantity->setPlaceholderText(tr("Quantity"));
    m_quantity->setAccessibleName(tr("Quantity in the venue's unit"));
    m_quantity->setAlignment(Qt::AlignRight);
    m_quantity->setFixedWidth(110);
    setPrimary(*m_add, true);
    setTone(*m_note, QStringLiteral("warn"));
    m_note->setWordWrap(true);
    m_note->hide();
    auto* const foot = new QHBoxLayout;
    foot->setSpacing(8);
    foot->addWidget(m_side);
    foot->addWidget(m_quantity);
    foot->addStretch(1);
    foot->addWidget(m_add);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(8);
    column->addWidget(m_search);
    column->addWidget(m_table, 1);
    column->addWidget(m_note);
    column->addLayout(foot);
}

// Every word must be found, in any order and without the dashes: "27feb 60000 p".
void AddLegPopup::search(const QString& text)
{
    QString pattern = QStringLiteral("^");
    for (const QString& word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        pattern += QStringLiteral("(?=.*%1)").arg(QRegularExpression::escape(word));
    m_filtered->setFilterRegularExpression(QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption));
    select(0);
}

void AddLegPopup::select(int row)
{
    m_table->setCurrentIndex(m_filtered->index(std::clamp(row, 0, std::max(0, m_filtered->rowCount() - 1)), 0));
}

int AddLegPopup::visibleChoices() const
{
    return m_filtered->rowCount();
}

const LegChoice* AddLegPopup::chosen() const
{
    const int row = m_filtered->mapToSource(m_table->currentIndex()).row();
    return row >= 0 && row < m_choices.size() ? &m_choices.at(row) : nullptr;
}

void AddLegPopup::add()
{
    const LegChoice* const choice = chosen();
    if (!choice || !choice->refusal.isEmpty())
        return;
    bool isNumber = false;
    const double quantity = m_quantity->text().remove(QLatin1Char(',')).toDouble(&isNumber);
    const bool sound = isNumber && std::isfinite(quantity) && quantity > 0.0;
    setInvalid(*m_quantity, !sound);
    say(sound ? QString() : tr("A quantity is a number above 0; Buy or Sell says which way."));
    if (!sound)
        return;
    Q_EMIT legChosen({choice->instrument, m_side->currentIndex() == 1 ? -quantity : quantity});
    close();
}

void AddLegPopup::say(const QString& sentence)
{
    m_note->setText(sentence);
    m_note->setVisible(!sentence.isEmpty());
}

// Up and Down move through the list while the search keeps the focus.
bool AddLegPopup::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            select(m_table->currentIndex().row() + (key == Qt::Key_Down ? 1 : -1));
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace ballast
