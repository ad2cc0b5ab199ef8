#include "app/cli/run_until_told.h"

#include <ctime>

namespace ballast {

EndingSignals::EndingSignals()
{
    sigemptyset(&m_signals);
    sigaddset(&m_signals, SIGINT);
    sigaddset(&m_signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &m_signals, nullptr);
}

bool EndingSignals::wait(double seconds) const
{
    if (seconds <= 0.0) {
        int which = 0;
        sigwait(&m_signals, &which);
        return true;
    }
    timespec left{};
    left.tv_sec = static_cast<std::time_t>(seconds);
    left.tv_nsec = static_cast<long>((seconds - static_cast<double>(left.tv_sec)) * 1e9);
    return sigtimedwait(&m_signals, nullptr, &left) >= 0;
}

} // namespace ballast
