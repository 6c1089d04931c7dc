// What stands in the LMS's own fields, and how an administrator has ids of the SIS taken from them.
// On the thread of `run`.
#include "host_stub/story/common_members.hpp"
#include "host_stub/story/matching.hpp"
#include "host_stub/story/scene.hpp"
#include "host_stub/story/step_failure.hpp"

namespace host_stub::story {
namespace {

namespace json = boost::json;

constexpr const char* kCustomDataCard = "sis_settings";

void fill_in_field(Scene& scene, const Members& members) {
  std::vector<std::string> arguments = {"custom-data", "--field", members.text("field"), "--value",
                                        members.text("value")};
  if (members.has("student")) {
    arguments.insert(arguments.end(), {"--user", scene.student(members.text("student"))});
  }
  if (members.has("class")) {
    arguments.insert(arguments.end(), {"--class", scene.class_of(members).id});
  }
  scene.host_as_told(std::move(arguments), members);
}

void has_to_say(const Ran& ran, const Members& members) {
  for (const auto& words : members.texts("words")) {
    if (!says(ran.words(), words)) {
      throw StepFailure("it says: " + words, ran.words(), ran.typed);
    }
  }
}

void try_out_ways(Scene& scene, const Members& members) {
  json::object input{{"op", "custom_data_sample"}};
  json::object ways;
  for (const auto* kind : {"users", "classes", "enrolments"}) {
    if (const auto* value = members.find(kind)) {
      ways[kind] = *value;
    }
  }
  input["custom_data"] = std::move(ways);
  has_to_say(scene.use_item(kCustomDataCard, members, input), members);
}

void read_data_again(Scene& scene, const Members& members) {
  has_to_say(scene.use_item(kCustomDataCard, members, json::object{{"op", "read_custom_data"}}),
             members);
}

const Member kWaysOfUsers = {"users", Form::any, "the ways for users"};
const Member kWaysOfClasses = {"classes", Form::any, "the ways for classes"};
const Member kWaysOfEnrolments = {"enrolments", Form::any, "the ways for enrolments"};

} // namespace

std::vector<Verb> custom_data_verbs() {
  return {
      {"fill in custom data",
       "Something is entered in a field of the LMS's own: of a student, a class, or with both "
       "of an enrolment.",
       {{"student", Form::text, "whose"},
        {"class", Form::text, "of which class"},
        {"field", Form::text, "which field", true},
        {"value", Form::text, "what stands in it from now on", true},
        kSays,
        kRefused},
       "",
       fill_in_field},
      {"try out custom data",
       "An administrator looks how ten classes and students would come out, before it is saved.",
       {kWaysOfUsers, kWaysOfClasses, kWaysOfEnrolments, kDomain, kAs, kWords},
       "",
       try_out_ways},
      {"read the custom data again",
       "An administrator has the LMS asked for what stands in its fields now.",
       {kDomain, kAs, {"words", Form::texts, "words of what is answered"}},
       "words",
       read_data_again}};
}

} // namespace host_stub::story
