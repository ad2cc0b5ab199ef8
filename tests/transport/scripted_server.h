#pragma once

#include "app/venue/certificates.h"

#include <QFile>
#include <QTemporaryDir>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace ballast::test {

// What a scripted venue says. Called on the server's thread.
struct ServerScript
{
    std::function<std::optional<std::string>(const std::string& target)> get = {}; // nullopt: 404
    std::function<std::optional<std::string>(const std::string& body)> post = {};
    std::function<std::vector<std::string>(const std::string& target, const std::string& text)> replies = {};
};

// One connection: an HTTPS question, or a websocket that lives on.
class ScriptedPeer : public std::enable_shared_from_this<ScriptedPeer>
{
    using Tls = boost::beast::ssl_stream<boost::beast::tcp_stream>;
    using Problem = boost::system::error_code;

public:
    ScriptedPeer(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context& context, const ServerScript& script,
                 std::function<void(const std::string&)> heard)
        : m_script(script), m_heard(std::move(heard)), m_stream(boost::beast::tcp_stream(std::move(socket)), context)
    {}

    void start()
    {
        m_stream.async_handshake(boost::asio::ssl::stream_base::server, [self = shared_from_this()](Problem problem) {
            if (!problem)
                self->readRequest();
        });
    }

    void say(std::string text)
    {
        if (!m_websocket)
            return;
        m_queue.push_back(std::move(text));
        if (m_queue.size() == 1)
            writeNext();
    }

    void cut()
    {
        Problem ignored;
        auto& socket =
            m_websocket ? boost::beast::get_lowest_layer(*m_websocket) : boost::beast::get_lowest_layer(m_stream);
        socket.socket().close(ignored);
    }

    [[nodiscard]] const std::string& target() const { return m_target; }
    [[nodiscard]] bool isOpen() const { return m_open; }

private:
    void readRequest()
    {
        boost::beast::http::async_read(m_stream, m_buffer, m_request,
                                       [self = shared_from_this()](Problem problem, auto) {
                                           if (problem)
                                               return;
                                           self->m_target = std::string(self->m_request.target());
                                           if (boost::beast::websocket::is_upgrade(self->m_request))
                                               self->upgrade();
                                           else
                                               self->answer();
                                       });
    }

    void answer()
    {
        namespace http = boost::beast::http;
        const bool isPost = m_request.method() == http::verb::post;
        std::optional<std::string> body;
        if (isPost && m_script.post)
            body = m_script.post(m_request.body());
        if (!isPost && m_script.get)
            body = m_script.get(m_target);
        m_response = {body ? http::status::ok : http::status::not_found, 11};
        m_response.body() = body.value_or("");
        m_response.prepare_payload();
        http::async_write(m_stream, m_response, [self = shared_from_this()](Problem, auto) {
            self->m_stream.async_shutdown([self](Problem) {});
        });
    }

    void upgrade()
    {
        m_websocket.emplace(std::move(m_stream));
        m_websocket->async_accept(m_request, [self = shared_from_this()](Problem problem) {
            if (problem)
                return;
            self->m_open = true;
            self->readNext();
        });
    }

    void readNext()
    {
        m_websocket->async_read(m_buffer, [self = shared_from_this()](Problem problem, auto) {
            if (problem) {
                self->m_open = false;
                return;
            }
            const std::string text = boost::beast::buffers_to_string(self->m_buffer.data());
            self->m_buffer.consume(self->m_buffer.size());
            self->m_heard(text);
            if (self->m_script.replies) {
                for (std::string& reply : self->m_script.replies(self->m_target, text))
                    self->say(std::move(reply));
            }
            self->readNext();
        });
    }

    void writeNext()
    {
        m_websocket->text(true);
        m_websocket->async_write(boost::asio::buffer(m_queue.front()),
                                 [self = shared_from_this()](Problem problem, auto) {
                                     if (problem)
                                         return;
                                     self->m_queue.pop_front();
                                     if (!self->m_queue.empty())
                                         self->writeNext();
                                 });
    }

    const ServerScript& m_script;
    std::function<void(const std::string&)> m_heard;
    Tls m_stream;
    std::optional<boost::beast::websocket::stream<Tls>> m_websocket;
    boost::beast::flat_buffer m_buffer;
    boost::beast::http::request<boost::beast::http::string_body> m_request;
    boost::beast::http::response<boost::beast::http::string_body> m_response;
    std::string m_target;
    std::deque<std::string> m_queue;
    bool m_open = false;
};

// HTTPS and websockets over TLS on one port of this machine, on a thread of its own, with certificates of its own
// authority.
class ScriptedServer
{
public:
    explicit ScriptedServer(ServerScript script, CertificateFault fault = {}) : m_script(std::move(script))
    {
        const auto certificates = makeCertificates(fault).value();
        authorities = m_folder.filePath(QStringLiteral("authority.pem")).toStdString();
        QFile file(QString::fromStdString(authorities));
        if (file.open(QIODevice::WriteOnly))
            file.write(QByteArray::fromStdString(certificates.authority));
        m_context.use_certificate_chain(boost::asio::buffer(certificates.certificate));
        m_context.use_private_key(boost::asio::buffer(certificates.key), boost::asio::ssl::context::pem);
        port = m_acceptor.local_endpoint().port();
        accept();
        m_thread = std::jthread([this] { m_io.run(); });
    }

    ~ScriptedServer()
    {
        m_io.stop();
        m_thread.join();
    }

    // To every open websocket whose address ends so.
    void push(const std::string& text, const std::string& target = {})
    {
        boost::asio::post(m_io, [this, text, target] {
            for (const auto& peer : m_peers) {
                if (peer->isOpen() && peer->target().ends_with(target))
                    peer->say(text);
            }
        });
    }

    void cutAll()
    {
        boost::asio::post(m_io, [this] {
            for (const auto& peer : m_peers)
                peer->cut();
            m_peers.clear();
        });
    }

    [[nodiscard]] std::vector<std::string> heard() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_heard;
    }
    [[nodiscard]] std::size_t heardWith(const std::string& part) const
    {
        std::size_t count = 0;
        for (const std::string& text : heard())
            count += text.find(part) != std::string::npos ? 1 : 0;
        return count;
    }
    [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(port); }

    std::string authorities;
    std::uint16_t port = 0;

private:
    void accept()
    {
        m_acceptor.async_accept([this](boost::system::error_code problem, boost::asio::ip::tcp::socket socket) {
            if (problem)
                return;
            m_peers.push_back(
                std::make_shared<ScriptedPeer>(std::move(socket), m_context, m_script, [this](const std::string& text) {
                    const std::scoped_lock lock(m_mutex);
                    m_heard.push_back(text);
                }));
            m_peers.back()->start();
            accept();
        });
    }

    ServerScript m_script;
    QTemporaryDir m_folder;
    boost::asio::io_context m_io{1};
    boost::asio::ssl::context m_context{boost::asio::ssl::context::tls_server};
    boost::asio::ip::tcp::acceptor m_acceptor{m_io, {boost::asio::ip::make_address("127.0.0.1"), 0}};
    std::vector<std::shared_ptr<ScriptedPeer>> m_peers; // server's thread
    mutable std::mutex m_mutex;
    std::vector<std::string> m_heard; // guarded by m_mutex
    std::jthread m_thread;
};

} // namespace ballast::test
