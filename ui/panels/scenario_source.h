#pragma once

#include "models/hedging/policy.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace ballast {

// Daily moves that a hedge can be counted over, as the desk has them open.
struct OpenHistoryWords
{
    QString source; // "BTC.csv, 400 days"; empty: none is open
    int days = 0;
    bool operator==(const OpenHistoryWords&) const = default;
};

// Where the policy's scenarios come from, or why they cannot come from there, with the button that opens what is
// missing. Hidden for a grid, which needs nothing.
class ScenarioSourceRow : public QWidget
{
    Q_OBJECT

public:
    explicit ScenarioSourceRow(QWidget* parent = nullptr);

    void showSource(const ScenarioChoice& choice, const OpenHistoryWords& history);
    [[nodiscard]] QLabel* note() const { return m_note; }
    [[nodiscard]] QPushButton* button() const { return m_open; }

Q_SIGNALS:
    void historyFilesChosen(const QStringList& files);
    void scenarioFileChosen(const QString& file);

private:
    void choose();

    ScenarioSource m_source = ScenarioSource::Grid;
    QLabel* m_note;
    QPushButton* m_open;
};

} // namespace ballast
