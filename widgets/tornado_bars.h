#pragma once

#include <QList>
#include <QString>
#include <QWidget>
#include <optional>

namespace ballast {

// One factor: what a move down and a move up of it bring. A contribution has one side only.
struct TornadoRow
{
    QString name;
    QString move; // "±15 pt"
    std::optional<double> down;
    std::optional<double> up;
    bool strong = false; // a total
    QString toolTip{};
    bool operator==(const TornadoRow&) const = default;
};

// Bars from zero to both sides, losses to the left and gains to the right, with their figures at the ends. Bars of a
// factor's downward move are in half tone.
class TornadoBars : public QWidget
{
    Q_OBJECT

public:
    explicit TornadoBars(QWidget* parent = nullptr);

    void setRows(const QList<TornadoRow>& rows);
    [[nodiscard]] const QList<TornadoRow>& rows() const { return m_rows; }
    void setDecimals(int decimals);
    void setEmptyText(const QString& text);
    [[nodiscard]] QString asTsv() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {220, 120}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] double rowHeight() const;
    [[nodiscard]] double largest() const;
    void paintRow(QPainter& painter, const TornadoRow& row, double top) const;

    QList<TornadoRow> m_rows;
    QString m_emptyText;
    int m_decimals = 0;
};

} // namespace ballast
