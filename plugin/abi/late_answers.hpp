// What the host told later of something that a page needs: kept until the call that is made again
// takes it, and no longer than half a minute. Thread-safe; its lock is a leaf.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace passback::abi {

class LateAnswers {
 public:
  /// `subject`: what it was asked with.
  void remember(const std::string& subject, std::string answer, std::int64_t now_unix_ms) {
    const std::lock_guard lock(mutex_);
    if (told_.size() >= kMostAnswers)
      told_.clear();
    told_[subject] = {std::move(answer), now_unix_ms};
  }
  std::optional<std::string> take(const std::string& subject, std::int64_t now_unix_ms) {
    const std::lock_guard lock(mutex_);
    const auto found = told_.find(subject);
    if (found == told_.end())
      return std::nullopt;
    const bool fresh = now_unix_ms - found->second.at_unix_ms <= kAnswerLifeMs;
    std::optional<std::string> answer;
    if (fresh)
      answer = std::move(found->second.answer);
    told_.erase(found);
    return answer;
  }

 private:
  static constexpr std::size_t kMostAnswers = 20;
  static constexpr std::int64_t kAnswerLifeMs = 30'000;
  struct Told {
    std::string answer;
    std::int64_t at_unix_ms = 0;
  };
  std::mutex mutex_;
  std::map<std::string, Told> told_; // GUARDED_BY(mutex_); by subject
};

} // namespace passback::abi
