#pragma once

#include "widgets/cell_text_cache.h"

#include <QStyledItemDelegate>

namespace ballast {

// Paints a cell by the roles of cell_roles.h: ground, text with muted sub-word, tone, weight, bar, clock.
class RoleDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    // A missing value says why: ReasonRole, where the model gives no tooltip of its own.
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;
    [[nodiscard]] QString displayText(const QVariant& value, const QLocale& locale) const override;

    // What the cell shows: DisplayRole, or RawRole with decimals and sign, or "—".
    [[nodiscard]] virtual QString text(const QModelIndex& index) const;

protected:
    [[nodiscard]] virtual Qt::Alignment alignment(const QModelIndex& index) const;

private:
    struct CellText;
    // Figures are never elided; names elide in the middle. Returns where the text stands.
    QRectF paintText(QPainter& painter, const QRectF& area, const CellText& cell) const;

    mutable CellTextCache m_texts; // painting is const
};

// The same with every cell right-aligned and taken as a number: missing is "—", DecimalsRole falls back to the column.
class NumberDelegate : public RoleDelegate
{
    Q_OBJECT

public:
    explicit NumberDelegate(QObject* parent = nullptr, int decimals = 0, bool printPlus = false);

    [[nodiscard]] QString text(const QModelIndex& index) const override;

protected:
    [[nodiscard]] Qt::Alignment alignment(const QModelIndex& index) const override;

private:
    int m_decimals;
    bool m_printPlus;
};

} // namespace ballast
