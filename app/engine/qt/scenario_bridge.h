#pragma once

#include "app/engine/scenario_worker.h"

#include <QObject>

#include <memory>
#include <mutex>
#include <optional>

namespace ballast {

// The scenario worker as the GUI thread sees it: requests in, the newest picture out by queued signals. Pictures of
// requests before the last one shown are dropped. Lives on the GUI thread.
class ScenarioBridge : public QObject
{
    Q_OBJECT

public:
    explicit ScenarioBridge(ScenarioWorker::Work work, QObject* parent = nullptr);
    ~ScenarioBridge() override;

    void submit(ScenarioRequest request, Urgency urgency) { m_worker->submit(std::move(request), urgency); }
    void cancel() { m_worker->cancel(); }

Q_SIGNALS:
    void pictureReady(const ballast::ScenarioPicturePtr& picture);
    void failed(const QString& sentence);
    void runningChanged(bool running);
    void progressed(const QString& what, int done, int total); // the newest only

private:
    void takePicture();
    void takeProgress();

    std::mutex m_mutex;
    ScenarioPicturePtr m_picture; // guarded by m_mutex
    struct Step
    {
        QString what;
        int done = 0;
        int total = 0;
    };
    std::optional<Step> m_step;               // guarded by m_mutex
    std::uint64_t m_shown = 0;                // GUI thread
    std::unique_ptr<ScenarioWorker> m_worker; // last: stops before the rest goes
};

} // namespace ballast
