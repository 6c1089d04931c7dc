// What a teacher does with all her classes as one. On the thread of `run`.
#include <algorithm>

#include <boost/json/array.hpp>

#include "host_stub/gradebook/roster_store.hpp"
#include "host_stub/story/common_members.hpp"
#include "host_stub/story/matching.hpp"
#include "host_stub/story/scene.hpp"
#include "host_stub/story/step_failure.hpp"
#include "host_stub/support/json_member.hpp"

namespace host_stub::story {
namespace {

namespace json = boost::json;

constexpr const char* kItemOfClasses = "sync_grades_to_sis";

// Every student of the class: one call of the command, as a teacher who fills in a column.
void score_everybody(Scene& scene, const Members& members) {
  const auto in_class = scene.class_of(members);
  const auto activity = scene.activity(members.text("activity"));
  std::string rows = "activity,student,points\n";
  gradebook::Gradebook book(scene.lms());
  for (const auto& one : gradebook::RosterStore(book).enrolments(in_class.id)) {
    if (one.role == "student") {
      rows += activity + "," + one.user_id + "," + members.text("points") + "\n";
    }
  }
  const auto file = scene.write("scores.csv", rows);
  scene.host_as_told({"score", "--class", in_class.id, "--from", file.string()}, members);
}

Ran answered(Scene& scene, const Members& members, const json::object& input,
             const char* expected) {
  auto ran = scene.use_item(kItemOfClasses, members, input);
  if (ran.exit_code != 0 || at(ran.document, "classes") == nullptr) {
    throw StepFailure(expected, ran.words(), ran.typed);
  }
  return ran;
}

Ran listed(Scene& scene, const Members& members) {
  return answered(scene, members, json::object{{"op", "classes"}}, "her classes are listed");
}

// Those that the step names by "classes", else all that are listed; with the tokens of a preview.
json::array chosen(Scene& scene, const Members& members, const json::value& document) {
  std::vector<std::string> wanted;
  for (const auto& called : members.texts("classes")) {
    const json::object of_class{{"class", called}};
    wanted.push_back(scene.class_of(Members(of_class)).id);
  }
  json::array classes;
  for (const auto& row : at(document, "classes")->as_array()) {
    json::object one;
    for (const auto* name : {"class_id", "school_year", "token"}) {
      if (const auto* value = at(row, name)) {
        one[name] = *value;
      }
    }
    const auto id = text_at(row, "class_id");
    if (wanted.empty() || std::ranges::find(wanted, id) != wanted.end()) {
      classes.push_back(std::move(one));
    }
  }
  return classes;
}

Ran preview_of_classes(Scene& scene, const Members& members) {
  const auto list = listed(scene, members);
  const json::object input{{"op", "preview_classes"},
                           {"classes", chosen(scene, members, list.document)}};
  return answered(scene, members, input, "there is a preview of her classes");
}

void check_number(const json::value& document, const Members& members, const char* word,
                  const char* member, const Ran& ran) {
  const auto* wanted = members.find(word);
  if (wanted != nullptr && !is_as(*wanted, at(document, member))) {
    throw StepFailure(std::string(word) + " is " + shown(wanted),
                      "it is " + shown(at(document, member)) + " in\n" + shown(&ran.document),
                      ran.typed);
  }
}

void check_words(const Ran& ran, const Members& members) {
  for (const auto& words : members.texts("says")) {
    if (!says(ran.words(), words)) {
      throw StepFailure("it says: " + words, ran.words(), ran.typed);
    }
  }
}

void all_classes_show(Scene& scene, const Members& members) {
  const auto ran = listed(scene, members);
  const json::value classes(at(ran.document, "classes")->as_array().size());
  if (members.has("classes") && !is_as(*members.find("classes"), &classes)) {
    throw StepFailure("there are " + members.text("classes") + " classes",
                      "there are " + as_text(classes), ran.typed);
  }
  const auto* sums = at(ran.document, "all");
  for (const auto& [word, member] :
       {std::pair{"to send", "to_send"}, std::pair{"waiting", "waiting"},
        std::pair{"refused by the SIS", "refused"}, std::pair{"on the way", "on_the_way"}}) {
    check_number(sums == nullptr ? json::value() : *sums, members, word, member, ran);
  }
  check_words(ran, members);
}

// Each activity that cannot go, with words of why and of what to do.
void check_named(Scene& scene, const Members& members, const Ran& ran) {
  const auto wanted = members.map("cannot go");
  std::size_t named = 0;
  std::string missing;
  for (const auto& one : wanted) {
    missing = std::string(one.key());
    const auto activity = scene.activity(missing);
    for (const auto& row : at(ran.document, "classes")->as_array()) {
      for (const auto& group : at(row, "cannot_go")->as_array()) {
        for (const auto& there : at(group, "activities")->as_array()) {
          const bool hit = text_at(there, "activity_id") == activity &&
                           says(words_of(*at(group, "reason")), as_text(one.value()));
          missing = hit ? std::string() : missing;
        }
      }
    }
    if (!missing.empty()) {
      throw StepFailure(missing + " cannot go: " + as_text(one.value()), shown(&ran.document),
                        ran.typed);
    }
  }
  for (const auto& row : at(ran.document, "classes")->as_array()) {
    for (const auto& group : at(row, "cannot_go")->as_array()) {
      named += at(group, "activities")->as_array().size();
    }
  }
  if (members.has("cannot go") && named != wanted.size()) {
    throw StepFailure(std::to_string(wanted.size()) + " activities cannot go",
                      "there are " + std::to_string(named) + ":\n" + shown(&ran.document),
                      ran.typed);
  }
}

void preview_of_all_shows(Scene& scene, const Members& members) {
  const auto ran = preview_of_classes(scene, members);
  check_number(ran.document, members, "grades", "grades", ran);
  check_number(ran.document, members, "grades that cannot go", "grades_that_cannot_go", ran);
  check_named(scene, members, ran);
  check_words(ran, members);
}

void send_all_classes(Scene& scene, const Members& members) {
  const auto preview = preview_of_classes(scene, members);
  const json::object input{{"op", "send_classes"},
                           {"classes", chosen(scene, members, preview.document)}};
  const auto ran = answered(scene, members, input, "her classes are sent");
  check_number(ran.document, members, "on the way", "released", ran);
  check_number(ran.document, members, "not sent", "skipped", ran);
  check_words(ran, members);
}

const Member kWhichClasses = {"classes", Form::texts, "which of them; default: all"};

} // namespace

std::vector<Verb> my_classes_verbs() {
  return {{"score everybody",
           "A teacher fills in a column: each student of the class gets the same points.",
           {kClass,
            {"activity", Form::text, "its id or its title", true},
            {"points", Form::number, "earned points", true},
            kSays},
           "",
           score_everybody},
          {"all my classes show",
           "What a teacher reads of all her classes together in Sync grades to SIS.",
           {kClass,
            kAs,
            {"classes", Form::number, "so many classes"},
            {"to send", Form::number, "grades that wait for her to send them"},
            {"waiting", Form::number, "grades that need something first"},
            {"refused by the SIS", Form::number, "grades that the SIS did not take"},
            {"on the way", Form::number, "grades that go"},
            kSays},
           "",
           all_classes_show},
          {"the preview of all my classes shows",
           "One preview of several classes: how much goes, and which activities cannot, and why.",
           {kClass,
            kAs,
            kWhichClasses,
            {"grades", Form::number, "so many grades go"},
            {"grades that cannot go", Form::number, "and so many cannot"},
            {"cannot go", Form::map, "each activity that cannot, to words of why or what to do"},
            kSays},
           "",
           preview_of_all_shows},
          {"send all my classes",
           "A teacher looks at that preview and sends what it shows, with one press.",
           {kClass,
            kAs,
            kWhichClasses,
            {"on the way", Form::number, "so many grades and activities go"},
            {"not sent", Form::number, "so many do not"},
            kSays},
           "",
           send_all_classes}};
}

} // namespace host_stub::story
