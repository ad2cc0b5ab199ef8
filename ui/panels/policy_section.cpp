#include "ui/panels/policy_section.h"

#include "widgets/paint_kit.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QVBoxLayout>

namespace ballast {

class PolicySection::TitleRow : public QWidget
{
public:
    TitleRow(const QString& title, PolicySection* section) : QWidget(section), m_section(section), m_titleText(title)
    {
        setFixedHeight(24);
        setFocusPolicy(Qt::TabFocus);
        setCursor(Qt::PointingHandCursor);
        setAccessibleName(title);
    }

    void say(const QStringList& captions, const QList<int>& insets, const QString& summary)
    {
        m_captions = captions;
        m_insets = insets;
        m_summary = summary;
        update();
    }

    QStringList m_captions;
    QList<int> m_insets;
    QString m_summary;

protected:
    void mousePressEvent(QMouseEvent* event) override
    {
        if (event->button() == Qt::LeftButton)
            m_section->setOpen(!m_section->isOpen());
    }

    void keyPressEvent(QKeyEvent* event) override
    {
        const int key = event->key();
        if (key == Qt::Key_Space || key == Qt::Key_Return || key == Qt::Key_Enter)
            m_section->setOpen(!m_section->isOpen());
        else
            QWidget::keyPressEvent(event);
    }

    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::of(this);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.fillRect(rect(), theme.raised);
        const double baseline = centredBaseline(0, height(), FontSize::Unit);
        painter.setPen(QPen(theme.muted, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const QPointF tip(15.0, 12.0);
        if (m_section->isOpen())
            painter.drawPolyline(QPolygonF{tip + QPointF(-3, -1.5), tip + QPointF(0, 1.5), tip + QPointF(3, -1.5)});
        else
            painter.drawPolyline(QPolygonF{tip + QPointF(-1.5, -3), tip + QPointF(1.5, 0), tip + QPointF(-1.5, 3)});
        const double after =
            paintText(painter, 24.0, baseline, m_titleText, {FontSize::Unit, QFont::DemiBold, theme.hi});
        const TextStyle muted{FontSize::Unit, QFont::Normal, theme.muted};
        if (!m_section->isOpen())
            paintTextRight(painter, width() - 12.0, baseline, elided(m_summary, width() - 24.0 - after, FontSize::Unit),
                           muted);
        for (int i = 0; m_section->isOpen() && i < m_captions.size() && i < m_insets.size(); ++i)
            paintTextRight(painter, width() - m_insets.at(i), baseline, m_captions.at(i), muted);
        if (hasFocus())
            paintFocus(painter, QRectF(rect()).adjusted(1, 1, -1, -1), theme);
    }

private:
    PolicySection* m_section;
    QString m_titleText;
};

PolicySection::PolicySection(const QString& title, QWidget* parent)
    : QWidget(parent),
      m_title(new TitleRow(title, this)),
      m_content(new QWidget(this)),
      m_rows(new QVBoxLayout(m_content))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_title);
    column->addWidget(m_content);
    m_rows->setContentsMargins(0, 4, 0, 8);
    m_rows->setSpacing(4);
}

void PolicySection::setCaptions(const QStringList& captions, const QList<int>& insets)
{
    m_title->say(captions, insets, m_title->m_summary);
}

void PolicySection::setSummary(const QString& summary)
{
    m_title->say(m_title->m_captions, m_title->m_insets, summary);
    m_title->setAccessibleDescription(summary);
}

void PolicySection::setOpen(bool open)
{
    m_open = open;
    m_content->setVisible(open);
    m_title->update();
}

} // namespace ballast
