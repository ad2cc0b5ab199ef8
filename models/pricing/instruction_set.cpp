#include "models/pricing/instruction_set.h"
#include "models/pricing/simd/targets.h"

#include <hwy/highway.h>

#include <cstdint>

namespace ballast {

// Of the sets that are compiled and that the processor has, the lowest bit is the best: what dispatch picks.
const char* kernelInstructionSet()
{
    const std::int64_t usable = hwy::SupportedTargets() & HWY_TARGETS;
    return hwy::TargetName(usable == 0 ? HWY_STATIC_TARGET : usable & -usable);
}

} // namespace ballast
