#pragma once

#include "models/core/result.h"

#include <QString>

#include <filesystem>

namespace ballast {

// Where all state of one desk lives: --data-dir, else the XDG data folder.
struct DataFolder
{
    std::filesystem::path root;

    [[nodiscard]] std::filesystem::path journal() const { return root / "journal.db"; }
    [[nodiscard]] std::filesystem::path policies() const { return root / "policies"; } // the named ones
    [[nodiscard]] std::filesystem::path scenarios() const { return root / "scenarios.db"; } // and what-if books
    [[nodiscard]] std::filesystem::path labSettings() const { return root / "lab.json"; }
    [[nodiscard]] std::filesystem::path settings() const { return root / "settings.json"; }
};

// Makes the folder where it is missing; `wanted` empty means the default place.
[[nodiscard]] Result<DataFolder> openDataFolder(const QString& wanted);

} // namespace ballast
