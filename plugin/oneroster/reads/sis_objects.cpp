#include "plugin/oneroster/reads/sis_objects.hpp"

#include <algorithm>
#include <utility>

#include <boost/json/array.hpp>

#include "plugin/oneroster/reads/collection_entries.hpp"
#include "plugin/oneroster/reads/record_reading.hpp"
#include "plugin/oneroster/wire/ascii.hpp"
#include "plugin/oneroster/wire/json_read.hpp"
#include "plugin/oneroster/wire/json_text.hpp"

namespace passback::oneroster {
namespace {

namespace json = boost::json;
using gradebook::SourcedId;

SourcedId id_of(const json::object& record) {
  return SourcedId(record::text(record, "sourcedId"));
}

SourcedId first_known(SourcedId first, SourcedId second) {
  return first.empty() ? std::move(second) : std::move(first);
}

} // namespace

Result<json::object> record_in(const HttpAnswer& answer, std::string_view name) {
  const auto body = read_json(answer.body);
  const json::object* found = body ? inside_envelope(*body, name) : nullptr;
  if (found == nullptr || id_of(*found).empty()) {
    return Error{Code::answer_unreadable,
                 "the SIS's answer holds no " + std::string(name) + " with a sourcedId"};
  }
  return *found;
}

std::string records_to_json(const std::vector<json::object>& records) {
  std::string text = "[";
  for (const json::object& record : records) {
    text += (text.size() > 1 ? "," : "") + json_text(record);
  }
  return text + "]";
}

Result<std::vector<json::object>> records_from_json(std::string_view text) {
  const auto value = read_json(text);
  const json::array* list = value ? value->if_array() : nullptr;
  const bool sound = list != nullptr && std::ranges::all_of(*list, [](const json::value& item) {
                       return item.is_object();
                     });
  if (!sound) {
    return Error{Code::corrupt, "stored records are not a list of JSON objects"};
  }
  std::vector<json::object> records;
  for (const json::value& item : *list) {
    records.push_back(item.get_object());
  }
  return records;
}

SisLineItem line_item_of(const json::object& record) {
  SisLineItem item;
  item.id = id_of(record);
  item.active = is_active(record);
  item.category_id = record::reference(record, "category");
  item.grading_period_id = record::reference(record, "gradingPeriod");
  item.academic_session_id = record::reference(record, "academicSession");
  if (item.grading_period_id.empty()) {
    item.grading_period_id = std::exchange(item.academic_session_id, {});
  }
  item.school_id = record::reference(record, "school");
  item.class_id = record::reference(record, "class");
  item.score_scale_id = record::reference(record, "scoreScale");
  item.parent_id = record::reference(record, "parentAssessmentLineItem");
  item.title = record::text(record, "title");
  item.description = record::text(record, "description");
  item.assign_date = record::text(record, "assignDate");
  item.due_date = record::text(record, "dueDate");
  item.minimum = record::decimal(record, "resultValueMin");
  item.maximum = record::decimal(record, "resultValueMax");
  for (const json::object* set : record::objects(record, "learningObjectiveSet")) {
    item.objective_sets.push_back(*set);
  }
  item.metadata = record::metadata(record);
  return item;
}

SisResult result_of(const json::object& record) {
  SisResult result;
  result.id = id_of(record);
  result.active = is_active(record);
  result.line_item_id = first_known(record::reference(record, "lineItem"),
                                    record::reference(record, "assessmentLineItem"));
  result.student_id = record::reference(record, "student");
  result.class_id = record::reference(record, "class");
  result.score_scale_id = record::reference(record, "scoreScale");
  result.score = record::decimal(record, "score");
  result.text_score = record::text(record, "textScore");
  result.score_status = record::text(record, "scoreStatus");
  result.score_date = record::date(record, "scoreDate");
  result.comment = record::text(record, "comment");
  result.late = record::flag(record, "late");
  result.missing = record::flag(record, "missing");
  result.incomplete = record::flag(record, "incomplete");
  result.in_progress = record::flag(record, "inProgress");
  for (const json::object* set : record::objects(record, "learningObjectiveSet")) {
    for (const json::object* score : record::objects(*set, "learningObjectiveResults")) {
      result.objectives.push_back({record::text(*score, "learningObjectiveId"),
                                   record::decimal(*score, "score"),
                                   record::text(*score, "textScore")});
    }
  }
  result.metadata = record::metadata(record);
  return result;
}

SisCategory category_of(const json::object& record) {
  return {id_of(record), record::text(record, "title"), record::decimal(record, "weight"),
          is_active(record), record::metadata(record)};
}

bool SisAcademicSession::is_grading_period() const {
  return ascii::same_without_case(type, "gradingPeriod");
}

SisAcademicSession academic_session_of(const json::object& record) {
  SisAcademicSession session;
  session.id = id_of(record);
  session.active = is_active(record);
  session.parent_id = record::reference(record, "parent");
  session.child_ids = record::references(record, "children");
  session.title = record::text(record, "title");
  session.type = record::text(record, "type");
  session.start_date = record::date(record, "startDate");
  session.end_date = record::date(record, "endDate");
  session.school_year = record::text(record, "schoolYear");
  session.metadata = record::metadata(record);
  return session;
}

SisClass class_of(const json::object& record) {
  SisClass sis_class;
  sis_class.id = id_of(record);
  sis_class.active = is_active(record);
  sis_class.school_id = record::reference(record, "school");
  sis_class.term_ids = record::references(record, "terms");
  sis_class.title = record::text(record, "title");
  sis_class.course_id = record::reference(record, "course");
  sis_class.metadata = record::metadata(record);
  return sis_class;
}

} // namespace passback::oneroster
