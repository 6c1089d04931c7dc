#include "plugin/abi/host_queue.hpp"

#include <boost/json.hpp>

namespace passback::abi {
namespace {
constexpr std::size_t kMaxLines = 2000;
constexpr std::size_t kMaxNotices = 100;

template <class T> std::optional<T> take_front(std::deque<T>& queue) {
  if (queue.empty())
    return std::nullopt;
  std::optional<T> front(std::move(queue.front()));
  queue.pop_front();
  return front;
}

} // namespace

HostQueue::HostQueue(const platform::Clock& clock, platform::LogLevel least)
    : clock_(clock), least_(least) {}

void HostQueue::write(platform::LogLevel level, std::string_view event, std::string_view message,
                      std::initializer_list<std::pair<std::string_view, std::string>> fields) {
  if (level < least_)
    return;
  boost::json::object json;
  for (const auto& [name, value] : fields)
    json[name] = value;
  LogLine line{.level = level,
               .at_unix_ms = clock_.unix_ms(),
               .number = 0,
               .event = std::string(event),
               .message = std::string(message),
               .fields_json = json.empty() ? std::string() : boost::json::serialize(json)};
  const std::lock_guard lock(mutex_);
  line.number = ++written_;
  if (lines_.size() >= kMaxLines)
    lines_.pop_front();
  lines_.push_back(std::move(line));
}

void HostQueue::post(delivery::Notice notice) {
  const std::lock_guard lock(mutex_);
  std::erase_if(notices_, [&](const delivery::Notice& old) {
    return !notice.dedupe_key.empty() && old.dedupe_key == notice.dedupe_key;
  });
  if (notices_.size() >= kMaxNotices)
    notices_.pop_front();
  notices_.push_back(std::move(notice));
}

std::optional<LogLine> HostQueue::next_line() {
  const std::lock_guard lock(mutex_);
  return take_front(lines_);
}

std::optional<delivery::Notice> HostQueue::next_notice() {
  const std::lock_guard lock(mutex_);
  return take_front(notices_);
}

std::size_t HostQueue::size() const {
  const std::lock_guard lock(mutex_);
  return lines_.size() + notices_.size();
}

} // namespace passback::abi
