#include "ui/panels/smiles_panel.h"

#include "models/desk/surface_sampling.h"
#include "models/items/words.h"
#include "ui/panels/smile_grid.h"
#include "widgets/number_format.h"

#include <QVBoxLayout>

namespace ballast {

namespace {

constexpr std::size_t mostSmiles = 10;
constexpr double shownDeviations = 1.5;
constexpr double daysPerYear = 365.0;

SmallSmile smallSmile(const SviSlice& slice, bool chosen)
{
    constexpr int curvePoints = 49;
    SmallSmile smile;
    smile.title = shortExpiryText(slice.expiry);
    smile.subTitle = daysText(slice.years * daysPerYear);
    smile.fact = SmilesPanel::tr("ATM %1").arg(formatNumber(100.0 * slice.atmVol, 1));
    smile.forward = slice.forward;
    smile.chosen = chosen;
    const StrikeRange range = shownStrikes(slice, shownDeviations);
    for (const SmilePoint& point : sampleSmileOverStrikes(slice, range.low, range.high, curvePoints))
        smile.fit << QPointF(point.strike, 100.0 * point.vol);
    for (const SmileQuote& quote : slice.quotes) {
        if (quote.strike < range.low || quote.strike > range.high || quote.weight <= 0.0 || !quote.bidVol ||
            !quote.askVol)
            continue;
        const double fit = slice.volAtStrike(quote.strike);
        smile.bars << SmallSmile::Bar{quote.strike, 100.0 * *quote.bidVol, 100.0 * *quote.askVol,
                                      fit < *quote.bidVol || fit > *quote.askVol};
    }
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
    setSubLine(tr("IV % by strike, ±1.5 σ; bars bid to ask, in yellow where the fit lies outside"));
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
    const VolSurface* const shown = surface();
    const ChainView* const chosen = chain();
    const std::size_t slices = shown ? shown->slices.size() : 0;
    for (std::size_t i = slices > mostSmiles ? slices - mostSmiles : 0; i < slices; ++i) {
        const SviSlice& slice = shown->slices[i];
        smiles << smallSmile(slice, chosen && chosen->expiry == slice.expiry);
        m_expiries.push_back(slice.expiry);
    }
    m_grid->setSmiles(smiles);
}

} // namespace ballast
