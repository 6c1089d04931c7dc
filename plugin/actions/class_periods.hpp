// Sync grades settings of a class, the part about grading periods: which of the SIS's each of the
// LMS's is, and which of several an activity goes into.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "plugin/actions/form.hpp"
#include "plugin/decision/class_view.hpp"
#include "plugin/oneroster/reads/sis_objects.hpp"

namespace passback::actions {

struct ClassPeriods {
  std::map<std::string, std::string> of_lms; ///< LMS period that has no SIS id -> what it is called
  /// Activities that several periods of the SIS fit and that did not go yet: id -> title.
  std::map<std::string, std::string> of_activities;
  std::map<std::string, std::string> titles; ///< of all activities
  std::vector<Choice> offered;               ///< by the SIS; empty = none was read
  std::vector<Choice> titled; ///< the same by their titles alone, as the SIS calls them
};

/// From what the LMS reported and what delivery kept of the SIS.
class PeriodReader {
 public:
  PeriodReader(decision::UnitOfWork& work, const decision::ClassView& view, ClassPeriods& periods)
      : work_(work), view_(view), periods_(periods) {}

  Status of_class(const gradebook::SourcedId& sis_class);
  Status of_activity(const outbox::Record& line_item, const gradebook::ActivityFacts& facts);

 private:
  using Sessions = std::vector<oneroster::SisAcademicSession>;

  bool several_fit(const Sessions& sessions, const outbox::Record& line_item,
                   const gradebook::ActivityFacts& facts) const;

  decision::UnitOfWork& work_;
  const decision::ClassView& view_;
  ClassPeriods& periods_;
  std::map<std::string, Sessions> read_; ///< by class of the SIS
};

/// Fields without anything to choose for are left out. Until the SIS's periods have been read their
/// ids have to be typed.
void add_period_fields(FormDocument& form, const settings::ClassSettings& own,
                       const ClassPeriods& periods);

} // namespace passback::actions
