#pragma once

#include <QList>
#include <QString>
#include <QWidget>
#include <optional>

namespace ballast {

// One part of a move in vol points, drawn as a bar from zero with its value.
struct MoveBar
{
    QString name;
    std::optional<double> points; // missing: "—"
    bool operator==(const MoveBar&) const = default;
};

class MoveBars : public QWidget
{
    Q_OBJECT

public:
    explicit MoveBars(QWidget* parent = nullptr);

    void setMove(const QString& title, const QList<MoveBar>& bars);
    [[nodiscard]] const QList<MoveBar>& bars() const { return m_bars; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_title;
    QList<MoveBar> m_bars;
};

} // namespace ballast
