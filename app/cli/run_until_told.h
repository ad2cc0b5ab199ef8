#pragma once

#include <csignal>

namespace ballast {

// For commands that run until they are interrupted. The signals are waited for, not handled: construct before any
// thread is made.
class EndingSignals
{
public:
    EndingSignals();
    // Until SIGINT or SIGTERM, or so many seconds; 0: no end by itself. True: it was told to.
    bool wait(double seconds) const;

private:
    sigset_t m_signals{};
};

} // namespace ballast
