#pragma once

#include <cstdint>

namespace ballast {

enum class LinkPhase
{
    Down,
    SigningIn,
    Up
};

struct SessionFigures
{
    std::uint64_t messages = 0;
    std::uint64_t badMessages = 0;
    std::uint64_t gaps = 0;
    std::uint64_t resubscriptions = 0; // of single channels
    std::uint64_t reconnects = 0;
    bool operator==(const SessionFigures&) const = default;
};

} // namespace ballast
