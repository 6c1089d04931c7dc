// lms.class_settings/1: what a save of Sync grades settings changes. Pure.
#pragma once

#include <vector>

#include "plugin/actions/input.hpp"
#include "plugin/settings/documents.hpp"

namespace passback::actions {

/// The settings with what the input gives; absent members stay, null puts them back.
settings::ClassSettings change_class_settings(const settings::ClassSettings& stored,
                                              const boost::json::object& input,
                                              std::vector<Problem>& problems);

} // namespace passback::actions
