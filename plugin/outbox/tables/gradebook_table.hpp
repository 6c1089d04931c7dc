// What the host told of its own structure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "plugin/outbox/database.hpp"
#include "plugin/outbox/rows.hpp"

namespace passback::outbox {

class GradebookTable {
 public:
  explicit GradebookTable(Database& database) : database_(database) {}

  Result<std::optional<DomainRow>> domain(const gradebook::DomainId& id);
  Status put_domain(const DomainRow& row);
  Result<std::optional<ClassRow>> lms_class(const gradebook::ClassId& id,
                                            const gradebook::SchoolYear& year);
  Status put_class(const ClassRow& row);
  Result<std::optional<EnrolmentRow>> enrolment(const gradebook::ClassId& id,
                                                const gradebook::SchoolYear& year,
                                                std::string_view user_id);
  Status put_enrolment(const EnrolmentRow& row);
  /// All classes of a school year, in id order; with an empty year those of every year.
  Result<std::vector<ClassRow>> classes(const gradebook::SchoolYear& year);
  /// Everybody in a class.
  Result<std::vector<EnrolmentRow>> enrolments(const gradebook::ClassId& id,
                                               const gradebook::SchoolYear& year);

 private:
  Database& database_;
};

} // namespace passback::outbox
