#include "app/session/screenshot_run.h"

#include "app/report/hedge_text.h"
#include "app/report/risk_text.h"
#include "app/session/desk_session.h"
#include "ui/main_window.h"
#include "ui/page.h"

#include <QApplication>
#include <QPixmap>
#include <QTimer>

#include <fmt/format.h>

namespace ballast {
namespace {

constexpr QSize pageSize(1920, 1080);
constexpr int picturesBeforeProposing = 12;
constexpr int mostViewsWaited = 40;
constexpr std::chrono::milliseconds settleTime{120};

} // namespace

ScreenshotRun::ScreenshotRun(DeskSession& session, MainWindow& window, QDir folder, QObject* parent)
    : QObject(parent), m_session(session), m_window(window), m_folder(std::move(folder))
{
    window.resize(pageSize);
    connect(&session, &DeskSession::pictureReady, this, [this](const DeskPicturePtr& picture) {
        m_pictures += picture->book == m_session.book() ? 1 : 0;
        advance();
    });
    connect(&session, &DeskSession::proposalReady, this, [this](const std::shared_ptr<const HedgeProposal>& proposal) {
        m_proposal = proposal;
        m_studied = proposal->status == HedgeStatus::BadInput || proposal->status == HedgeStatus::Cancelled;
        advance();
    });
    connect(&session, &DeskSession::hedgeDetailsReady, this, [this](const HedgeDetailsPtr& details) {
        m_studied = !details->working.has_value();
        advance();
    });
    connect(&session.approvals(), &ApprovalFlow::viewChanged, this, [this](const ApprovalView& view) {
        // Open and checked on the newest market; one that stays blocked is shown with its reason.
        m_viewsSeen += view.state == ProposalState::Open ? 1 : 0;
        m_checked = view.canApprove || m_viewsSeen >= mostViewsWaited;
        advance();
    });
}

void ScreenshotRun::advance()
{
    const bool priced = m_pictures >= picturesBeforeProposing || (m_pictures > 0 && m_session.player().atEnd);
    if (m_waiting == Waiting::ForPrices && priced) {
        m_waiting = Waiting::ForProposal;
        m_session.propose(m_session.policy());
    } else if (m_waiting == Waiting::ForProposal && m_proposal) {
        m_waiting = Waiting::ForChecks;
    }
    const bool nothingToDecide = m_proposal && m_proposal->trades.empty();
    if (m_waiting == Waiting::ForChecks && m_studied && (m_checked || nothingToDecide)) {
        m_waiting = Waiting::Done;
        // After this event: the window first takes the values that brought us here.
        QMetaObject::invokeMethod(this, &ScreenshotRun::showNextPage, Qt::QueuedConnection);
    }
}

// One page an event: a page takes its size and its layout when it is shown, not when it is asked for.
void ScreenshotRun::showNextPage()
{
    if (m_page == m_window.pages().size()) {
        finish();
        return;
    }
    m_window.showPage(static_cast<int>(m_page));
    QTimer::singleShot(settleTime, this, &ScreenshotRun::renderPage);
}

void ScreenshotRun::renderPage()
{
    const QString file = m_folder.filePath(m_window.pages()[m_page]->id() + QStringLiteral(".png"));
    if (m_window.grab().save(file))
        fmt::print("{}\n", file.toStdString());
    else
        ++m_failures;
    ++m_page;
    showNextPage();
}

void ScreenshotRun::finish()
{
    print();
    if (m_failures > 0)
        fmt::print(stderr, "error: {}: pictures could not be written, choose a folder that can be written to\n",
                   m_folder.absolutePath().toStdString());
    QApplication::exit(m_failures > 0 ? 1 : 0);
}

void ScreenshotRun::print() const
{
    const DeskPicturePtr& picture = m_session.picture();
    fmt::print("\nRisk of {} ({} market, {})\n{}\nProposed hedge\n{}\nThe pictures are in {}\n", picture->book->name,
               marketModeWord(picture->market->mode), toIso8601(picture->market->asOf), riskText(*picture->risk),
               hedgeText(*m_proposal), m_folder.absolutePath().toStdString());
}

} // namespace ballast
