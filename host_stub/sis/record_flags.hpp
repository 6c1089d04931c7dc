#pragma once
// What a system knows about its records beside their members. In memory only: after a restart
// nothing is locked, and the final slots are found again by their ids.
#include <set>
#include <string>
#include <utility>

#include "host_stub/sis/model.hpp"

namespace host_stub::sis {

struct RecordFlags {
  using Key = std::pair<Kind, std::string>;
  std::set<std::string> slots; ///< line items that the system made for final and period grades
  std::set<Key> by_hand;       ///< changed by a person in the system
  std::set<Key> locked;        ///< a line item and its results, or a result, that nobody may write
};

} // namespace host_stub::sis
