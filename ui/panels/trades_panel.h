#pragma once

#include "models/items/trades_model.h"
#include "ui/panels/hedge_panel_base.h"

class QLabel;

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

Q_SIGNALS:
    void quantitiesEdited(const std::vector<double>& quantities);

protected:
    void refresh() override;

private:
    enum class Note
    {
        Quiet,
        Warning
    };

    void takeProposal(const HedgeProposal& proposal);
    void chooseRow(int row);
    void say(const QString& sentence, Note note);

    TradesModel* m_model;
    TableView* m_table;
    QLabel* m_note;
    std::shared_ptr<const HedgeProposal> m_shown;
    bool m_awaitsRecomputed = false;
};

} // namespace ballast
