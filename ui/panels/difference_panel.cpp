#include "ui/panels/difference_panel.h"

#include "models/items/words.h"
#include "ui/presenters/surface_content.h"
#include "widgets/combo_button.h"
#include "widgets/heatmap_view.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

namespace ballast {

DifferencePanel::DifferencePanel(Selection* selection, QWidget* parent)
    : Panel(QStringLiteral("difference"), tr("Difference"), selection, parent),
      m_view(new HeatmapView(this)),
      m_earlier(new ComboButton({}, tr("Surface to compare with"), this)),
      m_save(new QPushButton(tr("Save surface"), this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    greyWhenStale();
    column->addWidget(m_view);
    m_view->setAccessibleName(tr("Difference of the surfaces"));
    m_save->setProperty("compact", true);
    m_save->setFixedHeight(20);
    m_save->setToolTip(tr("Keep the surface of now and compare with it"));
    addHeaderWidget(m_earlier);
    addHeaderWidget(m_save);
    setSubLine(tr("IV points, delta × expiry"));
    connect(m_save, &QPushButton::clicked, this, [this] { Q_EMIT saveRequested(this->selection()->underlying()); });
    connect(m_earlier, &QComboBox::activated, this, [this](int index) {
        if (index >= 0 && index < static_cast<int>(m_listed.size()))
            Q_EMIT comparisonChosen(m_listed[static_cast<std::size_t>(index)]);
    });
    connect(m_view, &HeatmapView::cellChosen, this, [this](int, int row) { chooseRow(row); });
    addMoreAction(tr("Save surface to file…"), [this] { askWhereToSave(); });
    addMoreAction(tr("Open surface file…"), [this] { askWhatToOpen(); });
    addMoreAction(tr("Copy table"), [this] { QGuiApplication::clipboard()->setText(m_view->asTsv()); });
}

void DifferencePanel::showKept(const std::vector<SurfaceReferencePtr>& kept)
{
    m_kept = kept;
    refreshSoon();
}

void DifferencePanel::refresh()
{
    listKept();
    m_save->setEnabled(surface() != nullptr);
    setTitle(change() ? tr("Difference to %1").arg(sinceText(change())) : tr("Difference"));
    if (change()) {
        m_view->setMatrix(differenceMatrix(*change()));
        return;
    }
    HeatmapMatrix none;
    none.emptyText =
        surface() ? tr("The first surface of this market is kept; changes show with the next prices.") : whyNoSurface();
    m_view->setMatrix(none);
}

void DifferencePanel::listKept()
{
    m_listed.clear();
    QStringList names;
    int current = -1;
    for (const SurfaceReferencePtr& each : m_kept) {
        if (each->surface->underlying != selection()->underlying())
            continue;
        if (change() && change()->earlier == each)
            current = static_cast<int>(m_listed.size());
        m_listed.push_back(each);
        const QString when = dateClockText(each->surface->asOf);
        names << (each->name.empty() ? tr("Now − %1").arg(when) : tr("Now − %1, %2").arg(when, words(each->name)));
    }
    QStringList present;
    for (int i = 0; i < m_earlier->count(); ++i)
        present << m_earlier->itemText(i);
    const QSignalBlocker quiet(m_earlier);
    if (present != names) {
        m_earlier->clear();
        m_earlier->addItems(names);
    }
    m_earlier->setCurrentIndex(current);
    m_earlier->setVisible(current >= 0);
    m_earlier->updateGeometry();
}

void DifferencePanel::askWhereToSave()
{
    if (!surface())
        return;
    const QString suggested =
        QStringLiteral("%1-surface-%2.json").arg(words(surface()->underlying), dateClockText(surface()->asOf).left(10));
    const QString file =
        QFileDialog::getSaveFileName(this, tr("Save surface"), suggested, tr("Surfaces (*.json);;All files (*)"));
    if (!file.isEmpty())
        Q_EMIT saveToFileRequested(selection()->underlying(), file);
}

void DifferencePanel::askWhatToOpen()
{
    const QString file =
        QFileDialog::getOpenFileName(this, tr("Open surface"), {}, tr("Surfaces (*.json);;All files (*)"));
    if (!file.isEmpty())
        Q_EMIT fileChosen(file);
}

void DifferencePanel::chooseRow(int row)
{
    if (change() && row >= 0 && row < static_cast<int>(change()->smiles.size()))
        selection()->chooseExpiry(change()->smiles[static_cast<std::size_t>(row)].expiry);
}

} // namespace ballast
