// The records of the SIS as it shows them: every field that a passback looks at. Readers take one
// record, as PageLoop or record_in give it, and are as tolerant as a reader can be: names in any
// case, explicit nulls, numbers as texts, flags as texts, ids as numbers. hrefs are never followed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "plugin/gradebook/decimal.hpp"
#include "plugin/gradebook/ids.hpp"
#include "plugin/oneroster/wire/http.hpp"
#include "plugin/platform/result.hpp"

namespace passback::oneroster {

/// The record of one GET by id, out of its envelope ("lineItem"). answer_unreadable if there is
/// none with a sourcedId, whatever the status.
Result<boost::json::object> record_in(const HttpAnswer& answer, std::string_view name);

/// A record or a list of them as text, to be kept and read again: numbers without an exponent.
std::string records_to_json(const std::vector<boost::json::object>& records);
/// Code::corrupt for anything but a list of objects.
Result<std::vector<boost::json::object>> records_from_json(std::string_view text);

struct SisLineItem {
  gradebook::SourcedId id = {};
  gradebook::SourcedId category_id = {};
  gradebook::SourcedId grading_period_id = {}; ///< gradingPeriod, else academicSession
  gradebook::SourcedId school_id = {};
  bool active = true;
  gradebook::SourcedId class_id = {}, score_scale_id = {};
  gradebook::SourcedId academic_session_id = {}; ///< only if it stands beside a gradingPeriod
  gradebook::SourcedId parent_id = {};           ///< of an assessment line item: what it is part of
  std::string title = {}, description = {};
  std::string assign_date = {}, due_date = {}; ///< as the SIS writes them
  std::optional<gradebook::Decimal> minimum = {}, maximum = {};
  boost::json::array objective_sets = {}; ///< learningObjectiveSet as it is
  boost::json::object metadata = {};
};
/// Of a line item or an assessment line item.
SisLineItem line_item_of(const boost::json::object& record);

struct SisObjectiveScore {
  std::string objective_id = {};
  std::optional<gradebook::Decimal> score = {};
  std::string text_score = {};
};

struct SisResult {
  gradebook::SourcedId id = {}, line_item_id = {}, student_id = {}, class_id = {};
  gradebook::SourcedId score_scale_id = {};
  bool active = true;
  std::optional<gradebook::Decimal> score = {};
  std::string text_score = {}, score_status = {}, comment = {};
  std::string score_date = {}; ///< YYYY-MM-DD, also of a date-time
  std::optional<bool> late = {}, missing = {}, incomplete = {}, in_progress = {};
  std::vector<SisObjectiveScore> objectives = {};
  boost::json::object metadata = {};
};
/// Of a result or an assessment result.
SisResult result_of(const boost::json::object& record);

struct SisCategory {
  gradebook::SourcedId id = {};
  std::string title = {};
  std::optional<gradebook::Decimal> weight = {};
  bool active = true;
  boost::json::object metadata = {};
};
SisCategory category_of(const boost::json::object& record);

struct SisAcademicSession {
  gradebook::SourcedId id = {}, parent_id = {};
  std::vector<gradebook::SourcedId> child_ids = {};
  std::string title = {};
  std::string type = {};                      ///< gradingPeriod, semester, schoolYear, term
  std::string start_date = {}, end_date = {}; ///< YYYY-MM-DD, the last day included
  std::string school_year = {};
  bool active = true;
  boost::json::object metadata = {};

  bool is_grading_period() const;
};
SisAcademicSession academic_session_of(const boost::json::object& record);

/// Supplies lineItem.school, which 1.2 requires, and the way to grading periods.
struct SisClass {
  gradebook::SourcedId id = {}, school_id = {};
  std::vector<gradebook::SourcedId> term_ids = {};
  std::string title = {};
  gradebook::SourcedId course_id = {};
  bool active = true;
  boost::json::object metadata = {};
};
SisClass class_of(const boost::json::object& record);

} // namespace passback::oneroster
