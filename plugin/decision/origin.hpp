// Where a fact of the host's comes from.
#pragma once

#include <cstdint>

#include "plugin/gradebook/ids.hpp"

namespace passback::decision {

/// Where in the host a fact belongs, and how new it is. Every event has these.
struct Origin {
  gradebook::DomainId domain_id; ///< empty = as the class says, else the root domain
  gradebook::SchoolYear school_year;
  gradebook::ClassId class_id;
  std::int64_t class_incarnation = 0; ///< 0 = as the class says
  std::int64_t host_rev = 0;          ///< 0 = the host has no revisions
  std::int64_t host_epoch = 0;
};

} // namespace passback::decision
