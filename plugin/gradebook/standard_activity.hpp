// A standard that goes as a line item of its own is an activity of its own: its id is made of the
// activity's and the standard's. The host never sees such an id.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "plugin/gradebook/ids.hpp"

namespace passback::gradebook {

struct StandardActivity {
  ActivityId activity;
  std::string objective_id;
  bool operator==(const StandardActivity&) const = default;
};

ActivityId activity_of_standard(const ActivityId& activity, std::string_view objective_id);
/// nullopt = an activity of the host's.
std::optional<StandardActivity> standard_of(const ActivityId& id);
/// The activity that the host knows.
ActivityId host_activity(const ActivityId& id);

} // namespace passback::gradebook
