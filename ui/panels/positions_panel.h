#pragma once

#include "models/items/positions_model.h"
#include "ui/panels/panel.h"

#include <QSet>

class QLineEdit;
class QMenu;

namespace ballast {

class ComboButton;
class PositionsFilter;
class TreeView;

// The book as a tree with filter, grouping and a choice of columns.
class PositionsPanel : public Panel
{
    Q_OBJECT

public:
    explicit PositionsPanel(Selection* selection, QWidget* parent = nullptr);

    [[nodiscard]] PositionsModel* model() const { return m_model; }
    [[nodiscard]] TreeView* tree() const { return m_tree; }
    [[nodiscard]] QLineEdit* filterField() const { return m_filterField; }

    // The engines that an OTC line can be priced by, the present one checked; null for any other row. Owned by caller.
    [[nodiscard]] QMenu* engineMenu(const QModelIndex& row);

Q_SIGNALS:
    // A row of the book.
    void otcEngineChosen(std::size_t position, ballast::OtcEngine engine);

protected:
    void refresh() override;

private:
    void createTree();
    void createHeader();
    [[nodiscard]] QMenu* createColumnMenu();
    void rememberRows();
    void restoreRows();
    void chooseLine(const QModelIndex& index);
    void selectChosen();
    void showLineMenu(const QPoint& place);

    PositionsModel* m_model;
    PositionsFilter* m_filter;
    TreeView* m_tree;
    QLineEdit* m_filterField = nullptr;
    ComboButton* m_grouping = nullptr;
    QSet<QString> m_collapsed; // keys of closed groups
    QSet<QString> m_known;     // keys of groups seen so far
    QString m_currentKey;
    QString m_home; // underlying whose groups open by themselves
    int m_scroll = 0;
    bool m_selecting = false;
};

} // namespace ballast
