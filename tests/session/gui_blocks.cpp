// How long the GUI thread is busy while quotes arrive in bursts: the real window on the real engine, by hand.
//   gui_blocks PAGE SECONDS MARKET_FILE...      PAGE: index of the page shown, 1 is the surface page
// A feed thread changes 2,000 quotes ten times a second; every event that the GUI thread handles is timed.
#include "app/engine/desk_pricing.h"
#include "app/engine/qt/engine_bridge.h"
#include "app/feeds/import_market.h"
#include "app/feeds/simulated/sample_book.h"
#include "ui/main_window.h"
#include "widgets/theming.h"

#include <QApplication>
#include <QTimer>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>
#include <thread>
#include <vector>

using namespace ballast;

namespace {

using Steady = std::chrono::steady_clock;

constexpr int burstQuotes = 2000;
constexpr std::chrono::milliseconds burstEvery{100};

double millisecondsSince(Steady::time_point start)
{
    return std::chrono::duration<double, std::milli>(Steady::now() - start).count();
}

// Times the outermost handling of each event.
class TimedApplication : public QApplication
{
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override
    {
        if (m_depth++ > 0) {
            const bool nested = QApplication::notify(receiver, event);
            --m_depth;
            return nested;
        }
        const auto start = Steady::now();
        const bool handled = QApplication::notify(receiver, event);
        --m_depth;
        if (counting)
            busy.push_back(millisecondsSince(start));
        return handled;
    }

    bool counting = false;
    std::vector<double> busy; // milliseconds

private:
    int m_depth = 0;
};

// The market with a burst of quotes moved by a tick of a few basis points.
SnapshotPtr afterBurst(const MarketSnapshot& before, std::mt19937& random)
{
    auto next = std::make_shared<MarketSnapshot>(before);
    next->id = SnapshotId{before.id.value + 1};
    next->asOf = before.asOf + burstEvery;
    std::uniform_int_distribution<std::size_t> which(0, next->quotes.size() - 1);
    std::normal_distribution<double> move(0.0, 2e-4);
    for (int i = 0; i < burstQuotes; ++i) {
        Quote& quote = next->quotes[which(random)];
        const double factor = 1.0 + move(random);
        for (std::optional<double>* const price : {&quote.bid, &quote.ask, &quote.mark})
            if (*price)
                **price *= factor;
        quote.bidIv.reset();
        quote.askIv.reset();
    }
    return next;
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
    TimedApplication application(argc, argv);
    if (argc < 4) {
        std::fprintf(stderr, "usage: gui_blocks PAGE SECONDS MARKET_FILE...\n");
        return 2;
    }
    ImportOptions options;
    for (int i = 3; i < argc; ++i)
        options.paths.emplace_back(argv[i]);
    const auto imported = importMarket(options);
    if (!imported) {
        std::fprintf(stderr, "error: %s\n", imported.error().message.c_str());
        return 2;
    }
    const SnapshotPtr first = imported->merged;
    const auto book = std::make_shared<const Portfolio>(sampleBook(*first));
    Theming::apply(application, Theme::dark(), Typography::standard());
    MainWindow window;
    window.resize(1920, 1080);
    window.show();
    window.showPage(std::atoi(argv[1]));

    EngineBridge engine(
        {[history = std::make_shared<SmileHistory>()](const PricingRequest& request, std::stop_token stop) {
             return priceDesk(request, *history, std::move(stop));
         },
         hedgeDesk});
    std::vector<double> toScreen;
    std::vector<double> showing;
    std::map<std::uint64_t, Steady::time_point> arrived;
    QObject::connect(&engine, &EngineBridge::pictureReady, &window, [&](const DeskPicturePtr& picture) {
        const auto start = Steady::now();
        window.showPicture(picture);
        if (application.counting) {
            showing.push_back(millisecondsSince(start));
            toScreen.push_back(millisecondsSince(arrived[picture->market->id.value]));
        }
    });
    std::mt19937 random(7);
    std::jthread feed([&](const std::stop_token& stop) {
        SnapshotPtr market = first;
        while (!stop.stop_requested()) {
            const auto next = Steady::now() + burstEvery;
            market = afterBurst(*market, random);
            const SnapshotPtr burst = market;
            QMetaObject::invokeMethod(&application, [&, burst] {
                arrived[burst->id.value] = Steady::now();
                engine.submit(PricingRequest{burst, book, {}, Urgency::Tick});
            });
            std::this_thread::sleep_until(next);
        }
    });
    QTimer::singleShot(3000, &application, [&] { application.counting = true; }); // first layout and fits are over
    QTimer::singleShot(3000 + 1000 * std::atoi(argv[2]), &application, &QApplication::quit);
    QApplication::exec();
    feed.request_stop();
    feed.join();
    std::printf("%zu instruments, %zu pictures shown, %zu events\n", first->quotes.size(), showing.size(),
                application.busy.size());
    std::printf("GUI thread, one event: p50 %.2f ms, p99 %.2f ms, longest %.2f ms\n", quantile(application.busy, 0.5),
                quantile(application.busy, 0.99), quantile(application.busy, 1.0));
    std::printf("taking a picture in:   p50 %.2f ms, p99 %.2f ms, longest %.2f ms\n", quantile(showing, 0.5),
                quantile(showing, 0.99), quantile(showing, 1.0));
    std::printf("burst to the window:   p50 %.1f ms, p99 %.1f ms\n", quantile(toScreen, 0.5), quantile(toScreen, 0.99));
    return 0;
}
