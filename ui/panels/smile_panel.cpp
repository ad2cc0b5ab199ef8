#include "ui/panels/smile_panel.h"

#include "models/items/words.h"
#include "ui/presenters/smile_axis.h"
#include "ui/presenters/surface_content.h"
#include "widgets/combo_button.h"
#include "widgets/line_chart.h"
#include "widgets/segmented_control.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QVBoxLayout>

namespace ballast {

namespace {

enum SmileKind
{
    Smile,
    Term
};

} // namespace

SmilePanel::SmilePanel(Selection* selection, QWidget* parent)
    : Panel(QStringLiteral("smile"), tr("Smile"), selection, parent),
      m_chart(new LineChart(this)),
      m_kinds(new SegmentedControl({tr("Smile"), tr("Term")}, this)),
      m_axis(new ComboButton({tr("Delta"), tr("Strike"), tr("Moneyness")}, tr("Axis of the smile"), this)),
      m_expiries(new ComboButton(this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    greyWhenStale();
    column->addWidget(m_chart);
    m_chart->setAccessibleName(tr("Smile and term structure"));
    m_kinds->setAccessibleName(tr("Smile or term structure"));
    m_expiries->setAccessibleName(tr("Expiry of the smile"));
    addHeaderWidget(m_kinds);
    m_axis->setCurrentIndex(static_cast<int>(SmileAxis::Strike));
    addHeaderWidget(m_axis);
    addHeaderWidget(m_expiries);
    connect(m_axis, &QComboBox::currentIndexChanged, this, [this] { refreshSoon(); });
    connect(m_kinds, &SegmentedControl::currentChanged, this, [this](int kind) {
        m_expiries->setVisible(kind == Smile);
        m_axis->setVisible(kind == Smile);
        refreshSoon();
    });
    connect(m_expiries, &QComboBox::activated, this, [this](int index) {
        if (underlying() && index >= 0 && index < static_cast<int>(underlying()->chains.size()))
            this->selection()->chooseExpiry(underlying()->chains[static_cast<std::size_t>(index)].expiry);
    });
    addMoreAction(tr("Copy table"), [this] { QGuiApplication::clipboard()->setText(m_chart->asTsv()); });
    addMoreAction(tr("Copy picture"), [this] { QGuiApplication::clipboard()->setPixmap(m_chart->grab()); });
    addMoreAction(tr("Reset zoom"), [this] { m_chart->resetZoom(); });
}

void SmilePanel::refresh()
{
    listExpiries();
    if (m_kinds->currentIndex() == Smile)
        showSmile();
    else
        showTerm();
}

void SmilePanel::listExpiries()
{
    QStringList names;
    int current = -1;
    if (const UnderlyingPicture* const shown = underlying()) {
        for (const ChainView& each : shown->chains) {
            if (&each == chain())
                current = static_cast<int>(names.size());
            names << expiryText(each.expiry);
        }
    }
    QStringList present;
    for (int i = 0; i < m_expiries->count(); ++i)
        present << m_expiries->itemText(i);
    const QSignalBlocker quiet(m_expiries);
    if (present != names) {
        m_expiries->clear();
        m_expiries->addItems(names);
    }
    m_expiries->setCurrentIndex(current);
    m_expiries->updateGeometry(); // its width follows the text, and the text changed in silence
}

void SmilePanel::showSmile()
{
    const ChainView* const chosen = chain();
    setTitle(chosen ? tr("Smile %1").arg(expiryText(chosen->expiry)) : tr("Smile"));
    const auto axis = static_cast<SmileAxis>(m_axis->currentIndex());
    setSubLine(tr("IV % by %1").arg(axisWords(axis)));
    const SmileSamples* const smile = chosen && samples() ? samples()->smile(chosen->expiry) : nullptr;
    if (!smile) {
        showNothing(picture() ? tr("This expiry could not be fitted.") : QString());
        return;
    }
    const Earlier<SmileSamples> earlier{change() ? change()->earlier->samples->smile(chosen->expiry) : nullptr,
                                        sinceText(change())};
    m_chart->setContent(smileChart(*smile, *chosen, axis, selection()->strike(), earlier));
}

void SmilePanel::showTerm()
{
    setTitle(tr("Term structure"));
    setSubLine(tr("IV %"));
    if (!surface()) {
        showNothing(picture() ? tr("No surface could be fitted.") : QString());
        return;
    }
    const Earlier<SurfaceSamples> earlier{change() ? change()->earlier->samples.get() : nullptr, sinceText(change())};
    m_chart->setContent(termChart(*samples(), TermMeasure::Vol, !surface()->timeWeights.calendarTime(), earlier,
                                  underlying()->volIndices));
}

void SmilePanel::showNothing(const QString& sentence)
{
    ChartContent none;
    none.emptyText = sentence;
    m_chart->setContent(none);
}

} // namespace ballast
