#include "app/engine/qt/engine_bridge.h"

#include <utility>

namespace ballast {

EngineBridge::EngineBridge(PricingWorker::Work work, QObject* parent) : QObject(parent)
{
    const auto onPicture = [this](SnapshotId, Result<DeskPicture> picture) {
        Result<DeskPicturePtr> shared =
            picture ? Result<DeskPicturePtr>(std::make_shared<const DeskPicture>(std::move(*picture)))
                    : picture.error();
        const std::scoped_lock lock(m_mutex);
        if (!std::exchange(m_picture, std::move(shared)))
            wakeGuiThread(&EngineBridge::takePicture);
    };
    const auto onProposal = [this](HedgePicture hedge) {
        const std::scoped_lock lock(m_mutex);
        if (!std::exchange(m_proposal, std::make_shared<const HedgePicture>(std::move(hedge))))
            wakeGuiThread(&EngineBridge::takeProposal);
    };
    m_worker = std::make_unique<PricingWorker>(std::move(work), PricingWorker::Outlets{onPicture, onProposal});
}

EngineBridge::~EngineBridge() = default;

template <class Method>
void EngineBridge::wakeGuiThread(Method method)
{
    QMetaObject::invokeMethod(this, method, Qt::QueuedConnection);
}

void EngineBridge::takePicture()
{
    std::unique_lock lock(m_mutex);
    const auto picture = std::exchange(m_picture, std::nullopt);
    lock.unlock();
    if (!picture)
        return;
    if (!picture->ok()) {
        Q_EMIT pricingFailed(QString::fromStdString(picture->error().message));
        return;
    }
    const SnapshotId basis = picture->value()->market->id;
    if (basis < m_shown)
        return;
    m_shown = basis;
    Q_EMIT pictureReady(picture->value());
}

void EngineBridge::takeProposal()
{
    std::unique_lock lock(m_mutex);
    const auto proposal = std::exchange(m_proposal, nullptr);
    lock.unlock();
    if (proposal)
        Q_EMIT proposalReady(proposal);
}

} // namespace ballast
