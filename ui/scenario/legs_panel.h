#pragma once

#include "models/items/whatif_legs_model.h"
#include "ui/scenario/scenario_panel.h"

class QLabel;
class QLineEdit;
class QStringListModel;

namespace ballast {

class SegmentedControl;
class TableView;

// The hypothetical legs: added by typing, by drag from a chain, from the open proposal or from a file; changed in
// place, removed with Delete.
class LegsPanel : public ScenarioPanel
{
    Q_OBJECT

public:
    static constexpr double droppedQuantity = 1.0; // changed in place afterwards

    LegsPanel(Selection* selection, ScenarioHub* hub, QWidget* parent = nullptr);

    [[nodiscard]] WhatIfLegsModel* model() const { return m_model; }
    [[nodiscard]] TableView* table() const { return m_table; }
    [[nodiscard]] DeskPicturePtr deskPicture() const { return picturePtr(); } // newest, shown or not
    [[nodiscard]] QLineEdit* addField() const { return m_add; }

protected:
    void refresh() override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void createTable();
    void createFoot();
    void addTyped();
    void removeChosen();
    void askFile();
    void say(const QString& sentence);

    WhatIfLegsModel* m_model;
    TableView* m_table;
    SegmentedControl* m_shown;
    QLineEdit* m_add;
    QLabel* m_note;
    QStringListModel* m_names;
    std::shared_ptr<const std::vector<std::string>> m_listed; // as m_instruments has them
    QStringList m_instruments;
    int m_shownVersion = -1;
    QAction* m_fromProposal = nullptr;
};

// Legs on their way by drag: one instrument name a line.
inline constexpr char legsMimeType[] = "application/x-ballast-legs";

} // namespace ballast
