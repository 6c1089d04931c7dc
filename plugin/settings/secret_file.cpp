#include "plugin/settings/secret_file.hpp"

#include <array>

#include <openssl/crypto.h>

#include "plugin/platform/files.hpp"
#include "plugin/platform/hash.hpp"
#include "plugin/platform/try.hpp"
#include "plugin/platform/uuid.hpp"
#include "plugin/settings/sealed_box.hpp"

namespace passback::settings {
namespace {

constexpr std::size_t kLongestFile = 1 << 20;

Result<std::optional<Secret>> read_key(const std::string& path) {
  auto text = platform::read_private_file(path, kSealKeyBytes);
  if (!text) {
    return text.error().code == Code::range ? Error{Code::corrupt, path + " is damaged"}
                                            : text.error();
  }
  if (!text->has_value()) {
    return std::optional<Secret>();
  }
  Secret key(**text);
  OPENSSL_cleanse((*text)->data(), (*text)->size());
  if (key.reveal().size() != kSealKeyBytes) {
    return Error{Code::corrupt, path + " is damaged"};
  }
  return std::optional<Secret>(std::move(key));
}

// Two processes may come here at once; the link is made once, and both then read what it names.
Result<Secret> read_or_make_key(const std::string& path) {
  auto key = read_key(path);
  if (!key) {
    return key.error();
  }
  if (key->has_value()) {
    return std::move(**key);
  }
  std::array<unsigned char, kSealKeyBytes> fresh{};
  platform::fill_random(fresh);
  const std::string draft = path + "." + platform::random_uuid();
  const auto written = platform::replace_file(
      draft, std::string_view(reinterpret_cast<const char*>(fresh.data()), fresh.size()));
  OPENSSL_cleanse(fresh.data(), fresh.size());
  if (!written) {
    return written.error();
  }
  const Status linked = platform::link_file(draft, path);
  static_cast<void>(platform::remove_file(draft));
  key = read_key(path);
  if (!key) {
    return key.error();
  }
  if (!key->has_value()) {
    return linked ? Error{Code::storage, path + " is gone again"} : linked.error();
  }
  return std::move(**key);
}

} // namespace

SecretFile::SecretFile(std::string data_dir) : data_dir_(std::move(data_dir)) {}

std::string SecretFile::path_of(std::string_view name) const {
  return data_dir_ + "/secrets/" + platform::sha256_hex(name) + ".sealed";
}

Result<std::optional<Secret>> SecretFile::get(std::string_view name) const {
  const auto path = path_of(name);
  PASSBACK_TRY_AS(auto sealed, platform::read_private_file(path, kLongestFile));
  if (!sealed.has_value()) {
    return std::optional<Secret>();
  }
  const auto key_path = data_dir_ + "/secrets.key";
  PASSBACK_TRY_AS(auto key, read_key(key_path));
  if (!key.has_value()) {
    return Error{Code::corrupt, key_path + " is missing, so stored secrets cannot be opened"};
  }
  auto value = unseal(*key, name, *sealed);
  if (!value) {
    return Error{value.error().code, path + " is " + value.error().detail};
  }
  return std::optional<Secret>(std::move(*value));
}

Status SecretFile::put(std::string_view name, const Secret& value) const {
  if (value.empty()) {
    return platform::remove_file(path_of(name));
  }
  PASSBACK_TRY(platform::make_private_folder(data_dir_ + "/secrets"));
  PASSBACK_TRY_AS(auto key, read_or_make_key(data_dir_ + "/secrets.key"));
  PASSBACK_TRY_AS(auto sealed, seal(key, name, value.reveal()));
  return platform::replace_file(path_of(name), sealed);
}

} // namespace passback::settings
