#pragma once
// Where a story plays: a folder with an LMS of its own, the SISs, and what has been said so far.
// Everything that the LMS does is a command of host_stub in a process of its own, so that a step
// does what a person types. One thread.
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "host_stub/gradebook/model.hpp"
#include "host_stub/story/members.hpp"
#include "host_stub/story/story.hpp"
#include "host_stub/story/story_sis.hpp"

namespace host_stub::story {

// A command that was run.
struct Ran {
  std::string typed; // as a person would type it
  int exit_code = 0;
  boost::json::value document;
  std::string output; // where it was no document
  // All that can be read of it.
  std::string words() const;
};

class Scene {
 public:
  // Lays out the roster, imports it and starts the SIS of `story.given`.
  Scene(const Story& story, std::string version, std::filesystem::path folder,
        const std::filesystem::path& manifest);

  const std::string& version() const { return version_; }
  const std::filesystem::path& folder() const { return folder_; }
  std::filesystem::path roster() const { return folder_ / "roster"; }
  std::filesystem::path lms() const { return folder_ / "lms"; }
  // The kind of SIS that a connection names, unless the step says another.
  const std::string& profile() const { return profile_; }

  // Runs a command of host_stub with --data, --json and what `always` holds.
  Ran host(std::vector<std::string> arguments);
  // The same, and holds it against the step's `says` and `refused`: without `refused` it has to end
  // with 0. Throws StepFailure.
  Ran host_as_told(std::vector<std::string> arguments, const Members& members,
                   int good_exit_code = 0);
  // What a menu item of the plugin answers to this input (null: it is opened).
  Ran use_item(const std::string& item, const Members& members, const boost::json::value& input);

  // By name; empty: the first one.
  StorySis& sis(const std::string& name = {});
  StorySis& start_sis(const std::string& name, const boost::json::object& given);

  // The host's ids of what the story calls so. Throws StepFailure when there is none.
  gradebook::Class class_of(const Members& members);
  std::string student(const std::string& called);
  std::string domain(const std::string& called);
  std::string activity(const std::string& called);

  // A file in the folder of the story.
  std::filesystem::path write(const std::string& name, const std::string& text);
  // A file beside the story.
  std::filesystem::path beside_story(const std::string& name) const;

  // The sample roster, with the files of a folder in the place of its own.
  void lay_roster_over_sample(const std::filesystem::path& other);

  // Options that stand behind every command from now on: "--site-id" with its value.
  std::map<std::string, std::string> always;
  // Kept by `keep`, and put where "$name" stands.
  std::map<std::string, boost::json::value> remembered;
  // Rows of enrollments.csv that were taken out, by student and class.
  std::map<std::pair<std::string, std::string>, std::string> left;

 private:
  void lay_out_roster(const boost::json::object& given);
  void choose_profile(const boost::json::object& given, std::filesystem::path manifest);

  std::string version_;
  std::filesystem::path folder_;
  std::filesystem::path story_folder_;
  std::filesystem::path manifest_;
  std::string profile_;
  std::string class_in_use_; // of a step before
  std::vector<std::unique_ptr<StorySis>> systems_;
};

} // namespace host_stub::story
