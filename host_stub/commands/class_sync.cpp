#include "host_stub/commands/class_sync.hpp"

#include <iostream>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "host_stub/commands/find.hpp"
#include "host_stub/commands/next_command.hpp"
#include "host_stub/commands/plugin_item.hpp"
#include "host_stub/support/json_member.hpp"
#include "lms_plugin/menu.h"

namespace host_stub::commands {
namespace {

namespace json = boost::json;

// Whose class it is: who is first among its teachers. A class without one is the administrator's.
std::string teacher_of(gradebook::RosterStore& roster, const std::string& class_id) {
  std::string teacher;
  for (const auto& one : roster.enrolments(class_id)) {
    if (one.active && one.role == "teacher" && (teacher.empty() || one.primary)) {
      teacher = one.user_id;
    }
  }
  return teacher.empty() ? gradebook::kSiteAdministrator : teacher;
}

} // namespace

ClassSync::ClassSync(const CommonOptions& common, const SyncOptions& options)
    : common_(common), options_(options), run_(common), names_(run_.book()) {
  gradebook::RosterStore roster(run_.book());
  class_ = value_or_stop(find_class(roster, options.class_id));
  who_.user_id = options.user.empty() ? teacher_of(roster, class_.id)
                                      : value_or_stop(find_user(roster, options.user)).id;
  who_.class_id = class_.id;
  who_.school_year = class_.school_year;
  who_.domain_id = class_.domain_id;
  if (!options.activity.empty()) {
    activity_ = value_or_stop(find_activity(run_.book(), class_.id, options.activity)).id;
  }
  if (!options.student.empty()) {
    student_ = value_or_stop(find_student(roster, class_, options.student)).id;
  }
  session_ = value_or_stop(run_.start_plugin("enqueue_only"));
}

json::value ClassSync::ask(const char* item, const json::object& request) {
  // Only the page of an activity is opened on one; elsewhere the scope names it.
  who_.activity_id = std::string_view(item) == LMS_ITEM_ACTIVITY_SYNC ? activity_ : std::string();
  auto reply = json::parse(
      value_or_stop(session_->invoke(find_item(*session_, item), who_, json::serialize(request))));
  session_->pump();
  return reply;
}

json::value ClassSync::ask_to_sync(const json::object& request) {
  return ask(LMS_ITEM_SYNC_GRADES_TO_SIS, request);
}

json::object ClassSync::scoped(json::object request) const {
  if (!activity_.empty()) {
    request["activity_id"] = activity_;
  }
  if (!student_.empty()) {
    request["student_id"] = student_;
  }
  return request;
}

std::string ClassSync::command(std::vector<std::string> words,
                               const std::vector<std::string>& more) const {
  words.insert(words.begin(), "host_stub");
  words.insert(words.end(), {"--data", common_.data.string()});
  if (words.at(1) != "deliver") {
    words.insert(words.end(), {"--class", options_.class_id});
  }
  words.insert(words.end(), more.begin(), more.end());
  std::vector<const char*> typed;
  for (const auto& word : words) {
    typed.push_back(word.c_str());
  }
  return typed_line(static_cast<int>(typed.size()), typed.data());
}

std::vector<std::string> ClassSync::scope_options() const {
  std::vector<std::string> words;
  const auto add = [&](const char* option, const std::string& value) {
    if (!value.empty()) {
      words.insert(words.end(), {option, value});
    }
  };
  add("--activity", options_.activity);
  add("--student", options_.student);
  add("--user", options_.user);
  return words;
}

bool is_refused(const json::value& reply) {
  const auto* ok = at(reply, "ok");
  return ok != nullptr && ok->is_bool() && !ok->get_bool();
}

bool may_ask(const ClassSync& sync) {
  return !sync.options().yes && !sync.common().json && ::isatty(STDIN_FILENO) != 0;
}

bool agrees(const ClassSync& sync, const std::string& question) {
  if (!may_ask(sync)) {
    return sync.options().yes;
  }
  std::cout << question << " [y/N] " << std::flush;
  std::string line;
  std::getline(std::cin, line);
  return line == "y" || line == "Y" || line == "yes";
}

std::string question_in(const json::value& reply, json::object& request) {
  const auto& questions = list_at(reply, "questions");
  if (questions.empty() || list_at(questions.front(), "answers").empty()) {
    return {};
  }
  const auto& question = questions.front();
  request[text_at(question, "name")] = text_at(list_at(question, "answers").front(), "value");
  return text_at(question, "text");
}

} // namespace host_stub::commands
