#pragma once

#include <QList>
#include <QPointF>
#include <QString>
#include <QWidget>
#include <optional>

class QPainter;

namespace ballast {

// One small smile: fit with its error band, quotes as bars from bid to ask, the density below, the forward. Where x
// lies outside known..known nobody quotes: fit and density are extrapolated there.
struct SmallSmile
{
    struct Bar
    {
        double x = 0.0;
        double low = 0.0;
        double high = 0.0;
        bool fitOutside = false;
        bool operator==(const Bar&) const = default;
    };
    struct Label
    {
        double x = 0.0;
        QString text;
        bool operator==(const Label&) const = default;
    };

    QString title;          // "27FEB"
    QString subTitle;       // "21 d"
    QString fact;           // "ATM 85.6"
    QString toolTip;        // what the words leave out
    QList<QPointF> fit;     // x in the unit of the axis, vol %
    QList<QPointF> earlier; // the same of the surface compared with; empty: none
    QList<Bar> bars;
    QList<Bar> band;        // of the fit's error, rising x
    QList<QPointF> density; // on a scale of its own; empty: not shown
    double knownLow = 0.0;
    double knownHigh = 0.0;
    double forward = 0.0; // x of it
    QList<Label> labels;  // under the plot, the first one wins where two meet
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
    void setEmptyText(const QString& sentence); // shown without smiles
    [[nodiscard]] QRectF cellRect(int index) const;
    [[nodiscard]] QSize sizeHint() const override { return {1124, 300}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {300, 160}; }

Q_SIGNALS:
    void smileChosen(int index);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override; // tooltips

private:
    [[nodiscard]] int columns() const;
    [[nodiscard]] int chosenIndex() const;

    QList<SmallSmile> m_smiles;
    QString m_emptyText;
};

} // namespace ballast
