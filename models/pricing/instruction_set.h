#pragma once

namespace ballast {

// The instruction set that the batch kernels run on this machine, as Highway names it: "AVX3" (AVX-512), "AVX2",
// "SSE4", "NEON", "EMU128" (portable code).
[[nodiscard]] const char* kernelInstructionSet();

} // namespace ballast
