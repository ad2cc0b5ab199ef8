#include "ui/panels/pnl_panel.h"

#include "models/items/words.h"
#include "widgets/line_chart.h"
#include "widgets/segmented_control.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QVBoxLayout>
#include <array>

namespace ballast {

namespace {

constexpr std::array horizonDays{0.0, 1.0, 7.0};
constexpr double widestMove = 0.25;
constexpr int spotPoints = 51;

std::vector<VolSurfacePtr> surfacesOf(const DeskPicture& picture)
{
    std::vector<VolSurfacePtr> surfaces;
    for (const UnderlyingPicture& each : picture.underlyings)
        surfaces.push_back(each.surface);
    return surfaces;
}

} // namespace

PnlPanel::PnlPanel(Selection* selection, QWidget* parent)
    : HedgePanelBase(QStringLiteral("pnl"), tr("P&L over spot"), selection, parent),
      m_chart(new LineChart(this)),
      m_horizon(new SegmentedControl({tr("Now"), tr("1 d"), tr("7 d")}, this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_chart);
    m_chart->setAccessibleName(tr("P&L over spot"));
    m_horizon->setAccessibleName(tr("Days that pass"));
    m_horizon->setCurrentIndex(1);
    addHeaderWidget(m_horizon);
    connect(m_horizon, &SegmentedControl::currentChanged, this, [this] { refreshSoon(); });
    addMoreAction(tr("Copy table"), [this] { QGuiApplication::clipboard()->setText(m_chart->asTsv()); });
}

void PnlPanel::refresh()
{
    const double days = horizonDays[static_cast<std::size_t>(m_horizon->currentIndex())];
    setSubLine(days == 0.0 ? tr("at once, vols stay at their strikes")
                           : tr("after %1 d, vols stay at their strikes").arg(days));
    if (!picture() || !picture()->risk) {
        showNothing({});
        return;
    }
    HedgeProposal none;
    none.policy.underlying = selection()->underlying();
    const HedgeProposal& proposal = hedge().proposal ? *hedge().proposal : none;
    const std::vector<VolSurfacePtr> surfaces = surfacesOf(*picture());
    const auto curves =
        hedgedPnlOverSpot(*picture()->risk, {picture()->market, picture()->book, surfaces, picture()->risk->vol},
                          proposal, evenAxis(-widestMove, widestMove, spotPoints), days);
    if (!curves) {
        showNothing(words(curves.error().message));
        return;
    }
    ChartContent content = pnlChart(*curves);
    if (proposal.trades.empty()) {
        content.curves = {content.curves.at(1)};
        content.curves.first().role = CurveRole::Main;
    }
    m_chart->setContent(content);
}

void PnlPanel::showNothing(const QString& sentence)
{
    ChartContent content;
    content.emptyText = sentence;
    m_chart->setContent(content);
}

} // namespace ballast
