#include "app/venue/venue_server.h"

#include "app/feeds/transport/steady_wall_clock.h"
#include "app/venue/venue_peer.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <fmt/format.h>
#include <openssl/ssl.h>

#include <future>
#include <map>
#include <thread>
#include <utility>

namespace ballast {
namespace {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using Problem = boost::system::error_code;

Result<std::unique_ptr<asio::ssl::context>> serverTls(const VenueCertificates& certificates, CertificateFault fault)
{
    auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
    Problem problem;
    const auto bytes = [](const std::string& text) { return asio::buffer(text.data(), text.size()); };
    context->use_certificate_chain(bytes(certificates.certificate), problem);
    if (!problem)
        context->use_private_key(bytes(certificates.key), asio::ssl::context::pem, problem);
    if (problem)
        return Error{Errc::BadInput, "the certificate or its key cannot be used: " + problem.message()};
    SSL_CTX* native = context->native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    if (fault == CertificateFault::OldTls) {
        // Level 0 is what OpenSSL 3 asks for before it speaks TLS 1.1 at all.
        SSL_CTX_set_security_level(native, 0);
        SSL_CTX_set_cipher_list(native, "ALL:@SECLEVEL=0");
        SSL_CTX_set_min_proto_version(native, TLS1_1_VERSION);
        SSL_CTX_set_max_proto_version(native, TLS1_1_VERSION);
    }
    return context;
}

} // namespace

class VenueServer::Loop
{
public:
    Loop(const VenueServerSettings& settings, std::unique_ptr<VenueMarket> market,
         std::unique_ptr<asio::ssl::context> tls)
        : m_settings(settings),
          m_tls(std::move(tls)),
          m_venue(settings.venue, std::move(market), m_clock.now()),
          m_faults(settings.faults, m_clock.now())
    {}

    Status listen()
    {
        Problem problem;
        const Tcp::endpoint here(asio::ip::address_v4::loopback(), m_settings.port);
        m_acceptor.open(here.protocol(), problem);
        if (!problem)
            m_acceptor.set_option(Tcp::acceptor::reuse_address(true), problem);
        if (!problem)
            m_acceptor.bind(here, problem);
        if (!problem)
            m_acceptor.listen(asio::socket_base::max_listen_connections, problem);
        if (problem)
            return Error{Errc::Io,
                         fmt::format("port {} cannot be listened on: {}", m_settings.port, problem.message())};
        m_port = m_acceptor.local_endpoint(problem).port();
        return Done{};
    }

    void run()
    {
        asio::post(m_io, [this] {
            acceptNext();
            awaitTick();
        });
        m_thread = std::jthread([this] { m_io.run(); });
    }

    ~Loop()
    {
        m_io.stop();
        if (m_thread.joinable())
            m_thread.join();
    }

    [[nodiscard]] std::uint16_t port() const { return m_port; }

    void inspect(const std::function<void(SimulatedVenue&)>& look)
    {
        std::promise<void> done;
        asio::post(m_io, [&] {
            look(m_venue);
            deliver();
            done.set_value();
        });
        done.get_future().wait();
    }

    [[nodiscard]] std::uint64_t faults()
    {
        std::promise<std::uint64_t> total;
        asio::post(m_io, [&] { total.set_value(m_faults.total()); });
        return total.get_future().get();
    }

    void replaceFaults(const FaultScript& script)
    {
        asio::post(m_io, [this, script] { m_faults = FaultInjector(script, m_clock.now()); });
    }

    void cutAll()
    {
        asio::post(m_io, [this] {
            for (auto& [id, peer] : m_peers)
                peer->cut();
        });
    }

private:
    void acceptNext()
    {
        m_acceptor.async_accept([this](Problem problem, Tcp::socket socket) {
            if (problem == asio::error::operation_aborted)
                return;
            if (!problem)
                welcome(std::move(socket));
            acceptNext();
        });
    }

    void welcome(Tcp::socket socket)
    {
        const std::uint64_t id = ++m_lastPeer;
        PeerHandlers handlers;
        handlers.opened = [this](std::uint64_t peer) { m_venue.opened(peer, m_clock.now()); };
        handlers.message = [this](std::uint64_t peer, std::string_view text) {
            m_venue.received(peer, text, m_clock.now());
            deliver();
        };
        handlers.closed = [this](std::uint64_t peer) {
            m_venue.closed(peer, m_clock.now());
            m_faults.forget(peer);
            m_peers.erase(peer);
            deliver();
        };
        handlers.asked = [this](const VenueHttpRequest& request) {
            VenueHttpAnswer answer = m_venue.answerHttp(request, m_clock.now());
            deliver(); // what it changed, to those who are subscribed
            return answer;
        };
        auto peer = makePeer(id, std::move(socket), m_tls.get(), m_settings.mostWaiting, std::move(handlers));
        m_peers[id] = peer;
        peer->start();
    }

    void awaitTick()
    {
        m_timer.expires_after(m_settings.step);
        m_timer.async_wait([this](Problem problem) {
            if (problem)
                return;
            m_venue.tick(m_clock.now());
            deliver();
            awaitTick();
        });
    }

    void deliver()
    {
        for (VenueOutput& output : m_faults.pass(m_venue.takeOutput(), m_clock.now(), m_venue)) {
            const auto peer = m_peers.find(output.connection);
            if (peer == m_peers.end())
                continue;
            if (!output.text.empty())
                peer->second->send(std::move(output.text));
            if (output.close)
                peer->second->closeWhenWritten();
        }
    }

    VenueServerSettings m_settings;
    SteadyWallClock m_clock;
    std::unique_ptr<asio::ssl::context> m_tls;
    SimulatedVenue m_venue;
    FaultInjector m_faults;
    asio::io_context m_io{1};
    Tcp::acceptor m_acceptor{m_io};
    asio::steady_timer m_timer{m_io};
    std::map<std::uint64_t, std::shared_ptr<VenuePeer>> m_peers;
    std::uint64_t m_lastPeer = 0;
    std::uint16_t m_port = 0;
    std::jthread m_thread;
};

VenueServer::VenueServer(std::unique_ptr<Loop> loop) : m_loop(std::move(loop)) {}
VenueServer::~VenueServer() = default;

Result<std::unique_ptr<VenueServer>> VenueServer::start(const VenueServerSettings& settings,
                                                        std::unique_ptr<VenueMarket> market)
{
    std::unique_ptr<asio::ssl::context> tls;
    if (settings.tls) {
        auto made = serverTls(*settings.tls, settings.faults.certificate());
        if (!made)
            return made.error();
        tls = std::move(*made);
    }
    auto loop = std::make_unique<Loop>(settings, std::move(market), std::move(tls));
    if (const Status listening = loop->listen(); !listening)
        return listening.error();
    loop->run();
    return std::unique_ptr<VenueServer>(new VenueServer(std::move(loop)));
}

std::uint16_t VenueServer::port() const
{
    return m_loop->port();
}

void VenueServer::inspect(const std::function<void(SimulatedVenue&)>& look)
{
    m_loop->inspect(look);
}

void VenueServer::replaceFaults(const FaultScript& script)
{
    m_loop->replaceFaults(script);
}

std::uint64_t VenueServer::faults()
{
    return m_loop->faults();
}

void VenueServer::cutAll()
{
    m_loop->cutAll();
}

} // namespace ballast
