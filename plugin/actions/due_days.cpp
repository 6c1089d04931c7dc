#include "plugin/actions/due_days.hpp"

#include <string>

#include "plugin/oneroster/values/local_day.hpp"

namespace passback::actions {
namespace {

constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;

} // namespace

std::optional<std::int64_t> days_until(std::string_view today, std::string_view date) {
  // In one zone, whichever: what counts is the calendar.
  const auto from = oneroster::first_moment_of({}, today),
             to = oneroster::first_moment_of({}, date);
  if (!from || !to) {
    return std::nullopt;
  }
  return (*to - *from) / kDayMs;
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
