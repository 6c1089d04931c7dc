#include "host_stub/http/tls.hpp"

#include <cstdint>
#include <memory>
#include <stdexcept>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace host_stub::http {

namespace {

template <auto Free> struct FreeWith {
  template <class T> void operator()(T* object) const { Free(object); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, FreeWith<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, FreeWith<X509_EXTENSION_free>>;
using Memory = std::unique_ptr<BIO, FreeWith<BIO_free_all>>;

void need(bool ok, const char* what) {
  if (!ok) {
    throw std::runtime_error(std::string("TLS certificate: libcrypto refused ") + what);
  }
}

void add_extension(X509* certificate, X509* issuer, int id, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, id, value));
  need(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1, "an extension");
}

Certificate make_certificate(const char* name, EVP_PKEY* key) {
  constexpr long kDay = 24 * 60 * 60;
  Certificate certificate(X509_new());
  need(certificate != nullptr && X509_set_version(certificate.get(), 2) == 1, "a certificate");
  std::uint64_t serial = 0;
  need(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1,
       "a serial number");
  need(ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), serial >> 1U) == 1,
       "a serial number");
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kDay);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3650 * kDay);
  need(X509_set_pubkey(certificate.get(), key) == 1, "a public key");
  need(X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                                  reinterpret_cast<const unsigned char*>(name), -1, -1, 0) == 1,
       "a name");
  return certificate;
}

std::string to_pem(X509* certificate) {
  const Memory memory(BIO_new(BIO_s_mem()));
  need(PEM_write_bio_X509(memory.get(), certificate) == 1, "PEM");
  char* data = nullptr;
  const auto size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string to_pem(EVP_PKEY* key) {
  const Memory memory(BIO_new(BIO_s_mem()));
  need(PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
       "PEM");
  char* data = nullptr;
  const auto size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

} // namespace

TlsIdentity make_tls_identity() {
  const Key ca_key(EVP_EC_gen("P-256"));
  const Key key(EVP_EC_gen("P-256"));
  need(ca_key != nullptr && key != nullptr, "a key");

  const auto ca = make_certificate("OneRoster provider simulator CA", ca_key.get());
  need(X509_set_issuer_name(ca.get(), X509_get_subject_name(ca.get())) == 1, "an issuer");
  add_extension(ca.get(), ca.get(), NID_basic_constraints, "critical,CA:TRUE");
  add_extension(ca.get(), ca.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension(ca.get(), ca.get(), NID_subject_key_identifier, "hash");
  need(X509_sign(ca.get(), ca_key.get(), EVP_sha256()) != 0, "to sign");

  const auto leaf = make_certificate("localhost", key.get());
  need(X509_set_issuer_name(leaf.get(), X509_get_subject_name(ca.get())) == 1, "an issuer");
  add_extension(leaf.get(), ca.get(), NID_basic_constraints, "critical,CA:FALSE");
  add_extension(leaf.get(), ca.get(), NID_subject_alt_name,
                "DNS:localhost,IP:127.0.0.1,IP:0:0:0:0:0:0:0:1");
  add_extension(leaf.get(), ca.get(), NID_ext_key_usage, "serverAuth");
  add_extension(leaf.get(), ca.get(), NID_subject_key_identifier, "hash");
  add_extension(leaf.get(), ca.get(), NID_authority_key_identifier, "keyid");
  need(X509_sign(leaf.get(), ca_key.get(), EVP_sha256()) != 0, "to sign");
  return {to_pem(ca.get()), to_pem(leaf.get()), to_pem(key.get())};
}

} // namespace host_stub::http
