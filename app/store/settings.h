#pragma once

#include "models/core/result.h"
#include "models/surface/time_weights.h"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace ballast {

enum class ThemeChoice
{
    Dark,
    Light
};
enum class SourceChoice
{
    Simulated,
    Recording
};

// Where the desk's market came from last.
struct SourceSettings
{
    SourceChoice kind = SourceChoice::Simulated;
    std::string path;   // recordings: file or folder
    double speed = 1.0; // 1 to 100
    bool operator==(const SourceSettings&) const = default;
};

// One arrangement of the window: a saved state for each page, Base64.
using WindowLayout = std::map<std::string, std::string>;

// What the desk remembers between runs. Never a secret: those live in the keychain.
struct Settings
{
    ThemeChoice theme = ThemeChoice::Dark;
    SourceSettings source;
    std::string book;                            // file opened last; empty: the sample book
    std::string policy;                          // file opened last; empty: the default policy
    std::string trader = "trader";               // journaled as the actor
    TimeWeights timeWeights;                     // of the surfaces between their expiries
    std::string deltaRule = "sticky-strike";     // a word of deltaRuleKey
    bool deltaNetOfPremium = false;
    bool tourSeen = false;                       // the guided tour was walked or dismissed
    std::string layout = "default";              // name of the arrangement in use
    std::map<std::string, WindowLayout> layouts; // by name
    bool operator==(const Settings&) const = default;
};

// A missing file gives the defaults. An unknown key, a wrong value or broken JSON is an error with file and line: the
// program does not start on settings that it cannot read.
[[nodiscard]] Result<Settings> readSettings(const std::filesystem::path& file);
[[nodiscard]] Result<Settings> parseSettings(std::string_view text, std::string_view fileName);
[[nodiscard]] std::string settingsJson(const Settings& settings);
// Atomic: a crash leaves the old or the new file.
[[nodiscard]] Status writeSettings(const Settings& settings, const std::filesystem::path& file);

} // namespace ballast
