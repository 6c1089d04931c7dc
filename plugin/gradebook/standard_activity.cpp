#include "plugin/gradebook/standard_activity.hpp"

namespace passback::gradebook {
namespace {

// No id of a host holds a control character.
constexpr char kBetween = '\x1f';

} // namespace

ActivityId activity_of_standard(const ActivityId& activity, std::string_view objective_id) {
  return ActivityId(activity.value + kBetween + std::string(objective_id));
}

std::optional<StandardActivity> standard_of(const ActivityId& id) {
  const auto between = id.value.find(kBetween);
  if (between == std::string::npos) {
    return std::nullopt;
  }
  return StandardActivity{ActivityId(id.value.substr(0, between)), id.value.substr(between + 1)};
}

ActivityId host_activity(const ActivityId& id) {
  return ActivityId(id.value.substr(0, id.value.find(kBetween)));
}

} // namespace passback::gradebook
