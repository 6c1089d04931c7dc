#include "plugin/abi/questions.hpp"

#include <algorithm>

namespace passback::abi {
namespace {

constexpr std::size_t kMostQuestions = 10'000;
constexpr std::size_t kActivitiesAtOnce = 50;
constexpr int kActivityLooks = 500;
constexpr std::int64_t kAskAgainMs = 60'000;
constexpr std::int64_t kAskSeldomMs = 24LL * 60 * 60 * 1000;

} // namespace

bool Questions::may_ask(const std::string& key, std::int64_t now_unix_ms, std::int64_t pause_ms,
                        std::int64_t longest_ms) {
  const std::lock_guard lock(mutex_);
  if (asked_.size() > kMostQuestions)
    asked_.clear();
  const auto [entry, first] = asked_.try_emplace(key, Asked{now_unix_ms, pause_ms});
  if (first)
    return true;
  auto& asked = entry->second;
  if (now_unix_ms - asked.at_unix_ms < asked.pause_ms && now_unix_ms >= asked.at_unix_ms)
    return false;
  asked = {now_unix_ms, std::max(pause_ms, std::min(2 * asked.pause_ms, longest_ms))};
  return true;
}

Result<std::vector<GradebookQuestion>> open_questions(outbox::Store& store, Questions& questions,
                                                      std::int64_t now_unix_ms) {
  std::vector<GradebookQuestion> open;
  const Status read = store.intake().read([&](outbox::Transaction& transaction) -> Status {
    const auto records = transaction.unknown_activities(questions.last_activity, kActivityLooks);
    if (!records.ok())
      return records.error();
    for (const outbox::Record& record : *records) {
      if (open.size() == kActivitiesAtOnce)
        return ok_status();
      questions.last_activity = record.id;
      const std::string key = record.key.school_year.value + "\n" + record.key.class_id.value +
                              "\n" + record.key.activity_id.value;
      if (questions.may_ask(key, now_unix_ms, kAskAgainMs, kAskSeldomMs))
        open.push_back({record.key.school_year, record.key.class_id, record.key.activity_id, {}});
    }
    if (static_cast<int>(records->size()) < kActivityLooks)
      questions.last_activity = 0;
    return ok_status();
  });
  if (!read.ok())
    return read.error();
  return open;
}

} // namespace passback::abi
