#include "widgets/decision_block.h"

#include "widgets/countdown_ring.h"
#include "widgets/icons.h"
#include "widgets/paint_kit.h"
#include "widgets/theming.h"

#include <QLineEdit>
#include <QPushButton>

namespace ballast {

namespace {

constexpr int inset = 12;
constexpr int titleHeight = 36;
constexpr int checkHeight = 20;
constexpr int ringHeight = 44;
constexpr int buttonHeight = 32;
constexpr int sentenceHeight = 20;

void paintCheckMark(QPainter& painter, const QRectF& area, CheckResult result, const Theme& theme)
{
    switch (result) {
    case CheckResult::Passed:
        paintIcon(painter, area, IconName::Check, theme.accent);
        return;
    case CheckResult::Failed:
        paintIcon(painter, area, IconName::Close, theme.critical);
        return;
    case CheckResult::Unknown:
        break;
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.muted, 1.4));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(area.center(), 3.0, 3.0);
    painter.restore();
}

} // namespace

DecisionBlock::DecisionBlock(QWidget* parent)
    : QWidget(parent),
      m_ring(new CountdownRing(this)),
      m_reason(new QLineEdit(this)),
      m_reject(new QPushButton(tr("Reject"), this)),
      m_approve(new QPushButton(tr("Approve  Ctrl \u21B5"), this)),
      m_propose(new QPushButton(tr("Propose again"), this))
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(tr("Decision"));
    m_reason->setPlaceholderText(tr("Reason, needed to reject"));
    m_reason->setAccessibleName(tr("Reason"));
    for (QPushButton* const button : {m_reject, m_approve, m_propose})
        setDecision(*button, true);
    setPrimary(*m_approve, true);
    setPrimary(*m_propose, true);
    connect(m_approve, &QPushButton::clicked, this, &DecisionBlock::approveRequested);
    connect(m_reject, &QPushButton::clicked, this, &DecisionBlock::reject);
    connect(m_propose, &QPushButton::clicked, this, &DecisionBlock::proposeRequested);
    connect(m_reason, &QLineEdit::textChanged, this, [this] { setInvalid(*m_reason, false); });
    updateParts();
}

void DecisionBlock::setContent(const DecisionContent& content)
{
    if (content == m_content)
        return;
    if (content.title != m_content.title)
        m_reason->clear();
    m_content = content;
    updateParts();
}

void DecisionBlock::setSecondsLeft(int seconds)
{
    m_content.secondsLeft = seconds;
    m_ring->setTime(seconds, m_content.secondsTotal);
    update();
}

QString DecisionBlock::reason() const
{
    return m_reason->text().trimmed();
}

void DecisionBlock::reject()
{
    if (reason().isEmpty()) {
        setInvalid(*m_reason, true);
        m_reason->setFocus();
        return;
    }
    Q_EMIT rejectRequested(reason());
}

void DecisionBlock::updateParts()
{
    const bool open = m_content.phase == DecisionPhase::Open;
    m_ring->setVisible(open);
    m_reason->setVisible(open);
    m_reject->setVisible(open);
    m_approve->setVisible(open);
    m_approve->setEnabled(open && m_content.blockedReason.isEmpty());
    m_approve->setAccessibleName(tr("Approve %1, %2").arg(m_content.title, m_content.tradesAs));
    m_propose->setVisible(m_content.phase == DecisionPhase::Closed);
    m_ring->setTime(m_content.secondsLeft, m_content.secondsTotal);
    setAccessibleDescription(m_content.sentence + QLatin1Char(' ') + m_content.blockedReason);
    updateGeometry();
    layOut();
    update();
}

QSize DecisionBlock::sizeHint() const
{
    const bool open = m_content.phase == DecisionPhase::Open;
    int height = titleHeight + int(m_content.checks.size()) * checkHeight + inset;
    if (m_content.phase == DecisionPhase::None)
        return {412, titleHeight + sentenceHeight};
    if (open)
        height += ringHeight + inset + buttonHeight + inset;
    else
        height += sentenceHeight + (m_content.phase == DecisionPhase::Closed ? buttonHeight + inset : 0) + inset;
    return {412, height};
}

QSize DecisionBlock::minimumSizeHint() const
{
    return {280, sizeHint().height()};
}

void DecisionBlock::layOut()
{
    const int top = titleHeight + int(m_content.checks.size()) * checkHeight + inset;
    m_ring->setGeometry(inset, top, ringHeight, ringHeight);
    const int row = height() - inset - buttonHeight;
    int right = width() - inset;
    const int approveWidth = std::max(120, m_approve->sizeHint().width());
    m_approve->setGeometry(right - approveWidth, row, approveWidth, buttonHeight);
    m_propose->setGeometry(right - m_propose->sizeHint().width(), row, m_propose->sizeHint().width(), buttonHeight);
    right -= approveWidth + 8;
    const int rejectWidth = std::max(72, m_reject->sizeHint().width());
    m_reject->setGeometry(right - rejectWidth, row, rejectWidth, buttonHeight);
    right -= rejectWidth + 8;
    m_reason->setGeometry(inset, row, std::max(40, right - inset), buttonHeight);
}

void DecisionBlock::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    layOut();
}

void DecisionBlock::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRect(0, 0, width(), 1), theme.line);
    const double right = width() - inset;
    const double titleBaseline = centredBaseline(0, titleHeight, FontSize::ProposalTitle);
    paintText(painter, inset, titleBaseline, m_content.title, {FontSize::ProposalTitle, QFont::DemiBold, theme.hi});
    paintTextRight(painter, right, titleBaseline, m_content.basis, {FontSize::Unit, QFont::Normal, theme.muted});
    double top = titleHeight - 2.0;
    if (m_content.phase == DecisionPhase::None) {
        paintText(painter, inset, titleBaseline, m_content.sentence, {FontSize::Body, QFont::Normal, theme.muted});
        return;
    }
    for (const DecisionCheck& check : m_content.checks) {
        const double baseline = centredBaseline(top, checkHeight, FontSize::Body);
        paintCheckMark(painter, QRectF(inset, top + 3.0, 14.0, 14.0), check.result, theme);
        paintText(painter, inset + 22.0, baseline, check.text, {FontSize::Body, QFont::Normal, theme.text});
        const bool failed = check.result == CheckResult::Failed;
        paintTextRight(painter, right, baseline, check.measured,
                       {FontSize::Unit, QFont::Normal, failed ? theme.critical : theme.muted});
        top += checkHeight;
    }
    top = titleHeight + double(m_content.checks.size()) * checkHeight + inset;
    if (m_content.phase != DecisionPhase::Open) {
        paintText(painter, inset, centredBaseline(top, sentenceHeight, FontSize::Body),
                  elided(m_content.sentence, right - inset, FontSize::Body),
                  {FontSize::Body, QFont::Normal, theme.text});
        return;
    }
    const double words = inset + ringHeight + 12.0;
    const bool blocked = !m_content.blockedReason.isEmpty();
    paintText(painter, words, top + 18.0, tr("Expires in %1 s").arg(m_content.secondsLeft),
              {FontSize::Body, QFont::Normal, theme.hi});
    const QString second = blocked ? m_content.blockedReason : tr("then it is void and re-priced; nothing is sent");
    paintText(painter, words + (blocked ? 14.0 : 0.0), top + 35.0, elided(second, right - words - 14.0, FontSize::Unit),
              {FontSize::Unit, QFont::Normal, blocked ? theme.warn : theme.muted});
    if (blocked)
        paintTriangle(painter, {words + 5.0, top + 31.0}, 9.0, Pointing::Up, theme.warn);
}

} // namespace ballast
