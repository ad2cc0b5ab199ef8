#include "app/session/desktop_program.h"

#include "app/session/data_folder.h"
#include "app/session/desk_session.h"
#include "app/session/scenario_flow.h"
#include "app/session/screenshot_run.h"
#include "app/session/settings_keeper.h"
#include "app/session/wiring.h"
#include "ui/main_window.h"
#include "version.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QTemporaryDir>

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace ballast {
namespace {

constexpr quint64 firstSeed = 20'260'209;

struct DesktopOptions
{
    QString screenshots; // folder; empty: open the window
    QString dataDir;
    QString book;
    QString policy;
    QStringList markets;
    QStringList histories;
    QString venue;     // live: "deribit" or an address
    QString authority; // certificate that it is trusted by
};

int refuse(const std::string& sentence)
{
    fmt::print(stderr, "error: {}\n", sentence);
    return 2;
}

DesktopOptions parseOptions(const QApplication& application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QApplication::translate("main", "Risk desk for traders of crypto options"));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption screenshot(
        QStringLiteral("screenshot"),
        QApplication::translate("main", "Render every page to PNG files in DIR, print risk and hedge, and exit."),
        QStringLiteral("DIR"));
    const QCommandLineOption dataDir(QStringLiteral("data-dir"),
                                     QApplication::translate("main", "Keep all state in DIR."), QStringLiteral("DIR"));
    const QCommandLineOption market(
        QStringLiteral("market"),
        QApplication::translate("main", "Open a recording instead of the simulated market; may be given again."),
        QStringLiteral("FILE"));
    const QCommandLineOption book(QStringLiteral("book"), QApplication::translate("main", "Open a book (CSV)."),
                                  QStringLiteral("FILE"));
    const QCommandLineOption policy(QStringLiteral("policy"),
                                    QApplication::translate("main", "Open a hedging policy (JSON)."),
                                    QStringLiteral("FILE"));
    const QCommandLineOption history(
        QStringLiteral("history"),
        QApplication::translate("main",
                                "Open a price history, or a vol index (a name with vol), for value at risk; may "
                                "be given again."),
        QStringLiteral("FILE"));
    const QCommandLineOption venue(
        QStringLiteral("venue"),
        QApplication::translate("main",
                                "Take the market from live venues, joined by commas: deribit or a wss:// address, "
                                "okx, bybit, binance."),
        QStringLiteral("URL"));
    const QCommandLineOption authority(
        QStringLiteral("authority"),
        QApplication::translate("main", "Trust a venue on this machine by the certificate in FILE."),
        QStringLiteral("FILE"));
    parser.addOptions({screenshot, dataDir, market, book, policy, history, venue, authority});
    parser.process(application);
    return {parser.value(screenshot), parser.value(dataDir),  parser.value(book),  parser.value(policy),
            parser.values(market),    parser.values(history), parser.value(venue), parser.value(authority)};
}

// "deribit,okx": the one that speaks as Deribit does by its address, the others by their names.
VenueChoice venueOf(const DesktopOptions& options)
{
    VenueChoice choice;
    choice.authorities = options.authority.toStdString();
    for (const QString& word : options.venue.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        const QString name = word.trimmed();
        if (name == QLatin1String("deribit")) {
            choice.name = "Deribit";
            choice.url = "wss://www.deribit.com/ws/api/v2";
        } else if (name.contains(QLatin1String("://"))) {
            choice.name = "local venue";
            choice.url = name.toStdString();
        } else {
            choice.publicVenues.push_back(name.toStdString());
        }
    }
    return choice;
}

// What the desk begins with: the command line first, then what was open last, then the simulated market with its book.
void openFirst(DeskSession& session, const DesktopOptions& options, const Settings& settings)
{
    const QString book = options.book.isEmpty() ? QString::fromStdString(settings.book) : options.book;
    const QString policy = options.policy.isEmpty() ? QString::fromStdString(settings.policy) : options.policy;
    if (!book.isEmpty())
        session.openBook(book);
    if (!policy.isEmpty())
        session.openPolicy(policy);
    session.setSpeed(settings.source.speed);
    if (!options.venue.isEmpty())
        session.playLive(venueOf(options));
    else if (!options.markets.isEmpty())
        session.playFiles(options.markets);
    else if (settings.source.kind == SourceChoice::Recording && !settings.source.path.empty())
        session.playFiles({QString::fromStdString(settings.source.path)});
    else
        session.playSimulated(firstSeed);
}

int runWindow(const QApplication& application, const DesktopOptions& options, const DataFolder& folder,
              const Settings& read)
{
    const SystemClock clock;
    SettingsKeeper settings(read, folder.settings());
    applyTheme(read.theme == ThemeChoice::Dark);
    MainWindow window;
    DeskSession session(clock, {folder.journal(), read.trader});
    wire(session, window, settings, folder, clock);
    ScenarioFlow scenarios(session, clock, {folder.scenarios(), folder.labSettings()});
    wireScenarios(session, scenarios, window);
    if (!options.histories.isEmpty())
        scenarios.openHistory(options.histories);
    std::unique_ptr<ScreenshotRun> screenshots;
    if (!options.screenshots.isEmpty())
        screenshots = std::make_unique<ScreenshotRun>(session, window, QDir(options.screenshots));
    openFirst(session, options, read);
    window.show();
    if (!screenshots && !read.tourSeen)
        window.startTour();
    return application.exec();
}

int run(const QApplication& application)
{
    DesktopOptions options = parseOptions(application);
    // Pictures leave nothing behind: their desk starts new, with the sample book, in a folder that goes with it.
    const QTemporaryDir scratch;
    if (!options.screenshots.isEmpty()) {
        if (options.dataDir.isEmpty())
            options.dataDir = scratch.path();
        if (!QDir().mkpath(options.screenshots))
            return refuse(
                fmt::format("{}: the folder cannot be made, choose another", options.screenshots.toStdString()));
    }
    const auto folder = openDataFolder(options.dataDir);
    if (!folder)
        return refuse(folder.error().message);
    const auto settings = readSettings(folder->settings());
    if (!settings)
        return refuse(settings.error().message);
    return runWindow(application, options, *folder, *settings);
}

} // namespace

int runDesktop(int argc, char** argv)
{
    // Pictures need no display, and must not fail for want of one. Known before QApplication chooses its platform.
    const auto wantsPictures = [](const char* argument) {
        return std::string_view(argument).starts_with("--screenshot");
    };
    if (std::any_of(argv, argv + argc, wantsPictures) && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("ballast"));
    QApplication::setApplicationDisplayName(QStringLiteral("Ballast"));
    QApplication::setApplicationVersion(QString::fromLatin1(ballastVersion));
    return run(application);
}

} // namespace ballast
