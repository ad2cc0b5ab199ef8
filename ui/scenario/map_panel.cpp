#include "ui/scenario/map_panel.h"

#include "models/items/words.h"
#include "ui/scenario/picture_export.h"
#include "ui/scenario/scenario_content.h"
#include "widgets/combo_button.h"
#include "widgets/heatmap_view.h"
#include "widgets/segmented_control.h"
#include "widgets/view_setup.h"

#include <QVBoxLayout>
#include <algorithm>

namespace ballast {

namespace {

constexpr BookMeasure shownMeasures[] = {BookMeasure::PnlUsd,           BookMeasure::DeltaUsd,
                                         BookMeasure::GammaUsd1pct,     BookMeasure::VegaUsd,
                                         BookMeasure::ThetaUsdDay,      BookMeasure::VannaUsd1pct,
                                         BookMeasure::VolgaUsd,         BookMeasure::ValueUsd,
                                         BookMeasure::MarginInitialUsd, BookMeasure::MarginMaintenanceUsd,
                                         BookMeasure::MarginShare,      BookMeasure::LiquidationDistance};

QStringList measureTitles()
{
    QStringList titles;
    for (const BookMeasure measure : shownMeasures)
        titles << measureWords(measure).title;
    return titles;
}

} // namespace

BookMapPanel::BookMapPanel(Selection* selection, ScenarioHub* hub, QWidget* parent)
    : ScenarioPanel(QStringLiteral("bookMap"), tr("P&L, spot × vol"), selection, hub,
                    Follows::Picture | Follows::WhatIf, parent),
      m_view(new HeatmapView(this)),
      m_measures(new ComboButton(measureTitles(), tr("Measure"), this)),
      m_views(new SegmentedControl({tr("Spot × vol"), tr("Spot × time"), tr("Spot × spot")}, this)),
      m_second(new ComboButton({}, tr("Second underlying"), this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_view);
    m_view->setAccessibleName(tr("Map of the book"));
    createHeader();
    connect(m_view, &HeatmapView::cellChosen, this, &BookMapPanel::takeCell);
}

void BookMapPanel::createHeader()
{
    m_views->setAccessibleName(tr("Axes of the map"));
    addHeaderWidget(m_measures);
    addHeaderWidget(m_second);
    addHeaderWidget(m_views);
    m_second->hide();
    connect(m_measures, &QComboBox::activated, this, [this] { choose(); });
    connect(m_second, &QComboBox::activated, this, [this] { choose(); });
    connect(m_views, &SegmentedControl::currentChanged, this, [this] { choose(); });
    m_alone = addMoreAction(tr("Axes alone, no other shock"), [this] { choose(); });
    m_alone->setCheckable(true);
    addMoreAction(tr("Copy table"), [this] { putOnClipboard(m_view->asTsv()); });
    addPictureActions(*this, *m_view, QStringLiteral("map"));
}

void BookMapPanel::choose()
{
    MapChoice choice;
    choice.measure = shownMeasures[std::max(0, m_measures->currentIndex())];
    choice.view = static_cast<MapView>(m_views->currentIndex());
    choice.rest = m_alone->isChecked() ? MapRest::StandsStill : MapRest::AsInScenario;
    m_second->setVisible(choice.view == MapView::SpotSpot);
    if (choice.view == MapView::SpotSpot)
        choice.secondUnderlying = m_second->currentText().toStdString();
    if (choice.view == MapView::SpotSpot && choice.secondUnderlying.empty()) {
        Q_EMIT hub()->said(tr("This market lists one underlying only"));
        m_views->setCurrentIndex(static_cast<int>(hub()->map().view));
        return;
    }
    hub()->chooseMap(choice);
}

void BookMapPanel::showSecondUnderlyings()
{
    QStringList others;
    if (picture())
        for (const UnderlyingPicture& each : picture()->underlyings)
            if (each.underlying != selection()->underlying())
                others << words(each.underlying);
    QStringList shown;
    for (int i = 0; i < m_second->count(); ++i)
        shown << m_second->itemText(i);
    if (shown == others)
        return;
    m_second->clear();
    m_second->addItems(others);
    if (hub()->map().view == MapView::SpotSpot)
        choose();
}

void BookMapPanel::refresh()
{
    m_showing = true;
    showSecondUnderlyings();
    const ScenarioPicture* const shown = hub()->picture();
    const MapChoice& choice = shown ? shown->mapChoice : hub()->map();
    setTitle(mapTitle(choice, selection()->underlying()));
    QString subLine = tr("%1, %2").arg(hub()->bookWord(), measureWords(choice.measure).unit);
    if (choice.rest == MapRest::AsInScenario && shown && !shown->chosen.name.empty())
        subLine += tr(", other shocks of %1").arg(words(shown->chosen.name));
    if (shown && shown->map && !shown->map->estimates.lines.empty())
        subLine += tr("; %1").arg(words(shown->map->estimates.summary("cell")));
    setSubLine(subLine);
    if (shown)
        m_view->setMatrix(bookMatrix(*shown));
    m_showing = false;
}

// The cell becomes the scenario: written into the trader's own, or said where it is not his.
void BookMapPanel::takeCell(int column, int row)
{
    const ScenarioPicture* const shown = hub()->picture();
    const ScenarioNode* const node = hub()->chosen();
    if (m_showing || !shown || !shown->map || !node)
        return;
    if (node->origin != ScenarioOrigin::Own) {
        Q_EMIT hub()->said(
            tr("%1 is measured: choose one of your own, or a copy, to set it by the map").arg(words(node->name)));
        refreshSoon();
        return;
    }
    const Scenario changed =
        withMapCell(*node->scenario, *shown->map, static_cast<std::size_t>(row), static_cast<std::size_t>(column));
    Q_EMIT hub()->wholeEdited(node->id, changed, tr("take a cell of the map"));
}

} // namespace ballast
