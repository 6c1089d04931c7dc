#include "plugin/settings/secrets.hpp"

#include <algorithm>
#include <utility>

#include <openssl/crypto.h>

#include "plugin/settings/pasted.hpp"

namespace passback::settings {
namespace {

// A short string lives inside the object and survives a move in the source, and a shorter value
// leaves the end of a longer one behind; so the whole buffer is wiped, not only what is in use.
void wipe(std::string& value) {
  value.resize(value.capacity());
  OPENSSL_cleanse(value.data(), value.size());
  value.clear();
}

} // namespace

Secret::Secret(Secret&& other) noexcept {
  value_.swap(other.value_);
  wipe(other.value_);
}

Secret& Secret::operator=(const Secret& other) {
  if (this != &other) {
    wipe(value_);
    value_ = other.value_;
  }
  return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe(value_);
    value_.swap(other.value_);
    wipe(other.value_);
  }
  return *this;
}

Secret::~Secret() {
  wipe(value_);
}

std::optional<Secret> SecretCache::get(const std::string& name, std::int64_t version) {
  const std::lock_guard lock(mutex_);
  const auto entry = entries_.find(name);
  if (entry != entries_.end() && entry->second.usable && entry->second.version >= version) {
    return entry->second.value;
  }
  auto& wish = wanted_[name];
  wish = std::max(wish, version);
  return std::nullopt;
}

void SecretCache::put(const std::string& name, std::int64_t version, Secret value) {
  const std::string_view bare = without_clinging(value.reveal());
  const bool usable = unusable_inside(bare).empty();
  if (bare.size() != value.reveal().size()) {
    value = Secret(std::string(bare));
  }
  const std::lock_guard lock(mutex_);
  auto& entry = entries_[name];
  if (version >= entry.version) {
    entry.version = version;
    entry.value = usable ? std::move(value) : Secret();
    entry.usable = usable;
  }
  auto wish = wanted_.find(name);
  if (!usable) {
    // It is asked for again: somebody mends it in the vault.
    wanted_[name] = std::max(version, wish == wanted_.end() ? 0 : wish->second);
  } else if (wish != wanted_.end() && wish->second <= version) {
    wanted_.erase(wish);
  }
}

void SecretCache::forget(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto entry = entries_.find(name);
  if (entry == entries_.end()) {
    return;
  }
  auto& wish = wanted_[name];
  wish = std::max(wish, entry->second.version);
  entries_.erase(entry);
}

bool SecretCache::is_unusable(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  const auto entry = entries_.find(name);
  return entry != entries_.end() && !entry->second.usable;
}

std::map<std::string, std::int64_t> SecretCache::wanted() const {
  const std::lock_guard lock(mutex_);
  return wanted_;
}

} // namespace passback::settings
