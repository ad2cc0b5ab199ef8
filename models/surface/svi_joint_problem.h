#pragma once

#include "models/surface/block_tridiagonal.h"
#include "models/surface/slice_kernels.h"
#include "models/surface/svi_bands.h"
#include "models/surface/svi_box_fit.h"
#include "models/surface/svi_joint_fit.h"
#include "models/surface/svi_nodes.h"

#include <span>
#include <vector>

namespace ballast {

// The least-squares problem behind fitSviJointly: bands as rows that are weighed anew every round; no butterfly, no
// calendar and rising wings as shifted penalties (the augmented Lagrangian of Hestenes and Powell), so that they hold
// exactly at a price that keeps the search supple; points of the grid where a certificate fails are added.
class SviJointProblem
{
public:
    explicit SviJointProblem(std::span<const JointSlice> slices);

    [[nodiscard]] std::size_t size() const { return m_slices.size(); }
    [[nodiscard]] Vector5 start(std::size_t slice) const;
    [[nodiscard]] SviLines lines(std::size_t slice, const Vector5& at) const;
    [[nodiscard]] Vector5 bounded(std::size_t slice, const Vector5& at) const;

    [[nodiscard]] double cost(std::span<const Vector5> at) const;
    // Damped normal equations; variables at a bound that descent would leave are held.
    [[nodiscard]] std::vector<NormalBlock> blocks(std::span<const Vector5> at) const;
    static void damp(std::vector<NormalBlock>& blocks, double damping);

    // Rows of the next round at the present slices; quotes that were narrowly missed are urged more from round to
    // round.
    void reweigh(std::span<const Vector5> at, int round);
    void forgetUrges();
    // Shifts the constraints by what is violated, and raises their price where violations do not shrink.
    void tighten(std::span<const Vector5> at);
    void watch(std::size_t slice, double k); // one more k of the constraints

private:
    struct Slice
    {
        std::span<const SviBand> bands;
        SviParams start;
        QuotedRange quoted;
        SviNodes nodes;
        Vector5 low{};
        Vector5 high{};
        double scale = 0.0;  // sum of the bands' inverse squared half-widths
        double leastW = 0.0; // what w must not fall below
        std::vector<double> bandK{};
        std::vector<double> urges{};
        SliceRows rows{};
        std::vector<double> grid{};
        std::vector<double> butterflyShift{};
        std::vector<double> calendarShift{}; // against the next slice
        bool fixed = false;
        double leftShift = 0.0;
        double rightShift = 0.0;
    };

    template <class Sink>
    void visitSlice(const Slice& slice, const SviLines& lines, Sink& sink) const;
    template <class Sink>
    void visitPair(const Slice& slice, const Slice& next, const SviLines& own, const SviLines& later, Sink& sink) const;
    [[nodiscard]] static Slice made(const JointSlice& from, const QuotedRange& later);
    [[nodiscard]] double pairPrice(const Slice& slice, const Slice& next) const;

    std::vector<Slice> m_slices;
    double m_price;
    double m_violation;
    mutable std::vector<double> m_w, m_g, m_later; // of the slice at hand, on its grid
};

} // namespace ballast
