// The desk on a flooding venue over TLS on loopback, by hand:  live_soak SECONDS [TICKS_PER_SECOND] [PICTURE.png]
// Every five seconds: messages a second, gaps, memory; at the end the longest work of the GUI thread and how long
// a market was on its way to the end of its painting, since it was published and since its newest tick.
#include "app/session/desk_session.h"
#include "app/session/live_wiring.h"
#include "app/session/wiring.h"
#include "app/venue/venue_server.h"
#include "ui/main_window.h"

#include <QApplication>
#include <QTemporaryDir>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

using namespace ballast;

namespace {

using Steady = std::chrono::steady_clock;

double threadMilliseconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

// When each snapshot was published: noted on the feed's thread, asked for on the window's.
class PublishTimes
{
public:
    void listenTo(MarketPlayer& player)
    {
        if (std::exchange(m_player, &player) == &player)
            return;
        QObject::connect(
            &player, &MarketPlayer::snapshotReady, &player,
            [this](const SnapshotPtr& snapshot) {
                const std::scoped_lock lock(m_mutex);
                m_times.emplace(snapshot->id, Steady::now());
            },
            Qt::DirectConnection);
    }

    // Earlier ones are forgotten: they are not shown any more.
    [[nodiscard]] std::optional<double> millisecondsSince(SnapshotId id)
    {
        const std::scoped_lock lock(m_mutex);
        m_times.erase(m_times.begin(), m_times.lower_bound(id));
        if (m_times.empty() || m_times.begin()->first != id)
            return std::nullopt;
        return std::chrono::duration<double, std::milli>(Steady::now() - m_times.begin()->second).count();
    }

private:
    MarketPlayer* m_player = nullptr; // of the feed's thread
    std::mutex m_mutex;
    std::map<SnapshotId, Steady::time_point> m_times; // guarded by m_mutex
};

// Times the outermost handling of each event.
class BusyApplication : public QApplication
{
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override
    {
        if (QThread::currentThread() != thread()) { // the feed's
            if (auto* const player = qobject_cast<MarketPlayer*>(receiver))
                snapshots.listenTo(*player);
            return QApplication::notify(receiver, event);
        }
        const int type = event->type();
        const std::string receiverName = receiver->metaObject()->className(); // it may be gone afterwards
        const auto start = Steady::now();
        const double cpuStart = m_depth == 0 ? threadMilliseconds() : 0.0;
        ++m_depth;
        const bool handled = QApplication::notify(receiver, event);
        if (--m_depth == 0 && counting) {
            busyMs.push_back(std::chrono::duration<double, std::milli>(Steady::now() - start).count());
            workedMs.push_back(threadMilliseconds() - cpuStart);
            workedOn[{type, receiverName}].push_back(workedMs.back());
        }
        if (type == QEvent::UpdateRequest && receiver == window && painted)
            painted();
        return handled;
    }

    bool counting = false;
    PublishTimes snapshots;
    QObject* window = nullptr;
    std::function<void()> painted;
    std::vector<double> busyMs;
    std::vector<double> workedMs; // its own processor time: what a machine shared with others does not add to
    std::map<std::pair<int, std::string>, std::vector<double>> workedOn; // by event and receiver

private:
    int m_depth = 0;
};

double residentMegabytes()
{
    std::ifstream in("/proc/self/statm");
    double total = 0.0;
    double resident = 0.0;
    in >> total >> resident;
    return resident * 4096.0 / 1e6;
}

double quantile(std::vector<double> values, double share)
{
    if (values.empty())
        return 0.0;
    const auto place = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1));
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(place));
    return values[place];
}

} // namespace

int main(int argc, char** argv)
{
    BusyApplication application(argc, argv);
    const double seconds = argc > 1 ? std::atof(argv[1]) : 60.0;
    const double ticks = argc > 2 ? std::atof(argv[2]) : 5'000.0;
    const QTemporaryDir folder;
    SimulationSettings simulation;
    simulation.start = SystemClock().now();
    VenueServerSettings settings;
    settings.tls = *makeCertificates(CertificateFault::None);
    const auto authority = folder.filePath(QStringLiteral("authority.pem")).toStdString();
    std::ofstream(authority) << settings.tls->authority;
    const auto venue = VenueServer::start(settings, simulatedVenueMarket(simulation, {1.0, ticks, 3}));
    if (!venue)
        return 1;

    applyTheme(true);
    const SystemClock clock;
    MainWindow window;
    DeskSession session(clock, {std::filesystem::path(folder.path().toStdString()) / "journal.sqlite", "soak"});
    SnapshotPtr unpainted;
    std::vector<double> shownMs;
    std::vector<double> waysMs;
    std::vector<double> pricedMs;
    std::vector<double> pricingMs;
    QObject::connect(&session, &DeskSession::pictureReady, &window, [&](const DeskPicturePtr& picture) {
        window.showPicture(picture);
        unpainted = picture->market;
        if (application.counting) {
            pricedMs.push_back(application.snapshots.millisecondsSince(picture->market->id).value_or(0.0));
            pricingMs.push_back(picture->pricingMilliseconds);
        }
    });
    application.window = &window;
    application.painted = [&] {
        const SnapshotPtr painted = std::exchange(unpainted, nullptr);
        if (!painted || !application.counting)
            return;
        waysMs.push_back(static_cast<double>((clock.now() - painted->asOf).count()));
        if (const auto ms = application.snapshots.millisecondsSince(painted->id))
            shownMs.push_back(*ms);
    };
    QObject::connect(&session, &DeskSession::feedsChanged, &window, &MainWindow::showFeeds);
    wireLive(session, window);
    window.resize(1920, 1080);
    window.show();
    session.playLive({"local venue",
                      "wss://127.0.0.1:" + std::to_string((*venue)->port()) + "/ws/api/v2",
                      authority,
                      {"BTC", "ETH"}});

    QTimer report;
    std::uint64_t before = 0;
    QObject::connect(&report, &QTimer::timeout, &window, [&] {
        if (session.player().venues.empty())
            return;
        const VenueHealth& health = session.player().venues.front();
        std::printf("%8llu messages, %6.0f/s, %llu gaps, %llu reconnects, %zu instruments, %.0f MB\n",
                    static_cast<unsigned long long>(health.messages),
                    static_cast<double>(health.messages - before) / 5.0, static_cast<unsigned long long>(health.gaps),
                    static_cast<unsigned long long>(health.reconnects), health.instruments, residentMegabytes());
        std::fflush(stdout);
        before = health.messages;
    });
    report.start(5'000);
    QTimer::singleShot(10'000, &window, [&] { application.counting = true; });
    QTimer::singleShot(static_cast<int>(1000.0 * seconds), &window, [&] {
        application.counting = false;
        if (argc > 3)
            window.grab().save(QString::fromLocal8Bit(argv[3]));
        QApplication::quit();
    });
    QApplication::exec();
    std::printf("snapshot to screen: %zu pictures, median %.0f ms, p99 %.0f ms, longest %.0f ms\n", shownMs.size(),
                quantile(shownMs, 0.5), quantile(shownMs, 0.99), quantile(shownMs, 1.0));
    std::printf("tick to screen: %zu pictures, median %.0f ms, p99 %.0f ms, longest %.0f ms\n", waysMs.size(),
                quantile(waysMs, 0.5), quantile(waysMs, 0.99), quantile(waysMs, 1.0));
    std::printf("GUI thread: longest event %.1f ms, p99.9 %.1f ms, above 16 ms: %td, above 100 ms: %td\n",
                quantile(application.busyMs, 1.0), quantile(application.busyMs, 0.999),
                std::ranges::count_if(application.busyMs, [](double ms) { return ms > 16.0; }),
                std::ranges::count_if(application.busyMs, [](double ms) { return ms > 100.0; }));
    std::printf("GUI thread, processor time of an event: longest %.1f ms, p99.9 %.1f ms, above 16 ms: %td\n",
                quantile(application.workedMs, 1.0), quantile(application.workedMs, 0.999),
                std::ranges::count_if(application.workedMs, [](double ms) { return ms > 16.0; }));
    for (const auto& [what, each] : application.workedOn) {
        if (quantile(each, 1.0) > 2.0)
            std::printf("  event %d of %s: %zu, median %.2f ms, p99 %.1f ms, longest %.1f ms, together %.0f ms\n",
                        what.first, what.second.c_str(), each.size(), quantile(each, 0.5), quantile(each, 0.99),
                        quantile(each, 1.0), std::reduce(each.begin(), each.end()));
    }
    std::printf("snapshot to panels: median %.0f ms, p99 %.0f ms\n", quantile(pricedMs, 0.5), quantile(pricedMs, 0.99));
    std::printf("pricing: median %.0f ms, p99 %.0f ms\n", quantile(pricingMs, 0.5), quantile(pricingMs, 0.99));
    return 0;
}
