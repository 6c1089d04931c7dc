// Secrets, by reference: settings hold a name, the host's vault (or an encrypted file) holds the
// value.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "plugin/platform/result.hpp"

namespace passback::settings {

/// A secret's bytes; wiped when it goes. Never logged, never compared for people, never written.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  Secret(const Secret&) = default;
  Secret(Secret&& other) noexcept;
  Secret& operator=(const Secret& other);
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();
  std::string_view reveal() const { return value_; }
  bool empty() const { return value_.empty(); }

 private:
  std::string value_;
};

/// The secrets that this process has fetched, for the worker, which cannot ask the host.
/// Thread-safe; its lock is a leaf.
class SecretCache {
 public:
  /// The value stored under `name` with at least that version; nullopt = the host must be asked:
  /// the name is then among wanted().
  std::optional<Secret> get(const std::string& name, std::int64_t version);
  /// What the host answered, without what clings to it (pasted.hpp). Also clears the wish; one
  /// that cannot be used becomes a wish.
  void put(const std::string& name, std::int64_t version, Secret value);
  /// The SIS refused it: ask the host again before it is used.
  void forget(const std::string& name);
  /// The last answer held something that no secret can hold, a line break say; it was not kept.
  bool is_unusable(const std::string& name) const;
  /// Names that somebody asked for in vain, with the version asked for.
  std::map<std::string, std::int64_t> wanted() const;

 private:
  struct Entry {
    std::int64_t version = 0;
    Secret value;
    bool usable = true; ///< if not, the value is not kept
  };
  mutable std::mutex mutex_;
  std::map<std::string, Entry> entries_;       // GUARDED_BY(mutex_)
  std::map<std::string, std::int64_t> wanted_; // GUARDED_BY(mutex_)
};

} // namespace passback::settings
