// What the host is asked when it pumps, and how often.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "plugin/abi/gradebook_reading.hpp"
#include "plugin/outbox/store.hpp"

namespace passback::abi {

class Questions {
 public:
  /// True at most once in `pause_ms` for one key: the host is not asked the same thing in every
  /// pump. Each vain question doubles the pause, up to `longest_ms`. Thread-safe.
  bool may_ask(const std::string& key, std::int64_t now_unix_ms, std::int64_t pause_ms,
               std::int64_t longest_ms = 0);
  /// The record of the last activity that was looked at.
  std::atomic<std::int64_t> last_activity{0};

 private:
  struct Asked {
    std::int64_t at_unix_ms = 0, pause_ms = 0;
  };
  std::mutex mutex_;
  std::map<std::string, Asked> asked_; // GUARDED_BY(mutex_)
};

/// Which activities to ask for now: those known only by a score. Each is asked for at most once a
/// minute, and more seldom with each vain question, down to once a day: its scores say themselves
/// what they wait for. A round goes on where the one before ended, so that no number of activities
/// that the host has no more keeps another from being asked for.
Result<std::vector<GradebookQuestion>> open_questions(outbox::Store& store, Questions& questions,
                                                      std::int64_t now_unix_ms);

} // namespace passback::abi
