#pragma once

#include "app/venue/certificates.h"
#include "app/venue/fault_injector.h"
#include "app/venue/simulated_venue.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace ballast {

struct VenueServerSettings
{
    std::uint16_t port = 0;                 // 0: any that is free
    std::optional<VenueCertificates> tls{}; // none: plain
    SimulatedVenueSettings venue{};
    FaultScript faults{};
    Milliseconds step{100};              // of the market
    std::size_t mostWaiting = 64u << 20; // bytes that a client may leave unread before it is cut off
};

// The simulated venue on a websocket of this machine, on a thread of its own. Never reachable from elsewhere.
class VenueServer
{
public:
    // Errors: the port is taken, the certificate is none.
    [[nodiscard]] static Result<std::unique_ptr<VenueServer>> start(const VenueServerSettings& settings,
                                                                    std::unique_ptr<VenueMarket> market);
    ~VenueServer();

    [[nodiscard]] std::uint16_t port() const;
    // From any thread: runs on the venue's own, and waits for it.
    void inspect(const std::function<void(SimulatedVenue&)>& look);
    [[nodiscard]] std::uint64_t faults(); // done so far. From any thread.
    // From any thread: another script from now on; what a fault holds back is lost.
    void replaceFaults(const FaultScript& script);
    // From any thread: cuts every connection, as a fault would.
    void cutAll();

private:
    class Loop;
    explicit VenueServer(std::unique_ptr<Loop> loop);
    std::unique_ptr<Loop> m_loop;
};

} // namespace ballast
