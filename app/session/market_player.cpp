#include "app/session/market_player.h"

#include "app/feeds/import_market.h"
#include "app/feeds/recording/recorded_tape.h"
#include "app/session/live_source.h"
#include "app/session/replay_source.h"
#include "app/session/simulated_source.h"
#include "app/session/tape_source.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace ballast {
namespace {

constexpr double slowest = 1.0;
constexpr double fastest = 100.0;

std::vector<std::filesystem::path> toPaths(const QStringList& files)
{
    std::vector<std::filesystem::path> paths;
    for (const QString& file : files)
        paths.emplace_back(file.toStdString());
    return paths;
}

QString importSummary(const ImportResult& result)
{
    std::size_t rejected = 0;
    for (const RejectCount& reject : result.rejected)
        rejected += reject.count;
    return MarketPlayer::tr("%1 snapshots, %2 rows used, %3 left out")
        .arg(result.snapshots.size())
        .arg(result.used)
        .arg(rejected);
}

} // namespace

MarketPlayer::MarketPlayer(SnapshotId lastId, QObject* parent) : QObject(parent), m_timer(this), m_lastId(lastId)
{
    m_timer.setInterval(publishEvery);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &MarketPlayer::tick);
}

MarketPlayer::~MarketPlayer() = default;

void MarketPlayer::playSimulated(quint64 seed, qint64 startUnixMilliseconds)
{
    SimulationSettings settings;
    settings.seed = seed;
    settings.start = fromUnixMilliseconds(startUnixMilliseconds);
    auto source = std::make_unique<SimulatedSource>(settings);
    SimulatedSource* simulated = source.get();
    play(std::move(source));
    m_simulated = simulated;
    announce();
}

void MarketPlayer::playLive(const VenueChoice& choice, const std::optional<deribit::Credentials>& key)
{
    auto source = openLiveSource(choice, key);
    if (!source) {
        Q_EMIT failed(QString::fromStdString(source.error().message));
        return;
    }
    m_paused = false;
    m_speed = slowest;
    play(std::move(*source));
    m_source->watch(m_watched);
    m_source->wakeWith([this] { QMetaObject::invokeMethod(this, &MarketPlayer::tick, Qt::QueuedConnection); });
    announce();
}

// A recorded feed is lived through, not imported. False: the file is none.
bool MarketPlayer::playTape(const QStringList& files)
{
    if (files.size() != 1 || !isFeedRecordingFile(files.first().toStdString()))
        return false;
    auto tape = openTape(files.first().toStdString());
    if (!tape) {
        Q_EMIT failed(QString::fromStdString(tape.error().message));
        return true;
    }
    if (const std::string remark = (*tape)->remark(); !remark.empty())
        Q_EMIT imported(QString::fromStdString(remark));
    play(std::make_unique<TapeSource>(QFileInfo(files.first()).fileName().toStdString(), std::move(*tape)));
    announce();
    return true;
}

void MarketPlayer::seek(qint64 unixMilliseconds)
{
    if (!m_source)
        return;
    m_source->seek(fromUnixMilliseconds(unixMilliseconds));
    publish(m_source->current());
    announce();
}

void MarketPlayer::playFiles(const QStringList& files)
{
    if (playTape(files))
        return;
    ImportOptions options;
    options.paths = toPaths(files);
    auto result = importMarket(options);
    if (!result) {
        Q_EMIT failed(QString::fromStdString(result.error().message));
        return;
    }
    if (result->snapshots.empty()) {
        Q_EMIT failed(tr("%1: no usable quote in it").arg(files.join(QStringLiteral(", "))));
        return;
    }
    const QString name =
        files.size() == 1 ? QFileInfo(files.first()).fileName() : tr("%n files", nullptr, int(files.size()));
    Q_EMIT imported(importSummary(*result));
    play(std::make_unique<ReplaySource>(name.toStdString(), std::move(result->snapshots)));
}

void MarketPlayer::setSpeed(double speed)
{
    m_speed = std::clamp(speed, slowest, fastest);
    announce();
}

void MarketPlayer::setPaused(bool paused)
{
    m_paused = paused;
    if (m_paused)
        m_timer.stop();
    else if (m_source)
        m_timer.start();
    announce();
}

void MarketPlayer::stepOnce()
{
    if (m_source)
        publish(m_source->step());
}

void MarketPlayer::triggerFlashCrash()
{
    if (m_simulated != nullptr)
        m_simulated->triggerFlashCrash();
}

void MarketPlayer::watchInstruments(const std::set<std::string>& names)
{
    m_watched = names;
    if (m_source)
        m_source->watch(names);
}

void MarketPlayer::resumeIndex(const std::string& underlying, const std::string& reason)
{
    if (const Status resumed = m_oracleWatch.resume(underlying, reason); !resumed) {
        Q_EMIT failed(QString::fromStdString(resumed.error().message));
        return;
    }
    Q_EMIT indexResumed(QString::fromStdString(underlying), QString::fromStdString(reason));
    if (const SnapshotPtr newest = m_source ? m_source->current() : nullptr) {
        watchOracles(*newest);
        announce();
    }
}

void MarketPlayer::runAhead(qint64 marketMilliseconds)
{
    if (m_source)
        publish(m_source->advance(Milliseconds(marketMilliseconds)));
}

void MarketPlayer::play(std::unique_ptr<MarketSource> source)
{
    m_simulated = nullptr;
    m_source = std::move(source);
    m_oracleWatch.reset();
    m_oracles.clear();
    publish(m_source->current());
    if (!m_paused)
        m_timer.start();
}

void MarketPlayer::tick()
{
    const auto marketTime =
        Milliseconds(static_cast<std::int64_t>(static_cast<double>(publishEvery.count()) * m_speed));
    publish(m_source->advance(marketTime));
    if (!m_source->venues().empty())
        announce();
}

void MarketPlayer::publish(const SnapshotPtr& snapshot)
{
    if (!snapshot)
        return;
    auto stamped = std::make_shared<MarketSnapshot>(*snapshot);
    stamped->id = SnapshotId{++m_lastId.value};
    stamped->mode = m_source->mode();
    stamped->source = m_source->name();
    watchOracles(*stamped);
    Q_EMIT snapshotReady(stamped);
    announce();
}

// What is played is judged by its own time, a live venue by its clock.
void MarketPlayer::watchOracles(const MarketSnapshot& snapshot)
{
    const std::vector<VenueHealth> venues = m_source->venues();
    const Milliseconds skew = venues.empty() ? Milliseconds{0} : venues.front().clockSkew.value_or(Milliseconds{0});
    const Timestamp now = venues.empty() ? snapshot.asOf : SystemClock().now() + skew;
    m_oracles = m_oracleWatch.update(snapshot, now, skew, m_source->priceReadings());
}

void MarketPlayer::announce()
{
    if (!m_source)
        return;
    Q_EMIT stateChanged({QString::fromStdString(m_source->name()), m_source->mode(), m_speed, m_paused,
                         m_source->atEnd(), QString::fromStdString(m_source->progress()), m_simulated != nullptr,
                         m_source->venues(), m_source->tape(), m_oracles, m_source->account()});
}

} // namespace ballast
