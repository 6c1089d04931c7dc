// What people ask of the plugin: a menu item with any document, and what is asked of the SIS (the
// test of a connection, a test grade, readiness). On the thread of `run`.
#include <boost/json/array.hpp>

#include "host_stub/story/common_members.hpp"
#include "host_stub/story/matching.hpp"
#include "host_stub/story/scene.hpp"
#include "host_stub/story/step_failure.hpp"
#include "host_stub/support/json_member.hpp"

namespace host_stub::story {
namespace {

namespace json = boost::json;

// "$token" becomes what was kept under that name; "$student Amara Okafor", "$class Algebra 1",
// "$activity Quiz 1" and "$domain …" become the host's ids, which documents want.
json::value filled(Scene& scene, const json::value& value) {
  if (value.is_array()) {
    json::array list;
    for (const auto& one : value.get_array()) {
      list.push_back(filled(scene, one));
    }
    return list;
  }
  if (value.is_object()) {
    json::object object;
    for (const auto& member : value.get_object()) {
      object[member.key()] = filled(scene, member.value());
    }
    return object;
  }
  if (!value.is_string() || !value.get_string().starts_with("$")) {
    return value;
  }
  const std::string text(value.get_string());
  const auto blank = text.find(' ');
  const auto name = text.substr(1, blank == std::string::npos ? blank : blank - 1);
  const auto called = blank == std::string::npos ? std::string() : text.substr(blank + 1);
  if (name == "student") {
    return json::value(scene.student(called));
  }
  if (name == "activity") {
    return json::value(scene.activity(called));
  }
  if (name == "domain") {
    return json::value(scene.domain(called));
  }
  if (name == "class") {
    const json::object of_class{{"class", called}};
    return json::value(scene.class_of(Members(of_class)).id);
  }
  const auto kept = scene.remembered.find(name);
  if (kept == scene.remembered.end()) {
    throw StepFailure("\"" + name + "\" was kept by a step before", "nothing was kept under it");
  }
  return json::value(kept->second);
}

void check_answer(const Ran& ran, const Members& members) {
  const bool refused =
      ran.exit_code != 0 || at(ran.document, "ok") == nullptr
          ? ran.exit_code != 0
          : at(ran.document, "ok")->is_bool() && !at(ran.document, "ok")->get_bool();
  for (const auto& words : members.texts("refused")) {
    if (!refused || !says(ran.words(), words)) {
      throw StepFailure("it is refused with the words: " + words, ran.words(), ran.typed);
    }
  }
  if (refused && !members.has("refused")) {
    throw StepFailure("it is done", ran.words(), ran.typed);
  }
  for (const auto& words : members.texts("says")) {
    if (!says(ran.words(), words)) {
      throw StepFailure("it says: " + words, ran.words(), ran.typed);
    }
  }
  for (const auto& words : members.texts("does not say")) {
    if (says(ran.words(), words)) {
      throw StepFailure("it does not say: " + words, ran.words(), ran.typed);
    }
  }
  for (const auto& wanted : members.map("answer")) {
    const auto* there = at_path(ran.document, wanted.key());
    if (!is_as(wanted.value(), there)) {
      throw StepFailure(std::string(wanted.key()) + " is " + shown(&wanted.value()),
                        "it is " + shown(there) + " in the answer\n" + shown(&ran.document),
                        ran.typed);
    }
  }
}

void use_an_item(Scene& scene, const Members& members) {
  const auto* input = members.find("input");
  const auto ran = scene.use_item(members.text("item"), members,
                                  input == nullptr ? json::value() : filled(scene, *input));
  check_answer(ran, members);
  for (const auto& kept : members.map("keep")) {
    const auto* there = at_path(ran.document, as_text(kept.value()));
    if (there == nullptr) {
      throw StepFailure("the answer has " + as_text(kept.value()), shown(&ran.document), ran.typed);
    }
    scene.remembered[kept.key()] = *there;
  }
}

void item_is(Scene& scene, const Members& members) {
  std::vector<std::string> arguments = {
      "action", "--state", "--user", members.text("as", "admin"), "--item", members.text("item")};
  if (members.has("domain")) {
    arguments.insert(arguments.end(), {"--domain", scene.domain(members.text("domain"))});
  } else {
    arguments.insert(arguments.end(), {"--class", scene.class_of(members).id});
  }
  const auto ran = scene.host(std::move(arguments));
  for (const auto* word : {"shown", "enabled"}) {
    const auto* wanted = members.find(word);
    if (wanted != nullptr && !is_as(*wanted, at(ran.document, word))) {
      throw StepFailure(std::string("it is ") + (wanted->get_bool() ? "" : "not ") + word,
                        ran.words(), ran.typed);
    }
  }
  for (const auto& words : members.texts("says")) {
    if (!says(ran.words(), words)) {
      throw StepFailure("it says: " + words, ran.words(), ran.typed);
    }
  }
}

// A report's outcome, and how each check went: "read_classes: ok".
void check_report(const Ran& ran, const Members& members) {
  const auto* report = at(ran.document, "report");
  if (members.has("refused") || report == nullptr) {
    check_answer(ran, members);
    return;
  }
  const auto outcome = text_at(*report, "outcome");
  if (members.has("outcome") && outcome != members.text("outcome")) {
    throw StepFailure("the outcome is " + members.text("outcome"),
                      "it is " + outcome + ":\n" + words_of(*report), ran.typed);
  }
  if (!members.has("outcome") && outcome == "failed") {
    throw StepFailure("it works", words_of(*report), ran.typed);
  }
  for (const auto& words : members.texts("says")) {
    if (!says(ran.words(), words)) {
      throw StepFailure("it says: " + words, words_of(*report), ran.typed);
    }
  }
  for (const auto& wanted : members.map("checks")) {
    const auto* check = at_path(*report, "checks[id=" + std::string(wanted.key()) + "].outcome");
    if (!is_as(wanted.value(), check)) {
      throw StepFailure(std::string(wanted.key()) + " is " + shown(&wanted.value()),
                        "it is " + shown(check) + " in\n" + words_of(*report), ran.typed);
    }
  }
}

std::vector<std::string> asked_in(Scene& scene, const Members& members,
                                  std::vector<std::string> command) {
  command.insert(command.end(), {"--domain", scene.domain(members.text("domain", "root")), "--user",
                                 members.text("as", "admin")});
  return command;
}

void test_connection(Scene& scene, const Members& members) {
  check_report(scene.host(asked_in(scene, members, {"connection", "test"})), members);
}

void send_test_grade(Scene& scene, const Members& members) {
  auto arguments = asked_in(scene, members, {"connection", "test-grade"});
  arguments.insert(arguments.end(), {"--class", scene.class_of(members).id, "--student",
                                     scene.student(members.text("student"))});
  if (members.flag("confirmed")) {
    arguments.emplace_back("--confirm");
  }
  check_report(scene.host(std::move(arguments)), members);
}

void look_at_readiness(Scene& scene, const Members& members) {
  const auto ran = scene.host(asked_in(scene, members, {"readiness"}));
  check_report(ran, members);
  for (const auto& wanted : members.map("counts")) {
    const auto* there = at_path(ran.document, "counts." + std::string(wanted.key()));
    if (!is_as(wanted.value(), there)) {
      throw StepFailure(std::string(wanted.key()) + " is " + shown(&wanted.value()),
                        "it is " + shown(there), ran.typed);
    }
  }
}

const Member kOutcome = {"outcome", Form::text, "ok, warning or failed; default: not failed"};
const Member kChecks = {"checks", Form::map, "a check of the report to how it went"};
const Member kItem = {"item", Form::text,
                      "sis_settings, console, sync_grades_settings, sync_grades_to_sis", true};

} // namespace

std::vector<Verb> asking_verbs() {
  return {
      {"use an item",
       "Somebody uses a menu item of the plugin with any document, and looks at the answer. What "
       "has no step of its own yet is told so.",
       {kItem,
        kAs,
        kClass,
        kDomain,
        {"activity", Form::text, "on the page of which activity, for gradebook.activity/sync"},
        {"input", Form::map,
         "the document; \"$name\" is what was kept, \"$student Amara Okafor\" the host's id"},
        {"answer", Form::map,
         "a path into the answer to what stands there: problems.0.field, fields[name=x].value"},
        {"keep", Form::map, "a name to a path: kept for a later step"},
        {"language", Form::text, "whose language it is read in, such as es"},
        kSays,
        {"does not say", Form::texts, "words that are not in the answer"},
        kRefused},
       "",
       use_an_item},
      {"the item is",
       "Whether a menu item is shown to somebody, and can be used.",
       {kItem,
        kAs,
        kClass,
        kDomain,
        {"shown", Form::flag, "it is shown"},
        {"enabled", Form::flag, "it can be used"},
        kSays},
       "",
       item_is},
      {"test the connection",
       "An administrator tests the connection; nothing is written.",
       {kDomain, kAs, kOutcome, kChecks, kSays, kRefused},
       "",
       test_connection},
      {"send a test grade",
       "An administrator sends a test grade.",
       {kDomain,
        kAs,
        kClass,
        {"student", Form::text, "whose record is used", true},
        {"confirmed", Form::flag, "also if something stays in the SIS"},
        kOutcome,
        kChecks,
        kSays,
        kRefused},
       "",
       send_test_grade},
      {"look at readiness",
       "An administrator looks who and what is linked to the SIS.",
       {kDomain,
        kAs,
        {"counts", Form::map, "students.without_sis_id: 0 …"},
        kOutcome,
        kChecks,
        kSays,
        kRefused},
       "",
       look_at_readiness}};
}

} // namespace host_stub::story
