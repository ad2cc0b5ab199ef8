#include "app/venue/venue_peer.h"

#include "app/venue/venue_http.h"

#include <boost/asio/post.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include <chrono>
#include <deque>
#include <optional>
#include <type_traits>
#include <utility>

namespace ballast {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using Problem = boost::system::error_code;

constexpr std::chrono::seconds patience{10};
constexpr std::size_t longestRequest = 1u << 20;

template <class Stream>
class Peer final : public VenuePeer, public std::enable_shared_from_this<Peer<Stream>>
{
public:
    template <class... Arguments>
    Peer(std::uint64_t id, std::size_t mostWaiting, PeerHandlers handlers, Arguments&&... arguments)
        : m_id(id),
          m_mostWaiting(mostWaiting),
          m_handlers(std::move(handlers)),
          m_websocket(std::forward<Arguments>(arguments)...)
    {}

    void start() override
    {
        beast::get_lowest_layer(m_websocket).expires_after(patience);
        if constexpr (std::is_same_v<Stream, beast::tcp_stream>)
            readRequest();
        else
            m_websocket.next_layer().async_handshake(asio::ssl::stream_base::server, [self = self()](Problem problem) {
                if (problem)
                    self->end();
                else
                    self->readRequest();
            });
    }

    void send(std::string text) override
    {
        if (m_over || !m_open)
            return;
        m_waitingBytes += text.size();
        if (m_waitingBytes > m_mostWaiting) {
            end();
            return;
        }
        m_queue.push_back(std::move(text));
        if (!m_writing)
            writeNext();
    }

    void closeWhenWritten() override
    {
        m_closing = true;
        if (!m_writing)
            end();
    }

    void cut() override { end(); }

private:
    std::shared_ptr<Peer> self() { return this->shared_from_this(); }

    // A websocket begins as a request; any other request is a call of its own.
    void readRequest()
    {
        m_parser.emplace();
        m_parser->body_limit(longestRequest);
        beast::get_lowest_layer(m_websocket).expires_after(patience);
        http::async_read(m_websocket.next_layer(), m_incoming, *m_parser,
                         [self = self()](Problem problem, std::size_t) {
                             if (problem || self->m_over)
                                 self->end();
                             else if (websocket::is_upgrade(self->m_parser->get()))
                                 self->upgrade();
                             else
                                 self->answerRequest();
                         });
    }

    void answerRequest()
    {
        const auto& request = m_parser->get();
        const auto textOf = [](beast::string_view text) { return std::string(text.data(), text.size()); };
        VenueHttpAnswer answer = m_handlers.asked({textOf(request.method_string()), textOf(request.target()),
                                                   request.body(), textOf(request[http::field::authorization])});
        m_answer = {http::int_to_status(static_cast<unsigned>(answer.status)), request.version()};
        m_answer.set(http::field::content_type, "application/json");
        m_answer.keep_alive(request.keep_alive());
        m_answer.body() = std::move(answer.body);
        m_answer.prepare_payload();
        http::async_write(m_websocket.next_layer(), m_answer, [self = self()](Problem problem, std::size_t) {
            if (problem || self->m_over || !self->m_answer.keep_alive())
                self->end();
            else
                self->readRequest();
        });
    }

    void upgrade()
    {
        beast::get_lowest_layer(m_websocket).expires_never();
        m_websocket.set_option(websocket::stream_base::timeout{patience, websocket::stream_base::none(), false});
        m_websocket.read_message_max(longestRequest);
        m_websocket.async_accept(m_parser->get(), [self = self()](Problem problem) {
            if (problem || self->m_over) {
                self->end();
                return;
            }
            self->m_open = true;
            self->m_handlers.opened(self->m_id);
            self->readNext();
        });
    }

    void readNext()
    {
        m_websocket.async_read(m_incoming, [self = self()](Problem problem, std::size_t) {
            if (problem || self->m_over) {
                self->end();
                return;
            }
            const auto bytes = self->m_incoming.data();
            self->m_handlers.message(self->m_id, {static_cast<const char*>(bytes.data()), bytes.size()});
            self->m_incoming.consume(bytes.size());
            if (!self->m_over)
                self->readNext();
        });
    }

    void writeNext()
    {
        m_writing = true;
        m_websocket.text(true);
        m_websocket.async_write(asio::buffer(m_queue.front()), [self = self()](Problem problem, std::size_t) {
            self->m_writing = false;
            if (problem || self->m_over) {
                self->end();
                return;
            }
            self->m_waitingBytes -= self->m_queue.front().size();
            self->m_queue.pop_front();
            if (!self->m_queue.empty())
                self->writeNext();
            else if (self->m_closing)
                self->end();
        });
    }

    void end()
    {
        if (std::exchange(m_over, true))
            return;
        Problem ignored;
        beast::get_lowest_layer(m_websocket).socket().close(ignored);
        asio::post(m_websocket.get_executor(), [self = self()] { self->m_handlers.closed(self->m_id); });
    }

    std::uint64_t m_id;
    std::size_t m_mostWaiting;
    PeerHandlers m_handlers;
    websocket::stream<Stream> m_websocket;
    beast::flat_buffer m_incoming;
    std::optional<http::request_parser<http::string_body>> m_parser;
    http::response<http::string_body> m_answer;
    std::deque<std::string> m_queue; // the front is being written while m_writing
    std::size_t m_waitingBytes = 0;
    bool m_open = false;
    bool m_writing = false;
    bool m_closing = false;
    bool m_over = false;
};

} // namespace

std::shared_ptr<VenuePeer> makePeer(std::uint64_t id, asio::ip::tcp::socket socket, asio::ssl::context* tls,
                                    std::size_t mostWaiting, PeerHandlers handlers)
{
    Problem ignored;
    socket.set_option(asio::ip::tcp::no_delay(true), ignored);
    if (tls == nullptr)
        return std::make_shared<Peer<beast::tcp_stream>>(id, mostWaiting, std::move(handlers), std::move(socket));
    return std::make_shared<Peer<beast::ssl_stream<beast::tcp_stream>>>(id, mostWaiting, std::move(handlers),
                                                                        std::move(socket), *tls);
}

} // namespace ballast
