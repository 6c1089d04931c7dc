// The classes of a domain and all below it that send grades, with who teaches them, which grading
// period they are in, and what of their grades is not in the SIS. Reads only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plugin/actions/console_figures.hpp"

namespace passback::actions {

/// Grades that are not in the SIS.
struct UnsentGrades {
  std::int64_t to_send = 0;    ///< wait for a person to send them
  std::int64_t refused = 0;    ///< the SIS did not take them, or lost them
  std::int64_t waiting = 0;    ///< for ids, settings, an administrator
  std::int64_t on_the_way = 0; ///< go by themselves
  std::int64_t all() const { return to_send + refused + waiting + on_the_way; }
  UnsentGrades& operator+=(const UnsentGrades& more);
};
/// Drafts, and what is switched off or excluded, do not count: nobody expects them there.
UnsentGrades unsent_in(const ClassFigures& figures);

/// The next of a class's grading periods to end, or the class itself where nobody has read any.
struct EndingPeriod {
  std::string title;   ///< as the SIS calls it; empty = nobody knows
  std::string ends_on; ///< "2026-12-18", the last day, in the SIS's time zone; empty = not known
};

struct TaughtClass {
  ClassFigures figures;
  std::vector<std::string> teachers;
  std::vector<std::string> readers = {}; ///< of them: those who have not turned notices off
  EndingPeriod period = {};              ///< of classes with grades that are not in the SIS
};

struct TaughtClassesQuery {
  gradebook::DomainId domain;
  std::string connection_id = {}; ///< only those that speak to this SIS; empty = whichever
  std::int64_t since_unix_ms = 0; ///< ClassFigures::sent_since
};
Result<std::vector<TaughtClass>> taught_classes(decision::UnitOfWork& work,
                                                const TaughtClassesQuery& query);

} // namespace passback::actions
