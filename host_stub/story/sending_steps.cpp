// What goes to the SIS, by itself and by a person's send. On the thread of `run`.
#include <boost/json/array.hpp>

#include "host_stub/story/common_members.hpp"
#include "host_stub/story/matching.hpp"
#include "host_stub/story/scene.hpp"
#include "host_stub/story/step_failure.hpp"
#include "host_stub/support/json_member.hpp"

namespace host_stub::story {
namespace {

namespace json = boost::json;

constexpr const char* kSyncGrades = "sync_grades_to_sis";
constexpr int kStillWaiting = 3; // how `deliver` ends then

void deliver(Scene& scene, const Members& members) {
  std::vector<std::string> arguments = {"deliver"};
  if (members.has("seconds")) {
    arguments.insert(arguments.end(), {"--seconds", members.text("seconds")});
  } else {
    arguments.insert(arguments.end(),
                     {"--until-empty", "--timeout", members.text("at most", "60")});
  }
  const bool waits = members.flag("still waiting");
  static const json::object kNothing;
  const auto ran =
      scene.host_as_told(std::move(arguments), Members(kNothing), waits ? kStillWaiting : 0);
  const auto* left = at(ran.document, "left");
  auto told = left == nullptr ? std::string() : words_of(*left);
  told = told.empty() ? "Everything is delivered." : told;
  for (const auto& words : members.texts("says")) {
    if (!says(told, words)) {
      throw StepFailure("it says: " + words, told, ran.typed);
    }
  }
}

void read_anew(Scene& scene, const Members& members) {
  std::vector<std::string> arguments = {"reconcile"};
  if (members.has("domain")) {
    arguments.insert(arguments.end(), {"--domain", scene.domain(members.text("domain"))});
  } else if (members.has("class")) {
    arguments.insert(arguments.end(), {"--class", scene.class_of(members).id});
  }
  scene.host_as_told(std::move(arguments), members);
}

// The step names a part of the class, or none.
json::object part_of_class(Scene& scene, const Members& members, const char* op) {
  json::object input{{"op", op}};
  if (members.has("activity")) {
    input["activity_id"] = scene.activity(members.text("activity"));
  }
  if (members.has("student")) {
    input["student_id"] = scene.student(members.text("student"));
  }
  return input;
}

const json::array& cells_of(const Ran& preview) {
  const auto* cells = at(preview.document, "cells");
  if (preview.exit_code != 0 || cells == nullptr || !cells->is_array()) {
    throw StepFailure("there is a preview", preview.words(), preview.typed);
  }
  return cells->get_array();
}

Ran preview_of(Scene& scene, const Members& members) {
  return scene.use_item(kSyncGrades, members, part_of_class(scene, members, "preview"));
}

bool is_of(const json::value& cell, const std::string& student, const std::string& activity) {
  return text_at(cell, "kind") == (student.empty() ? "line_item" : "result") &&
         (student.empty() || text_at(cell, "student_id") == student) &&
         (activity.empty() || text_at(cell, "activity_id") == activity);
}

// Which member of the cell each of the step's words is.
std::string difference(const json::value& cell, const Members& members) {
  constexpr std::pair<const char*, const char*> kMembers[] = {
      {"words", "words"}, {"value", "value"},         {"in the SIS", "sis_value"}, {"to", "to"},
      {"from", "from"},   {"will send", "will_send"}, {"removes", "removes"}};
  for (const auto& [word, member] : kMembers) {
    const auto* wanted = members.find(word);
    if (wanted != nullptr && !is_as(*wanted, at(cell, member))) {
      return std::string(word) + " is " + shown(at(cell, member)) + ", not " + shown(wanted);
    }
  }
  for (const auto* word : {"reason", "note"}) {
    const auto* there = at(cell, std::string(word) == "note" ? "notes" : "reason");
    for (const auto& words : members.texts(word)) {
      const auto text = there == nullptr ? std::string() : words_of(*there);
      if (!says(text, words)) {
        return std::string("the ") + word + " is not \"" + words + "\" but:\n" + text;
      }
    }
  }
  return {};
}

void preview_shows(Scene& scene, const Members& members) {
  // Of the whole class, as a person sees it: what goes along stands there only.
  const auto preview = scene.use_item(kSyncGrades, members, json::object{{"op", "preview"}});
  const auto student =
      members.has("student") ? scene.student(members.text("student")) : std::string();
  const auto activity =
      members.has("activity") ? scene.activity(members.text("activity")) : std::string();
  std::string there = "no such line";
  for (const auto& cell : cells_of(preview)) {
    if (is_of(cell, student, activity)) {
      there = difference(cell, members);
      if (there.empty()) {
        return;
      }
      there += "\nin the line\n" + shown(&cell);
    }
  }
  throw StepFailure("the preview shows it so", there, preview.typed);
}

void preview_will_send(Scene& scene, const Members& members) {
  const auto preview = preview_of(scene, members);
  std::int64_t results = 0;
  std::string lines;
  for (const auto& cell : cells_of(preview)) {
    const bool goes = at(cell, "will_send") != nullptr && at(cell, "will_send")->as_bool();
    results += goes && text_at(cell, "kind") == "result" ? 1 : 0;
    lines += text_at(cell, "kind") + " of \"" + text_at(cell, "activity_title") +
             "\": " + text_at(cell, "words") + (goes ? ", goes" : ", stays") + "\n";
  }
  if (results != members.number("grades")) {
    throw StepFailure("the preview will send " + members.text("grades") + " grades",
                      "it will send " + std::to_string(results) + ":\n" + lines, preview.typed);
  }
}

void check_told(const Ran& ran, const Members& members) {
  if (ran.exit_code != 0) {
    throw StepFailure("it is done", ran.words(), ran.typed);
  }
  for (const auto& words : members.texts("says")) {
    if (!says(ran.words(), words)) {
      throw StepFailure("it says: " + words, ran.words(), ran.typed);
    }
  }
}

void send(Scene& scene, const Members& members) {
  const auto preview = preview_of(scene, members);
  json::object input{{"op", "send"}};
  if (members.has("only")) {
    json::array records;
    for (const auto& called : members.texts("only")) {
      const auto student = scene.student(called);
      for (const auto& cell : cells_of(preview)) {
        if (text_at(cell, "student_id") == student) {
          records.push_back(json::object{{"id", cell.at("id")}, {"seq", cell.at("seq")}});
        }
      }
    }
    input["records"] = std::move(records);
  } else {
    input["all"] = true;
    input["token"] = preview.document.is_object() && at(preview.document, "token") != nullptr
                         ? preview.document.at("token")
                         : json::value("");
  }
  check_told(scene.use_item(kSyncGrades, members, input), members);
}

void retry(Scene& scene, const Members& members) {
  auto input = part_of_class(scene, members, "retry");
  input["all"] = true;
  check_told(scene.use_item(kSyncGrades, members, input), members);
}

} // namespace

std::vector<Verb> sending_verbs() {
  return {
      {"deliver",
       "What may go goes, until nothing is left that goes by itself.",
       {{"seconds", Form::number, "for so long instead"},
        {"at most", Form::number, "how long it may take, in seconds; default: 60"},
        {"still waiting", Form::flag, "something is still on its way at the end"},
        {"says", Form::texts, "words of what is left; \"Everything is delivered.\""}},
       "says",
       deliver},
      {"read the gradebook anew",
       "The plugin is to look through the gradebook for what no event told of.",
       {{"domain", Form::text, "only this domain"},
        {"class", Form::text, "only this class"},
        {"refused", Form::texts, "it is refused, with these words"}},
       "",
       read_anew},
      {"the preview shows",
       "What a person reads in the preview of Sync grades to SIS, of one score or one activity.",
       {kClass,
        kAs,
        kOfActivity,
        kOfStudent,
        {"words", Form::text, "its state"},
        {"value", Form::text, "what stands in the LMS"},
        {"in the SIS", Form::any, "what the SIS accepted last"},
        {"to", Form::map, "members that change in the SIS, by OneRoster's names"},
        {"from", Form::map, "the same as they are there"},
        {"will send", Form::flag, "it goes with the next send"},
        {"removes", Form::flag, "it is taken out of the SIS"},
        {"goes along", Form::flag, "it goes because something else is sent"},
        {"reason", Form::texts, "why it does not go"},
        {"note", Form::texts, "what goes otherwise than it stands here"}},
       "",
       preview_shows},
      {"the preview will send",
       "How many grades would go.",
       {kClass, kAs, kOfActivity, {"grades", Form::number, "so many", true}},
       "grades",
       preview_will_send},
      {"send",
       "A person looks at the preview and sends what it shows.",
       {kClass, kAs, kOfActivity, {"only", Form::texts, "only of these students"}, kSays},
       "",
       send},
      {"send again",
       "A person has what was not accepted sent again.",
       {kClass, kAs, kOfActivity, kOfStudent, kSays},
       "",
       retry}};
}

} // namespace host_stub::story
