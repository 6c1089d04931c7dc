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
  /// Of a class that is there: what the LMS's own data say of its id.
  Status put_custom_id(const ClassRow& row);
  Result<std::optional<EnrolmentRow>> enrolment(const gradebook::ClassId& id,
                                                const gradebook::SchoolYear& year,
                                                std::string_view user_id);
  Status put_enrolment(const EnrolmentRow& row);
  /// All classes of a school year, in id order; with an empty year those of every year.
  Result<std::vector<ClassRow>> classes(const gradebook::SchoolYear& year);
  /// Everybody in a class.
  Result<std::vector<EnrolmentRow>> enrolments(const gradebook::ClassId& id,
                                               const gradebook::SchoolYear& year);
  /// The next of them in the order of their ids, `limit` at most; fewer = the last ones.
  Result<std::vector<EnrolmentRow>> enrolments_after(const gradebook::ClassId& id,
                                                     const gradebook::SchoolYear& year,
                                                     std::string_view after, int limit);
  /// The domains that students of the class have of their own, in id order; with an empty year
  /// those of every year.
  Result<std::vector<gradebook::DomainId>> own_domains(const gradebook::ClassId& id,
                                                       const gradebook::SchoolYear& year);
  /// Those of all classes.
  Result<std::vector<OwnDomainRow>> own_domains();
  /// Students of the class who are said to be of that domain are where the class is.
  Status forget_own_domain(const ClassRow& row, const gradebook::DomainId& domain);

 private:
  Database& database_;
};

} // namespace passback::outbox
