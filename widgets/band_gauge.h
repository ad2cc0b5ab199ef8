#pragma once

#include <QWidget>
#include <optional>

class QPainter;

namespace ballast {

struct Theme;

// A value on a track with an allowed band. The range of the track is min..max; a missing limit is an open band.
struct BandGauge
{
    double min = -1.0;
    double max = 1.0;
    std::optional<double> bandLow;
    std::optional<double> bandHigh;
    std::optional<double> value;  // after, where there is a before
    std::optional<double> before; // drawn as a ring; value then is a dot
    std::optional<double> limit;  // a warn tick with its own place
    bool filledToValue = false;   // a bar from min to the value (margin use)

    [[nodiscard]] bool isInside() const;        // the value, within the band; true without a value
    [[nodiscard]] double share(double v) const; // place on the track, clamped to 0..1
    bool operator==(const BandGauge&) const = default;
};

// A gauge that shows the band and the value with room on both sides.
[[nodiscard]] BandGauge gaugeAround(std::optional<double> bandLow, std::optional<double> bandHigh,
                                    std::optional<double> value, std::optional<double> before = std::nullopt);

void paintBandGauge(QPainter& painter, const QRectF& area, const BandGauge& gauge, const Theme& theme);

class BandGaugeView : public QWidget
{
    Q_OBJECT

public:
    explicit BandGaugeView(QWidget* parent = nullptr);

    void setGauge(const BandGauge& gauge);
    [[nodiscard]] const BandGauge& gauge() const { return m_gauge; }
    [[nodiscard]] QSize sizeHint() const override { return {96, 12}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    BandGauge m_gauge;
};

} // namespace ballast
