// Included once per instruction set, by foreach_target.h: the guard toggles.
#if defined(BALLAST_COLUMNS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef BALLAST_COLUMNS_INL_H
#undef BALLAST_COLUMNS_INL_H
#else
#define BALLAST_COLUMNS_INL_H
#endif

#include "models/pricing/simd/vector_math-inl.h"

#include <algorithm>
#include <cstring>

HWY_BEFORE_NAMESPACE();
namespace ballast {
namespace HWY_NAMESPACE {

inline constexpr std::size_t mostLanes = HWY_MAX_BYTES / sizeof(double);

// How many lanes to take first so that the rest of the column is aligned to whole vectors; columns that were allocated
// alike are then all aligned. At least one, at most a vector.
HWY_INLINE std::size_t lanesToAlignment(const double* column)
{
    const std::size_t width = hn::Lanes(Lanes());
    const std::size_t past = reinterpret_cast<std::uintptr_t>(column) / sizeof(double) % width;
    return width - past;
}

// Loads and stores of the `count` first lanes of a column: the last vector of a batch may be a part. Missing lanes
// load as 1.
HWY_INLINE V loadPart(const double* column, std::size_t count)
{
    const Lanes d;
    if (HWY_LIKELY(count == hn::Lanes(d)))
        return hn::LoadU(d, column);
    HWY_ALIGN double padded[mostLanes];
    std::fill_n(padded, mostLanes, 1.0);
    std::copy_n(column, count, padded);
    return hn::Load(d, padded);
}

HWY_INLINE void storePart(V value, double* column, std::size_t count)
{
    const Lanes d;
    if (HWY_LIKELY(count == hn::Lanes(d))) {
        hn::StoreU(value, d, column);
        return;
    }
    HWY_ALIGN double padded[mostLanes];
    hn::Store(value, d, padded);
    std::copy_n(padded, count, column);
}

// Lanes whose enumerator is not the first one.
template <class Enum>
HWY_INLINE M loadSecond(const Enum* column, std::size_t count)
{
    static_assert(sizeof(Enum) == sizeof(std::int32_t));
    const Lanes d;
    const hn::Rebind<std::int32_t, Lanes> narrow;
    const hn::Rebind<std::int64_t, Lanes> wide;
    HWY_ALIGN std::int32_t words[mostLanes] = {};
    if (HWY_LIKELY(count == hn::Lanes(d)))
        std::memcpy(words, column, sizeof(std::int32_t) * hn::Lanes(d));
    else
        std::memcpy(words, column, sizeof(std::int32_t) * count);
    const auto value = hn::PromoteTo(wide, hn::Load(narrow, words));
    return hn::RebindMask(d, hn::Ne(value, hn::Zero(wide)));
}

// Bit i is lane i.
HWY_INLINE unsigned maskBits(M mask, std::size_t count)
{
    std::uint8_t bytes[8] = {};
    hn::StoreMaskBits(Lanes(), mask, bytes);
    return bytes[0] & ((1u << count) - 1u);
}

} // namespace HWY_NAMESPACE
} // namespace ballast
HWY_AFTER_NAMESPACE();

#endif
