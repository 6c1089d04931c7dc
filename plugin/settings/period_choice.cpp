#include "plugin/settings/period_choice.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <string_view>
#include <vector>

namespace passback::settings {
namespace {

int number(std::string_view text) {
  int read = 0;
  std::from_chars(text.data(), text.data() + text.size(), read);
  return read;
}

/// Days since the epoch; 0 for what is no date.
long days(std::string_view date) {
  if (date.size() < 10) {
    return 0;
  }
  const std::chrono::year_month_day day{
      std::chrono::year(number(date.substr(0, 4))),
      std::chrono::month(static_cast<unsigned>(number(date.substr(5, 2)))),
      std::chrono::day(static_cast<unsigned>(number(date.substr(8, 2))))};
  return day.ok() ? std::chrono::sys_days(day).time_since_epoch().count() : 0;
}

long length(const FittingPeriod& period) {
  return days(period.end) - days(period.start);
}

std::string lower(std::string_view text) {
  std::string small(text);
  std::ranges::transform(small, small.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return small;
}

} // namespace

gradebook::SourcedId named_period(const gradebook::ActivityId& id,
                                  const gradebook::ActivityFacts& activity,
                                  const ClassSettings& of_class) {
  if (!activity.grading_period_sis_id.empty()) {
    return activity.grading_period_sis_id;
  }
  if (const auto own = of_class.activity_periods.find(id.value);
      own != of_class.activity_periods.end()) {
    return gradebook::SourcedId(own->second);
  }
  const auto chosen = of_class.period_map.find(activity.grading_period_id);
  return activity.grading_period_id.empty() || chosen == of_class.period_map.end()
             ? gradebook::SourcedId()
             : gradebook::SourcedId(chosen->second);
}

std::int64_t picking_moment(const gradebook::ActivityFacts& activity, std::int64_t made_unix_ms) {
  std::int64_t moment = activity.due_at_unix_ms;
  if (moment == 0) {
    for (const auto& dates : activity.student_dates) {
      moment = std::max(moment, dates.due_at_unix_ms);
    }
  }
  if (moment == 0) {
    moment = activity.assigned_at_unix_ms;
  }
  return moment == 0 ? made_unix_ms : moment;
}

std::optional<FittingPeriod> pick_period(std::span<const FittingPeriod> fitting,
                                         const std::optional<PeriodLevel>& level) {
  if (fitting.size() == 1) {
    return fitting.front();
  }
  if (fitting.empty() || !level) {
    return std::nullopt;
  }
  std::vector<FittingPeriod> left(fitting.begin(), fitting.end());
  if (level->pick == PeriodLevel::Pick::titled) {
    const auto part = lower(level->title);
    std::erase_if(left, [&](const FittingPeriod& period) {
      return lower(period.title).find(part) == std::string::npos;
    });
  } else {
    const auto [shortest, longest] = std::ranges::minmax(left, {}, length);
    const long wanted = length(level->pick == PeriodLevel::Pick::shortest ? shortest : longest);
    std::erase_if(left, [&](const FittingPeriod& period) { return length(period) != wanted; });
  }
  return left.size() == 1 ? std::optional(left.front()) : std::nullopt;
}

} // namespace passback::settings
