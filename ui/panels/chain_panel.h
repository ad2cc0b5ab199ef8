#pragma once

#include "models/items/chain_model.h"
#include "ui/panels/panel.h"

namespace ballast {

class ComboButton;
class ExpiryStrip;
class SegmentedControl;
class TableView;

// The option chain of one expiry with the expiries above it.
class ChainPanel : public Panel
{
    Q_OBJECT

public:
    explicit ChainPanel(Selection* selection, QWidget* parent = nullptr);

    [[nodiscard]] ChainModel* model() const { return m_model; }
    [[nodiscard]] TableView* table() const { return m_table; }
    [[nodiscard]] ExpiryStrip* expiries() const { return m_expiries; }

protected:
    void refresh() override;

private:
    QWidget* createSideCaptions();
    void createTable();
    void createHeader();
    void showExpiries();
    void showChain(const ChainView& chain);
    void fitRows();
    void selectStrikeRow();
    void revealStrike(); // what another panel chose comes into view
    void scrollToForward();
    void chooseRow(const QModelIndex& index);

    ChainModel* m_model;
    ExpiryStrip* m_expiries;
    TableView* m_table;
    SegmentedControl* m_columns = nullptr;
    ComboButton* m_strikes = nullptr;
    std::optional<Timestamp> m_scrolledFor; // expiry whose forward was brought into view
    bool m_selecting = false;
    bool m_choosing = false;   // the trader clicks here: nothing scrolls under the mouse
    bool m_revealSoon = false; // chosen elsewhere while this panel was hidden
};

} // namespace ballast
