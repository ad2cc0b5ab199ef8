#include "app/session/desk_session.h"

#include "app/store/surface_json.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QPointer>
#include <QThreadPool>

namespace ballast {

namespace {

// Read and sampled: what the screens need of it.
Result<SurfaceReferencePtr> readReference(const QString& file)
{
    auto read = readSurface(file.toStdString());
    if (!read)
        return read.error();
    auto surface = std::make_shared<const VolSurface>(std::move(*read));
    auto samples = sampleAll(*surface, {});
    return std::make_shared<const SurfaceReference>(
        SurfaceReference{surface, std::make_shared<const SurfaceSamples>(std::move(samples).value()),
                         QFileInfo(file).fileName().toStdString()});
}

} // namespace

void DeskSession::saveSurfaceToFile(const std::string& underlying, const QString& file)
{
    const UnderlyingPicture* const shown = m_picture ? m_picture->of(underlying) : nullptr;
    if (!shown || !shown->surface) {
        Q_EMIT messageReady(tr("There is no surface of %1 to save").arg(QString::fromStdString(underlying)));
        return;
    }
    const Status written = writeSurface(*shown->surface, file.toStdString());
    Q_EMIT messageReady(written ? tr("Surface of %1 saved to %2").arg(QString::fromStdString(underlying), file)
                                : QString::fromStdString(written.error().message));
}

// Parsed and sampled on a pool thread: the GUI thread computes nothing.
void DeskSession::openSurfaceFile(const QString& file)
{
    const QPointer<DeskSession> target(this);
    QThreadPool::globalInstance()->start([target, file] {
        auto reference = readReference(file);
        QMetaObject::invokeMethod(qApp, [target, reference] {
            if (target)
                target->takeReference(reference);
        });
    });
}

void DeskSession::takeReference(const Result<SurfaceReferencePtr>& reference)
{
    if (!reference) {
        Q_EMIT messageReady(QString::fromStdString(reference.error().message));
        return;
    }
    m_keptSurfaces.push_back(*reference);
    Q_EMIT keptSurfacesChanged(m_keptSurfaces);
    compareWith(*reference);
    Q_EMIT messageReady(tr("Changes of %1 are measured against %2")
                            .arg(QString::fromStdString((*reference)->surface->underlying),
                                 QString::fromStdString((*reference)->name)));
}

void DeskSession::setTimeWeights(const TimeWeights& weights)
{
    if (const Status checked = checkTimeWeights(weights); !checked) {
        Q_EMIT messageReady(QString::fromStdString(checked.error().message));
        return;
    }
    m_settings.timeWeights = weights;
    reprice(Urgency::Restart);
}

} // namespace ballast
