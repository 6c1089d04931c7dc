#include "plugin/actions/column_questions.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "plugin/actions/asked_columns.hpp"
#include "plugin/actions/column_answers.hpp"
#include "plugin/decision/class_title.hpp"
#include "plugin/decision/columns_in_sis.hpp"
#include "plugin/exchange/conversation/conversation_kinds.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using oneroster::SisLineItem;

constexpr int kOpenJobs = 100;

json::object column_object(const SisLineItem& column) {
  json::object object{{"id", column.id.value}, {"title", column.title}};
  if (!column.due_date.empty()) {
    object["due"] = decision::due_day_of(column);
  }
  if (column.maximum) {
    object["points"] = column.maximum->to_string();
  }
  return object;
}

Phrase column_question_text(const AskedColumn& asked) {
  const auto sis = name_of_sis(asked.sis_name);
  if (asked.like.size() != 1) {
    return say("column.question.several",
               {{"sis", sis}, {"count", std::to_string(asked.like.size())}});
  }
  const auto& column = asked.like.front();
  if (column.due_date.empty()) {
    return say("column.question", {{"sis", sis}, {"title", column.title}});
  }
  return say("column.question.due",
             {{"sis", sis}, {"title", column.title}, {"due", decision::due_day_of(column)}});
}

json::array column_answers(const texts::Words& words, const std::string& labels) {
  json::array answers;
  for (const auto op : {kUseColumn, kMakeAnother, kLeaveOut}) {
    json::object answer{{"op", op}};
    put_phrase(answer, "label", words, say(labels + std::string(op)));
    answers.push_back(std::move(answer));
  }
  return answers;
}

json::object column_question(const AskedColumn& asked, const texts::Words& words) {
  json::object question{{"name", "column"},
                        {"cause", info(Code::column_there).id},
                        {"activity_id", asked.line_item.key.activity_id.value}};
  if (const auto* facts = asked.line_item.observed.facts.activity()) {
    question["activity_title"] = facts->title;
  }
  put_phrase(question, "text", words, column_question_text(asked));
  json::array columns;
  for (const auto& column : asked.like) {
    columns.push_back(column_object(column));
  }
  question["columns"] = std::move(columns);
  question["answers"] = column_answers(words, "column.");
  return question;
}

/// One for all columns of a course that does not go into that class any more.
Result<json::object> course_question(decision::UnitOfWork& work,
                                     const std::vector<const AskedColumn*>& asked,
                                     const outbox::Record& of_course, const texts::Words& words) {
  const auto& key = of_course.key;
  PASSBACK_TRY_AS(auto title,
                  decision::title_of_class(work.transaction, key.class_id, key.school_year));
  if (title.empty()) {
    title = key.class_id.value;
  }
  json::object question{{"name", "columns_of_course"},
                        {"cause", info(Code::column_there).id},
                        {"course_id", key.class_id.value},
                        {"course_title", title}};
  put_phrase(question, "text", words,
             say(asked.size() == 1 ? "column.course.one" : "column.course",
                 {{"sis", name_of_sis(asked.front()->sis_name)},
                  {"count", std::to_string(asked.size())},
                  {"course", title}}));
  json::array activities;
  for (const auto* one : asked) {
    json::object activity{{"activity_id", one->line_item.key.activity_id.value},
                          {"column", column_object(one->like.front())}};
    if (const auto* facts = one->line_item.observed.facts.activity()) {
      activity["activity_title"] = facts->title;
    }
    activities.push_back(std::move(activity));
  }
  question["activities"] = std::move(activities);
  question["answers"] = column_answers(words, "column.course.");
  return question;
}

void put_said(json::object& document, std::string_view member, const texts::Words& words,
              const Phrase& text) {
  json::object said;
  put_phrase(said, "text", words, text);
  document[member] = std::move(said);
}

/// What stands in the columns that are to be used is shown in the cells; here, where it is not yet.
Status tell_unread(decision::UnitOfWork& work, const std::vector<outbox::Record>& unread,
                   const texts::Words& words, json::object& document) {
  if (unread.empty()) {
    return ok_status();
  }
  PASSBACK_TRY_AS(const auto open,
                  work.transaction.open_jobs(unread.front().key.connection_id, kOpenJobs));
  bool being_read = false;
  for (const auto& job : open) {
    being_read = being_read || job.kind == exchange::kReadColumns;
  }
  put_said(document, "columns_unread", words,
           say(being_read ? "column.being_read" : "column.unread",
               {{"count", std::to_string(unread.size())}}));
  return ok_status();
}

} // namespace

Status add_column_questions(decision::UnitOfWork& work, const Asker& asker, const CellFilter& scope,
                            const texts::Words& words, json::object& document) {
  PASSBACK_TRY_AS(const auto columns, columns_of_class(work, asker, scope));
  if (columns.hidden_by) {
    put_said(document, "columns_not_read", words,
             say("column.not_read", {{"sis", name_of_sis(*columns.hidden_by)}}));
  }
  PASSBACK_TRY(tell_unread(work, columns.unread, words, document));
  json::array questions;
  std::map<gradebook::ClassId, std::vector<const AskedColumn*>> by_course;
  for (const auto& one : columns.asked) {
    if (const auto* course = course_column(columns, one)) {
      by_course[course->key.class_id].push_back(&one);
    } else {
      questions.push_back(column_question(one, words));
    }
  }
  for (const auto& [course, asked] : by_course) {
    PASSBACK_TRY_AS(auto question,
                    course_question(work, asked, *course_column(columns, *asked.front()), words));
    questions.push_back(std::move(question));
  }
  if (!questions.empty()) {
    auto& all = document["questions"];
    auto& list = all.is_array() ? all.get_array() : all.emplace_array();
    list.insert(list.end(), questions.begin(), questions.end());
  }
  return ok_status();
}

} // namespace passback::actions
