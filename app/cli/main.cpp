#include "app/cli/command.h"
#include "version.h"

#include <QCoreApplication>

#include <fmt/format.h>

#include <exception>

namespace {

using namespace ballast;

// Parses, then runs what was chosen.
int parseAndRun(int argc, char** argv)
{
    CLI::App app("Ballast without a window: markets, surfaces, risk and hedges of crypto options", "ballastctl");
    app.set_version_flag("--version", std::string("ballastctl ") + ballastVersion);
    app.require_subcommand(1);
    Command chosen;
    addImportCommand(app, chosen);
    addPriceCommand(app, chosen);
    addIvCommand(app, chosen);
    addGreeksCommand(app, chosen);
    addSurfaceCommand(app, chosen);
    addRiskCommand(app, chosen);
    addGridCommand(app, chosen);
    addMarginCommand(app, chosen);
    addScenarioCommand(app, chosen);
    addReverseStressCommand(app, chosen);
    addCompareCommand(app, chosen);
    addStressCommand(app, chosen);
    addExplainCommand(app, chosen);
    addLevelsCommand(app, chosen);
    addVarCommand(app, chosen);
    addForecastCommand(app, chosen);
    addHedgeCommand(app, chosen);
    addJournalCommand(app, chosen);
    addBenchCommand(app, chosen);
    addVenueCommand(app, chosen);
    addRecordCommand(app, chosen);
    addReplayCommand(app, chosen);
    addCompletionCommand(app, chosen);
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp& help) {
        return app.exit(help);
    } catch (const CLI::CallForAllHelp& help) {
        return app.exit(help);
    } catch (const CLI::CallForVersion& version) {
        return app.exit(version);
    } catch (const CLI::ParseError& problem) {
        return fail({Errc::BadInput, std::string(problem.what()) + ", see ballastctl --help"});
    }
    return chosen();
}

} // namespace

int main(int argc, char** argv)
try {
    // The journal's database driver is a Qt plugin.
    const QCoreApplication application(argc, argv);
    return parseAndRun(argc, argv);
} catch (const std::exception& failure) {
    fmt::print(stderr, "error: {}\n", failure.what());
    return exitBadInput;
}
