#include "ui/venues/replay_bar.h"

#include <QComboBox>
#include <QDateTime>
#include <QLabel>
#include <QLayout>
#include <QSignalBlocker>
#include <QSlider>
#include <QTimeZone>
#include <QToolButton>

namespace ballast {

namespace {

constexpr double offeredSpeeds[] = {1.0, 2.0, 5.0, 10.0, 50.0, 100.0};
constexpr int sliderStep = 1'000; // milliseconds
constexpr int timeWidth = 280;
constexpr int sideMargin = 6;
constexpr int gap = 10;

QString clockText(Timestamp at)
{
    return QDateTime::fromMSecsSinceEpoch(toUnixMilliseconds(at), QTimeZone::utc())
        .toString(QStringLiteral("yyyy-MM-dd hh:mm:ss"));
}

QString spanText(Milliseconds span)
{
    const auto total = span.count() / 1000;
    return QStringLiteral("%1:%2:%3")
        .arg(total / 3600)
        .arg(total / 60 % 60, 2, 10, QLatin1Char('0'))
        .arg(total % 60, 2, 10, QLatin1Char('0'));
}

} // namespace

ReplayBar::ReplayBar(QWidget* parent)
    : QToolBar(tr("Replay"), parent),
      m_pause(new QToolButton(this)),
      m_step(new QToolButton(this)),
      m_slider(new QSlider(Qt::Horizontal, this)),
      m_time(new QLabel(this)),
      m_speeds(new QComboBox(this))
{
    setObjectName(QStringLiteral("replayBar"));
    setMovable(false);
    setContentsMargins(sideMargin, 0, sideMargin, 0);
    layout()->setSpacing(gap);
    m_pause->setCheckable(true);
    m_pause->setText(tr("Pause"));
    m_pause->setAccessibleName(tr("Pause the replay"));
    m_step->setText(tr("Step"));
    m_step->setToolTip(tr("The next picture"));
    m_slider->setAccessibleName(tr("Place in the recording"));
    m_slider->setSingleStep(sliderStep);
    m_slider->setPageStep(10 * sliderStep);
    m_slider->setTracking(false);
    m_time->setMinimumWidth(timeWidth);
    m_time->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_speeds->setAccessibleName(tr("Speed of the replay"));
    for (const double speed : offeredSpeeds)
        m_speeds->addItem(QStringLiteral("%1×").arg(speed), speed);
    for (QWidget* const widget :
         {static_cast<QWidget*>(m_pause), static_cast<QWidget*>(m_step), static_cast<QWidget*>(m_slider),
          static_cast<QWidget*>(m_time), static_cast<QWidget*>(m_speeds)})
        addWidget(widget);
    connect(m_pause, &QToolButton::clicked, this, &ReplayBar::pauseToggled);
    connect(m_step, &QToolButton::clicked, this, &ReplayBar::stepRequested);
    connect(m_slider, &QSlider::valueChanged, this,
            [this](int value) { Q_EMIT seekRequested(toUnixMilliseconds(m_begin + Milliseconds{value})); });
    connect(m_speeds, &QComboBox::activated, this,
            [this](int index) { Q_EMIT speedChosen(m_speeds->itemData(index).toDouble()); });
}

void ReplayBar::showTape(Timestamp begin, Timestamp at, Timestamp end)
{
    m_begin = begin;
    if (!m_slider->isSliderDown()) {
        const QSignalBlocker quiet(m_slider);
        m_slider->setRange(0, static_cast<int>((end - begin).count()));
        m_slider->setValue(static_cast<int>((at - begin).count()));
    }
    m_time->setText(tr("%1 UTC   %2 of %3").arg(clockText(at), spanText(at - begin), spanText(end - begin)));
}

void ReplayBar::showPace(double speed, bool paused)
{
    m_pause->setChecked(paused);
    m_step->setEnabled(paused);
    if (const int index = m_speeds->findData(speed); index >= 0)
        m_speeds->setCurrentIndex(index);
}

QString ReplayBar::timeText() const
{
    return m_time->text();
}

} // namespace ballast
