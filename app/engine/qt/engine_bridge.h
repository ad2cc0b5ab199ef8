#pragma once

#include "app/engine/pricing_worker.h"

#include <QObject>

#include <memory>
#include <mutex>

namespace ballast {

// The worker as the GUI thread sees it: requests in, values out by queued signals. Lives on the GUI thread. Results
// wait in one place each, so a slow screen gets the newest and not a queue; results older than the last shown are
// dropped.
class EngineBridge : public QObject
{
    Q_OBJECT

public:
    explicit EngineBridge(PricingWorker::Work work, QObject* parent = nullptr);
    ~EngineBridge() override;

    void submit(PricingRequest request) { m_worker->submit(std::move(request)); }
    void submit(HedgeRequest request) { m_worker->submit(std::move(request)); }
    void cancelHedge() { m_worker->cancelHedge(); }

    // After the market source changed, ids start anew: accept any basis again.
    void forgetBasis() { m_shown = SnapshotId{}; }

Q_SIGNALS:
    void pictureReady(const ballast::DeskPicturePtr& picture);
    void pricingFailed(const QString& sentence);
    void proposalReady(const ballast::HedgePicturePtr& hedge);

private:
    void takePicture();
    void takeProposal();
    template <class Method>
    void wakeGuiThread(Method method);

    std::mutex m_mutex;
    std::optional<Result<DeskPicturePtr>> m_picture; // guarded by m_mutex
    HedgePicturePtr m_proposal;                      // guarded by m_mutex
    SnapshotId m_shown;                              // GUI thread
    std::unique_ptr<PricingWorker> m_worker;         // last: stops before the rest goes
};

} // namespace ballast
