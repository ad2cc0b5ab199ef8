#include "app/feeds/simulated/simulation_random.h"

#include <bit>
#include <cmath>

namespace ballast {
namespace {

std::uint64_t splitMix(std::uint64_t& state)
{
    state += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

// 53 random bits, centred in their cell so that neither 0 nor 1 can come out.
double toUnit(std::uint64_t bits)
{
    return (static_cast<double>(bits >> 11) + 0.5) * 0x1.0p-53;
}

} // namespace

SimulationRandom::SimulationRandom(std::uint64_t seed, std::uint64_t stream)
{
    std::uint64_t mix = seed ^ (stream * 0xd1342543de82ef95ULL);
    for (std::uint64_t& word : m_state)
        word = splitMix(mix);
}

std::uint64_t SimulationRandom::next()
{
    const std::uint64_t result = std::rotl(m_state[0] + m_state[3], 23) + m_state[0];
    const std::uint64_t t = m_state[1] << 17;
    m_state[2] ^= m_state[0];
    m_state[3] ^= m_state[1];
    m_state[1] ^= m_state[2];
    m_state[0] ^= m_state[3];
    m_state[2] ^= t;
    m_state[3] = std::rotl(m_state[3], 45);
    return result;
}

double SimulationRandom::uniform()
{
    return toUnit(next());
}

// Marsaglia's polar method.
double SimulationRandom::normal()
{
    if (m_spare) {
        const double spare = *m_spare;
        m_spare.reset();
        return spare;
    }
    for (;;) {
        const double x = 2.0 * uniform() - 1.0;
        const double y = 2.0 * uniform() - 1.0;
        const double square = x * x + y * y;
        if (square >= 1.0 || square == 0.0)
            continue;
        const double scale = std::sqrt(-2.0 * std::log(square) / square);
        m_spare = y * scale;
        return x * scale;
    }
}

double SimulationRandom::logNormal(double sigma)
{
    return std::exp(sigma * normal());
}

double nameUniform(std::string_view name, std::uint64_t salt)
{
    std::uint64_t hash = 0xcbf29ce484222325ULL ^ salt; // FNV-1a
    for (const char c : name) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001b3ULL;
    }
    return toUnit(splitMix(hash));
}

} // namespace ballast
