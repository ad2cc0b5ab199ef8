#pragma once

#include "models/core/result.h"
#include "models/surface/vol_surface.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace ballast {

inline constexpr int surfaceFileVersion = 1;

// A fitted surface without its quotes, to compare later ones with: slices as raw SVI parameters. Read strictly: another
// version, unknown or missing keys, parameters outside their domain or expiries that do not rise are errors with file
// and line.
[[nodiscard]] Result<VolSurface> readSurface(const std::filesystem::path& file);
[[nodiscard]] Result<VolSurface> parseSurface(std::string_view text, std::string_view fileName);
[[nodiscard]] std::string surfaceJson(const VolSurface& surface);
[[nodiscard]] Status writeSurface(const VolSurface& surface, const std::filesystem::path& file);

} // namespace ballast
