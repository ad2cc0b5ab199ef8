#include "models/surface/block_tridiagonal.h"
#include "models/surface/fixed_cholesky.h"

namespace ballast {

std::vector<Vector5> solveBlockTridiagonal(std::vector<NormalBlock> blocks)
{
    const std::size_t n = blocks.size();
    std::vector<FixedCholesky> factors(n);
    std::vector<Vector5> x(n);
    for (std::size_t i = 0; i < n; ++i) {
        x[i] = -blocks[i].gradient;
        if (i > 0) {
            const Matrix5& coupling = blocks[i - 1].next;
            blocks[i].diagonal.noalias() -= coupling.transpose() * factors[i - 1].solve(coupling);
            x[i].noalias() -= coupling.transpose() * factors[i - 1].solve(x[i - 1]);
        }
        factors[i] = FixedCholesky(blocks[i].diagonal);
    }
    for (std::size_t i = n; i-- > 0;)
        x[i] = factors[i].solve(i + 1 < n ? Vector5(x[i] - blocks[i].next * x[i + 1]) : x[i]);
    return x;
}

} // namespace ballast
