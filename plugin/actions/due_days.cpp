#include "plugin/actions/due_days.hpp"

#include <charconv>
#include <chrono>
#include <string>

namespace passback::actions {
namespace {

std::optional<std::chrono::sys_days> calendar_day(std::string_view text) {
  int year = 0;
  unsigned month = 0, day = 0;
  const auto number = [&](std::size_t from, std::size_t length, auto& into) {
    const auto* end = text.data() + from + length;
    return std::from_chars(text.data() + from, end, into).ptr == end;
  };
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !number(0, 4, year) ||
      !number(5, 2, month) || !number(8, 2, day)) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  return date.ok() ? std::optional(std::chrono::sys_days(date)) : std::nullopt;
}

} // namespace

std::optional<std::int64_t> days_until(std::string_view today, std::string_view date) {
  const auto from = calendar_day(today), to = calendar_day(date);
  if (!from || !to) {
    return std::nullopt;
  }
  return (*to - *from).count();
}

std::optional<int> step_to_tell(std::span<const int> before, std::int64_t days_left,
                                std::optional<int> told) {
  std::optional<int> reached;
  for (const int step : before) {
    if (days_left >= 0 && days_left <= step) {
      reached = step;
    }
  }
  return reached && (!told || *reached < *told) ? reached : std::nullopt;
}

texts::Phrase when_text(std::int64_t days_left) {
  if (days_left == 0) {
    return texts::say("notice.today");
  }
  if (days_left == 1) {
    return texts::say("notice.tomorrow");
  }
  return texts::say("notice.in_days", {{"days", std::to_string(days_left)}});
}

} // namespace passback::actions
