#include "ui/panels/smiles_panel.h"

#include "models/items/words.h"
#include "ui/panels/smile_grid.h"
#include "ui/presenters/smile_axis.h"
#include "widgets/number_format.h"
#include "widgets/segmented_control.h"

#include <QVBoxLayout>
#include <cmath>
#include <utility>

namespace ballast {

namespace {

constexpr std::size_t mostSmiles = 10;
constexpr double daysPerYear = 365.0;

constexpr double bandErrors = 2.0; // standard errors either side

QString factOf(const SmileSamples& samples, const SmileMove* move)
{
    const QString fact = SmilesPanel::tr("ATM %1").arg(formatNumber(100.0 * samples.atmVol, 1));
    if (!move || !move->level)
        return fact;
    const QString points = formatSigned(100.0 * *move->level, 1);
    const bool moved = points != formatSigned(0.0, 1);
    const QString arrow = *move->level < 0.0 ? QStringLiteral(" ▼ ") : QStringLiteral(" ▲ ");
    return fact + (moved ? arrow : QStringLiteral(" ")) + points;
}

void addQuotes(SmallSmile& smile, const SmileSamples& samples, const SmileScale& scale)
{
    const StrikeRange& range = samples.near.range;
    for (const FittedQuote& quote : samples.quotes) {
        if (quote.strike < range.low || quote.strike > range.high)
            continue;
        const double x = scale.x(quote.strike, quote.deltaPlace);
        if (quote.bidVol && quote.askVol)
            smile.bars << SmallSmile::Bar{x, 100.0 * *quote.bidVol, 100.0 * *quote.askVol, quote.fitOutside};
        if (quote.errorBand && (smile.band.isEmpty() || x > smile.band.last().x))
            smile.band << SmallSmile::Bar{x, 100.0 * (quote.fitVol - bandErrors * *quote.errorBand),
                                          100.0 * (quote.fitVol + bandErrors * *quote.errorBand), false};
    }
}

QString strikeLabel(double strike)
{
    return formatCompact(strike > 5000.0 ? std::round(strike / 1000.0) * 1000.0 : std::round(strike));
}

// The forward first: where labels meet it stays.
void addLabels(SmallSmile& smile, const SmileSamples& samples, SmileAxis axis)
{
    const double low = smile.fit.first().x();
    const double high = smile.fit.last().x();
    if (axis == SmileAxis::Delta) {
        for (const auto& [place, text] : {std::pair(50.0, "ATM"), std::pair(25.0, "25P"), std::pair(75.0, "25C"),
                                          std::pair(10.0, "10P"), std::pair(90.0, "10C")})
            smile.labels << SmallSmile::Label{place, QLatin1String(text)};
        return;
    }
    const double rounded =
        samples.forward > 5000.0 ? std::round(samples.forward / 100.0) * 100.0 : std::round(samples.forward);
    smile.labels << SmallSmile::Label{smile.forward, QStringLiteral("F ") + formatCompact(rounded)};
    for (const double share : {0.1, 0.9}) {
        const double x = std::lerp(low, high, share);
        smile.labels << SmallSmile::Label{x, axis == SmileAxis::Strike ? strikeLabel(x)
                                                                       : formatSigned(x, 0) + QStringLiteral(" %")};
    }
}

SmallSmile smallSmile(const SmileSamples& samples, SmileAxis axis, const SmileSamples* earlier, const SmileMove* move)
{
    const SmileScale scale(axis, samples);
    SmallSmile smile;
    smile.title = shortExpiryText(samples.expiry);
    smile.subTitle = daysText(samples.years * daysPerYear);
    smile.fact = factOf(samples, move);
    smile.forward = scale.xOfStrike(samples.forward);
    smile.fit = scale.curve(samples.near);
    smile.density = scale.density(samples.near);
    smile.knownLow = scale.xOfStrike(samples.quoted.low);
    smile.knownHigh = scale.xOfStrike(samples.quoted.high);
    addQuotes(smile, samples, scale);
    addLabels(smile, samples, axis);
    if (earlier)
        for (const QPointF& point : SmileScale(axis, *earlier).curve(earlier->wide))
            if (point.x() >= smile.fit.first().x() && point.x() <= smile.fit.last().x())
                smile.earlier << point;
    smile.toolTip = SmilesPanel::tr("%1, forward %2 USD\n%3 quotes used, quoted from %4 to %5 USD")
                        .arg(expiryText(samples.expiry), formatNumber(samples.forward, 0))
                        .arg(samples.quotes.size())
                        .arg(formatNumber(samples.quoted.low, 0), formatNumber(samples.quoted.high, 0));
    return smile;
}

} // namespace

SmilesPanel::SmilesPanel(Selection* selection, QWidget* parent)
    : Panel(QStringLiteral("smiles"), tr("Smiles"), selection, parent),
      m_grid(new SmileGrid(this)),
      m_axis(new SegmentedControl({tr("Delta"), tr("Strike"), tr("Moneyness")}, this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    greyWhenStale();
    column->addWidget(m_grid);
    m_grid->setAccessibleName(tr("Smiles of all expiries"));
    m_axis->setAccessibleName(tr("Axis of the smiles"));
    m_axis->setCurrentIndex(static_cast<int>(SmileAxis::Strike));
    m_axis->setToolTip(tr("Delta: that of the put, so 25C is the 25-delta call. Moneyness: K / F − 1."));
    addHeaderWidget(m_axis);
    connect(m_axis, &SegmentedControl::currentChanged, this, [this] { refreshSoon(); });
    connect(m_grid, &SmileGrid::smileChosen, this, [this](int index) {
        if (index >= 0 && index < static_cast<int>(m_expiries.size()))
            this->selection()->chooseExpiry(m_expiries[static_cast<std::size_t>(index)]);
    });
}

// Ten fit the grid: with more expiries the nearest ones give way.
void SmilesPanel::refresh()
{
    QList<SmallSmile> smiles;
    m_expiries.clear();
    const auto axis = static_cast<SmileAxis>(m_axis->currentIndex());
    setSubLine(
        tr("IV % by %1, ±2 σ; band: 2 errors of the fit; yellow: fit outside bid–ask; grey: risk-neutral density; "
           "dashed: extrapolated, earlier")
            .arg(axisWords(axis)));
    m_grid->setEmptyText(whyNoSurface());
    const ChainView* const chosen = chain();
    const std::size_t slices = samples() ? samples()->smiles.size() : 0;
    for (std::size_t i = slices > mostSmiles ? slices - mostSmiles : 0; i < slices; ++i) {
        const SmileSamples& smile = samples()->smiles[i];
        smiles << smallSmile(smile, axis, change() ? change()->earlier->samples->smile(smile.expiry) : nullptr,
                             change() ? change()->smile(smile.expiry) : nullptr);
        smiles.last().chosen = chosen && chosen->expiry == smile.expiry;
        m_expiries.push_back(smile.expiry);
    }
    m_grid->setSmiles(smiles);
}

} // namespace ballast
