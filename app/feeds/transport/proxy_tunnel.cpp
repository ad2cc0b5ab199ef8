#include "app/feeds/transport/proxy_tunnel.h"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <fmt/format.h>
#include <openssl/evp.h>

#include <memory>
#include <vector>

namespace ballast {
namespace {

namespace http = boost::beast::http;
using Problem = boost::system::error_code;

std::string base64(const std::string& text)
{
    std::vector<unsigned char> out(4 * ((text.size() + 2) / 3) + 1);
    const int size =
        EVP_EncodeBlock(out.data(), reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
    return {out.begin(), out.begin() + size};
}

struct Tunnel
{
    http::request<http::empty_body> request;
    http::response_parser<http::empty_body> answer;
    boost::beast::flat_buffer buffer{8192};
    std::function<void(const std::string&)> done;
};

void readAnswer(boost::beast::tcp_stream& stream, const std::shared_ptr<Tunnel>& tunnel)
{
    tunnel->answer.skip(true); // an answer to CONNECT has no body
    http::async_read_header(stream, tunnel->buffer, tunnel->answer, [tunnel](Problem problem, std::size_t) {
        if (problem) {
            tunnel->done("the proxy broke off: " + problem.message());
            return;
        }
        const auto& header = tunnel->answer.get();
        if (http::to_status_class(header.result()) == http::status_class::successful)
            tunnel->done({});
        else
            tunnel->done(fmt::format("the proxy refused the way to the venue: {} {}", header.result_int(),
                                     std::string(header.reason())));
    });
}

} // namespace

void openTunnel(boost::beast::tcp_stream& stream, const VenueEndpoint& endpoint, const HttpProxy& proxy,
                std::function<void(const std::string& refusal)> done)
{
    const auto tunnel = std::make_shared<Tunnel>();
    tunnel->done = std::move(done);
    const std::string target = fmt::format("{}:{}", endpoint.host, endpoint.port);
    tunnel->request = {http::verb::connect, target, 11};
    tunnel->request.set(http::field::host, target);
    if (proxy.credentials)
        tunnel->request.set(http::field::proxy_authorization, "Basic " + base64(*proxy.credentials));
    http::async_write(stream, tunnel->request, [&stream, tunnel](Problem problem, std::size_t) {
        if (problem)
            tunnel->done("the proxy broke off: " + problem.message());
        else
            readAnswer(stream, tunnel);
    });
}

} // namespace ballast
