#pragma once

// Include before any <hwy/...>: the instruction sets that kernels are compiled for. SSSE3 machines take the portable
// fallback. Vectors without a compile-time size (SVE, RVV) cannot be members of the structs that kernels pass around:
// such machines run NEON or the fallback.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
