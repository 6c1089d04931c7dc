// What people choose about how grades are written, on top of what the profile says: translation
// tables, standards, grading periods, final grades.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/fwd.hpp>

#include "plugin/gradebook/decimal.hpp"
#include "plugin/gradebook/ids.hpp"

namespace passback::settings {

class JsonReader;

/// One step of a translation table: a text, the part of the points possible, in percent, that is
/// sent for it, and the lowest one that reads as it.
struct ScaleStep {
  std::string text;
  gradebook::Decimal percent, from;
  bool operator==(const ScaleStep&) const = default;
};
/// Stands in for the profile's table of the same scale.
struct ScaleTable {
  gradebook::SourcedId sis_scale; ///< the SIS's own score scale; empty = it has none
  std::vector<ScaleStep> steps;   ///< best first
  bool operator==(const ScaleTable&) const = default;
};
using Scales = std::map<std::string, ScaleTable>; ///< by the host's scale id

/// The SIS's name of one of the host's standards.
struct ObjectiveTarget {
  std::string source; ///< "case", the SIS's own; empty = as the profile says
  std::string id;     ///< empty = this standard is not sent
  bool operator==(const ObjectiveTarget&) const = default;
};
using Objectives = std::map<std::string, ObjectiveTarget>; ///< by the host's outcome id

/// How scores of standards go.
enum class Standards {
  with_result, ///< inside the activity's result, where the SIS has a place for them
  line_items,  ///< each as a line item of its own, in a category that does not count
  leave_out,   ///< only the activity's score goes
};

/// Which of several grading periods that a due date falls into.
struct PeriodLevel {
  enum class Pick { shortest, longest, titled };
  Pick pick = Pick::shortest;
  std::string title; ///< titled: a part of the period's title, without case ("quarter")
  bool operator==(const PeriodLevel&) const = default;
};

enum class GradeForm { points, percent };

/// The administrator's choices of one domain. An absent member, and an entry that a map does not
/// have, is inherited from the domain above.
struct GradingChoices {
  Scales scales;
  Objectives objectives;
  std::optional<Standards> standards; ///< none = as the profile says
  std::optional<PeriodLevel> period_level;
  std::optional<GradeForm> grade_form; ///< none = as the profile says
  /// Final and period grades that have no slot in the SIS become line items. They may then count
  /// twice in the SIS's own average.
  std::optional<bool> final_as_assignment;
  /// A section that a student has left loses the student's grades, instead of keeping them.
  std::optional<bool> withdraw_from_old_section;
  /// Comments on scores go, where the SIS has a place for them. None = yes.
  std::optional<bool> send_comments;
  bool operator==(const GradingChoices&) const = default;
};

/// What `nearer` says goes over what was inherited.
void inherit(GradingChoices& choices, const GradingChoices& nearer);
/// As above, for the exceptions of one class.
void inherit(GradingChoices& choices, const Scales& scales, const Objectives& objectives);

// Members of the settings documents; absent and empty ones are left out.
void put(boost::json::object& object, const GradingChoices& choices);
void put(boost::json::object& object, const Scales& scales);
void put(boost::json::object& object, const Objectives& objectives);
GradingChoices read_grading_choices(JsonReader& reader);
Scales read_scales(JsonReader& reader);
Objectives read_objectives(JsonReader& reader);

} // namespace passback::settings
