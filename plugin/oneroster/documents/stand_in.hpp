// What stands in a document on trial for what is not known yet.
#pragma once

#include "plugin/gradebook/ids.hpp"

namespace passback::oneroster {

/// Stands for an id that is known by the time the document is made in earnest.
const gradebook::SourcedId& stand_in();
/// Stands for a day that nobody is told of.
inline constexpr const char* kSomeDay = "2000-01-01";

} // namespace passback::oneroster
