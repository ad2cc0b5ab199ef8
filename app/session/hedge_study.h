#pragma once

#include "app/engine/qt/engine_bridge.h"

#include <QObject>

namespace ballast {

// Works out what a proposal could be instead, part by part, on a thread of its own: neither ticks nor the trader's next
// request wait for it. GUI thread.
class HedgeStudy : public QObject
{
    Q_OBJECT

public:
    explicit HedgeStudy(QObject* parent = nullptr);
    ~HedgeStudy() override;

    // Gives up what is running.
    void start(const DeskPicturePtr& basis, const std::shared_ptr<const HedgeProposal>& proposal);
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_details.working.has_value(); }

Q_SIGNALS:
    void detailsReady(const ballast::HedgeDetailsPtr& details);

private:
    void submitNext();
    void takePart(const HedgePicturePtr& part);
    void publish();

    DeskPicturePtr m_basis;
    std::shared_ptr<const HedgeProposal> m_proposal;
    HedgeDetails m_details;
    EngineBridge m_engine;
};

} // namespace ballast
