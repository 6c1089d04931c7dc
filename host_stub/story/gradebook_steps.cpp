// What teachers do in the gradebook. On the thread of `run`.
#include "host_stub/story/common_members.hpp"
#include "host_stub/story/scene.hpp"
#include "host_stub/story/step_failure.hpp"

namespace host_stub::story {
namespace {

// Members that are options of the command by the same name.
template <std::size_t N>
void add_options(std::vector<std::string>& arguments, const Members& members,
                 const char* const (&options)[N]) {
  for (const auto* option : options) {
    if (members.has(option)) {
      std::string name = option;
      for (auto& letter : name) {
        letter = letter == ' ' ? '-' : letter;
      }
      arguments.insert(arguments.end(), {"--" + name, members.text(option)});
    }
  }
}

void activity(Scene& scene, const Members& members) {
  std::vector<std::string> arguments = {"activity", "--class", scene.class_of(members).id,
                                        "--activity", members.text("activity")};
  add_options(arguments, members,
              {"title", "points", "category", "due", "assigned", "period", "kind", "description",
               "published", "counts", "extra credit"});
  scene.host_as_told(std::move(arguments), members);
}

void withdraw(Scene& scene, const Members& members) {
  scene.host_as_told(
      {"activity", "--activity", scene.activity(members.text("activity")), "--withdraw"}, members);
}

void put_back(Scene& scene, const Members& members) {
  scene.host_as_told({"activity", "--activity", members.text("activity")}, members);
}

void score_of(Scene& scene, const Members& members, const std::string& student,
              const std::string& points) {
  std::vector<std::string> arguments = {"score",
                                        "--class",
                                        scene.class_of(members).id,
                                        "--activity",
                                        scene.activity(members.text("activity")),
                                        "--student",
                                        scene.student(student)};
  if (!points.empty()) {
    arguments.insert(arguments.end(), {"--points", points});
  }
  add_options(arguments, members, {"comment", "text score", "standards"});
  std::string status;
  for (const auto& word : members.texts("status")) {
    status += (status.empty() ? "" : ",") + word;
  }
  if (!status.empty()) {
    arguments.insert(arguments.end(), {"--status", status});
  }
  scene.host_as_told(std::move(arguments), members);
}

void score(Scene& scene, const Members& members) {
  score_of(scene, members, members.text("student"), members.text("points"));
}

void scores(Scene& scene, const Members& members) {
  for (const auto& one : members.map("points")) {
    score_of(scene, members, std::string(one.key()), as_text(one.value()));
  }
}

const Member kActivity = {"activity", Form::text, "its id or its title", true};
const Member kStatus = {"status", Form::texts,
                        "exempt, missing, late, incomplete, submitted, draft, withdrawn …"};
const Member kComment = {"comment", Form::text, "the teacher's comment"};

} // namespace

std::vector<Verb> gradebook_verbs() {
  return {
      {"activity",
       "A teacher makes or changes an activity, a column of the gradebook.",
       {kClass,
        {"activity", Form::text, "its id", true},
        {"title", Form::text, "its title; a new one needs it"},
        {"points", Form::number, "points possible; default: 100"},
        {"category", Form::text, "its category, by the id of the roster"},
        {"due", Form::text, "the day it is due"},
        {"assigned", Form::text, "the day it was assigned"},
        {"period", Form::text, "its grading period, by the id of the roster"},
        {"kind", Form::text, "activity, period_grade or final_grade"},
        {"description", Form::text, "its description"},
        {"published", Form::flag, "students may see it"},
        {"counts", Form::flag, "it counts toward the class grade"},
        {"extra credit", Form::flag, "it is extra credit"},
        kSays,
        kRefused},
       "",
       activity},
      {"score",
       "A teacher saves a score. Without points it is blank, which is not zero.",
       {kClass,
        kActivity,
        {"student", Form::text, "whose", true},
        {"points", Form::number, "earned points"},
        kStatus,
        kComment,
        {"text score", Form::text, "a letter or a word"},
        {"standards", Form::text, "scores of standards: R.1=3/4;R.2=1/4"},
        kSays,
        kRefused},
       "",
       score},
      {"scores",
       "A teacher saves scores of several students in one activity.",
       {kClass, kActivity, {"points", Form::map, "a student to points", true}, kStatus, kComment},
       "",
       scores},
      {"withdraw the activity",
       "A teacher takes an activity out of the gradebook.",
       {kActivity, kSays},
       "activity",
       withdraw},
      {"put the activity back",
       "A teacher takes that back: the activity is there again, with its scores.",
       {{"activity", Form::text, "its id", true}, kSays},
       "activity",
       put_back}};
}

} // namespace host_stub::story
