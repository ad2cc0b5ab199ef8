#pragma once

namespace ballast {

// The desktop program: reads the command line and the settings, builds the desk and its window, runs until the window
// is closed. Returns the exit code: 0 done, 1 pictures could not be written, 2 bad usage or unreadable settings.
[[nodiscard]] int runDesktop(int argc, char** argv);

} // namespace ballast
