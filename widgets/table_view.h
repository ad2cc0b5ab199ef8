#pragma once

#include <QTableView>
#include <QTreeView>

namespace ballast {

class CellFlash;
class ColumnFit;

// What both views share: rows 20, header 24, no grid, accent selection, Ctrl+C as TSV in full precision, flashes.
enum class SelectionLook
{
    Filled,
    Outline
}; // Outline: 1 px accent over the whole row, as in the chain

class TableView : public QTableView
{
    Q_OBJECT

public:
    explicit TableView(QWidget* parent = nullptr);
    ~TableView() override;

    void setModel(QAbstractItemModel* model) override;
    void setRowHeight(int pixels);
    void setSelectionLook(SelectionLook look);
    [[nodiscard]] SelectionLook selectionLook() const { return m_selectionLook; }
    void setFlashEnabled(bool enabled); // changed cells get the hover tone for 400 ms; off by default
    [[nodiscard]] bool isFlashing(const QModelIndex& index) const;

    // Columns dropped first when the view is narrower than their widths: high numbers go first; 0 never goes.
    void setDropPriority(int column, int priority);
    // Width share of each column; the rest of the width is spread so that the table fills the view.
    void setColumnWidths(const QList<int>& widths);

    // Selected cells (or all rows when nothing is selected): raw numbers in full precision, tab separated.
    [[nodiscard]] QString selectionAsTsv() const;
    void copySelection() const;

    [[nodiscard]] QModelIndex hoveredIndex() const { return m_hovered; }

Q_SIGNALS:
    void rowActivated(const QModelIndex& index); // Enter or double click

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    CellFlash* m_flash;
    ColumnFit* m_fit;
    SelectionLook m_selectionLook = SelectionLook::Filled;
    QPersistentModelIndex m_hovered;
    int m_scrollBeforeReset = 0;
};

// Indent 14, arrows, group rows tinted by depth through TintRole.
class TreeView : public QTreeView
{
    Q_OBJECT

public:
    explicit TreeView(QWidget* parent = nullptr);
    ~TreeView() override;

    void setModel(QAbstractItemModel* model) override;
    void setRowHeight(int pixels);
    [[nodiscard]] int rowHeight() const { return m_rowHeight; }
    void setFlashEnabled(bool enabled);
    [[nodiscard]] bool isFlashing(const QModelIndex& index) const;

    // First column takes what the others leave.
    void setColumnWidths(const QList<int>& widths);
    void setDropPriority(int column, int priority);

    [[nodiscard]] QString selectionAsTsv() const;
    void copySelection() const;

Q_SIGNALS:
    void rowActivated(const QModelIndex& index);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void drawRow(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void drawBranches(QPainter* painter, const QRect& rect, const QModelIndex& index) const override;

private:
    CellFlash* m_flash;
    ColumnFit* m_fit;
    int m_rowHeight = 20;
    int m_scrollBeforeReset = 0;
};

// Raw numbers in full precision, other cells as shown; rows by newline, cells by tab; hidden columns left out.
[[nodiscard]] QString indexesAsTsv(const QModelIndexList& indexes);

} // namespace ballast
