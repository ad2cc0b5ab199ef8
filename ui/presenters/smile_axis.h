#pragma once

#include "models/desk/surface_samples.h"
#include "widgets/chart_content.h"

namespace ballast {

// Where strikes of one expiry stand on the axis chosen for smiles. Strike: USD. Moneyness: K / F - 1 in %. Delta: that
// of the put in %, so that 25 is the 25-delta put, 50 about the money and 75 the 25-delta call.
class SmileScale
{
public:
    SmileScale(SmileAxis axis, const SmileSamples& smile) : m_axis(axis), m_smile(smile) {}

    [[nodiscard]] double x(double strike, double deltaPlace) const;
    [[nodiscard]] double x(const SmilePoint& point) const { return x(point.strike, point.deltaPlace); }
    [[nodiscard]] double xOfStrike(double strike) const; // by the curve's nearest point on the delta axis
    [[nodiscard]] QList<QPointF> curve(const SmileCurve& curve) const;
    // Per 1 % of the forward, in %; none over delta, where it is flat by construction.
    [[nodiscard]] QList<QPointF> density(const SmileCurve& curve) const;

    [[nodiscard]] SmileAxis axis() const { return m_axis; }

private:
    SmileAxis m_axis;
    const SmileSamples& m_smile;
};

// Title, ticks and words of the axis.
void describeAxis(ChartAxis& axis, SmileAxis kind);
// "strike USD", "moneyness K / F − 1", "delta".
[[nodiscard]] QString axisWords(SmileAxis kind);

} // namespace ballast
