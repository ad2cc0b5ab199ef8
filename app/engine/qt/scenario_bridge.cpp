#include "app/engine/qt/scenario_bridge.h"

#include <utility>

namespace ballast {

ScenarioBridge::ScenarioBridge(ScenarioWorker::Work work, QObject* parent) : QObject(parent)
{
    const auto onPicture = [this](ScenarioPicturePtr picture) {
        const std::scoped_lock lock(m_mutex);
        if (!std::exchange(m_picture, std::move(picture)))
            QMetaObject::invokeMethod(this, &ScenarioBridge::takePicture, Qt::QueuedConnection);
    };
    const auto onFailure = [this](std::uint64_t, const std::string& reason) {
        QMetaObject::invokeMethod(
            this, [this, sentence = QString::fromStdString(reason)] { Q_EMIT failed(sentence); }, Qt::QueuedConnection);
    };
    const auto onRunning = [this](bool running) {
        QMetaObject::invokeMethod(
            this, [this, running] { Q_EMIT runningChanged(running); }, Qt::QueuedConnection);
    };
    const auto onProgress = [this](const char* what, int done, int total) {
        const std::scoped_lock lock(m_mutex);
        if (!std::exchange(m_step, Step{QString::fromUtf8(what), done, total}))
            QMetaObject::invokeMethod(this, &ScenarioBridge::takeProgress, Qt::QueuedConnection);
    };
    m_worker = std::make_unique<ScenarioWorker>(std::move(work),
                                                ScenarioWorker::Outlets{onPicture, onFailure, onRunning, onProgress});
}

ScenarioBridge::~ScenarioBridge() = default;

void ScenarioBridge::takePicture()
{
    std::unique_lock lock(m_mutex);
    const ScenarioPicturePtr picture = std::exchange(m_picture, nullptr);
    lock.unlock();
    if (!picture || picture->request < m_shown)
        return;
    m_shown = picture->request;
    Q_EMIT pictureReady(picture);
}

void ScenarioBridge::takeProgress()
{
    std::unique_lock lock(m_mutex);
    const auto step = std::exchange(m_step, std::nullopt);
    lock.unlock();
    if (step)
        Q_EMIT progressed(step->what, step->done, step->total);
}

} // namespace ballast
