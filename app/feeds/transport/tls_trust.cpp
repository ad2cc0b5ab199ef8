#include "app/feeds/transport/tls_trust.h"

#include <boost/asio/ip/address.hpp>

#include <fmt/format.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

namespace ballast {

Result<std::shared_ptr<boost::asio::ssl::context>> clientTls(const std::optional<std::filesystem::path>& authorities)
{
    namespace ssl = boost::asio::ssl;
    auto context = std::make_shared<ssl::context>(ssl::context::tls_client);
    if (SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION) != 1)
        return Error{Errc::Unsupported, "this computer's OpenSSL knows no TLS 1.2"};
    context->set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert);
    boost::system::error_code problem;
    if (authorities)
        context->load_verify_file(authorities->string(), problem);
    else
        context->set_default_verify_paths(problem);
    if (problem)
        return Error{Errc::Io, fmt::format("{}: no certificates of authorities in it",
                                           authorities ? authorities->string() : "system certificate store")};
    return context;
}

Status expectHost(SSL* connection, const std::string& host)
{
    X509_VERIFY_PARAM* rules = SSL_get0_param(connection);
    boost::system::error_code noAddress;
    boost::asio::ip::make_address(host, noAddress);
    if (!noAddress) {
        if (X509_VERIFY_PARAM_set1_ip_asc(rules, host.c_str()) != 1)
            return Error{Errc::BadInput, host + ": not an address that a certificate can name"};
        return Done{};
    }
    X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    // The macro SSL_set_tlsext_host_name casts as C does; this is what it stands for.
    const bool named = SSL_ctrl(connection, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                                const_cast<char*>(host.c_str())) == 1;
    if (!named || X509_VERIFY_PARAM_set1_host(rules, host.c_str(), host.size()) != 1)
        return Error{Errc::BadInput, host + ": not a name that a certificate can bear"};
    return Done{};
}

std::string tlsFailure(const SSL* connection, const std::string& host, const std::string& problem)
{
    const long verdict = SSL_get_verify_result(connection);
    if (verdict == X509_V_OK)
        return fmt::format("no secure connection to {}: {}", host, problem);
    return fmt::format("the certificate of {} is refused: {}", host, X509_verify_cert_error_string(verdict));
}

} // namespace ballast
