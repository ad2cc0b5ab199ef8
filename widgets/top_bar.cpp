#include "widgets/top_bar.h"

#include "widgets/find_field.h"
#include "widgets/icons.h"
#include "widgets/mode_badge.h"
#include "widgets/page_tabs.h"
#include "widgets/paint_kit.h"
#include "widgets/theming.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenuBar>
#include <QPushButton>

namespace ballast {

namespace {

constexpr int barHeight = 36;
constexpr int modeLineHeight = 2;
constexpr int nameRight = 88;
constexpr int widthWithLayoutName = 1300;

} // namespace

TopBar::TopBar(QWidget* parent)
    : QWidget(parent),
      m_row(new QHBoxLayout(this)),
      m_menuSlot(new QWidget),
      m_tabs(new PageTabs),
      m_find(new FindField),
      m_layoutName(new QLabel),
      m_badge(new ModeBadge),
      m_killSwitch(new QPushButton)
{
    setFixedHeight(barHeight + modeLineHeight);
    m_row->setContentsMargins(nameRight, 0, 8, modeLineHeight);
    m_row->setSpacing(8);
    auto* const menuRow = new QHBoxLayout(m_menuSlot);
    menuRow->setContentsMargins(0, 0, 0, 0);
    m_row->addWidget(m_menuSlot);
    m_row->addSpacing(16);
    m_row->addWidget(m_tabs);
    m_row->addStretch(1);
    m_row->addWidget(m_find, 4);
    m_row->addSpacing(4);
    m_row->addWidget(m_layoutName);
    m_row->addSpacing(4);
    m_row->addWidget(m_badge);
    m_row->addWidget(m_killSwitch);
    createButtons();
}

void TopBar::createButtons()
{
    m_layoutName->setTextFormat(Qt::RichText);
    m_layoutName->setFont(uiFont(FontSize::Unit));
    m_killSwitch->setProperty("kill", true);
    m_killSwitch->setFont(uiFont(FontSize::Unit, QFont::DemiBold));
    m_killSwitch->setIconSize({14, 14});
    m_killSwitch->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setHalted(false);
    takeColours();
    connect(m_tabs, &PageTabs::currentChanged, this, &TopBar::pageRequested);
    connect(m_find, &QAbstractButton::clicked, this, &TopBar::findRequested);
    connect(m_badge, &QAbstractButton::clicked, this, &TopBar::modeRequested);
    connect(m_killSwitch, &QPushButton::clicked, this, &TopBar::killSwitchRequested);
}

void TopBar::setMenuBar(QMenuBar* menuBar)
{
    menuBar->setNativeMenuBar(false);
    menuBar->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_menuSlot->layout()->addWidget(menuBar);
}

void TopBar::setPages(const QStringList& pages)
{
    m_tabs->setPages(pages);
}

void TopBar::setCurrentPage(int index)
{
    m_tabs->setCurrentIndex(index);
}

int TopBar::currentPage() const
{
    return m_tabs->currentIndex();
}

void TopBar::setLayoutName(const QString& name)
{
    m_name = name;
    takeColours();
}

void TopBar::setMode(ModeKind mode, const QString& detail)
{
    m_mode = mode;
    m_badge->setMode(mode, detail);
    update();
}

void TopBar::setHalted(bool halted)
{
    m_killSwitch->setText(QLatin1Char(' ') + (halted ? tr("Halted, reset") : tr("Kill switch")));
    m_killSwitch->setAccessibleName(halted ? tr("Reset the kill switch") : tr("Kill switch"));
}

// Rich text and pixmaps hold colours, so a change of theme sets them again.
void TopBar::takeColours()
{
    const Theme& theme = Theme::of(this);
    const QString words = QStringLiteral("<span style=\"color:%1\">%2</span> %3");
    m_layoutName->setText(m_name.isEmpty()
                              ? QString()
                              : words.arg(theme.muted.name(), tr("Layout").toHtmlEscaped(), m_name.toHtmlEscaped()));
    m_killSwitch->setIcon(QIcon(iconPixmap(IconName::Stop, theme.critical, 14, 2.0)));
}

void TopBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        takeColours();
}

void TopBar::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(QRect(0, 0, width(), barHeight), theme.panel);
    painter.fillRect(QRect(0, barHeight, width(), modeLineHeight), modeColour(m_mode, theme));
    paintIcon(painter, QRectF(13, 9, 18, 18), IconName::Logo, theme.accent);
    paintText(painter, 39.0, centredBaseline(0, barHeight, FontSize::Body), QStringLiteral("Ballast"),
              {FontSize::Body, QFont::DemiBold, theme.hi});
}

void TopBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_layoutName->setVisible(width() >= widthWithLayoutName);
}

} // namespace ballast
