#include "ui/dialogs/tour.h"

#include "widgets/theme.h"
#include "widgets/theming.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

namespace ballast {

namespace {

constexpr int cardWidth = 340;
constexpr int cardInset = 16;

} // namespace

Tour::Tour(const QList<TourStep>& steps, QWidget* window)
    : QFrame(window),
      m_steps(steps),
      m_title(new QLabel(this)),
      m_text(new QLabel(this)),
      m_count(new QLabel(this)),
      m_next(new QPushButton(this))
{
    setAccessibleName(tr("Guided tour"));
    setFocusPolicy(Qt::StrongFocus);
    setFixedWidth(cardWidth);
    m_text->setWordWrap(true);
    setTone(*m_title, QStringLiteral("title"));
    setTone(*m_count, QStringLiteral("muted"));
    setPrimary(*m_next, true);
    auto* const skip = new QPushButton(tr("Close tour"), this);
    auto* const foot = new QHBoxLayout;
    foot->setSpacing(8);
    foot->addWidget(m_count, 1);
    foot->addWidget(skip);
    foot->addWidget(m_next);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(cardInset, cardInset, cardInset, cardInset);
    column->setSpacing(8);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addLayout(foot);
    connect(skip, &QPushButton::clicked, this, &Tour::finish);
    connect(m_next, &QPushButton::clicked, this, &Tour::next);
    hide();
}

void Tour::start()
{
    m_step = 0;
    showStep();
    show();
    raise();
    m_next->setFocus();
}

void Tour::next()
{
    if (++m_step >= m_steps.size()) {
        finish();
        return;
    }
    showStep();
}

void Tour::finish()
{
    hide();
    Q_EMIT finished();
}

void Tour::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        finish();
    else
        QFrame::keyPressEvent(event);
}

void Tour::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.accent, 1.0));
    painter.setBrush(theme.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4.0, 4.0);
}

void Tour::showStep()
{
    const TourStep& current = m_steps.at(m_step);
    Q_EMIT pageWanted(current.page);
    m_title->setText(current.title);
    m_text->setText(current.text);
    m_count->setText(tr("%1 of %2").arg(m_step + 1).arg(m_steps.size()));
    m_next->setText(m_step + 1 == m_steps.size() ? tr("Done") : tr("Next"));
    adjustSize();
    const QWidget* const window = parentWidget();
    QPoint place(cardInset, 140);
    if (current.beside)
        place = current.beside->mapTo(window,
                                      QPoint((current.beside->width() - width()) / 2, current.beside->height() / 3));
    const QPoint corner(window->width() - width() - cardInset, window->height() - height() - cardInset);
    move(std::clamp(place.x(), cardInset, std::max(cardInset, corner.x())),
         std::clamp(place.y(), cardInset, std::max(cardInset, corner.y())));
}

} // namespace ballast
