#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ballast {

// Reproducible random numbers: xoshiro256++ (Blackman, Vigna 2021) seeded through splitmix64. The standard library's
// distributions differ between implementations, so uniform and normal are drawn here.
class SimulationRandom
{
public:
    // Streams of one seed are independent of each other.
    SimulationRandom(std::uint64_t seed, std::uint64_t stream);

    [[nodiscard]] double uniform();               // in (0, 1)
    [[nodiscard]] double normal();                // mean 0, variance 1
    [[nodiscard]] double logNormal(double sigma); // median 1

private:
    [[nodiscard]] std::uint64_t next();

    std::array<std::uint64_t, 4> m_state{};
    std::optional<double> m_spare; // second normal of a pair
};

// A number in (0, 1) that belongs to a name: the same in every run with this salt.
[[nodiscard]] double nameUniform(std::string_view name, std::uint64_t salt);

} // namespace ballast
