#include "plugin/actions/column_answers.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/asked_columns.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/actions/jobs.hpp"
#include "plugin/actions/rights.hpp"
#include "plugin/decision/columns_in_sis.hpp"
#include "plugin/decision/records.hpp"
#include "plugin/exchange/conversation/conversation_kinds.hpp"
#include "plugin/outbox/pending.hpp"
#include "plugin/platform/try.hpp"
#include "plugin/settings/documents.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using gradebook::SourcedId;
using oneroster::SisLineItem;
using outbox::Record;

/// What an answer is about.
struct ColumnAnswer {
  std::string op, activity, column, course;
  bool all = false;
};

ColumnAnswer read_column_answer(const json::object& input, std::string_view op, const Asker& asker,
                                std::vector<Problem>& problems) {
  const InputReader reader(input, "", problems);
  ColumnAnswer answer{std::string(op), reader.text("activity_id").value.value_or(""),
                      reader.text("column").value.value_or(""),
                      reader.text("course_id").value.value_or(""),
                      reader.flag("all").value.value_or(false)};
  if (answer.activity.empty() && answer.course.empty()) {
    answer.activity = asker.activity.value;
  }
  const int named = (answer.activity.empty() ? 0 : 1) + (answer.course.empty() ? 0 : 1);
  if (named + (answer.all ? 1 : 0) != 1) {
    problems.push_back({"activity_id", say("column.expected_activity")});
  }
  return answer;
}

/// Which of the columns is meant; none = nobody can say.
std::optional<SourcedId> chosen_column(const ColumnAnswer& answer,
                                       const std::vector<SisLineItem>& like) {
  if (answer.column.empty()) {
    return like.size() == 1 ? std::optional(like.front().id) : std::nullopt;
  }
  const auto found = std::ranges::find_if(
      like, [&](const SisLineItem& one) { return one.id.value == answer.column; });
  return found == like.end() ? std::nullopt : std::optional(found->id);
}

using CourseColumns = std::map<SourcedId, Record>;

/// The columns as they are found now: of two activities that look like one column, the first gets
/// it. False: nothing to be used, or several and nobody said which; or another course is writing
/// into it.
Result<bool> use_column(decision::UnitOfWork& work, const Asker& asker, const ColumnAnswer& answer,
                        CourseColumns& of_courses, Record& line_item) {
  PASSBACK_TRY_AS(const auto view, work.open_class_of(line_item));
  const auto* facts = line_item.observed.facts.activity();
  PASSBACK_TRY_AS(const auto now, decision::column_in_sis(work.transaction, work.in_sis,
                                                          view.manner(), line_item, *facts));
  const auto column = chosen_column(answer, now.like);
  if (!column) {
    return false;
  }
  if (const auto made_by = of_courses.find(*column); made_by != of_courses.end()) {
    PASSBACK_TRY_AS(const bool handed_over, decision::hand_over(work, made_by->second));
    if (!handed_over) {
      return false;
    }
    PASSBACK_TRY(decision::tell_history(work, made_by->second, made_by->second.observed.seq,
                                        "column_handed_over " + column->value, actor_of(asker)));
  }
  PASSBACK_TRY(decision::take_over(work, line_item, *column));
  PASSBACK_TRY(decision::tell_history(work, line_item, line_item.observed.seq,
                                      "column_taken_over " + column->value, actor_of(asker)));
  return true;
}

/// Has the grades of the columns read, so that they stand beside ours before anything is written.
Status ask_for_grades(decision::UnitOfWork& work, const Asker& asker,
                      const std::vector<Record>& used) {
  std::map<SourcedId, std::vector<const Record*>> by_class;
  for (const auto& one : used) {
    by_class[one.key.sis_class_id].push_back(&one);
  }
  for (const auto& [sis_class, line_items] : by_class) {
    PASSBACK_TRY_AS(const auto view, work.open_class_of(*line_items.front()));
    json::array ids;
    for (const auto* one : line_items) {
      ids.emplace_back(one->wire_id.value);
    }
    // A column is used once: its id says which reading this is.
    const JobSpec spec{exchange::kReadColumns, line_items.front()->wire_id.value,
                       json::object{{"class_id", sis_class.value}, {"line_items", std::move(ids)}}};
    const auto asked = ask_for_job(work, *view.effective.connection, spec, asker);
    // Too much is asked of this SIS: the preview says that nobody knows what is there.
    if (!asked && asked.error().code != Code::busy) {
      return asked.error();
    }
  }
  return ok_status();
}

void add_to(std::vector<gradebook::ActivityId>& activities, const gradebook::ActivityId& id) {
  if (std::ranges::find(activities, id) == activities.end()) {
    activities.push_back(id);
  }
}

/// The answer that the class's settings keep.
Status keep_answer(decision::UnitOfWork& work, const Asker& asker, std::string_view op,
                   const std::vector<Record>& line_items) {
  PASSBACK_TRY_AS(const auto row,
                  work.transaction.settings(outbox::Scope::lms_class, asker.class_id.value));
  settings::ClassSettings now;
  if (row) {
    PASSBACK_TRY_AS(now, settings::class_settings_from_json(row->document));
  }
  for (const auto& one : line_items) {
    add_to(op == kLeaveOut ? now.excluded_activities : now.own_columns, one.key.activity_id);
    PASSBACK_TRY(decision::tell_history(
        work, one, one.observed.seq, op == kLeaveOut ? "left_out" : "own_column", actor_of(asker)));
  }
  PASSBACK_TRY(work.transaction.put_settings(outbox::Scope::lms_class, asker.class_id.value,
                                             settings::to_json(now)));
  outbox::Affected affected;
  affected.class_id = asker.class_id;
  return outbox::ask_to_reconsider(work.transaction, affected);
}

/// An administrator decides here which activities go.
Result<bool> is_locked(decision::UnitOfWork& work, const Asker& asker, std::string_view op) {
  PASSBACK_TRY_AS(const auto view, work.open_class_that_syncs(origin_of(asker)));
  return op == kLeaveOut && view.effective.locks.contains("excluded_activities");
}

/// Those that are asked about and that the answer is for; and, of one that she names, those whose
/// column she said to use before.
Result<std::vector<Record>> answered_for(decision::UnitOfWork& work, const Asker& asker,
                                         const ColumnAnswer& answer, CourseColumns& of_courses) {
  PASSBACK_TRY_AS(auto columns, columns_of_class(work, asker, whole_page(asker)));
  std::vector<Record> line_items;
  for (auto& one : columns.asked) {
    const auto* course = course_column(columns, one);
    const bool of_course = course != nullptr && course->key.class_id.value == answer.course;
    if (answer.all || of_course || one.line_item.key.activity_id.value == answer.activity) {
      line_items.push_back(std::move(one.line_item));
    }
  }
  of_courses = std::move(columns.of_courses);
  if (answer.op == kMakeAnother && !answer.activity.empty()) {
    PASSBACK_TRY_AS(auto used, used_columns(work, asker, gradebook::ActivityId(answer.activity)));
    for (auto& one : used) {
      PASSBACK_TRY(decision::give_back(work, one));
      line_items.push_back(std::move(one));
    }
  }
  return line_items;
}

struct Answered {
  std::size_t found = 0, done = 0;
  bool locked = false;
};

Result<Answered> answer_in(decision::UnitOfWork& work, const Asker& asker,
                           const ColumnAnswer& answer) {
  Answered answered;
  PASSBACK_TRY_AS(answered.locked, is_locked(work, asker, answer.op));
  if (answered.locked) {
    return answered;
  }
  CourseColumns of_courses;
  PASSBACK_TRY_AS(auto line_items, answered_for(work, asker, answer, of_courses));
  answered.found = line_items.size();
  if (answered.found == 0) {
    return answered;
  }
  if (answer.op != kUseColumn) {
    answered.done = answered.found;
    PASSBACK_TRY(keep_answer(work, asker, answer.op, line_items));
    return answered;
  }
  std::vector<Record> used;
  for (auto& one : line_items) {
    PASSBACK_TRY_AS(const bool is_used, use_column(work, asker, answer, of_courses, one));
    if (is_used) {
      used.push_back(std::move(one));
    }
  }
  answered.done = used.size();
  PASSBACK_TRY(ask_for_grades(work, asker, used));
  return answered;
}

} // namespace

bool is_column_op(std::string_view op) {
  return op == kUseColumn || op == kMakeAnother || op == kLeaveOut;
}

Result<Reply> answer_columns(const ActionParts& parts, const Asker& asker,
                             const json::object& input, std::string_view op,
                             std::chrono::milliseconds deadline) {
  const auto words = language_of(parts, asker);
  std::vector<Problem> problems;
  const auto answer = read_column_answer(input, op, asker, problems);
  if (!problems.empty()) {
    return nothing_changed_reply(words, problems);
  }
  Answered answered;
  PASSBACK_TRY(commit_work(parts, deadline, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY_AS(answered, answer_in(work, asker, answer));
    return ok_status();
  }));
  if (answered.locked) {
    return nothing_changed_reply(words, {{"op", say("column.locked")}});
  }
  if (answered.done == 0) {
    return nothing_changed_reply(
        words, {{"activity_id", say(answered.found == 0 ? "column.not_asked" : "column.which")}});
  }
  auto document = result_document(
      words, true,
      say("column." + answer.op + ".done", {{"count", std::to_string(answered.done)}}));
  document["activities"] = answered.done;
  document["left"] = answered.found - answered.done;
  return Reply{json::serialize(document), true};
}

} // namespace passback::actions
