#pragma once

#include "app/feeds/live/deribit_requests.h"
#include "app/session/market_source.h"
#include "app/session/oracle_watch.h"
#include "models/core/ids.h"

#include <QObject>
#include <QStringList>
#include <QTimer>

#include <cstdint>
#include <memory>
#include <optional>
#include <set>

namespace ballast {

// What the status bar and the Market menu show of the player.
struct PlayerState
{
    QString source;
    MarketMode mode = MarketMode::Simulated;
    double speed = 1.0;
    bool paused = false;
    bool atEnd = false;
    QString progress;
    bool canCrash = false;              // the flash crash is there to be triggered
    std::vector<VenueHealth> venues{};  // live ones
    std::optional<TapePosition> tape{}; // of a recorded feed
    std::vector<OracleView> oracles{};  // of the newest picture
    PortfolioPtr account{};             // behind the venue's key; null: none is read
};

// Plays a market source and publishes one snapshot per 100 ms. Lives on the feed thread; every slot is called through a
// queued connection. Ids rise by one over all sources of a run, so a basis names one picture for good.
class MarketPlayer : public QObject
{
    Q_OBJECT

public:
    static constexpr Milliseconds publishEvery{100};

    explicit MarketPlayer(SnapshotId lastId, QObject* parent = nullptr);
    ~MarketPlayer() override;

public Q_SLOTS:
    void playSimulated(quint64 seed, qint64 startUnixMilliseconds);
    // Imports on this thread; a broken file leaves the running source as it is.
    void playFiles(const QStringList& files);
    // Connects; what was played before ends at once.
    void playLive(const ballast::VenueChoice& choice, const std::optional<ballast::deribit::Credentials>& key = {});
    void seek(qint64 unixMilliseconds); // in a recorded feed
    void setSpeed(double speed);
    void setPaused(bool paused);
    void stepOnce();
    void triggerFlashCrash();
    void watchInstruments(const std::set<std::string>& names); // what is held: live venues send its order books
    void resumeIndex(const std::string& underlying, const std::string& reason); // after a halt
    // Runs the source ahead without publishing what lies between, then publishes: for a desk that must not start empty.
    void runAhead(qint64 marketMilliseconds);

Q_SIGNALS:
    void snapshotReady(const ballast::SnapshotPtr& snapshot);
    void stateChanged(const ballast::PlayerState& state);
    void imported(const QString& summary);
    void failed(const QString& sentence);
    void indexResumed(const QString& underlying, const QString& reason);

private:
    [[nodiscard]] bool playTape(const QStringList& files);
    void play(std::unique_ptr<MarketSource> source);
    void tick();
    void publish(const SnapshotPtr& snapshot);
    void announce();
    void watchOracles(const MarketSnapshot& snapshot);

    std::unique_ptr<MarketSource> m_source;
    QTimer m_timer;
    SnapshotId m_lastId;
    OracleWatch m_oracleWatch;
    std::vector<OracleView> m_oracles;
    std::set<std::string> m_watched;
    double m_speed = 1.0;
    bool m_paused = false;
    class SimulatedSource* m_simulated = nullptr; // not owned: m_source, when it is the simulated market
};

} // namespace ballast
