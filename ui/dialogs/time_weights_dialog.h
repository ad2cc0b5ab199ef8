#pragma once

#include "models/surface/time_weights.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace ballast {

class EventWeightsModel;
class TableView;

// Edits how much variance weekends and dated events bring between the expiries. Apply is possible only while everything
// is valid; what is wrong stands in a sentence.
class TimeWeightsDialog : public QDialog
{
    Q_OBJECT

public:
    // What the dialog shows beside the weights.
    struct Market
    {
        Timestamp now{};              // a new event starts on the next full hour a day later
        std::optional<double> atmVol; // fraction a year: what an event is worth as a move
    };

    TimeWeightsDialog(const TimeWeights& weights, const Market& market, QWidget* parent = nullptr);

    [[nodiscard]] QLineEdit* weekendField() const { return m_weekend; }
    [[nodiscard]] TableView* table() const { return m_table; }
    [[nodiscard]] EventWeightsModel* model() const { return m_events; }
    [[nodiscard]] QPushButton* addButton() const { return m_add; }
    [[nodiscard]] QPushButton* deleteButton() const { return m_delete; }
    [[nodiscard]] QPushButton* resetButton() const { return m_reset; }
    [[nodiscard]] QPushButton* applyButton() const { return m_apply; }
    [[nodiscard]] QString sentence() const;

Q_SIGNALS:
    void confirmed(const ballast::TimeWeights& weights);

private:
    void layOut();
    void connectControls();
    void check();
    void addEvent();
    void resetToCalendar();
    [[nodiscard]] Result<TimeWeights> typed() const;

    Market m_market;
    EventWeightsModel* m_events;
    QLineEdit* m_weekend;
    TableView* m_table;
    QLabel* m_sentence;
    QPushButton* m_add;
    QPushButton* m_delete;
    QPushButton* m_reset;
    QPushButton* m_apply;
};

} // namespace ballast
