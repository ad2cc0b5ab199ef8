#include "app/venue/certificates.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>

namespace ballast {
namespace {

struct Freer
{
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
    void operator()(BIO* text) const { BIO_free(text); }
};
template <class T>
using Owned = std::unique_ptr<T, Freer>;

constexpr long aDay = 86'400; // seconds

struct Subject
{
    const char* name;
    const char* alternatives; // nullptr: an authority
    long notBefore = -aDay;   // from now
    long notAfter = aDay;
};

Owned<EVP_PKEY> newKey()
{
    char curve[] = "P-256";
    return Owned<EVP_PKEY>(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", static_cast<char*>(curve)));
}

bool extend(X509* certificate, X509* issuer, int id, const char* value)
{
    X509V3_CTX context{};
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const Owned<X509_EXTENSION> extension(X509V3_EXT_conf_nid(nullptr, &context, id, value));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool nameIt(X509* certificate, const char* name)
{
    X509_NAME* subject = X509_get_subject_name(certificate);
    return X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(name), -1,
                                      -1, 0) == 1;
}

// Signed by `issuer`; by itself where there is none.
Owned<X509> certify(const Subject& subject, EVP_PKEY* key, X509* issuer, EVP_PKEY* issuerKey)
{
    Owned<X509> certificate(X509_new());
    std::int64_t serial = 0;
    RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial);
    X509* made = certificate.get();
    bool sound = X509_set_version(made, 2) == 1 &&
                 ASN1_INTEGER_set_int64(X509_get_serialNumber(made), serial & 0x7fffffffffffffff) == 1 &&
                 X509_gmtime_adj(X509_getm_notBefore(made), subject.notBefore) != nullptr &&
                 X509_gmtime_adj(X509_getm_notAfter(made), subject.notAfter) != nullptr &&
                 X509_set_pubkey(made, key) == 1 && nameIt(made, subject.name);
    X509* signer = issuer != nullptr ? issuer : made;
    sound = sound && X509_set_issuer_name(made, X509_get_subject_name(signer)) == 1;
    if (subject.alternatives == nullptr)
        sound = sound && extend(made, signer, NID_basic_constraints, "critical,CA:TRUE") &&
                extend(made, signer, NID_key_usage, "critical,keyCertSign,cRLSign");
    else
        sound = sound && extend(made, signer, NID_basic_constraints, "CA:FALSE") &&
                extend(made, signer, NID_ext_key_usage, "serverAuth") &&
                extend(made, signer, NID_subject_alt_name, subject.alternatives);
    sound = sound && X509_sign(made, issuerKey != nullptr ? issuerKey : key, EVP_sha256()) != 0;
    return sound ? std::move(certificate) : nullptr;
}

std::string textOf(BIO* bio)
{
    const char* start = nullptr;
    const long size = BIO_ctrl(bio, BIO_CTRL_INFO, 0, &start);
    return {start, static_cast<std::size_t>(size)};
}

std::string pem(X509* certificate)
{
    const Owned<BIO> bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(bio.get(), certificate);
    return textOf(bio.get());
}

std::string pem(EVP_PKEY* key)
{
    const Owned<BIO> bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    return textOf(bio.get());
}

} // namespace

Result<VenueCertificates> makeCertificates(CertificateFault fault)
{
    const Error failure{Errc::Io, "OpenSSL makes no certificate"};
    const auto authorityKey = newKey();
    const auto serverKey = newKey();
    if (!authorityKey || !serverKey)
        return failure;
    const auto authority = certify({"Ballast test authority", nullptr}, authorityKey.get(), nullptr, nullptr);
    if (!authority)
        return failure;
    Subject subject{"localhost", "DNS:localhost,DNS:venue.test,IP:127.0.0.1,IP:::1"};
    if (fault == CertificateFault::Expired) {
        subject.notBefore = -3 * aDay;
        subject.notAfter = -2 * aDay;
    }
    if (fault == CertificateFault::WrongHost)
        subject = {"elsewhere.test", "DNS:elsewhere.test"};
    const bool alone = fault == CertificateFault::SelfSigned;
    const auto server =
        certify(subject, serverKey.get(), alone ? nullptr : authority.get(), alone ? nullptr : authorityKey.get());
    if (!server)
        return failure;
    return VenueCertificates{pem(authority.get()), pem(server.get()), pem(serverKey.get())};
}

} // namespace ballast
