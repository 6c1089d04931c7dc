// A class of the LMS in one school year. Pure.
#pragma once

#include <compare>

#include "plugin/gradebook/ids.hpp"

namespace passback::actions {

struct ClassKey {
  gradebook::ClassId class_id;
  gradebook::SchoolYear school_year;
  auto operator<=>(const ClassKey&) const = default;
};

} // namespace passback::actions
