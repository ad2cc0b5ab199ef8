#include "ui/venues/venue_health_window.h"

#include <QLabel>
#include <QLocale>
#include <QScrollArea>
#include <QVBoxLayout>

namespace ballast {

namespace {

constexpr int windowWidth = 420;
constexpr int windowHeight = 640;
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
    return tr("%1%2 ms").arg(sign).arg(std::abs(span->count()));
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
    section.caption = venue.connected ? venueStateWord(venue.state) : tr("not connected");
    section.rows << row(tr("Address"), QString::fromStdString(venue.address));
    section.rows << row(tr("Access"), venue.loggedIn ? tr("account, read only") : tr("public data"));
    if (venue.nextTryIn && !venue.connected)
        section.rows << row(tr("Next try in"), seconds(venue.nextTryIn), true);
    section.rows << row(tr("Reconnects"), counted(venue.reconnects));
    if (!venue.lastReason.empty())
        section.paragraph = tr("Last break: %1").arg(QString::fromStdString(venue.lastReason));
    return section;
}

FactSection flowSection(const VenueHealth& venue)
{
    FactSection section;
    section.title = tr("Messages");
    section.rows << row(tr("Per second, over 10 s"), QString::number(venue.messagesPerSecond, 'f', 0));
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
    if (!venue.lastAlarm.empty())
        section.paragraph = QString::fromStdString(venue.lastAlarm);
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
    return {linkSection(venue), flowSection(venue), marketSection(venue)};
}

VenueHealthWindow::VenueHealthWindow(QWidget* parent)
    : QDialog(parent), m_none(new QLabel(tr("No live venue. Market, Connect… opens one."), this)), m_facts(new FactList)
{
    setWindowTitle(tr("Venue health"));
    m_none->setAlignment(Qt::AlignCenter);
    auto* const scroll = new QScrollArea(this);
    scroll->setWidget(m_facts);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->addWidget(m_none);
    column->addWidget(scroll, 1);
    resize(windowWidth, windowHeight);
    showVenues({});
}

void VenueHealthWindow::showVenues(const std::vector<VenueHealth>& venues)
{
    QList<FactSection> sections;
    for (const VenueHealth& venue : venues)
        sections << venueHealthSections(venue);
    m_none->setVisible(venues.empty());
    if (sections != m_facts->sections())
        m_facts->setSections(sections);
}

} // namespace ballast
