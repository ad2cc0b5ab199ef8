#pragma once

#include <QList>
#include <QPointF>
#include <QString>
#include <QWidget>
#include <optional>

class QPainter;

namespace ballast {

// One small smile: fit, quotes as bars from bid to ask, the forward.
struct SmallSmile
{
    struct Bar
    {
        double strike = 0.0;
        double low = 0.0;
        double high = 0.0;
        bool fitOutside = false;
        bool operator==(const Bar&) const = default;
    };

    QString title;          // "27FEB"
    QString subTitle;       // "21 d"
    QString fact;           // "ATM 85.6"
    QList<QPointF> fit;     // strike USD, vol %
    QList<QPointF> earlier; // the same of the surface compared with; empty: none
    QList<Bar> bars;
    double forward = 0.0;
    bool chosen = false;
    bool operator==(const SmallSmile&) const = default;
};

// Small multiples of smiles, five in a row, each on its own scale. A click or the arrow keys choose one.
class SmileGrid : public QWidget
{
    Q_OBJECT

public:
    explicit SmileGrid(QWidget* parent = nullptr);

    void setSmiles(const QList<SmallSmile>& smiles);
    [[nodiscard]] const QList<SmallSmile>& smiles() const { return m_smiles; }
    [[nodiscard]] QRectF cellRect(int index) const;
    [[nodiscard]] QSize sizeHint() const override { return {1124, 300}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {300, 160}; }

Q_SIGNALS:
    void smileChosen(int index);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] int columns() const;
    [[nodiscard]] int chosenIndex() const;

    QList<SmallSmile> m_smiles;
};

} // namespace ballast
