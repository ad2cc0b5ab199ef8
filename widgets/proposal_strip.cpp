#include "widgets/proposal_strip.h"

#include "widgets/paint_kit.h"
#include "widgets/theming.h"

#include <QPushButton>
#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

constexpr int rowsOfLegs = 3;
constexpr double headLeft = 16.0;
constexpr double pairWidth = 144.0;
constexpr double groupGap = 24.0;
constexpr double sideWidth = 44.0;
constexpr double quantityWidth = 44.0;
constexpr double firstBaseline = 23.0;
constexpr double secondBaseline = 41.0;
constexpr double thirdBaseline = 59.0;

bool isDead(ProposalPhase phase)
{
    return phase == ProposalPhase::Void;
}

bool showsTrades(ProposalPhase phase)
{
    return phase == ProposalPhase::Open || phase == ProposalPhase::Writing || phase == ProposalPhase::Approved ||
           phase == ProposalPhase::Void;
}

double widthOf(const StripFigure& figure)
{
    const double label = textWidth(figure.label + QLatin1Char(' ') + figure.unit, FontSize::Unit);
    const double value = textWidth(figure.value, FontSize::StripValue, QFont::DemiBold);
    const double arrow = figure.detailSign ? 14.0 : 0.0;
    return std::ceil(std::max({label, value, arrow + textWidth(figure.detail, FontSize::Unit)}));
}

void paintPair(QPainter& painter, double left, const StripPair& pair, bool dead, const Theme& theme)
{
    double x = paintText(painter, left, firstBaseline, pair.label, {FontSize::Unit, QFont::Normal, theme.text});
    paintText(painter, x + 6.0, firstBaseline, pair.unit, {FontSize::Unit, QFont::Normal, theme.muted});
    x = paintText(painter, left, secondBaseline, pair.beforeText, {FontSize::Body, QFont::Normal, theme.text});
    x = paintText(painter, std::max(x + 8.0, left + 60.0), secondBaseline, QString(QChar(0x2192)),
                  {FontSize::Body, QFont::Normal, theme.muted});
    paintText(painter, x + 8.0, secondBaseline, pair.afterText,
              {FontSize::ProposalTitle, QFont::DemiBold, dead ? theme.muted : theme.hi});
    paintBandGauge(painter, QRectF(left, thirdBaseline - 9.0, pairWidth, 12.0), pair.gauge, theme);
}

void paintFigure(QPainter& painter, double left, const StripFigure& figure, bool dead, const Theme& theme)
{
    const double x =
        paintText(painter, left, firstBaseline, figure.label, {FontSize::Unit, QFont::Normal, theme.muted});
    paintText(painter, x + 5.0, firstBaseline, figure.unit, {FontSize::Unit, QFont::Normal, theme.muted});
    paintText(painter, left, secondBaseline + 1.0, figure.value,
              {FontSize::StripValue, QFont::DemiBold, dead ? theme.muted : theme.hi});
    double detailLeft = left;
    QColor ink = theme.muted;
    if (figure.detailSign && *figure.detailSign != 0.0) {
        // A risk that falls is good: the arrow follows the sign, the colour says gain for a fall.
        const bool up = *figure.detailSign > 0.0;
        ink = dead ? theme.muted : up ? theme.negative : theme.positive;
        paintTriangle(painter, {left + 5.0, thirdBaseline - 4.0}, 9.5, up ? Pointing::Up : Pointing::Down, ink);
        detailLeft += 14.0;
    }
    paintText(painter, detailLeft, thirdBaseline, figure.detail, {FontSize::Unit, QFont::Normal, ink});
}

} // namespace

ProposalStrip::ProposalStrip(QWidget* parent)
    : QWidget(parent),
      m_review(new QPushButton(tr("Review"), this)),
      m_reject(new QPushButton(tr("Reject"), this)),
      m_approve(new QPushButton(tr("Approve"), this)),
      m_propose(new QPushButton(tr("Propose"), this))
{
    setFixedHeight(76);
    setAccessibleName(tr("Proposed hedge"));
    setPrimary(*m_approve, true);
    connect(m_review, &QPushButton::clicked, this, &ProposalStrip::reviewRequested);
    connect(m_reject, &QPushButton::clicked, this, &ProposalStrip::rejectRequested);
    connect(m_approve, &QPushButton::clicked, this, &ProposalStrip::approveRequested);
    connect(m_propose, &QPushButton::clicked, this, &ProposalStrip::proposeRequested);
    updateButtons();
}

void ProposalStrip::setContent(const ProposalStripContent& content)
{
    if (content == m_content)
        return;
    m_content = content;
    setAccessibleDescription(
        QStringLiteral("%1 %2 %3").arg(content.title, content.sentence, content.blockedReason).simplified());
    updateButtons();
    update();
}

void ProposalStrip::setSecondsLeft(int seconds)
{
    if (m_content.secondsLeft == seconds)
        return;
    m_content.secondsLeft = seconds;
    update();
}

void ProposalStrip::updateButtons()
{
    const ProposalPhase phase = m_content.phase;
    const bool open = phase == ProposalPhase::Open;
    const bool decided = phase == ProposalPhase::Writing || phase == ProposalPhase::Approved;
    m_review->setVisible(open || decided || isDead(phase));
    m_reject->setVisible(open);
    m_approve->setVisible(open);
    m_approve->setEnabled(open && m_content.blockedReason.isEmpty());
    m_propose->setVisible(phase == ProposalPhase::None || isDead(phase));
    m_propose->setText(isDead(phase) ? tr("Propose again") : tr("Propose"));
    setPrimary(*m_propose, isDead(phase));
    layOut();
}

void ProposalStrip::layOut()
{
    const bool calm = m_content.phase == ProposalPhase::None;
    const int top = calm ? (height() - 28) / 2 : 12;
    int right = width() - 8;
    for (QPushButton* const button : {m_approve, m_propose, m_reject, m_review}) {
        if (button->isHidden())
            continue;
        const int wide = button == m_approve ? 112 : std::max(64, button->sizeHint().width());
        button->setGeometry(right - wide, top, wide, 28);
        right -= wide + 8;
    }
}

int ProposalStrip::buttonsLeft() const
{
    int left = width() - 8;
    for (const QPushButton* const button : {m_approve, m_propose, m_reject, m_review}) {
        if (!button->isHidden())
            left = std::min(left, button->x());
    }
    return left;
}

void ProposalStrip::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    layOut();
}

void ProposalStrip::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    if (!showsTrades(m_content.phase)) {
        const QString words = elided(m_content.sentence, buttonsLeft() - 24.0, FontSize::Body);
        paintText(painter, 12.0, centredBaseline(0, height(), FontSize::Body), words,
                  {FontSize::Body, QFont::Normal, theme.muted});
        return;
    }
    painter.fillRect(QRect(0, 0, 4, height()), isDead(m_content.phase) ? theme.strong : theme.accent);
    const int right = buttonsLeft() - int(groupGap) - 12;
    int left = paintHead(painter);
    left = paintPairs(painter, left, right);
    left = paintLegs(painter, left, right);
    paintFigures(painter, left, right);
    paintCountdown(painter);
}

int ProposalStrip::paintHead(QPainter& painter) const
{
    const Theme& theme = Theme::of(this);
    const double width = 168.0;
    paintText(painter, headLeft, firstBaseline + 1.0, m_content.title,
              {FontSize::ProposalTitle, QFont::DemiBold, isDead(m_content.phase) ? theme.muted : theme.hi});
    paintText(painter, headLeft, secondBaseline + 1.0, elided(m_content.policy, width, FontSize::Unit),
              {FontSize::Unit, QFont::Normal, theme.muted});
    paintText(painter, headLeft, thirdBaseline - 1.0, elided(m_content.basis, width, FontSize::Unit),
              {FontSize::Unit, QFont::Normal, theme.muted});
    return int(headLeft + width + groupGap);
}

int ProposalStrip::paintPairs(QPainter& painter, int left, int right) const
{
    for (const StripPair& pair : m_content.pairs) {
        if (left + pairWidth > right)
            break;
        paintPair(painter, left, pair, isDead(m_content.phase), Theme::of(this));
        left += int(pairWidth + groupGap);
    }
    return left + int(groupGap) / 2;
}

int ProposalStrip::paintLegs(QPainter& painter, int left, int right) const
{
    const Theme& theme = Theme::of(this);
    const auto count = m_content.legs.size();
    for (qsizetype first = 0; first < count; first += rowsOfLegs) {
        double nameWidth = 0.0;
        for (qsizetype i = first; i < std::min(count, first + rowsOfLegs); ++i)
            nameWidth = std::max(nameWidth, textWidth(m_content.legs.at(i).instrument, FontSize::Body));
        const double wide = sideWidth + quantityWidth + 12.0 + nameWidth;
        if (left + wide > right) {
            paintText(painter, left, thirdBaseline, tr("+%1 more").arg(count - first),
                      {FontSize::Unit, QFont::Normal, theme.muted});
            return left + 72;
        }
        double baseline = firstBaseline;
        for (qsizetype i = first; i < std::min(count, first + rowsOfLegs); ++i) {
            const StripLeg& leg = m_content.legs.at(i);
            const QColor ink = isDead(m_content.phase) ? theme.muted : theme.hi;
            paintText(
                painter, left, baseline, leg.side,
                {FontSize::Body, QFont::Medium, isDead(m_content.phase) ? theme.muted : theme.signColour(leg.sign)});
            paintTextRight(painter, left + sideWidth + quantityWidth, baseline, leg.quantity,
                           {FontSize::Body, QFont::Normal, ink});
            paintText(painter, left + sideWidth + quantityWidth + 12.0, baseline, leg.instrument,
                      {FontSize::Body, QFont::Normal, ink});
            baseline += secondBaseline - firstBaseline;
        }
        left += int(wide + groupGap + 16.0);
    }
    return left;
}

void ProposalStrip::paintFigures(QPainter& painter, int left, int right) const
{
    for (const StripFigure& figure : m_content.figures) {
        const double wide = widthOf(figure);
        if (left + wide > right)
            return;
        paintFigure(painter, left, figure, isDead(m_content.phase), Theme::of(this));
        left += int(wide + groupGap);
    }
}

void ProposalStrip::paintCountdown(QPainter& painter) const
{
    const Theme& theme = Theme::of(this);
    const double left = buttonsLeft();
    const double right = width() - 12.0;
    if (m_content.phase != ProposalPhase::Open) {
        paintTextRight(painter, right, thirdBaseline, m_content.sentence, {FontSize::Unit, QFont::Normal, theme.text});
        return;
    }
    if (!m_content.blockedReason.isEmpty()) {
        const double wordsLeft = paintTextRight(painter, right, thirdBaseline, m_content.blockedReason,
                                                {FontSize::Unit, QFont::Normal, theme.warn});
        paintTriangle(painter, {wordsLeft - 9.0, thirdBaseline - 4.0}, 9.0, Pointing::Up, theme.warn);
        return;
    }
    const QString words = tr("expires in %1 s").arg(m_content.secondsLeft);
    // Room for the widest seconds: the bar does not change its length when a digit goes.
    const double wordsWidth = textWidth(tr("expires in %1 s").arg(QStringLiteral("000")), FontSize::Unit);
    paintTextRight(painter, right, thirdBaseline, words, {FontSize::Unit, QFont::Normal, theme.text});
    const QRectF track(left, thirdBaseline - 6.0, right - wordsWidth - 8.0 - left, 4.0);
    paintRoundedRect(painter, track, 2.0, theme.hover);
    const double share = std::clamp(double(m_content.secondsLeft) / std::max(1, m_content.secondsTotal), 0.0, 1.0);
    paintRoundedRect(painter, QRectF(track.left(), track.top(), track.width() * share, 4.0), 2.0, theme.accent);
}

} // namespace ballast
