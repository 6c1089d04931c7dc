#include "plugin/settings/sealed_box.hpp"

#include <array>
#include <memory>
#include <span>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "plugin/platform/hash.hpp"
#include "plugin/platform/uuid.hpp"

namespace passback::settings {
namespace {

// Layout: "PBSEAL1\n", 16 characters that name the key, 12 bytes of nonce, ciphertext, 16 bytes of
// tag.
constexpr std::string_view kMagic = "PBSEAL1\n";
constexpr std::size_t kKeyMark = 16, kNonce = 12, kTag = 16;
constexpr std::size_t kHead = kMagic.size() + kKeyMark + kNonce;

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}
int length(std::string_view text) {
  return static_cast<int>(text.size());
}

std::string key_mark(const Secret& key) {
  Secret labelled("passback secret file key" + std::string(key.reveal()));
  return platform::sha256_hex(labelled.reveal()).substr(0, kKeyMark);
}

Error broken(const char* what) {
  return Error{Code::internal, std::string("libcrypto: ") + what};
}

} // namespace

Result<std::string> seal(const Secret& key, std::string_view bound, std::string_view text) {
  std::array<unsigned char, kNonce> nonce{};
  platform::fill_random(nonce);
  std::string sealed(text.size(), '\0');
  std::string tag(kTag, '\0');
  const Context context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  int written = 0, last = 0;
  if (!context ||
      EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes(key.reveal()),
                         nonce.data()) != 1 ||
      EVP_EncryptUpdate(context.get(), nullptr, &written, bytes(bound), length(bound)) != 1 ||
      EVP_EncryptUpdate(context.get(), bytes(sealed), &written, bytes(text), length(text)) != 1 ||
      EVP_EncryptFinal_ex(context.get(), bytes(sealed) + written, &last) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(kTag),
                          tag.data()) != 1) {
    return broken("sealing failed");
  }
  std::string file(kMagic);
  file += key_mark(key);
  file.append(reinterpret_cast<const char*>(nonce.data()), nonce.size());
  return file + sealed + tag;
}

Result<Secret> unseal(const Secret& key, std::string_view bound, std::string_view sealed) {
  if (sealed.size() < kHead + kTag || !sealed.starts_with(kMagic)) {
    return Error{Code::corrupt, "damaged"};
  }
  if (sealed.substr(kMagic.size(), kKeyMark) != key_mark(key)) {
    return Error{Code::corrupt, "sealed with another key"};
  }
  const auto nonce = sealed.substr(kMagic.size() + kKeyMark, kNonce);
  const auto cipher = sealed.substr(kHead, sealed.size() - kHead - kTag);
  std::string tag(sealed.substr(sealed.size() - kTag));
  std::string text(cipher.size(), '\0');
  const Context context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  int written = 0, last = 0;
  if (!context) {
    return broken("no memory");
  }
  const bool whole =
      EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes(key.reveal()),
                         bytes(nonce)) == 1 &&
      EVP_DecryptUpdate(context.get(), nullptr, &written, bytes(bound), length(bound)) == 1 &&
      EVP_DecryptUpdate(context.get(), bytes(text), &written, bytes(cipher), length(cipher)) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(kTag),
                          tag.data()) == 1 &&
      EVP_DecryptFinal_ex(context.get(), bytes(text) + written, &last) == 1;
  Secret opened(text);
  OPENSSL_cleanse(text.data(), text.size());
  if (!whole) {
    return Error{Code::corrupt, "damaged"};
  }
  return opened;
}

} // namespace passback::settings
