#pragma once

#include "app/engine/requests.h"

#include <stop_token>

namespace ballast {

// hedgeDesk and studyHedge for a policy that may name a scenario file: read on the worker's thread, so that the screen
// does not wait for it. A proposal whose file cannot be read is refused with the reader's sentence.
[[nodiscard]] HedgePicture hedgeWithFiles(HedgeRequest request, std::stop_token stop);
[[nodiscard]] HedgePicture studyWithFiles(HedgeRequest request, std::stop_token stop);

} // namespace ballast
