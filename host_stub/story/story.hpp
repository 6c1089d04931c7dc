#pragma once
// A story as its file tells it: what is given, and steps in a person's words. Values only.
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

namespace host_stub::story {

struct Step {
  std::string verb;            // "the SIS has"
  boost::json::object members; // what stands beside it
  int line = 0;
};

struct Story {
  std::filesystem::path file;
  std::string title;
  std::vector<std::string> about;    // rows of the table of stories that it stands for
  std::vector<std::string> versions; // of OneRoster
  boost::json::object given;
  std::vector<Step> steps;
};

} // namespace host_stub::story
