#pragma once

#include <stop_token>

namespace ballast::test {

// A token whose stop was requested before anything began.
[[nodiscard]] std::stop_token stoppedToken();

} // namespace ballast::test
