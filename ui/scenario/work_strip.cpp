#include "ui/scenario/work_strip.h"

#include "ui/scenario/scenario_hub.h"
#include "widgets/theming.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

namespace ballast {

namespace {

constexpr std::chrono::milliseconds appearsAfter{1000};
constexpr std::chrono::milliseconds secondTick{500};
constexpr int stripHeight = 26;

} // namespace

WorkStrip::WorkStrip(ScenarioHub* hub, QWidget* parent)
    : QWidget(parent), m_hub(hub), m_words(new QLabel(this)), m_bar(new QProgressBar(this))
{
    setFixedHeight(stripHeight);
    setAutoFillBackground(true);
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(12, 2, 12, 2);
    row->addWidget(m_words);
    row->addWidget(m_bar, 1);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress of the scenarios"));
    setTone(*m_words, QStringLiteral("muted"));
    auto* const cancel = new QPushButton(tr("Cancel"), this);
    cancel->setProperty("compact", true);
    row->addWidget(cancel);
    connect(cancel, &QPushButton::clicked, hub, &ScenarioHub::cancelWanted);
    connect(hub, &ScenarioHub::runningChanged, this, [this] { follow(m_hub->running()); });
    connect(hub, &ScenarioHub::progressed, this, &WorkStrip::showStep);
    m_appear.setSingleShot(true);
    m_appear.setInterval(appearsAfter);
    m_second.setInterval(secondTick);
    connect(&m_appear, &QTimer::timeout, this, [this] {
        show();
        showSeconds();
        m_second.start();
    });
    connect(&m_second, &QTimer::timeout, this, &WorkStrip::showSeconds);
    hide();
}

void WorkStrip::follow(bool running)
{
    if (running) {
        m_since.start();
        m_what.clear();
        m_bar->setRange(0, 0);
        m_appear.start();
        return;
    }
    m_appear.stop();
    m_second.stop();
    hide();
}

void WorkStrip::showStep(const QString& what, int done, int total)
{
    m_what = what;
    m_bar->setRange(0, total);
    m_bar->setValue(done);
}

void WorkStrip::showSeconds()
{
    const double seconds = static_cast<double>(m_since.elapsed()) / 1000.0;
    m_words->setText(
        tr("Working out %1, %2 s").arg(m_what.isEmpty() ? tr("scenarios") : m_what).arg(seconds, 0, 'f', 0));
}

} // namespace ballast
