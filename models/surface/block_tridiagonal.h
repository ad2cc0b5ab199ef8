#pragma once

#include "models/surface/svi_nodes.h"

#include <vector>

namespace ballast {

// One block row of symmetric normal equations that couple neighbours only.
struct NormalBlock
{
    Matrix5 diagonal = Matrix5::Zero();
    Matrix5 next = Matrix5::Zero(); // coupling with the next block
    Vector5 gradient = Vector5::Zero();
};

// Solves the system for minus the gradient, by block Cholesky. Blocks must be positive definite.
[[nodiscard]] std::vector<Vector5> solveBlockTridiagonal(std::vector<NormalBlock> blocks);

} // namespace ballast
