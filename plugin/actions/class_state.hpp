// How the grades of one class stand, in the words that its teacher reads: for a page about several
// classes, and while a send is watched.
#pragma once

#include <cstdint>
#include <string>

#include "plugin/actions/cell_writer.hpp"
#include "plugin/actions/class_key.hpp"
#include "plugin/actions/taught_classes.hpp"

namespace passback::actions {

struct ClassState {
  std::string title; ///< empty = the host told none
  gradebook::DomainId domain;
  std::int64_t ends_unix_ms = 0; ///< 0 = nobody said
  UnsentGrades unsent;
  std::int64_t requests = 0; ///< activities and grades that are on their way
  std::int64_t last_sent_unix_ms = 0;
  std::int64_t sent_since = 0; ///< grades that the SIS took since the moment that was asked for
};

/// Looks at each record of the class. What waits behind an activity that needs somebody is not on
/// its way, so that a send that is watched comes to an end.
Result<ClassState> state_of_class(decision::UnitOfWork& work, const ClassKey& key,
                                  const texts::Words& words, std::int64_t since_unix_ms);

} // namespace passback::actions
