#pragma once

#include "models/items/trades_model.h"
#include "ui/panels/hedge_panel_base.h"

class QLabel;
class QPushButton;

namespace ballast {

class TableView;

// The proposed legs; quantities can be edited and legs left out while the proposal is open.
class TradesPanel : public HedgePanelBase
{
    Q_OBJECT

public:
    explicit TradesPanel(Selection* selection, QWidget* parent = nullptr);

    [[nodiscard]] TradesModel* model() const { return m_model; }
    [[nodiscard]] TableView* table() const { return m_table; }

public Q_SLOTS:
    void refuseLegs(const QString& sentence); // what was asked for cannot be traded: back to the proposal
    void undo();

Q_SIGNALS:
    void quantitiesEdited(const std::vector<double>& quantities);
    void legsEdited(const std::vector<ballast::WishedLeg>& legs); // what the proposal is to consist of now

protected:
    void refresh() override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    enum class Note
    {
        Quiet,
        Warning
    };

    void createTable();
    void createHeader();
    void connectModel();
    void takeProposal(const HedgeProposal& proposal);
    void followHistory();
    void openAddLeg();
    void updateButtons();
    void chooseRow(int row);
    void say(const QString& sentence, Note note);

    TradesModel* m_model;
    TableView* m_table;
    QLabel* m_note;
    std::shared_ptr<const HedgeProposal> m_shown;
    bool m_awaitsRecomputed = false;
    QPushButton* m_undo;
    QPushButton* m_addLeg;
    std::vector<std::vector<WishedLeg>> m_history; // what the edits came from, newest last; of one solved proposal
    bool m_undoing = false;
};

} // namespace ballast
