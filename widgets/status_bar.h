#pragma once

#include <QList>
#include <QString>
#include <QWidget>

namespace ballast {

enum class FeedState
{
    Live,
    Late,
    Stale,
    Down
};

struct FeedLight
{
    QString name;
    FeedState state = FeedState::Down;
    QString age;     // "0.2 s"; for Down the sentence "2 min, next try 8 s"
    QString latency; // "41 ms", may be empty
    QString toolTip;
    bool operator==(const FeedLight&) const = default;
};

struct StatusFact
{
    QString label;
    QString value;
    bool strong = false;  // the clock
    int dropPriority = 0; // high numbers go first when narrow
    bool operator==(const StatusFact&) const = default;
};

// 24 px: a light per feed at the left (disc, triangle, ring, cross), facts at the right.
class StatusStrip : public QWidget
{
    Q_OBJECT

public:
    explicit StatusStrip(QWidget* parent = nullptr);

    void setFeeds(const QList<FeedLight>& feeds);
    void setFacts(const QList<StatusFact>& facts);
    // A sentence in the middle, until the next one or an empty one.
    void setMessage(const QString& message);
    [[nodiscard]] const QList<FeedLight>& feeds() const { return m_feeds; }

    [[nodiscard]] QSize sizeHint() const override { return {1200, 24}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 24}; }

Q_SIGNALS:
    void feedClicked(int index);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] QList<QRect> feedRects() const;
    [[nodiscard]] int feedAt(const QPoint& position) const;

    QList<FeedLight> m_feeds;
    QList<StatusFact> m_facts;
    QString m_message;
};

} // namespace ballast
