#pragma once

#include "widgets/desk_view.h"

namespace ballast {

enum class SelectionLook
{
    Filled,
    Outline
}; // Outline: 1 px accent over the whole row, as in the chain

class TableView : public DeskView<QTableView>
{
    Q_OBJECT

public:
    explicit TableView(QWidget* parent = nullptr);

    void setRowHeight(int pixels);
    void setSelectionLook(SelectionLook look);
    [[nodiscard]] SelectionLook selectionLook() const { return m_selectionLook; }
    [[nodiscard]] QModelIndex hoveredIndex() const { return m_hovered; }

Q_SIGNALS:
    void rowActivated(const QModelIndex& index); // Enter or double click

protected:
    void activateRow(const QModelIndex& index) override;
    void paintEvent(QPaintEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    SelectionLook m_selectionLook = SelectionLook::Filled;
    QPersistentModelIndex m_hovered;
};

// Indent 14, arrows, group rows tinted by depth through TintRole. Its first column takes what the others leave.
class TreeView : public DeskView<QTreeView>
{
    Q_OBJECT

public:
    explicit TreeView(QWidget* parent = nullptr);

    void setRowHeight(int pixels);
    [[nodiscard]] int rowHeight() const { return m_rowHeight; }

Q_SIGNALS:
    void rowActivated(const QModelIndex& index);

protected:
    void activateRow(const QModelIndex& index) override;
    void drawRow(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void drawBranches(QPainter* painter, const QRect& rect, const QModelIndex& index) const override;

private:
    int m_rowHeight = 20;
};

// Raw numbers in full precision, other cells as shown; rows by newline, cells by tab; hidden columns left out.
[[nodiscard]] QString indexesAsTsv(const QModelIndexList& indexes);

} // namespace ballast
