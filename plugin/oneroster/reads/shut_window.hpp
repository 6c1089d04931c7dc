// Whether what the SIS shows says that it takes no grades now.
#pragma once

#include <cstdint>

#include <boost/json/object.hpp>

#include "plugin/oneroster/profile/profile.hpp"

namespace passback::oneroster {

/// True if the SIS shows there, in the metadata of a record, that its grading window is shut.
bool shows_shut_window(const Profile& profile, const boost::json::object& metadata);

/// A window that was shut is looked at again after that time.
inline constexpr std::int64_t kWindowShutMs = 60LL * 60 * 1000;

} // namespace passback::oneroster
