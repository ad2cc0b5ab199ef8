#include "ui/venues/venue_health_window.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace ballast {

namespace {

constexpr int columnWidth = 330;
constexpr int margin = 12;
constexpr qsizetype columnsInView = 4; // further ones scroll
constexpr int windowHeight = 680;
constexpr int scrollBar = 14;
constexpr Milliseconds skewLimit{1'000};

QString tr(const char* text)
{
    return VenueHealthWindow::tr(text);
}

QString counted(std::uint64_t value)
{
    return QLocale(QLocale::English, QLocale::UnitedStates).toString(static_cast<qulonglong>(value));
}

QString milliseconds(const std::optional<Milliseconds>& span)
{
    if (!span)
        return QStringLiteral("—");
    const QString sign = span->count() < 0 ? QStringLiteral("−") : QString();
    return tr("%1%2 ms").arg(sign, counted(static_cast<std::uint64_t>(std::abs(span->count()))));
}

QString seconds(const std::optional<Milliseconds>& span)
{
    return span ? tr("%1 s").arg(static_cast<double>(span->count()) / 1000.0, 0, 'f', 1) : QStringLiteral("—");
}

FactRow row(const QString& name, const QString& value, bool warns = false)
{
    FactRow fact;
    fact.name = name;
    fact.value = value;
    fact.strong = true;
    fact.warns = warns;
    return fact;
}

FactSection linkSection(const VenueHealth& venue)
{
    FactSection section;
    section.title = QString::fromStdString(venue.name);
    const bool isLive = venue.connected && venue.state == QuoteState::Live;
    section.rows << row(tr("State"), venue.connected ? venueStateWord(venue.state) : tr("not connected"), !isLive);
    section.rows << row(tr("Address"), QString::fromStdString(venue.address));
    section.rows << row(tr("Access"), venue.loggedIn ? tr("account, read only") : tr("public data"));
    const bool isWaiting = venue.nextTryIn && !venue.connected;
    section.rows << row(tr("Next try in"), isWaiting ? seconds(venue.nextTryIn) : QStringLiteral("—"), isWaiting);
    section.rows << row(tr("Reconnects"), counted(venue.reconnects));
    return section;
}

FactSection flowSection(const VenueHealth& venue)
{
    FactSection section;
    section.title = tr("Messages");
    section.rows << row(tr("Per second, over 10 s"),
                        counted(static_cast<std::uint64_t>(venue.messagesPerSecond + 0.5)));
    section.rows << row(tr("Since the start"), counted(venue.messages));
    section.rows << row(tr("Volume"), tr("%1 MB").arg(static_cast<double>(venue.bytes) / 1e6, 0, 'f', 1));
    section.rows << row(tr("Unreadable"), counted(venue.badMessages), venue.badMessages > 0);
    section.rows << row(tr("Latency, median"), milliseconds(venue.latencyMedian));
    section.rows << row(tr("Latency, 99 %"), milliseconds(venue.latencyP99));
    section.rows << row(tr("Round trip"), milliseconds(venue.roundTrip));
    const bool skewed = venue.clockSkew && std::chrono::abs(*venue.clockSkew) > skewLimit;
    section.rows << row(tr("Venue's clock ahead by"), milliseconds(venue.clockSkew), skewed);
    return section;
}

FactSection marketSection(const VenueHealth& venue)
{
    FactSection section;
    section.title = tr("Market data");
    section.rows << row(tr("Newest quote, age"), seconds(venue.newestAge));
    section.rows << row(tr("Instruments listed"), counted(venue.instruments));
    section.rows << row(tr("Of these priced"), counted(venue.priced), venue.priced < venue.instruments);
    section.rows << row(tr("Late"), counted(venue.late), venue.late > 0);
    section.rows << row(tr("Stale"), counted(venue.stale), venue.stale > 0);
    section.rows << row(tr("Channels"), tr("%1 of %2").arg(counted(venue.channels), counted(venue.channelsWanted)),
                        venue.channels < venue.channelsWanted);
    section.rows << row(tr("Gaps in books"), counted(venue.gaps), venue.gaps > 0);
    section.rows << row(tr("Books subscribed anew"), counted(venue.resubscriptions));
    return section;
}

// Last, so that the rows of several venues stand beside each other.
FactSection remarkSection(const VenueHealth& venue)
{
    FactSection section;
    section.title = tr("Remarks");
    QStringList remarks;
    if (!venue.lastReason.empty())
        remarks << tr("Last break: %1").arg(QString::fromStdString(venue.lastReason));
    if (!venue.lastAlarm.empty())
        remarks << QString::fromStdString(venue.lastAlarm);
    section.paragraph = remarks.join(QStringLiteral(". "));
    return section;
}

} // namespace

QString venueStateWord(QuoteState state)
{
    switch (state) {
    case QuoteState::Live:
        return tr("live");
    case QuoteState::Late:
        return tr("late");
    case QuoteState::Stale:
        return tr("stale");
    case QuoteState::Down:
        return tr("down");
    case QuoteState::Crossed:
        return tr("crossed");
    case QuoteState::Gap:
        return tr("gap");
    }
    return {};
}

QList<FactSection> venueHealthSections(const VenueHealth& venue)
{
    QList<FactSection> sections{linkSection(venue), flowSection(venue), marketSection(venue)};
    if (const FactSection remarks = remarkSection(venue); !remarks.paragraph.isEmpty())
        sections << remarks;
    return sections;
}

VenueHealthWindow::VenueHealthWindow(QWidget* parent)
    : QDialog(parent),
      m_none(new QLabel(tr("No live venue. Market, Connect… opens one."), this)),
      m_page(new QWidget),
      m_row(new QHBoxLayout(m_page))
{
    setWindowTitle(tr("Venue health"));
    m_none->setAlignment(Qt::AlignCenter);
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(margin);
    auto* const scroll = new QScrollArea(this);
    scroll->setWidget(m_page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(margin, margin, margin, margin);
    column->addWidget(m_none);
    column->addWidget(scroll, 1);
    setColumns(1);
    showVenues({});
}

void VenueHealthWindow::setColumns(qsizetype count)
{
    if (count == m_columns.size())
        return;
    while (m_columns.size() > count)
        delete m_columns.takeLast();
    while (m_columns.size() < count) {
        auto* const facts = new FactList(m_page);
        facts->setMinimumWidth(columnWidth - margin);
        m_row->addWidget(facts);
        m_columns << facts;
    }
    const auto inView = static_cast<int>(std::min(count, columnsInView));
    resize(inView * columnWidth + margin + scrollBar, windowHeight);
}

void VenueHealthWindow::showVenues(const std::vector<VenueHealth>& venues)
{
    m_none->setVisible(venues.empty());
    m_page->setVisible(!venues.empty());
    setColumns(std::max<qsizetype>(1, static_cast<qsizetype>(venues.size())));
    for (qsizetype i = 0; i < m_columns.size(); ++i) {
        const QList<FactSection> sections =
            venues.empty() ? QList<FactSection>() : venueHealthSections(venues[static_cast<std::size_t>(i)]);
        if (sections != m_columns.at(i)->sections())
            m_columns.at(i)->setSections(sections);
    }
}

} // namespace ballast
