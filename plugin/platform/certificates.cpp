#include "plugin/platform/certificates.hpp"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace passback::platform {
namespace {

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
struct FreeCertificate {
  void operator()(X509* certificate) const { X509_free(certificate); }
};
using Bio = std::unique_ptr<BIO, FreeBio>;
using Certificate = std::unique_ptr<X509, FreeCertificate>;

constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----";
constexpr std::string_view kEnd = "-----END CERTIFICATE-----";

Error wrong(const char* sentence) {
  return {Code::config, sentence};
}

/// Of what stands between the two lines. White space does not count: a field of one line, or an
/// indented document, has lost or added some.
Certificate certificate_of(std::string_view armoured) {
  std::string base64;
  for (const char c : armoured) {
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
      base64 += c;
    }
  }
  const auto padding = static_cast<std::size_t>(base64.ends_with("==")  ? 2
                                                : base64.ends_with("=") ? 1
                                                                        : 0);
  std::vector<unsigned char> bytes(base64.size() / 4 * 3 + 3);
  const int size =
      EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(base64.data()),
                      static_cast<int>(base64.size()));
  if (size <= static_cast<int>(padding)) {
    return nullptr;
  }
  const unsigned char* at = bytes.data();
  const unsigned char* end = at + (static_cast<std::size_t>(size) - padding);
  Certificate read(d2i_X509(nullptr, &at, static_cast<long>(end - at)));
  return at == end ? std::move(read) : nullptr;
}

std::optional<std::string> written(X509& certificate) {
  const Bio out(BIO_new(BIO_s_mem()));
  if (!out || PEM_write_bio_X509(out.get(), &certificate) != 1) {
    return std::nullopt;
  }
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(out.get(), &bytes);
  return std::string(bytes, static_cast<std::size_t>(size));
}

} // namespace

Result<std::string> certificates_in(std::string_view text) {
  if (text.find("PRIVATE KEY") != std::string_view::npos) {
    return wrong("There is a private key in it; give the certificate alone.");
  }
  std::string all;
  for (auto begin = text.find(kBegin); begin != std::string_view::npos; begin = text.find(kBegin)) {
    text.remove_prefix(begin + kBegin.size());
    const auto end = text.find(kEnd);
    const auto certificate =
        end == std::string_view::npos ? nullptr : certificate_of(text.substr(0, end));
    const auto pem = certificate ? written(*certificate) : std::nullopt;
    // What OpenSSL noted about it is nobody's later error on this thread.
    ERR_clear_error();
    if (!pem) {
      return wrong("A certificate in it is damaged.");
    }
    all += *pem;
    text.remove_prefix(end + kEnd.size());
  }
  if (all.empty()) {
    return wrong("There is no certificate in it; one begins with -----BEGIN CERTIFICATE-----.");
  }
  return all;
}

} // namespace passback::platform
