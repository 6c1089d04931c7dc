#pragma once
// What people call things that documents of the plugin name by ids. On the thread of the command.
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "host_stub/gradebook/gradebook.hpp"

namespace host_stub::commands {

// Names and titles of one gradebook. What it does not know, or has no title, is called by its id.
class Names {
 public:
  explicit Names(gradebook::Gradebook& book) : book_(book) {}

  // "Ruth Kaplan".
  std::string person(const std::string& id);
  std::string activity(const std::string& id);
  std::string class_title(const std::string& id);
  std::string domain(const std::string& id);
  // By the SIS's id, as it came with the roster.
  std::string category(const std::string& sis_id);
  std::string period(const std::string& sis_id);
  // Who did something: one of us, or a person.
  std::string actor(const std::string& id);

 private:
  using Finder = std::function<std::string(const std::string&)>;
  // Looked up once; each kind of thing has its own names.
  std::string named(char kind, const std::string& id, const Finder& find);

  gradebook::Gradebook& book_;
  std::map<std::pair<char, std::string>, std::string> known_;
};

} // namespace host_stub::commands
