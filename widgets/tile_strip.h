#pragma once

#include "widgets/band_gauge.h"

#include <QList>
#include <QString>
#include <QWidget>
#include <optional>

namespace ballast {

enum class OutOfBand
{
    Inside,
    Below,
    Above
};

// One figure of the strip. Texts come formatted; the tile decides tone and place.
struct Tile
{
    QString label;
    QString unit;
    QString value;                    // "—" when missing
    std::optional<double> valueSign;  // set: the value is painted in its sign colour
    QString detail;                   // third line, used when there is no gauge
    std::optional<double> detailSign; // set: an arrow before the detail, up or down
    QString detailTail;               // muted words after the detail ("since 04:29")
    bool detailWarns = false;         // arrow and figure of the detail in warn
    std::optional<BandGauge> gauge;
    OutOfBand out = OutOfBand::Inside; // "▲ out" or "▼ out" in warn beside the value
    bool stale = false;                // value in muted
    bool hasMenu = false;              // chevron after the value; click emits tileClicked
    int dropPriority = 0;              // high numbers go first when narrow; 0 never goes
    int minimumWidth = 96;
    QString toolTip;
    bool operator==(const Tile&) const = default;
};

// The tiles under the top bar, 62 px high, the same on every page.
class TileStrip : public QWidget
{
    Q_OBJECT

public:
    explicit TileStrip(QWidget* parent = nullptr);

    void setTiles(const QList<Tile>& tiles);
    [[nodiscard]] const QList<Tile>& tiles() const { return m_tiles; }
    [[nodiscard]] QList<int> visibleTiles() const; // indices that fit the present width

    [[nodiscard]] QSize sizeHint() const override { return {1200, 62}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 62}; }

Q_SIGNALS:
    void tileClicked(int index, const QPoint& globalPosition);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] QList<QRect> tileRects() const; // one per visible tile
    [[nodiscard]] int tileAt(const QPoint& position) const;

    QList<Tile> m_tiles;
    int m_focusedTile = 0;
};

} // namespace ballast
