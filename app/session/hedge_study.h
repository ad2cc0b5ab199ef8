#pragma once

#include "app/engine/qt/engine_bridge.h"

#include <QObject>

#include <deque>
#include <memory>

namespace ballast {

// Works out what a proposal could be instead, part by part, on a thread of its own: neither ticks nor the trader's next
// request wait for it. GUI thread.
class HedgeStudy : public QObject
{
    Q_OBJECT

public:
    explicit HedgeStudy(QObject* parent = nullptr);
    ~HedgeStudy() override;

    // All parts of a proposal that was solved. Gives up what is running.
    void start(const DeskPicturePtr& basis, const std::shared_ptr<const HedgeProposal>& proposal,
               const OpenHistoryPtr& history);
    // What changes when the trader edits its legs: only the outlook.
    void follow(const DeskPicturePtr& basis, const std::shared_ptr<const HedgeProposal>& edited);
    void ask(HedgeStudyPart part); // once more, of the proposal that was solved last
    void cancel();
    [[nodiscard]] bool isRunning() const { return !m_jobs.empty(); }

Q_SIGNALS:
    void detailsReady(const ballast::HedgeDetailsPtr& details);

private:
    struct Job
    {
        HedgeStudyPart part = HedgeStudyPart::Outlook;
        DeskPicturePtr basis;
        std::shared_ptr<const HedgeProposal> proposal;
    };

    void add(Job job);
    void submitNext();
    void takePart(const HedgePicturePtr& part);
    void publish();

    std::deque<Job> m_jobs; // the first one is out
    Job m_solved;           // the proposal and basis of the last start
    OpenHistoryPtr m_history;
    HedgeDetails m_details;
    EngineBridge m_engine;
};

} // namespace ballast
