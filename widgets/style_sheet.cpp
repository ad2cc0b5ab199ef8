#include "widgets/style_sheet.h"

#include "widgets/theme.h"
#include "widgets/typography.h"

namespace ballast {

namespace {

// $token stands for the colour; longer names first so that $hoverX never matches $hover.
QString filled(QString sheet, const Theme& t)
{
    const std::pair<QString, QColor> tokens[] = {
        {QStringLiteral("$criticalFill"), t.criticalFill},
        {QStringLiteral("$criticalBg"), t.criticalBg},
        {QStringLiteral("$critical"), t.critical},
        {QStringLiteral("$onCritical"), t.onCritical},
        {QStringLiteral("$accentBg"), t.accentBg},
        {QStringLiteral("$accentPressed"), mixed(t.accent, t.panel, 0.2)},
        {QStringLiteral("$accent"), t.accent},
        {QStringLiteral("$onAccent"), t.onAccent},
        {QStringLiteral("$canvas"), t.canvas},
        {QStringLiteral("$panel"), t.panel},
        {QStringLiteral("$raised"), t.raised},
        {QStringLiteral("$hover"), t.hover},
        {QStringLiteral("$line"), t.line},
        {QStringLiteral("$strong"), t.strong},
        {QStringLiteral("$muted"), t.muted},
        {QStringLiteral("$text"), t.text},
        {QStringLiteral("$warn"), t.warn},
        {QStringLiteral("$hi"), t.hi},
    };
    for (const auto& [name, colour] : tokens)
        sheet.replace(name, colour.name());
    return sheet;
}

QString frameRules()
{
    return QStringLiteral(R"(
QMainWindow, QMainWindow > QWidget#qt_dockwidget_floatbutton { background: $canvas; }
QMainWindow::separator { background: $canvas; width: 4px; height: 4px; }
QMainWindow::separator:hover { background: $strong; }
QSplitter::handle { background: $canvas; }
QSplitter::handle:hover { background: $strong; }
QDockWidget { color: $hi; }
QDialog, QMessageBox, QFileDialog { background: $panel; color: $text; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px 6px; font-size: 12px; }
QLabel { color: $text; background: transparent; }
QLabel[tone="muted"] { color: $muted; }
QLabel[tone="hi"] { color: $hi; }
QLabel[tone="title"] { color: $hi; font-weight: $bold; }
QLabel[tone="warn"] { color: $warn; }
QLabel[tone="critical"] { color: $critical; }
QGroupBox { border: 0; margin-top: 20px; color: $hi; font-weight: $bold; }
QGroupBox::title { subcontrol-origin: margin; left: 0; top: 2px; }
QStatusBar { background: $panel; }
QScrollArea { border: 0; background: transparent; }
QAbstractScrollArea::corner { background: $panel; }
)");
}

QString buttonRules()
{
    return QStringLiteral(R"(
QPushButton { background: $hover; color: $hi; border: 1px solid $hover; border-radius: 4px;
    padding: 0 12px; min-height: 26px; font-weight: 500; }
QPushButton:hover { border-color: $strong; background: $hover; }
QPushButton:pressed { background: $raised; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $muted; background: $raised; border-color: $raised; }
QPushButton[decision="true"] { min-height: 30px; }
QPushButton[compact="true"] { min-height: 18px; padding: 0 10px; }
QPushButton[primary="true"] { background: $accent; color: $onAccent; border-color: $accent; font-weight: $bold; }
QPushButton[primary="true"]:hover { border-color: $hi; }
QPushButton[primary="true"]:pressed { background: $accentPressed; }
QPushButton[primary="true"]:focus { border-color: $hi; }
QPushButton[primary="true"]:disabled { background: $raised; color: $muted; border-color: $raised; }
QPushButton[kill="true"] { background: $criticalBg; color: $critical; border-color: $criticalBg; font-weight: $bold;
    min-height: 22px; padding: 0 10px; }
QPushButton[kill="true"]:hover { border-color: $critical; }
QPushButton[kill="true"]:focus { border-color: $critical; }
QPushButton[banner="true"] { background: $onCritical; color: $criticalFill; border-color: $onCritical;
    min-height: 20px; font-weight: 500; }
QPushButton[banner="true"]:focus { border-color: $hi; }
QToolButton { background: transparent; color: $text; border: 1px solid transparent; border-radius: 4px;
    padding: 1px 4px; }
QToolButton:hover { background: $hover; color: $hi; }
QToolButton:pressed, QToolButton:checked { background: $hover; color: $hi; }
QToolButton:focus { border-color: $accent; }
QToolButton:disabled { color: $muted; }
QToolButton::menu-indicator { image: none; width: 0; }
)");
}

QString inputRules()
{
    return QStringLiteral(R"(
QLineEdit, QAbstractSpinBox, QPlainTextEdit, QTextEdit { background: $raised; color: $hi; border: 1px solid $raised;
    border-radius: 4px; padding: 0 6px; min-height: 22px; selection-background-color: $accentBg;
    selection-color: $hi; }
QPlainTextEdit, QTextEdit { padding: 4px 6px; }
QLineEdit:hover, QAbstractSpinBox:hover { border-color: $line; }
QLineEdit:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus { border-color: $accent; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QPlainTextEdit:disabled { color: $muted; }
QLineEdit[compact="true"] { min-height: 18px; }
QLineEdit[invalid="true"], QAbstractSpinBox[invalid="true"], QPlainTextEdit[invalid="true"]
    { border-color: $critical; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: 0; }
QProgressBar { background: $hover; border: 0; max-height: 2px; min-height: 2px; color: transparent; }
QProgressBar::chunk { background: $accent; }
)");
}

QString menuRules()
{
    return QStringLiteral(R"(
QMenuBar { background: transparent; color: $muted; border: 0; spacing: 0; padding: 0; }
QMenuBar::item { background: transparent; padding: 8px 9px; border-radius: 4px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $hover; color: $hi; }
QMenu { background: $raised; color: $text; border: 1px solid $line; padding: 4px 0; }
QMenu::item { padding: 4px 24px 4px 8px; min-height: 16px; background: transparent; }
QMenu::indicator { width: 14px; height: 14px; left: 8px; }
QMenu::item:selected { background: $accentBg; color: $hi; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::icon { left: 8px; }
)");
}

QString viewRules()
{
    return QStringLiteral(R"(
QAbstractItemView { background: $panel; color: $text; border: 0; outline: 0; selection-background-color: $accentBg;
    selection-color: $hi; alternate-background-color: $panel; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $line; padding: 4px 0; }
QComboBox QAbstractItemView::item { min-height: 22px; padding: 0 8px; }
QComboBox QAbstractItemView::item:selected { background: $accentBg; color: $hi; }
QHeaderView { background: $panel; border: 0; }
QHeaderView::section { background: $panel; color: $text; border: 0; padding: 0 6px; font-weight: 500; }
QTableCornerButton::section { background: $panel; border: 0; }
QScrollBar:vertical { background: transparent; width: 8px; margin: 0; border: 0; }
QScrollBar:horizontal { background: transparent; height: 8px; margin: 0; border: 0; }
QScrollBar::handle { background: $hover; border-radius: 3px; margin: 1px; }
QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:horizontal { min-width: 24px; }
QScrollBar::handle:hover { background: $strong; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QTabWidget::pane { border: 0; background: $panel; }
QTabBar { background: $panel; border: 0; qproperty-drawBase: 0; }
QTabBar::tab { background: $panel; color: $muted; border: 0; border-bottom: 2px solid $panel; padding: 5px 12px 4px; }
QTabBar::tab:hover { color: $hi; background: $hover; }
QTabBar::tab:selected { color: $hi; border-bottom: 2px solid $accent; }
)");
}

} // namespace

QString styleSheet(const Theme& theme, const Typography& typography)
{
    QString rules = frameRules() + buttonRules() + inputRules() + menuRules() + viewRules();
    rules.replace(QStringLiteral("$bold"), QString::number(int(strongWeight(typography.family))));
    return filled(rules, theme);
}

} // namespace ballast
