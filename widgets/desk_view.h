#pragma once

#include <QTableView>
#include <QTreeView>

namespace ballast {

class CellFlash;
class ColumnFit;
enum class SpreadRest;

// What the desk's tables and trees share, whichever of Qt's views is below: rows 20, header 24, accent selection,
// columns that fit the width, Ctrl+C as TSV in full precision, flashes, Enter as a double click.
template <class View>
class DeskView : public View
{
public:
    void setModel(QAbstractItemModel* model) override;
    void setFlashEnabled(bool enabled); // changed cells get the hover tone for 400 ms; off by default
    [[nodiscard]] bool isFlashing(const QModelIndex& index) const;

    // Columns dropped first when the view is narrower than their widths: high numbers go first; 0 never goes.
    void setDropPriority(int column, int priority);
    // Width share of each column; what the width leaves is spread as the kind of view does it.
    void setColumnWidths(const QList<int>& widths);

    // Selected cells (or all rows when nothing is selected): raw numbers in full precision, tab separated.
    [[nodiscard]] QString selectionAsTsv() const;
    void copySelection() const;

protected:
    DeskView(SpreadRest spread, QWidget* parent);

    virtual void activateRow(const QModelIndex& index) = 0; // by Enter
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitColumns();

    CellFlash* m_flash;
    ColumnFit* m_fit;
    int m_scrollBeforeReset = 0;
};

extern template class DeskView<QTableView>;
extern template class DeskView<QTreeView>;

} // namespace ballast
