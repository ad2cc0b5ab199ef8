#include "widgets/theming.h"

#include "widgets/ballast_style.h"
#include "widgets/style_sheet.h"
#include "widgets/theme_store.h"

#include <QApplication>
#include <QPalette>
#include <QPushButton>
#include <QStyle>

namespace ballast {

namespace {

QPalette paletteOf(const Theme& t)
{
    QPalette p;
    p.setColor(QPalette::Window, t.panel);
    p.setColor(QPalette::WindowText, t.text);
    p.setColor(QPalette::Base, t.panel);
    p.setColor(QPalette::AlternateBase, t.panel);
    p.setColor(QPalette::ToolTipBase, t.raised);
    p.setColor(QPalette::ToolTipText, t.text);
    p.setColor(QPalette::PlaceholderText, t.muted);
    p.setColor(QPalette::Text, t.text);
    p.setColor(QPalette::Button, t.hover);
    p.setColor(QPalette::ButtonText, t.hi);
    p.setColor(QPalette::BrightText, t.critical);
    p.setColor(QPalette::Highlight, t.accentBg);
    p.setColor(QPalette::HighlightedText, t.hi);
    p.setColor(QPalette::Link, t.accent);
    p.setColor(QPalette::LinkVisited, t.accent);
    p.setColor(QPalette::Light, t.hover);
    p.setColor(QPalette::Midlight, t.hover);
    p.setColor(QPalette::Mid, t.line);
    p.setColor(QPalette::Dark, t.line);
    p.setColor(QPalette::Shadow, t.canvas);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, t.muted);
    return p;
}

// A dynamic property changes which rule of the style sheet fits: the widget has to be polished again.
void setStyleProperty(QWidget& widget, const char* name, const QVariant& value)
{
    if (widget.property(name) == value)
        return;
    widget.setProperty(name, value);
    widget.style()->unpolish(&widget);
    widget.style()->polish(&widget);
    widget.update();
}

} // namespace

void Theming::apply(QApplication& application, const Theme& theme, const Typography& typography)
{
    ThemeStore::findOrCreate().setTheme(theme);
    application.setStyleSheet({}); // otherwise the next line would only replace the base of the sheet's style
    application.setStyle(new BallastStyle);
    application.setPalette(paletteOf(theme));
    application.setFont(typography.font(FontSize::Body));
    application.setStyleSheet(styleSheet(theme, typography));
}

void setReducedMotion(bool reduced)
{
    ThemeStore::findOrCreate().setReducedMotion(reduced);
}

bool reducedMotion()
{
    const ThemeStore* const store = ThemeStore::find();
    return store && store->reducedMotion();
}

void setPrimary(QPushButton& button, bool primary)
{
    setStyleProperty(button, "primary", primary);
}

void setDecision(QPushButton& button, bool decision)
{
    setStyleProperty(button, "decision", decision);
}

void setInvalid(QWidget& input, bool invalid)
{
    setStyleProperty(input, "invalid", invalid);
}

void setTone(QWidget& label, const QString& tone)
{
    setStyleProperty(label, "tone", tone);
}

} // namespace ballast
