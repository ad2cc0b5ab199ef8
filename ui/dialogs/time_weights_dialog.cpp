#include "ui/dialogs/time_weights_dialog.h"

#include "models/items/event_weights_model.h"
#include "models/items/words.h"
#include "widgets/number_format.h"
#include "widgets/table_view.h"
#include "widgets/theming.h"

#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <chrono>

namespace ballast {

namespace {

constexpr int dialogWidth = 640;
constexpr int tableHeight = 190;
constexpr double usualEventHours = 1.0;
constexpr double usualEventDays = 1.0;

QLabel* sentenceLabel(const QString& text, QWidget* parent)
{
    auto* const label = new QLabel(text, parent);
    label->setWordWrap(true);
    return label;
}

} // namespace

TimeWeightsDialog::TimeWeightsDialog(const TimeWeights& weights, const Market& market, QWidget* parent)
    : QDialog(parent),
      m_market(market),
      m_events(new EventWeightsModel(this)),
      m_weekend(new QLineEdit(this)),
      m_table(new TableView(this)),
      m_sentence(sentenceLabel({}, this)),
      m_add(new QPushButton(tr("Add event"), this)),
      m_delete(new QPushButton(tr("Delete event"), this)),
      m_reset(new QPushButton(tr("Calendar time"), this)),
      m_apply(new QPushButton(tr("Apply"), this))
{
    setWindowTitle(tr("Time between the expiries"));
    m_weekend->setText(QString::number(weights.weekend, 'g', 6));
    m_events->setEvents(weights.events, market.atmVol);
    m_table->setModel(m_events);
    layOut();
    connectControls();
    check();
}

void TimeWeightsDialog::layOut()
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addWidget(sentenceLabel(tr("Between two expiries total variance grows with weighted time; at the expiries "
                                       "themselves the fit stays as it is."),
                                    this));
    auto* const weekend = new QHBoxLayout;
    weekend->setSpacing(8);
    auto* const caption = new QLabel(tr("A Saturday or Sunday (UTC) weighs"), this);
    caption->setBuddy(m_weekend);
    m_weekend->setFixedWidth(72);
    m_weekend->setAlignment(Qt::AlignRight);
    m_weekend->setAccessibleName(tr("Weight of weekend days"));
    weekend->addWidget(caption);
    weekend->addWidget(m_weekend);
    weekend->addWidget(new QLabel(tr("ordinary days"), this));
    weekend->addStretch(1);
    column->addLayout(weekend);
    m_table->setAccessibleName(tr("Events"));
    m_table->setColumnWidths({190, 130, 70, 120, 70});
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                             QAbstractItemView::AnyKeyPressed);
    m_table->setMinimumHeight(tableHeight);
    column->addWidget(m_table, 1);
    column->addWidget(m_sentence);
    auto* const foot = new QHBoxLayout;
    foot->setSpacing(8);
    auto* const cancel = new QPushButton(tr("Cancel"), this);
    for (QPushButton* const button : {m_add, m_delete, m_reset, cancel})
        button->setAutoDefault(false);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    m_reset->setToolTip(tr("Weekends weigh 1, no events"));
    setPrimary(*m_apply, true);
    m_apply->setDefault(true);
    for (QPushButton* const button : {m_add, m_delete, m_reset})
        foot->addWidget(button);
    foot->addStretch(1);
    foot->addWidget(cancel);
    foot->addWidget(m_apply);
    column->addLayout(foot);
    setMinimumWidth(dialogWidth);
}

void TimeWeightsDialog::connectControls()
{
    connect(m_weekend, &QLineEdit::textChanged, this, &TimeWeightsDialog::check);
    connect(m_events, &EventWeightsModel::edited, this, &TimeWeightsDialog::check);
    connect(m_events, &EventWeightsModel::refused, this, [this](const QString& why) {
        setTone(*m_sentence, QStringLiteral("critical"));
        const QString sentence = why.endsWith(QLatin1Char('.')) ? why : why + QLatin1Char('.');
        m_sentence->setText(tr("%1 The value before stays.").arg(sentence));
    });
    connect(m_add, &QPushButton::clicked, this, &TimeWeightsDialog::addEvent);
    connect(m_delete, &QPushButton::clicked, this, [this] { m_events->remove(m_table->currentIndex().row()); });
    connect(m_reset, &QPushButton::clicked, this, &TimeWeightsDialog::resetToCalendar);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& current) { m_delete->setEnabled(current.isValid()); });
    connect(m_apply, &QPushButton::clicked, this, [this] {
        const auto weights = typed();
        if (!weights)
            return;
        Q_EMIT confirmed(*weights);
        accept();
    });
}

Result<TimeWeights> TimeWeightsDialog::typed() const
{
    bool isNumber = false;
    TimeWeights weights;
    weights.weekend = m_weekend->text().trimmed().toDouble(&isNumber);
    if (!isNumber)
        return Error{Errc::BadInput, tr("The weight of a weekend day is a number such as 0.5.").toStdString()};
    weights.events = m_events->events();
    if (const Status checked = checkTimeWeights(weights); !checked)
        return checked.error();
    return weights;
}

void TimeWeightsDialog::check()
{
    const auto weights = typed();
    m_apply->setEnabled(weights.ok());
    m_delete->setEnabled(m_table->currentIndex().isValid());
    m_add->setEnabled(m_events->events().size() < mostEvents);
    bool isNumber = false;
    const double weekend = m_weekend->text().trimmed().toDouble(&isNumber);
    setInvalid(*m_weekend, !isNumber || !(weekend >= 0.0 && weekend <= greatestWeekendWeight));
    setTone(*m_sentence, weights ? QStringLiteral("muted") : QStringLiteral("critical"));
    m_sentence->setText(weights ? tr("In force after Apply: %1.").arg(words(timeWeightsWords(*weights)))
                                : words(weights.error().message));
}

void TimeWeightsDialog::addEvent()
{
    const auto hour = std::chrono::floor<std::chrono::hours>(m_market.now) + std::chrono::hours(25);
    m_events->add({hour, usualEventDays, tr("Event").toStdString(), usualEventHours});
    const QModelIndex name = m_events->index(m_events->rowCount() - 1, EventWeightsModel::Name);
    m_table->setCurrentIndex(name);
    m_table->edit(name);
}

void TimeWeightsDialog::resetToCalendar()
{
    m_weekend->setText(QStringLiteral("1"));
    m_events->setEvents({}, m_market.atmVol);
    check();
}

QString TimeWeightsDialog::sentence() const
{
    return m_sentence->text();
}

} // namespace ballast
