#pragma once

#include <QDir>
#include <QObject>

#include <memory>

namespace ballast {

class DeskSession;
struct HedgeProposal;
class MainWindow;

// Renders every page of the running desk to PNG files, with the market priced and a hedge open for decision, and prints
// the risk and the hedge. Then the application quits: 0, or 1 where a picture could not be written.
class ScreenshotRun : public QObject
{
    Q_OBJECT

public:
    ScreenshotRun(DeskSession& session, MainWindow& window, QDir folder, QObject* parent = nullptr);

private:
    enum class Waiting
    {
        ForPrices,
        ForProposal,
        ForChecks,
        Done
    };

    void advance();
    void showNextPage();
    void renderPage();
    void finish();
    void print() const;

    DeskSession& m_session;
    MainWindow& m_window;
    QDir m_folder;
    Waiting m_waiting = Waiting::ForPrices;
    int m_pictures = 0; // priced since the start: gives histories and changes something to show
    int m_viewsSeen = 0;
    bool m_checked = false;
    bool m_studied = false; // or there is nothing to study
    qsizetype m_page = 0;
    int m_failures = 0;
    std::shared_ptr<const HedgeProposal> m_proposal;
};

} // namespace ballast
