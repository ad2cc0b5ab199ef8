#include "ui/panels/smiles_panel.h"

#include "models/desk/surface_sampling.h"
#include "models/items/words.h"
#include "ui/panels/smile_grid.h"
#include "widgets/number_format.h"

#include <QVBoxLayout>

namespace ballast {

namespace {

constexpr std::size_t mostSmiles = 10;
constexpr double daysPerYear = 365.0;

SmallSmile smallSmile(const SmileSamples& samples, bool chosen, const SmileSamples* earlier, const SmileMove* move)
{
    SmallSmile smile;
    smile.title = shortExpiryText(samples.expiry);
    smile.subTitle = daysText(samples.years * daysPerYear);
    smile.fact = SmilesPanel::tr("ATM %1").arg(formatNumber(100.0 * samples.atmVol, 1));
    if (move && move->level) {
        const QString points = formatSigned(100.0 * *move->level, 1);
        const bool moved = points != formatSigned(0.0, 1);
        const QString arrow = *move->level < 0.0 ? QStringLiteral(" ▼ ") : QStringLiteral(" ▲ ");
        smile.fact += (moved ? arrow : QStringLiteral(" ")) + points;
    }
    smile.forward = samples.forward;
    smile.chosen = chosen;
    const StrikeRange& range = samples.near.range;
    for (const SmilePoint& point : samples.near.points)
        smile.fit << QPointF(point.strike, 100.0 * point.vol);
    if (earlier)
        for (const SmilePoint& point : earlier->wide.points)
            if (point.strike >= range.low && point.strike <= range.high)
                smile.earlier << QPointF(point.strike, 100.0 * point.vol);
    for (const FittedQuote& quote : samples.quotes)
        if (quote.strike >= range.low && quote.strike <= range.high && quote.bidVol && quote.askVol)
            smile.bars << SmallSmile::Bar{quote.strike, 100.0 * *quote.bidVol, 100.0 * *quote.askVol, quote.fitOutside};
    return smile;
}

} // namespace

SmilesPanel::SmilesPanel(Selection* selection, QWidget* parent)
    : Panel(QStringLiteral("smiles"), tr("Smiles"), selection, parent), m_grid(new SmileGrid(this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_grid);
    m_grid->setAccessibleName(tr("Smiles of all expiries"));
    setSubLine(tr("IV % by strike, ±1.5 σ; bars bid to ask, yellow where the fit lies outside; dashed: earlier"));
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
    const ChainView* const chosen = chain();
    const std::size_t slices = samples() ? samples()->smiles.size() : 0;
    for (std::size_t i = slices > mostSmiles ? slices - mostSmiles : 0; i < slices; ++i) {
        const SmileSamples& smile = samples()->smiles[i];
        smiles << smallSmile(smile, chosen && chosen->expiry == smile.expiry,
                             change() ? change()->earlier->samples->smile(smile.expiry) : nullptr,
                             change() ? change()->smile(smile.expiry) : nullptr);
        m_expiries.push_back(smile.expiry);
    }
    m_grid->setSmiles(smiles);
}

} // namespace ballast
