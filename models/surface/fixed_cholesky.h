#pragma once

#include "models/surface/svi_nodes.h"

#include <cmath>

namespace ballast {

// L L' of a positive 5 x 5 matrix, without pivoting: its diagonal is kept inverted. Of a matrix that is not positive
// the solutions are NaN.
class FixedCholesky
{
public:
    FixedCholesky() = default;
    explicit FixedCholesky(const Matrix5& positive) : m_lower(positive)
    {
        for (int j = 0; j < 5; ++j) {
            double diagonal = m_lower(j, j);
            for (int l = 0; l < j; ++l)
                diagonal -= m_lower(j, l) * m_lower(j, l);
            const double inverse = 1.0 / std::sqrt(diagonal); // of a negative one NaN, which spreads
            m_lower(j, j) = inverse;
            for (int i = j + 1; i < 5; ++i) {
                double sum = m_lower(i, j);
                for (int l = 0; l < j; ++l)
                    sum -= m_lower(i, l) * m_lower(j, l);
                m_lower(i, j) = sum * inverse;
            }
        }
    }

    [[nodiscard]] Vector5 solve(Vector5 x) const
    {
        for (int i = 0; i < 5; ++i) {
            for (int l = 0; l < i; ++l)
                x[i] -= m_lower(i, l) * x[l];
            x[i] *= m_lower(i, i);
        }
        for (int i = 4; i >= 0; --i) {
            for (int l = i + 1; l < 5; ++l)
                x[i] -= m_lower(l, i) * x[l];
            x[i] *= m_lower(i, i);
        }
        return x;
    }

    [[nodiscard]] Matrix5 solve(const Matrix5& columns) const
    {
        Matrix5 x;
        for (int j = 0; j < 5; ++j)
            x.col(j) = solve(Vector5(columns.col(j)));
        return x;
    }

private:
    Matrix5 m_lower;
};

} // namespace ballast
