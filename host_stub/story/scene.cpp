#include "host_stub/story/scene.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "host_stub/gradebook/activity_store.hpp"
#include "host_stub/gradebook/roster_store.hpp"
#include "host_stub/loader/loaded_plugin.hpp"
#include "host_stub/roster/made_roster.hpp"
#include "host_stub/sample/sample_roster.hpp"
#include "host_stub/story/matching.hpp"
#include "host_stub/story/own_profile.hpp"
#include "host_stub/story/step_failure.hpp"
#include "host_stub/support/child_process.hpp"

namespace host_stub::story {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

std::string quoted(const std::string& word) {
  const bool plain = !word.empty() && word.find_first_of(" \"'{}[]$&|;<>()*?\\\n") == word.npos;
  return plain ? word : "'" + word + "'";
}

std::string typed_as(const std::vector<std::string>& arguments) {
  std::string line = "host_stub";
  for (const auto& one : arguments) {
    line += " " + quoted(one);
  }
  return line;
}

// "Algebra 1" stands for "Algebra 1, Period 2".
bool is_called(const std::string& title, const std::string& called) {
  return title == called || title.starts_with(called + ",");
}

} // namespace

std::string Ran::words() const {
  return output.empty() ? words_of(document) : output;
}

Scene::Scene(const Story& story, std::string version, fs::path folder, const fs::path& manifest)
    : version_(std::move(version)), folder_(std::move(folder)),
      story_folder_(fs::absolute(story.file).parent_path()) {
  lay_out_roster(story.given);
  choose_profile(story.given, manifest);
  const Members given(story.given);
  const auto sis = given.map("SIS");
  start_sis(Members(sis).text("name", "Lakeside SIS"), sis);
  static const json::object kNothing;
  host_as_told({"import", roster().string()}, Members(kNothing));
}

void Scene::lay_out_roster(const json::object& given) {
  const Members members(given);
  const auto* wanted = members.find("roster");
  if (wanted == nullptr || !wanted->is_object()) {
    const auto name = members.text("roster", "sample");
    lay_roster_over_sample(name == "sample" ? fs::path() : beside_story(name));
    return;
  }
  const Members size(wanted->get_object());
  const auto files =
      roster::make_roster({.schools = static_cast<std::size_t>(size.number("schools", 1)),
                           .classes = static_cast<std::size_t>(size.number("classes", 4)),
                           .students = static_cast<std::size_t>(size.number("students", 20)),
                           .seed = static_cast<std::uint64_t>(size.number("seed", 1))});
  for (const auto& [name, file] : files) {
    write("roster/" + name, file.text());
  }
}

void Scene::lay_roster_over_sample(const fs::path& other) {
  fs::remove_all(roster());
  for (const auto& [file, text] : kSampleRoster) {
    write("roster/" + std::string(file), std::string(text));
  }
  if (!other.empty()) {
    fs::copy(other, roster(), fs::copy_options::overwrite_existing | fs::copy_options::recursive);
  }
}

void Scene::choose_profile(const json::object& given, fs::path manifest) {
  const auto* wanted = given.if_contains("profile");
  manifest_ = manifest.empty() ? loader::default_manifest() : std::move(manifest);
  if (wanted != nullptr && wanted->is_object()) {
    profile_ = "of-this-story";
    manifest_ = plugin_with_profile(manifest_, folder_ / "plugin", profile_, version_,
                                    wanted->get_object());
  } else {
    profile_ = Members(given).text("profile", "generic-" + version_);
  }
}

Ran Scene::host(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--data", lms().string()});
  for (const auto& [option, value] : always) {
    arguments.push_back(option);
    if (!value.empty()) {
      arguments.push_back(value);
    }
  }
  arguments.insert(arguments.end(), {"--manifest", manifest_.string()});
  Ran ran{.typed = typed_as(arguments), .document = nullptr, .output = {}};
  arguments.emplace_back("--json");
  ChildProcess child(arguments);
  const auto output = child.read_all();
  ran.exit_code = child.wait();
  boost::system::error_code error;
  ran.document = json::parse(output, error);
  ran.output = error ? output : std::string();
  return ran;
}

Ran Scene::host_as_told(std::vector<std::string> arguments, const Members& members,
                        int good_exit_code) {
  auto ran = host(std::move(arguments));
  const bool refused = ran.exit_code != good_exit_code;
  if (members.has("refused")) {
    for (const auto& words : members.texts("refused")) {
      if (!refused || !says(ran.words(), words)) {
        throw StepFailure("it is refused with the words: " + words,
                          (refused ? "refused, but it says:\n" : "done:\n") + ran.words(),
                          ran.typed);
      }
    }
    return ran;
  }
  if (refused) {
    throw StepFailure(
        "it is done",
        "it ended with " + std::to_string(ran.exit_code) + " and says:\n" + ran.words(), ran.typed);
  }
  for (const auto& words : members.texts("says")) {
    if (!says(ran.words(), words)) {
      throw StepFailure("it says: " + words, ran.words(), ran.typed);
    }
  }
  return ran;
}

Ran Scene::use_item(const std::string& item, const Members& members, const json::value& input) {
  std::vector<std::string> arguments = {"action", "--user", members.text("as", "admin"), "--item",
                                        item};
  if (members.has("domain")) {
    arguments.insert(arguments.end(), {"--domain", domain(members.text("domain"))});
  } else if ((item.find("sis_settings") == std::string::npos && item != "console") ||
             members.has("class")) {
    arguments.insert(arguments.end(), {"--class", class_of(members).id});
  }
  if (members.has("language")) {
    arguments.insert(arguments.end(), {"--locale", members.text("language")});
  }
  // The other items are of a class, and steps that use them name an activity for what they read.
  if (item == "gradebook.activity/sync" && members.has("activity")) {
    arguments.insert(arguments.end(), {"--activity", activity(members.text("activity"))});
  }
  if (!input.is_null()) {
    arguments.insert(arguments.end(), {"--input", json::serialize(input)});
  }
  return host(std::move(arguments));
}

StorySis& Scene::sis(const std::string& name) {
  for (const auto& one : systems_) {
    if (name.empty() || one->name() == name) {
      return *one;
    }
  }
  throw StepFailure("there is an SIS called \"" + name + "\"", "there is none");
}

StorySis& Scene::start_sis(const std::string& name, const json::object& given) {
  const auto folder = folder_ / ("sis-" + std::to_string(systems_.size() + 1));
  systems_.push_back(std::make_unique<StorySis>(name, folder, roster(), given, version_));
  return *systems_.back();
}

gradebook::Class Scene::class_of(const Members& members) {
  const auto called = members.text("class", class_in_use_);
  if (called.empty()) {
    throw StepFailure("the step names its class, or a step before it does", "no class was named");
  }
  gradebook::Gradebook book(lms());
  gradebook::RosterStore store(book);
  auto found = store.class_of(called);
  for (const auto& one : store.classes()) {
    found = !found && is_called(one.title, called) ? std::optional(one) : found;
  }
  if (!found) {
    throw StepFailure("the LMS has a class \"" + called + "\"", "it has none");
  }
  class_in_use_ = found->id;
  return *found;
}

std::string Scene::student(const std::string& called) {
  gradebook::Gradebook book(lms());
  gradebook::RosterStore store(book);
  if (const auto user = store.user(called)) {
    return user->id;
  }
  for (const auto& one : store.classes()) {
    for (const auto& enrolment : store.enrolments(one.id)) {
      const auto user = store.user(enrolment.user_id);
      if (user && user->given_name + " " + user->family_name == called) {
        return user->id;
      }
    }
  }
  throw StepFailure("the LMS has a student \"" + called + "\"", "it has none");
}

std::string Scene::domain(const std::string& called) {
  gradebook::Gradebook book(lms());
  gradebook::RosterStore store(book);
  if (const auto found = store.domain(called)) {
    return found->id;
  }
  for (const auto& one : store.domains()) {
    if (one.title == called) {
      return one.id;
    }
  }
  throw StepFailure("the LMS has a domain \"" + called + "\"", "it has none");
}

std::string Scene::activity(const std::string& called) {
  gradebook::Gradebook book(lms());
  gradebook::ActivityStore store(book);
  if (store.activity(called)) {
    return called;
  }
  for (const auto& in_class : gradebook::RosterStore(book).classes()) {
    for (const auto& one : store.activities(in_class.id)) {
      if (one.title == called) {
        return one.id;
      }
    }
  }
  throw StepFailure("the LMS has an activity \"" + called + "\"", "it has none");
}

fs::path Scene::write(const std::string& name, const std::string& text) {
  const auto path = folder_ / name;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

fs::path Scene::beside_story(const std::string& name) const {
  const auto path = story_folder_ / name;
  if (!fs::exists(path)) {
    throw StepFailure("there is a file or folder " + path.string(), "there is none");
  }
  return path;
}

} // namespace host_stub::story
