#include "widgets/status_bar.h"

#include "widgets/paint_kit.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

constexpr double inset = 12.0;
constexpr double lightWidth = 14.0;
constexpr double wordGap = 6.0;
constexpr double feedGap = 16.0;

QString stateWord(FeedState state)
{
    switch (state) {
    case FeedState::Late:
        return StatusStrip::tr("late");
    case FeedState::Stale:
        return StatusStrip::tr("stale");
    case FeedState::Down:
        return StatusStrip::tr("down");
    case FeedState::Live:
        break;
    }
    return {};
}

QColor stateColour(FeedState state, const Theme& theme)
{
    switch (state) {
    case FeedState::Live:
        return theme.ok;
    case FeedState::Late:
        return theme.warn;
    case FeedState::Stale:
        return theme.muted;
    case FeedState::Down:
        break;
    }
    return theme.critical;
}

// Told apart by shape: disc, triangle, ring, cross.
void paintLight(QPainter& painter, const QPointF& centre, FeedState state, const Theme& theme)
{
    const QColor colour = stateColour(state, theme);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    switch (state) {
    case FeedState::Live:
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawEllipse(centre, 3.5, 3.5);
        break;
    case FeedState::Late:
        paintTriangle(painter, centre, 9.0, Pointing::Up, colour);
        break;
    case FeedState::Stale:
        painter.setPen(QPen(colour, 1.6));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(centre, 3.2, 3.2);
        break;
    case FeedState::Down:
        painter.setPen(QPen(colour, 1.8, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(centre + QPointF(-3.2, -3.2), centre + QPointF(3.2, 3.2));
        painter.drawLine(centre + QPointF(-3.2, 3.2), centre + QPointF(3.2, -3.2));
        break;
    }
    painter.restore();
}

struct Word
{
    QString text;
    QColor colour;
};

QList<Word> wordsOf(const FeedLight& feed, const Theme& theme)
{
    const bool calm = feed.state == FeedState::Live || feed.state == FeedState::Stale;
    QList<Word> words{{feed.name, theme.text}};
    words.append({stateWord(feed.state), calm ? theme.text : stateColour(feed.state, theme)});
    words.append({feed.age, theme.muted});
    words.append({feed.latency, theme.muted});
    words.removeIf([](const Word& word) { return word.text.isEmpty(); });
    return words;
}

double widthOf(const FeedLight& feed)
{
    double width = lightWidth;
    for (const Word& word : wordsOf(feed, Theme::of()))
        width += textWidth(word.text, FontSize::Unit) + wordGap;
    return width;
}

double widthOf(const StatusFact& fact)
{
    const double gap = fact.label.isEmpty() ? 0.0 : 5.0;
    return textWidth(fact.label, FontSize::Unit) + gap +
           textWidth(fact.value, FontSize::Unit, fact.strong ? QFont::DemiBold : QFont::Normal);
}

// Facts that fit into that width, in their order.
QList<StatusFact> fitting(QList<StatusFact> facts, double available)
{
    const auto needed = [&facts] {
        double width = 0.0;
        for (const StatusFact& fact : std::as_const(facts))
            width += widthOf(fact) + feedGap;
        return width;
    };
    while (!facts.isEmpty() && needed() > available) {
        const auto last = std::ranges::max_element(facts, {}, &StatusFact::dropPriority);
        if (last->dropPriority == 0)
            break;
        facts.erase(last);
    }
    return facts;
}

} // namespace

StatusStrip::StatusStrip(QWidget* parent) : QWidget(parent)
{
    setFixedHeight(24);
    setAccessibleName(tr("Feeds and status"));
}

void StatusStrip::setFeeds(const QList<FeedLight>& feeds)
{
    if (feeds == m_feeds)
        return;
    m_feeds = feeds;
    QStringList words;
    for (const FeedLight& feed : feeds) {
        const QString state = feed.state == FeedState::Live ? tr("live") : stateWord(feed.state);
        words << QStringLiteral("%1 %2 %3").arg(feed.name, state, feed.age);
    }
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    update();
}

void StatusStrip::setFacts(const QList<StatusFact>& facts)
{
    if (facts == m_facts)
        return;
    m_facts = facts;
    update();
}

void StatusStrip::setMessage(const QString& message)
{
    m_message = message;
    update();
}

QList<QRect> StatusStrip::feedRects() const
{
    QList<QRect> rects;
    double left = inset;
    for (const FeedLight& feed : m_feeds) {
        const double wide = widthOf(feed);
        rects.append(QRect(int(left), 0, int(std::ceil(wide)), height()));
        left += wide + feedGap - wordGap;
    }
    return rects;
}

int StatusStrip::feedAt(const QPoint& position) const
{
    const QList<QRect> rects = feedRects();
    for (int i = 0; i < rects.size(); ++i) {
        if (rects.at(i).contains(position))
            return i;
    }
    return -1;
}

void StatusStrip::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    const double baseline = centredBaseline(0, height(), FontSize::Unit);
    const QList<QRect> rects = feedRects();
    double left = inset;
    for (int i = 0; i < m_feeds.size(); ++i) {
        left = rects.at(i).left();
        paintLight(painter, {left + 4.0, height() / 2.0}, m_feeds.at(i).state, theme);
        left += lightWidth;
        for (const Word& word : wordsOf(m_feeds.at(i), theme))
            left =
                paintText(painter, left, baseline, word.text, {FontSize::Unit, QFont::Normal, word.colour}) + wordGap;
    }

    double right = width() - inset;
    const QList<StatusFact> facts = fitting(m_facts, right - left - feedGap);
    for (auto fact = facts.crbegin(); fact != facts.crend(); ++fact) {
        const QFont::Weight weight = fact->strong ? QFont::DemiBold : QFont::Normal;
        right = paintTextRight(painter, right, baseline, fact->value,
                               {FontSize::Unit, weight, fact->strong ? theme.hi : theme.text});
        if (!fact->label.isEmpty())
            right = paintTextRight(painter, right - 5.0, baseline, fact->label,
                                   {FontSize::Unit, QFont::Normal, theme.muted});
        right -= feedGap;
    }
    if (!m_message.isEmpty()) {
        left += feedGap;
        paintText(painter, left, baseline, elided(m_message, right - left, FontSize::Unit),
                  {FontSize::Unit, QFont::Normal, theme.text});
    }
}

void StatusStrip::mousePressEvent(QMouseEvent* event)
{
    const int feed = feedAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && feed >= 0)
        Q_EMIT feedClicked(feed);
}

bool StatusStrip::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* const help = static_cast<QHelpEvent*>(event);
        const int feed = feedAt(help->pos());
        QToolTip::showText(help->globalPos(), feed >= 0 ? m_feeds.at(feed).toolTip : QString(), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace ballast
