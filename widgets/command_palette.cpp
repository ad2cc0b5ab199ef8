#include "widgets/command_palette.h"

#include "widgets/cell_roles.h"
#include "widgets/paint_kit.h"
#include "widgets/role_delegate.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QStandardItemModel>
#include <QVBoxLayout>
#include <algorithm>

namespace ballast {

namespace {

constexpr int actionRole = Qt::UserRole + 40;
constexpr int shortcutRole = Qt::UserRole + 41;

QString plainText(const QAction& action)
{
    QString text = action.text();
    return text.remove(QLatin1Char('&')).remove(QStringLiteral("\u2026"));
}

// Where the action stands in the menus, for the muted word after its name.
QString menuOf(const QAction& action)
{
    for (const QObject* const object : action.associatedObjects()) {
        if (const auto* const menu = qobject_cast<const QMenu*>(object))
            return menu->title().remove(QLatin1Char('&'));
    }
    return {};
}

// Every word must occur; a name that starts with the words stands before one that only contains them.
std::optional<int> rankOf(const QString& name, const QString& menu, const QStringList& words)
{
    int rank = 0;
    for (const QString& word : words) {
        const auto place = name.indexOf(word, 0, Qt::CaseInsensitive);
        if (place < 0 && !menu.contains(word, Qt::CaseInsensitive))
            return std::nullopt;
        rank += place < 0 ? 1000 : int(place);
    }
    return rank;
}

// Name and menu at the left, shortcut in muted at the right.
class PaletteDelegate : public RoleDelegate
{
public:
    using RoleDelegate::RoleDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Theme& theme = Theme::of(option.widget);
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, theme.accentBg);
        RoleDelegate::paint(painter, option, index);
        paintTextRight(*painter, option.rect.right() - 8.0,
                       centredBaseline(option.rect.top(), option.rect.height(), FontSize::Unit),
                       index.data(shortcutRole).toString(), {FontSize::Unit, QFont::Normal, theme.muted});
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        return {RoleDelegate::sizeHint(option, index).width(), 24};
    }
};

} // namespace

CommandPalette::CommandPalette(QWidget* parent)
    : QDialog(parent, Qt::Popup), m_field(new QLineEdit), m_list(new QListView), m_model(new QStandardItemModel(this))
{
    setAccessibleName(tr("Find or run"));
    auto* const box = new QVBoxLayout(this);
    box->setContentsMargins(8, 8, 8, 8);
    box->setSpacing(8);
    m_field->setPlaceholderText(tr("Find or run"));
    m_field->setAccessibleName(tr("Find or run"));
    m_list->setAccessibleName(tr("Actions"));
    m_list->setModel(m_model);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setItemDelegate(new PaletteDelegate(m_list));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setFocusPolicy(Qt::NoFocus);
    box->addWidget(m_field);
    box->addWidget(m_list);
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::setFilter);
    connect(m_list, &QListView::clicked, this, &CommandPalette::runCurrent);
}

void CommandPalette::setActions(const QList<QAction*>& actions)
{
    m_actions.clear();
    for (QAction* const action : actions) {
        if (action->isSeparator() || action->menu() || plainText(*action).isEmpty() || m_actions.contains(action))
            continue;
        m_actions.append(action);
    }
    setFilter(m_field->text());
}

void CommandPalette::setFilter(const QString& words)
{
    const QStringList wanted = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    QList<std::pair<int, qsizetype>> found; // rank, place in the list of actions
    for (qsizetype place = 0; place < m_actions.size(); ++place) {
        const QAction* const action = m_actions.at(place);
        if (!action)
            continue;
        if (const auto rank = rankOf(plainText(*action), menuOf(*action), wanted))
            found.append({*rank, place});
    }
    std::ranges::stable_sort(found, {}, &std::pair<int, qsizetype>::first);
    m_model->clear();
    for (const auto& [rank, place] : std::as_const(found)) {
        const QAction* const action = m_actions.at(place);
        auto* const item = new QStandardItem(plainText(*action));
        item->setData(QVariant(place), actionRole);
        item->setData(action->shortcut().toString(QKeySequence::NativeText), shortcutRole);
        item->setData(menuOf(*action), UnitRole);
        item->setData(!action->isEnabled(), MutedRole);
        m_model->appendRow(item);
    }
    m_list->setCurrentIndex(m_model->index(0, 0));
}

QStringList CommandPalette::matches() const
{
    QStringList names;
    for (int row = 0; row < m_model->rowCount(); ++row)
        names << m_model->item(row)->text();
    return names;
}

void CommandPalette::openOver(QWidget* window)
{
    m_field->clear();
    setFilter({});
    const QSize size(std::min(560, window->width() - 32), std::min(420, window->height() - 80));
    resize(size);
    move(window->mapToGlobal(QPoint((window->width() - size.width()) / 2, 40)));
    show();
    m_field->setFocus();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_field || event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Down:
        moveCurrent(1);
        return true;
    case Qt::Key_Up:
        moveCurrent(-1);
        return true;
    case Qt::Key_PageDown:
        moveCurrent(10);
        return true;
    case Qt::Key_PageUp:
        moveCurrent(-10);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        runCurrent();
        return true;
    default:
        return QDialog::eventFilter(watched, event);
    }
}

void CommandPalette::moveCurrent(int steps)
{
    const int row = std::clamp(m_list->currentIndex().row() + steps, 0, std::max(0, m_model->rowCount() - 1));
    m_list->setCurrentIndex(m_model->index(row, 0));
}

void CommandPalette::runCurrent()
{
    const QVariant place = m_list->currentIndex().data(actionRole);
    QAction* const action = place.isValid() ? m_actions.value(place.toLongLong()).data() : nullptr;
    if (!action || !action->isEnabled())
        return;
    hide();
    action->trigger();
    Q_EMIT actionRun(action);
}

void CommandPalette::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.setPen(theme.strong);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace ballast
