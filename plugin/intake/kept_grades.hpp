// Results that are kept back, for a reason of which an administrator is asked: of a domain and all
// below it.
//
// [intake] On the host's thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "plugin/decision/class_view.hpp"

namespace passback::intake {

struct KeptGrades {
  std::int64_t grades = 0, classes = 0;
  std::int64_t oldest_unix_ms = 0; ///< when the oldest was scored; 0 = of none it is known
};

/// How many of them are of one class.
struct KeptInClass {
  gradebook::ClassId class_id;
  gradebook::SchoolYear school_year;
  std::int64_t grades = 0;
  bool operator==(const KeptInClass&) const = default;
};

/// Which results stand for a person's send for that reason.
outbox::RecordFilter kept_for(Code code);

/// Stops at the first error.
Status each_kept_grade(decision::UnitOfWork& work, Code code, const gradebook::DomainId& domain,
                       const std::function<Status(outbox::Record&)>& see);

/// By class and year, in that order.
Result<std::vector<KeptInClass>> kept_by_class(decision::UnitOfWork& work, Code code,
                                               const gradebook::DomainId& domain);

/// Without those of the classes that are named.
Result<KeptGrades> count_kept_grades(decision::UnitOfWork& work, Code code,
                                     const gradebook::DomainId& domain,
                                     const std::vector<std::string>& except = {});

} // namespace passback::intake
