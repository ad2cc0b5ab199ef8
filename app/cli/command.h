#pragma once

#include "models/core/result.h"

#include <CLI/CLI.hpp>

#include <functional>

namespace ballast {

// Exit codes of the contract.
inline constexpr int exitDone = 0;
inline constexpr int exitAnswerIsNo = 1;
inline constexpr int exitBadInput = 2;

// A parsed command line ends in one of these; it returns the exit code.
using Command = std::function<int()>;

// "error: FILE:LINE: what is wrong, what to do" on stderr; exit code 2.
[[nodiscard]] int fail(const Error& error);

// "warning: ..." on stderr.
void warn(const std::string& sentence);

// Each adds its subcommand to `app` and, when that is chosen, sets `chosen`.
void addImportCommand(CLI::App& app, Command& chosen);
void addPriceCommand(CLI::App& app, Command& chosen);
void addIvCommand(CLI::App& app, Command& chosen);
void addGreeksCommand(CLI::App& app, Command& chosen);
void addSurfaceCommand(CLI::App& app, Command& chosen);
void addRiskCommand(CLI::App& app, Command& chosen);
void addGridCommand(CLI::App& app, Command& chosen);
void addMarginCommand(CLI::App& app, Command& chosen);
void addScenarioCommand(CLI::App& app, Command& chosen);
void addReverseStressCommand(CLI::App& app, Command& chosen);
void addCompareCommand(CLI::App& app, Command& chosen);
void addStressCommand(CLI::App& app, Command& chosen);
void addExplainCommand(CLI::App& app, Command& chosen);
void addLevelsCommand(CLI::App& app, Command& chosen);
void addVarCommand(CLI::App& app, Command& chosen);
void addForecastCommand(CLI::App& app, Command& chosen);
void addHedgeCommand(CLI::App& app, Command& chosen);
void addJournalCommand(CLI::App& app, Command& chosen);
void addBenchCommand(CLI::App& app, Command& chosen);
void addVenueCommand(CLI::App& app, Command& chosen);
void addRecordCommand(CLI::App& app, Command& chosen);
void addReplayCommand(CLI::App& app, Command& chosen);
void addCompletionCommand(CLI::App& app, Command& chosen);

} // namespace ballast
