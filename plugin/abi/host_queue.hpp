// What waits for the host: log lines and notices from every thread, drained on the host's thread.
#pragma once

#include <deque>
#include <mutex>
#include <optional>
#include <string>

#include "plugin/delivery/delivery.hpp"
#include "plugin/platform/clock.hpp"
#include "plugin/platform/log.hpp"

namespace passback::abi {

struct LogLine {
  platform::LogLevel level = platform::LogLevel::info;
  std::int64_t at_unix_ms = 0;
  std::uint64_t number = 0;
  std::string event, message, fields_json;
};

/// Bounded: when a host does not pump, the oldest lines go and their numbers show the gap; of
/// notices the newest of a dedupe key stays. Safe from every thread; its lock is a leaf.
class HostQueue : public platform::Log {
 public:
  HostQueue(const platform::Clock& clock, platform::LogLevel least);
  void write(platform::LogLevel level, std::string_view event, std::string_view message,
             std::initializer_list<std::pair<std::string_view, std::string>> fields = {}) override;
  void post(delivery::Notice notice);
  std::optional<LogLine> next_line();
  std::optional<delivery::Notice> next_notice();
  std::size_t size() const;

 private:
  const platform::Clock& clock_;
  const platform::LogLevel least_;
  mutable std::mutex mutex_;
  std::uint64_t written_ = 0;            // GUARDED_BY(mutex_)
  std::deque<LogLine> lines_;            // GUARDED_BY(mutex_)
  std::deque<delivery::Notice> notices_; // GUARDED_BY(mutex_)
};

} // namespace passback::abi
