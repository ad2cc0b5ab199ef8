#include "ui/presenters/smile_axis.h"

#include <QCoreApplication>

namespace ballast {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ballast::surface_content", text);
}

} // namespace

double SmileScale::x(double strike, double deltaPlace) const
{
    switch (m_axis) {
    case SmileAxis::Delta:
        return 100.0 * deltaPlace;
    case SmileAxis::Moneyness:
        return 100.0 * (strike / m_smile.forward - 1.0);
    case SmileAxis::Strike:
        break;
    }
    return strike;
}

double SmileScale::xOfStrike(double strike) const
{
    const SmilePoint* const nearest = nearestPoint(m_smile.wide.points, strike);
    return x(strike, nearest ? nearest->deltaPlace : 0.5);
}

QList<QPointF> SmileScale::curve(const SmileCurve& curve) const
{
    QList<QPointF> points;
    for (const SmilePoint& point : curve.points)
        points << QPointF(x(point), 100.0 * point.vol);
    return points;
}

QList<QPointF> SmileScale::density(const SmileCurve& curve) const
{
    QList<QPointF> points;
    if (m_axis == SmileAxis::Delta)
        return points;
    for (const SmilePoint& point : curve.points)
        points << QPointF(x(point), point.density * m_smile.forward / point.strike);
    return points;
}

void describeAxis(ChartAxis& axis, SmileAxis kind)
{
    switch (kind) {
    case SmileAxis::Strike:
        axis.compact = true;
        axis.readOutName = tr("strike");
        return;
    case SmileAxis::Moneyness:
        axis.printPlus = true;
        axis.unit = QStringLiteral("%");
        axis.readOutName = tr("K / F − 1");
        return;
    case SmileAxis::Delta:
        axis.ticks = {5.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0};
        axis.tickLabels = {QStringLiteral("5P"),  QStringLiteral("10P"), QStringLiteral("25P"), tr("ATM"),
                           QStringLiteral("25C"), QStringLiteral("10C"), QStringLiteral("5C")};
        axis.readOutName = tr("put delta");
        axis.unit = QStringLiteral("%");
        return;
    }
}

QString axisWords(SmileAxis kind)
{
    switch (kind) {
    case SmileAxis::Delta:
        return tr("delta");
    case SmileAxis::Moneyness:
        return tr("moneyness K / F − 1");
    case SmileAxis::Strike:
        break;
    }
    return tr("strike USD");
}

} // namespace ballast
