#pragma once

#include "models/desk/hedge_picture.h"
#include "models/market/snapshot.h"

#include <QFrame>
#include <QList>

class QLabel;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QStandardItemModel;

namespace ballast {

class SegmentedControl;
class TableView;

// An instrument that a leg could be in, as the popup lists it.
struct LegChoice
{
    InstrumentId instrument;
    QString name;
    QString bid;
    QString ask;
    QString refusal; // why the policy's universe does not take it; empty: it can be traded
    bool operator==(const LegChoice&) const = default;
};

// The instruments of the proposal's underlying that it does not trade yet, in the table's order; refused ones last.
[[nodiscard]] QList<LegChoice> legChoices(const HedgeProposal& proposal, const MarketSnapshot& market);

// Search, side, quantity, Add: one more leg. Enter adds what is selected; Escape closes.
class AddLegPopup : public QFrame
{
    Q_OBJECT

public:
    explicit AddLegPopup(const QList<LegChoice>& choices, QWidget* parent = nullptr);

    [[nodiscard]] QLineEdit* searchField() const { return m_search; }
    [[nodiscard]] QLineEdit* quantityField() const { return m_quantity; }
    [[nodiscard]] SegmentedControl* side() const { return m_side; }
    [[nodiscard]] QPushButton* addButton() const { return m_add; }
    [[nodiscard]] int visibleChoices() const;

Q_SIGNALS:
    void legChosen(const ballast::WishedLeg& leg);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fill();
    void createLayout();
    void search(const QString& text);
    void select(int row);
    void add();
    void say(const QString& sentence);
    [[nodiscard]] const LegChoice* chosen() const; // null: none is selected

    QList<LegChoice> m_choices;
    QStandardItemModel* m_model;
    QSortFilterProxyModel* m_filtered;
    QLineEdit* m_search;
    TableView* m_table;
    SegmentedControl* m_side;
    QLineEdit* m_quantity;
    QPushButton* m_add;
    QLabel* m_note;
};

} // namespace ballast
