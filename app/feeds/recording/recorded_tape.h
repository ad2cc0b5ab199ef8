#pragma once

#include "app/feeds/recording/feed_tape.h"

#include <filesystem>
#include <memory>

namespace ballast {

// Our own recordings, and files of websocket messages as other tools write them: recognised by content. Of a recording
// that a crash cut off, what is whole is played, and the remark says so.
[[nodiscard]] Result<std::unique_ptr<FeedTape>> openTape(const std::filesystem::path& file);

// Of a file's first bytes.
[[nodiscard]] bool isFeedRecording(std::string_view bytes);
// False for what cannot be read.
[[nodiscard]] bool isFeedRecordingFile(const std::filesystem::path& file);

} // namespace ballast
