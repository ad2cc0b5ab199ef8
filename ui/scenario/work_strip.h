#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;

namespace ballast {

class ScenarioHub;

// What the lab is busy with once that takes longer than a second: what, how far, how long, and Cancel.
class WorkStrip : public QWidget
{
    Q_OBJECT

public:
    explicit WorkStrip(ScenarioHub* hub, QWidget* parent = nullptr);

private:
    void follow(bool running);
    void showStep(const QString& what, int done, int total);
    void showSeconds();

    ScenarioHub* m_hub;
    QLabel* m_words;
    QProgressBar* m_bar;
    QString m_what;
    QTimer m_appear;
    QTimer m_second;
    QElapsedTimer m_since;
};

} // namespace ballast
