// Sync grades settings of a class, the part about categories: what the LMS has, what the SIS was
// read to have, and what was chosen. A class of the LMS may be several at the SIS; then each has
// categories of its own to choose from, unless all have the same.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plugin/actions/form.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/actions/jobs.hpp"
#include "plugin/decision/class_view.hpp"

namespace passback::actions {

struct ClassCategories {
  struct OfSisClass {
    gradebook::SourcedId sis_class_id;
    std::vector<Choice> choices;
    std::int64_t read_unix_ms = 0; ///< 0 = never, or too long ago
  };
  std::vector<OfSisClass> sis_classes; ///< in the order of their ids
  std::optional<outbox::JobRow> last_reading;
  std::map<std::string, std::string> lms_categories; ///< id -> title
  bool of_several_sis = false; ///< students of another school are in a class of another SIS

  /// What is offered of the SIS, each category once; empty = it has to be typed.
  std::vector<Choice> choices() const;
  /// True if a category has to be chosen for each SIS class.
  bool apart() const;
};

/// The SIS classes that the class feeds, as far as the outbox knows: its own, those of its people,
/// those of its line items.
Result<std::vector<gradebook::SourcedId>> sis_classes_of(decision::UnitOfWork& work,
                                                         const decision::ClassView& view);

/// All but lms_categories, of each SIS that the class speaks to; what is too old for that purpose
/// is as if it had not been read.
Status read_class_categories(decision::UnitOfWork& work, const decision::Origin& origin,
                             decision::Purpose purpose, ClassCategories& categories);

/// How old the list is, and what is known about a newer one.
void add_category_notes(FormDocument& form, const ClassCategories& categories,
                        std::int64_t now_unix_ms);
void add_category_fields(FormDocument& form, const settings::ClassSettings& own,
                         const ClassCategories& categories);

/// Grading periods are among what is read of a class of this SIS.
bool reads_periods(const oneroster::Profile& profile);
/// The job that reads the categories of these classes anew, and their grading periods.
JobSpec category_job(const std::vector<gradebook::SourcedId>& sis_classes, bool with_periods);

} // namespace passback::actions
