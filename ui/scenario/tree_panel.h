#pragma once

#include "models/items/scenario_tree_model.h"
#include "ui/scenario/scenario_panel.h"

#include <QSet>

class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;

namespace ballast {

class TreeView;

// The scenarios: own ones, measured episodes, templates. Choosing one puts it into the editor and on the map.
class ScenarioTreePanel : public ScenarioPanel
{
    Q_OBJECT

public:
    ScenarioTreePanel(Selection* selection, ScenarioHub* hub, QWidget* parent = nullptr);

    [[nodiscard]] ScenarioTreeModel* model() const { return m_model; }
    [[nodiscard]] TreeView* tree() const { return m_tree; }
    [[nodiscard]] QPushButton* newButton() const { return m_new; }

protected:
    void refresh() override;

private:
    void createTree();
    void createHeader();
    void chooseRow(const QModelIndex& index);
    void selectChosen();
    void rememberRows();
    void restoreRows();
    void askImport();
    void askExport(bool chosenOnly);

    ScenarioTreeModel* m_model;
    QSortFilterProxyModel* m_filter;
    TreeView* m_tree;
    QLineEdit* m_filterField;
    QPushButton* m_new;
    QSet<QString> m_folded;
    QSet<QString> m_unfolded;
    bool m_selecting = false;
};

} // namespace ballast
