#pragma once

namespace ballast {

class Clock;
class DeskSession;
class MainWindow;
class ScenarioFlow;
class SettingsKeeper;
struct DataFolder;

// Connects the running desk with its window: the only place that knows both.
void wire(DeskSession& session, MainWindow& window, SettingsKeeper& settings, const DataFolder& folder,
          const Clock& clock);

// Connects the scenario lab with its page, and starts it.
void wireScenarios(DeskSession& session, ScenarioFlow& flow, MainWindow& window);

// Theme and typography of the whole application.
void applyTheme(bool dark);

} // namespace ballast
